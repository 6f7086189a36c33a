Feature: Errors of reading language names are handled as advised
  Source: bonder, “код-ошибки” (L343-358).

  @must
  Scenario Outline: <code> to getRepository advises <advice>
    Given the next "bonder.getRepository" is answered with the error "<code>"
    When the client lists the languages
    Then the client reports a failure with the advice "<advice>"
    And the server saw exactly 1 "bonder.getRepository"
    And the client still works

    Examples:
      | code                       | advice          |
      | SERVER_OFFLINE_ERROR       | retry_later     |
      | AUTH_SERVICE_OFFLINE_ERROR | retry_later     |
      | API_SERVICE_OFFLINE_ERROR  | retry_later     |
      | ACCOUNT_INACTIVE_ERROR     | contact_support |
      | RESOURCE_NOT_FOUND_ERROR   | fix_request     |

  @must
  Scenario Outline: <code> to getRepository is worth another try
    Given the next "bonder.getRepository" is answered with the error "<code>"
    When the client lists the languages
    Then the client succeeds by itself or advises "retry_now"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |

  @must
  Scenario Outline: <code> to listRepositories advises <advice>
    Given the next "bonder.listRepositories" is answered with the error "<code>"
    When the client is asked for "bonder.languages"
    Then the client reports a failure with the advice "<advice>"
    And the server saw exactly 1 "bonder.listRepositories"
    And the client still works

    Examples:
      | code                       | advice          |
      | SERVER_OFFLINE_ERROR       | retry_later     |
      | AUTH_SERVICE_OFFLINE_ERROR | retry_later     |
      | API_SERVICE_OFFLINE_ERROR  | retry_later     |
      | ACCOUNT_INACTIVE_ERROR     | contact_support |
      | RESOURCE_NOT_FOUND_ERROR   | fix_request     |

  @must
  Scenario Outline: <code> to listRepositories is worth another try
    Given the next "bonder.listRepositories" is answered with the error "<code>"
    When the client is asked for "bonder.languages"
    Then the client succeeds by itself or advises "retry_now"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |
