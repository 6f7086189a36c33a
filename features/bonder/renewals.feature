Feature: An ended token is renewed once
  Source: bonder#L51, “Переменные expire и rpt участвуют в гонке”; how often to renew is good sense, and what a newer token does to
  the older ones is a reading (B-13), so these only warn.

  Background:
    Given a profile
    And the client is at work

  @should
  Scenario: ten requests that are refused together renew the token once
    Given the next 10 "bonder.getCard" meet the fault "delay" with:
      | duration | 100ms |
    When the token dies by time
    And the client starts "bonder.loadCard" 10 times with:
      | card_id | {card_id} |
    And the client has finished
    Then every call reports success
    And the rule "bonder.one-renewal" is kept

  @should
  Scenario: a refusal that comes late does not renew the token again
    Given the next "bonder.getCard" meets the fault "delay" with:
      | duration | 50ms |
    And the next "bonder.getCard" after 1 more meets the fault "delay" with:
      | duration | 200ms |
    When the token dies by count
    And the client starts "bonder.loadCard" 2 times with:
      | card_id | {card_id} |
    And the client has finished
    Then every call reports success
    And the rule "bonder.one-renewal" is kept

  @should
  Scenario: the newest token is used if a new one ends the older ones
    Given the switch "tokens" of bonder is "single"
    When the token dies by count
    And the client loads the card
    And the client loads the card
    Then the client reports success
    And the server saw exactly 2 "bonder.authorize"

  @should
  Scenario: the client recovers when the response to authorize is lost
    Given the next "bonder.authorize" meets the fault "lose_reply"
    When the token dies by time
    And the client loads the card
    Then the client succeeds by itself or advises "retry_now or retry_later or unknown_outcome"
    And the server saw at most 5 "bonder.authorize"
    And the client still works
