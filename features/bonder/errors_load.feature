Feature: Errors of loading a card are handled as advised
  Source: bonder, “код-ошибки” (L602-618).

  @must
  Scenario Outline: <code> to getCard advises <advice>
    Given a profile
    And the next "bonder.getCard" is answered with the error "<code>"
    When the client loads the card
    Then the client reports a failure with the advice "<advice>"
    And the server saw exactly 1 "bonder.getCard"
    And the client still works

    Examples:
      | code                       | advice          |
      | SERVER_OFFLINE_ERROR       | retry_later     |
      | AUTH_SERVICE_OFFLINE_ERROR | retry_later     |
      | API_SERVICE_OFFLINE_ERROR  | retry_later     |
      | ACCOUNT_INACTIVE_ERROR     | contact_support |
      | CARD_ID_NOT_FOUND_ERROR    | fix_request     |

  @must
  Scenario Outline: <code> to getCard is worth another try
    Given a profile
    And the next "bonder.getCard" is answered with the error "<code>"
    When the client loads the card
    Then the client succeeds by itself or advises "retry_now"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |
