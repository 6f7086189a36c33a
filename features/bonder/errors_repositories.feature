Feature: Errors of reading language names are handled as advised
  Source: bonder#L343-L359, “код-ошибки”.

  @must
  Scenario Outline: <code> to getRepository advises <advice>
    Source: bonder#L349-L359 and, for the others, bonder#L63-L77.
    Given every "bonder.getRepository" is answered with the error "<code>"
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
  Scenario Outline: <code> to getRepository is worth another try
    Source: bonder#L78-L83, “попробуйте еще раз”; it does not say when.
    Given the next "bonder.getRepository" is answered with the error "<code>"
    When the client lists the languages
    Then the client succeeds by itself or advises "retry_now or retry_later"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |

  @must
  Scenario Outline: <code> to listRepositories advises <advice>
    Source: bonder#L349-L359 and, for the others, bonder#L63-L77.
    Given every "bonder.listRepositories" is answered with the error "<code>"
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
  Scenario Outline: <code> to listRepositories is worth another try
    Source: bonder#L78-L83, “попробуйте еще раз”; it does not say when.
    Given the next "bonder.listRepositories" is answered with the error "<code>"
    When the client is asked for "bonder.languages"
    Then the client succeeds by itself or advises "retry_now or retry_later"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |
