Feature: A client of Radist.Online limits how long it waits and how much it reads
  Source: radist shows a response to every request and no limit of time or size. Both are for the client to decide, so
  these only warn.

  @should @slow
  Scenario: the client gives up a connection that gets no response
    Given a Telegram connection
    And the server responds to every "radist.ConnectionsGetItem" with the fault "timeout"
    When the client reads the connection
    Then the client reports a failure with the advice "retry_now or retry_later or unknown_outcome"
    When the faults end
    Then the client still works

  @should @slow
  Scenario: the client gives up a connection that comes in small pieces
    Given a Telegram connection
    And the server responds to every "radist.ConnectionsGetItem" with the fault "dribble" with:
      | bytes    | 1  |
      | interval | 2s |
    When the client reads the connection
    Then the client reports a failure with the advice "retry_now or retry_later or unknown_outcome"
    When the faults end
    Then the client still works

  @should @slow
  Scenario: a connection without end is not read to its end
    Given a Telegram connection
    And the server responds to the next "radist.ConnectionsGetItem" with the fault "malform" with:
      | as | endless |
    When the client reads the connection
    Then the client succeeds by itself or advises "retry_now or retry_later or unknown_outcome or none"
    And the client still works
