Feature: The statistics count the messages of a phone
  Source: timconnect#L26 “доступ к статистическим данным”; their form and their days are derived (T-44).

  Background:
    Given the client is registered as "79991234567"
    And 5 messages are in the archive since "2026-03-01"

  @should
  Scenario: the statistics count all messages of a category
    When the client is asked for "timconnect.statistics"
    Then the client reports success
    And the client reports "/statistics/0/count" as 5

  @should
  Scenario: the statistics of some days count the messages of these days
    When the client is asked for "timconnect.statistics" with:
      | from | 2026-03-02 |
      | to   | 2026-03-06 |
    Then the client reports success
    And the client reports "/statistics/0/count" as 2
