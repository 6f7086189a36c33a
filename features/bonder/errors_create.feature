Feature: Errors of creating a profile are handled as advised
  Source: bonder, “код-ошибки” (L398-412).

  @must
  Scenario Outline: <code> to createProfile advises <advice>
    Given the next "bonder.createProfile" is answered with the error "<code>"
    When the client creates a profile
    Then the client reports a failure with the advice "<advice>"
    And the server saw exactly 1 "bonder.createProfile"
    And the client still works

    Examples:
      | code                       | advice          |
      | SERVER_OFFLINE_ERROR       | retry_later     |
      | AUTH_SERVICE_OFFLINE_ERROR | retry_later     |
      | API_SERVICE_OFFLINE_ERROR  | retry_later     |
      | ACCOUNT_INACTIVE_ERROR     | contact_support |
      | PROFILE_LIMIT_REACHED_ERROR | contact_support |

  @must
  Scenario Outline: <code> to createProfile is worth another try
    Given the next "bonder.createProfile" is answered with the error "<code>"
    When the client creates a profile
    Then the client succeeds by itself or advises "retry_now"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |
