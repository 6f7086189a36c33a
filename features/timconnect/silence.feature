Feature: A client of TIM Connect does not wait without end
  Source: timconnect and timconnect-1.7.1 show an answer to every request; how long to wait for one is the client's own matter, so these are slow.

  @should @slow
  Scenario: the client gives up a queue that gets no response
    Given the client is registered as "79991234567"
    And every "timconnect.listQueue" meets the fault "timeout"
    When the client is asked for "timconnect.receiveMessages"
    Then the client reports a failure with the advice "retry_now or retry_later or unknown_outcome"
    And the client still works

  @should @slow
  Scenario: the client gives up a kitten request that gets no response
    Given every "timconnect.getKitten" meets the fault "timeout"
    When the client is asked for "timconnect.getKitten" with:
      | id | 2 |
    Then the client reports a failure with the advice "retry_now or retry_later or unknown_outcome"
    And the client still works
