Feature: Errors of reading language names are handled as advised
  Source: bonder#L343-L359, “код-ошибки”.

  @must
  Scenario Outline: the client advises <advice> when getRepository returns <code>
    Source: bonder#L349-L359 and, for the others, bonder#L63-L77.
    Given the server responds to every "bonder.getRepository" with the error "<code>"
    When the client lists the languages
    Then the client reports a failure with the advice "<advice>"
    When the faults end
    Then the client still works

    Examples:
      | code                       | advice          |
      | SERVER_OFFLINE_ERROR       | retry_later     |
      | AUTH_SERVICE_OFFLINE_ERROR | retry_later     |
      | API_SERVICE_OFFLINE_ERROR  | retry_later     |
      | ACCOUNT_INACTIVE_ERROR     | contact_support |
      | RESOURCE_NOT_FOUND_ERROR   | fix_request     |

  @must
  Scenario Outline: the client retries getRepository after <code>, or advises a retry
    Source: bonder#L78-L83, “попробуйте еще раз”; it does not say when.
    Given the server responds to the next "bonder.getRepository" with the error "<code>"
    When the client lists the languages
    Then the client succeeds by itself or advises "retry_now or retry_later"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |

  @must
  Scenario Outline: the client advises <advice> when listRepositories returns <code>
    Source: bonder#L349-L359 and, for the others, bonder#L63-L77.
    Given the server responds to every "bonder.listRepositories" with the error "<code>"
    When the client is asked for "bonder.languages"
    Then the client reports a failure with the advice "<advice>"
    When the faults end
    Then the client still works

    Examples:
      | code                       | advice          |
      | SERVER_OFFLINE_ERROR       | retry_later     |
      | AUTH_SERVICE_OFFLINE_ERROR | retry_later     |
      | API_SERVICE_OFFLINE_ERROR  | retry_later     |
      | ACCOUNT_INACTIVE_ERROR     | contact_support |
      | RESOURCE_NOT_FOUND_ERROR   | fix_request     |

  @must
  Scenario Outline: the client retries listRepositories after <code>, or advises a retry
    Source: bonder#L78-L83, “попробуйте еще раз”; it does not say when.
    Given the server responds to the next "bonder.listRepositories" with the error "<code>"
    When the client is asked for "bonder.languages"
    Then the client succeeds by itself or advises "retry_now or retry_later"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |
