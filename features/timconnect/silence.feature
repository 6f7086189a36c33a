Feature: A client of TIM Connect limits how long it waits
  Source: timconnect and timconnect-1.7.1 show a response to every request and no time
  limit. How long to wait is for the client to decide, so these only warn.

  @should @slow
  Scenario: the client gives up a queue that gets no response
    Given the client is registered as "79991234567"
    And the server responds to every "timconnect.listQueue" with the fault "timeout"
    When the client is asked for "timconnect.receiveMessages"
    Then the client reports a failure with the advice "retry_now or retry_later or unknown_outcome"
    And the client still works

  @should @slow
  Scenario: the client gives up a kitten request that gets no response
    Given the server responds to every "timconnect.getKitten" with the fault "timeout"
    When the client is asked for "timconnect.getKitten" with:
      | id | 2 |
    Then the client reports a failure with the advice "retry_now or retry_later or unknown_outcome"
    And the client still works

  @should @slow
  Scenario: a directory without end is not read to its end
    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.listCategories" with the fault "malform" with:
      | as | endless |
    When the client is asked for "timconnect.categories"
    Then the client succeeds by itself or advises "retry_now or retry_later or unknown_outcome or none"
    And the client still works
