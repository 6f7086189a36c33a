Feature: Errors of saving a card are handled as advised
  Source: bonder#L486-L502, “код-ошибки”.

  @must
  Scenario Outline: the client advises <advice> when saveCard returns <code>
    Source: bonder#L492-L502 and, for the others, bonder#L63-L77.
    Given a profile
    And the server responds to every "bonder.saveCard" with the error "<code>"
    When the client saves "pl" "name" as "Jan"
    Then the client reports a failure with the advice "<advice>"
    And the client still works

    Examples:
      | code                       | advice          |
      | SERVER_OFFLINE_ERROR       | retry_later     |
      | AUTH_SERVICE_OFFLINE_ERROR | retry_later     |
      | API_SERVICE_OFFLINE_ERROR  | retry_later     |
      | ACCOUNT_INACTIVE_ERROR     | contact_support |
      | CARD_ID_NOT_FOUND_ERROR    | fix_request     |

  @must
  Scenario Outline: the client retries saveCard after <code>, or advises a retry
    Source: bonder#L78-L83, “попробуйте еще раз”; it does not say when.
    Given a profile
    And the server responds to the next "bonder.saveCard" with the error "<code>"
    When the client saves "pl" "name" as "Jan"
    Then the client succeeds by itself or advises "retry_now or retry_later"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |
