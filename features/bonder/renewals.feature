Feature: A token is renewed once
  Source: bonder#L51, “Переменные expire и rpt участвуют в гонке”; no sentence says how often to renew, and what a
  newer token does to the older ones is a reading (B-13), so these scenarios only warn.

  Background:
    Given a profile
    And the client is already working

  @should
  Scenario: ten requests that are refused together renew the token once
    Given the server responds to the next 10 "bonder.getCard" with the fault "delay" with:
      | duration | 100ms |
    When the token expires
    And the client starts "bonder.loadCard" 10 times with:
      | card_id | {card_id} |
    And the client has finished
    Then every call reports success
    And the rule "bonder.one-renewal" is kept

  @should
  Scenario: a late refusal does not renew the token again
    Given the server responds to the next "bonder.getCard" with the fault "delay" with:
      | duration | 50ms |
    And the server responds to the next "bonder.getCard" after 1 other with the fault "delay" with:
      | duration | 200ms |
    When the token is used up
    And the client starts "bonder.loadCard" 2 times with:
      | card_id | {card_id} |
    And the client has finished
    Then every call reports success
    And the rule "bonder.one-renewal" is kept

  @should
  Scenario: the newest token is used if a new one revokes the older ones
    Given the switch "tokens" of bonder is "single"
    When the token is used up
    And the client loads the card
    And the client loads the card
    Then the client reports success
    And the server saw exactly 2 "bonder.authorize"

  @should
  Scenario: the client recovers when the response to authorize is lost
    Given the server responds to the next "bonder.authorize" with the fault "lose_reply"
    When the token expires
    And the client loads the card
    Then the client succeeds by itself or advises "retry_now or retry_later or unknown_outcome"
    And the server saw at most 5 "bonder.authorize"
    And the client still works
