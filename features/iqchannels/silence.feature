Feature: A client of iQChannels does not wait without end
  Source: iqchannels-readme §Отправка запросов shows an answer to every request; how long to wait for one is the
  client's own matter, so these are should.

  @should @slow
  Scenario: the client gives up a history that gets no response
    Given every "iqchannels.listMessages" meets the fault "timeout"
    When the client reads the history
    Then the client reports a failure with the advice "retry_now or retry_later or unknown_outcome"
    When the faults end
    Then the client still works

  @should
  Scenario: an HTML page instead of a stream is reported as a failure
    Given the next "iqchannels.streamEvents" is answered with the status 200 and the body:
      """
      <html><body>Please log in to the hotel's network</body></html>
      """
    When the client listens
    Then the client succeeds by itself or advises "retry_now or retry_later or unknown_outcome"
    When the client listens
    And an operator writes "through after all"
    Then the client has received "message" "through after all" once
