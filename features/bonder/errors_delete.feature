Feature: Errors of deleting are handled as advised
  Source: bonder#L649-L665, “код-ошибки”.

  @must
  Scenario Outline: the client advises <advice> when deleteLanguage returns <code>
    Source: bonder#L655-L665 refers to bonder#L63-L77.
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}}}
      """
    And the server responds to every "bonder.deleteLanguage" with the error "<code>"
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
  Scenario Outline: the client retries deleteLanguage after <code>, or advises a retry
    Source: bonder#L78-L83, “попробуйте еще раз”; it does not say when.
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}}}
      """
    And the server responds to the next "bonder.deleteLanguage" with the error "<code>"
    When the client deletes the language "pl"
    Then the client succeeds by itself or advises "retry_now or retry_later"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |

  @must
  Scenario Outline: the client advises <advice> when deleteProfile returns <code>
    Source: bonder#L655-L665 refers to bonder#L63-L77.
    Given a profile
    And the server responds to every "bonder.deleteProfile" with the error "<code>"
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
  Scenario Outline: the client retries deleteProfile after <code>, or advises a retry
    Source: bonder#L78-L83, “попробуйте еще раз”; it does not say when.
    Given a profile
    And the server responds to the next "bonder.deleteProfile" with the error "<code>"
    When the client deletes the profile
    Then the client succeeds by itself or advises "retry_now or retry_later"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |

  @should
  Scenario Outline: the client advises fix_request when <operation> returns CARD_ID_NOT_FOUND_ERROR
    Source: bonder#L661-L663. The object is deleted in both cases, so a client may report a success.
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}}}
      """
    And the server responds to every "bonder.<operation>" with the error "CARD_ID_NOT_FOUND_ERROR"
    When the client <acts>
    Then the client reports a failure with the advice "fix_request"
    And the client still works

    Examples:
      | operation      | acts                      |
      | deleteLanguage | deletes the language "pl" |
      | deleteProfile  | deletes the profile       |
