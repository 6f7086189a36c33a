Feature: One dead token is renewed once
  Source: bonder, "Переменные expire и rpt участвуют в гонке" (L50); how often to renew is good sense, so a should.

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
