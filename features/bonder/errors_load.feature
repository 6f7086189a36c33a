Feature: Errors of loading a card are handled as advised
  Source: bonder#L602-L618, “код-ошибки”.

  @must
  Scenario Outline: the client advises <advice> when getCard returns <code>
    Source: bonder#L608-L618 and, for the others, bonder#L63-L77.
    Given a profile
    And the server responds to every "bonder.getCard" with the error "<code>"
    When the client loads the card
    Then the client reports a failure with the advice "<advice>"
    When the faults end
    Then the client still works

    Examples:
      | code                       | advice          |
      | SERVER_OFFLINE_ERROR       | retry_later     |
      | AUTH_SERVICE_OFFLINE_ERROR | retry_later     |
      | API_SERVICE_OFFLINE_ERROR  | retry_later     |
      | ACCOUNT_INACTIVE_ERROR     | contact_support |
      | CARD_ID_NOT_FOUND_ERROR    | fix_request     |

  @must
  Scenario Outline: the client retries getCard after <code>, or advises a retry
    Source: bonder#L78-L83, “попробуйте еще раз”; it does not say when.
    Given a profile
    And the server responds to the next "bonder.getCard" with the error "<code>"
    When the client loads the card
    Then the client succeeds by itself or advises "retry_now or retry_later"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |

  @should
  Scenario Outline: the client does not retry after <code>
    Source: bonder#L75-L77 and bonder#L614-L616 advise support and another request; no sentence forbids a repetition.
    Given a profile
    And the server responds to every "bonder.getCard" with the error "<code>"
    When the client loads the card
    Then the client reports a failure
    And the last call made exactly 1 "bonder.getCard"
    And the client still works

    Examples:
      | code                    |
      | CARD_ID_NOT_FOUND_ERROR |
      | ACCOUNT_INACTIVE_ERROR  |

  @should
  Scenario: the client stops retrying when the database stays offline
    Source: bonder#L81-L83 gives no number.
    Given a profile
    And the server responds to the next 30 "bonder.getCard" with the error "DATABASE_ERROR"
    When the client loads the card
    Then the client reports a failure with the advice "retry_now or retry_later"
    And the rule "bonder.retry-bounded" is kept
    And the client still works
