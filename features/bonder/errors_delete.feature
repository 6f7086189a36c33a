Feature: Errors of deleting are handled as advised
  Source: bonder, “код-ошибки” (L649-664).

  @must
  Scenario Outline: <code> to deleteLanguage advises <advice>
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}}}
      """
    And the next "bonder.deleteLanguage" is answered with the error "<code>"
    When the client deletes the language "pl"
    Then the client reports a failure with the advice "<advice>"
    And the server saw exactly 1 "bonder.deleteLanguage"
    And the client still works

    Examples:
      | code                       | advice          |
      | SERVER_OFFLINE_ERROR       | retry_later     |
      | AUTH_SERVICE_OFFLINE_ERROR | retry_later     |
      | API_SERVICE_OFFLINE_ERROR  | retry_later     |
      | ACCOUNT_INACTIVE_ERROR     | contact_support |
      | CARD_ID_NOT_FOUND_ERROR    | fix_request     |

  @must
  Scenario Outline: <code> to deleteLanguage is worth another try
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}}}
      """
    And the next "bonder.deleteLanguage" is answered with the error "<code>"
    When the client deletes the language "pl"
    Then the client succeeds by itself or advises "retry_now"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |

  @must
  Scenario Outline: <code> to deleteProfile advises <advice>
    Given a profile
    And the next "bonder.deleteProfile" is answered with the error "<code>"
    When the client deletes the profile
    Then the client reports a failure with the advice "<advice>"
    And the server saw exactly 1 "bonder.deleteProfile"
    And the client still works

    Examples:
      | code                       | advice          |
      | SERVER_OFFLINE_ERROR       | retry_later     |
      | AUTH_SERVICE_OFFLINE_ERROR | retry_later     |
      | API_SERVICE_OFFLINE_ERROR  | retry_later     |
      | ACCOUNT_INACTIVE_ERROR     | contact_support |
      | CARD_ID_NOT_FOUND_ERROR    | fix_request     |

  @must
  Scenario Outline: <code> to deleteProfile is worth another try
    Given a profile
    And the next "bonder.deleteProfile" is answered with the error "<code>"
    When the client deletes the profile
    Then the client succeeds by itself or advises "retry_now"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |
