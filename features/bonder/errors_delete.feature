Feature: Errors of deleting are handled as advised
  Source: bonder#L649-L665, “код-ошибки”.

  @must
  Scenario Outline: <code> to deleteLanguage advises <advice>
    Source: bonder#L655-L665 refers to bonder#L63-L77.
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}}}
      """
    And every "bonder.deleteLanguage" is answered with the error "<code>"
    When the client deletes the language "pl"
    Then the client reports a failure with the advice "<advice>"
    And the client still works

    Examples:
      | code                       | advice          |
      | SERVER_OFFLINE_ERROR       | retry_later     |
      | AUTH_SERVICE_OFFLINE_ERROR | retry_later     |
      | API_SERVICE_OFFLINE_ERROR  | retry_later     |
      | ACCOUNT_INACTIVE_ERROR     | contact_support |

  @must
  Scenario Outline: <code> to deleteLanguage is worth another try
    Source: bonder#L78-L83, “попробуйте еще раз”; it does not say when.
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}}}
      """
    And the next "bonder.deleteLanguage" is answered with the error "<code>"
    When the client deletes the language "pl"
    Then the client succeeds by itself or advises "retry_now or retry_later"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |

  @must
  Scenario Outline: <code> to deleteProfile advises <advice>
    Source: bonder#L655-L665 refers to bonder#L63-L77.
    Given a profile
    And every "bonder.deleteProfile" is answered with the error "<code>"
    When the client deletes the profile
    Then the client reports a failure with the advice "<advice>"
    And the client still works

    Examples:
      | code                       | advice          |
      | SERVER_OFFLINE_ERROR       | retry_later     |
      | AUTH_SERVICE_OFFLINE_ERROR | retry_later     |
      | API_SERVICE_OFFLINE_ERROR  | retry_later     |
      | ACCOUNT_INACTIVE_ERROR     | contact_support |

  @must
  Scenario Outline: <code> to deleteProfile is worth another try
    Source: bonder#L78-L83, “попробуйте еще раз”; it does not say when.
    Given a profile
    And the next "bonder.deleteProfile" is answered with the error "<code>"
    When the client deletes the profile
    Then the client succeeds by itself or advises "retry_now or retry_later"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |

  @should
  Scenario Outline: CARD_ID_NOT_FOUND_ERROR to <operation> advises fix_request
    Source: bonder#L661-L663. What was to be deleted is gone all the same, so a client may call that a success.
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}}}
      """
    And every "bonder.<operation>" is answered with the error "CARD_ID_NOT_FOUND_ERROR"
    When the client <acts>
    Then the client reports a failure with the advice "fix_request"
    And the client still works

    Examples:
      | operation      | acts                      |
      | deleteLanguage | deletes the language "pl" |
      | deleteProfile  | deletes the profile       |
