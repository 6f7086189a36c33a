Feature: A client of iQChannels limits how long it waits
  Source: iqchannels-readme §Отправка запросов shows a response to every request and no time limit. How long
  to wait is for the client to decide, so these only warn.

  @should @slow
  Scenario: the client gives up a history that gets no response
    Given the server responds to every "iqchannels.listMessages" with the fault "timeout"
    When the client reads the history
    Then the client reports a failure with the advice "retry_now or retry_later or unknown_outcome"
    When the faults end
    Then the client still works

  @should @slow
  Scenario: the client gives up a history that comes in small pieces
    Given the server responds to every "iqchannels.listMessages" with the fault "dribble" with:
      | bytes    | 1  |
      | interval | 2s |
    When the client reads the history
    Then the client reports a failure with the advice "retry_now or retry_later or unknown_outcome"
    When the faults end
    Then the client still works

  @should
  Scenario: an HTML page instead of a stream is reported as a failure
    Given the server responds to the next "iqchannels.streamEvents" with the status 200 and the body:
      """
      <html><body>Please log in to the hotel's network</body></html>
      """
    When the client listens
    Then the client succeeds by itself or advises "retry_now or retry_later or unknown_outcome"
    When the client listens
    And an operator writes "through after all"
    Then the client has received "message" "through after all" once

  @should @slow
  Scenario: a history without end is not read to its end
    Given the server responds to the next "iqchannels.listMessages" with the fault "malform" with:
      | as | endless |
    When the client reads the history
    Then the client succeeds by itself or advises "retry_now or retry_later or unknown_outcome or none"
    And the client still works
