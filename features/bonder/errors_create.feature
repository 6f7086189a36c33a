Feature: Errors of creating a profile are handled as advised
  Source: bonder#L396-L412, “код-ошибки”.

  @must
  Scenario Outline: the client advises <advice> when createProfile returns <code>
    Source: bonder#L402-L412 and, for the others, bonder#L63-L77.
    Given the server responds to every "bonder.createProfile" with the error "<code>"
    When the client creates a profile
    Then the client reports a failure with the advice "<advice>"
    And the client still works

    Examples:
      | code                       | advice          |
      | SERVER_OFFLINE_ERROR       | retry_later     |
      | AUTH_SERVICE_OFFLINE_ERROR | retry_later     |
      | API_SERVICE_OFFLINE_ERROR  | retry_later     |
      | ACCOUNT_INACTIVE_ERROR     | contact_support |
      | PROFILE_LIMIT_REACHED_ERROR | contact_support |

  @must
  Scenario Outline: the client retries createProfile after <code>, or advises a retry
    Source: bonder#L78-L83, “попробуйте еще раз”; it does not say when.
    Given the server responds to the next "bonder.createProfile" with the error "<code>"
    When the client creates a profile
    Then the client succeeds by itself or advises "retry_now or retry_later"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |
