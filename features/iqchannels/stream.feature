Feature: Messages of operators come over the stream of events
  Source: iqchannels-readme §Realtime-запросы; iqchannels-widget, iqchannels-kotlin, iqchannels-swift for
  /sse/chats/channel/events.

  @must
  Scenario: a message of an operator reaches the caller once
    Source: iqchannels-readme §Realtime-запросы, §ChatEventType message_created “Новое сообщение в чате”.

    When the client listens
    And an operator writes "Добрый день!"
    Then the client reports success
    And the client has received "message" "Добрый день!" once

  @must
  Scenario Outline: the event <event> does not end the stream
    Source: iqchannels-readme §Realtime-запросы “последовательность объектов”, §ChatEventType typing, chat_closed.

    When the client listens
    And the client sends "a question"
    And "<event>" happens at iqchannels
    And an operator writes "an answer"
    Then the client has received "message" "an answer" once

    Examples:
      | event           |
      | operator.typing |
      | enquiry.closed  |

  @should
  Scenario: a received message is marked as received
    When the client listens
    And an operator writes "Вы здесь?"
    Then the message "Вы здесь?" is marked as received

  @should
  Scenario: a message whose mark gets no response reaches the caller
    Given the server responds to every "iqchannels.markReceived" with the fault "reset"
    When the client listens
    And an operator writes "Good morning"
    Then the client has received "message" "Good morning" once

  @should
  Scenario: each received message is marked as received
    When the client listens
    And an operator writes "Вы здесь?"
    Then the message "Вы здесь?" is marked as received
    When an operator writes "Ответьте, пожалуйста"
    Then the message "Ответьте, пожалуйста" is marked as received

  @should
  Scenario: a message that comes twice reaches the caller once
    Given the server responds to the next "iqchannels.streamEvents" with the fault "stream" with:
      | do | duplicate |
    When the client listens
    And an operator writes "twice on the wire"
    And an operator writes "the next"
    Then the client has received "message" "the next" once
    And the client has received "message" "twice on the wire" once

  @should
  Scenario: a message in another form of events reaches the caller
    Source: HTML Standard, “Server-sent events”: comments, several data lines, CR LF. The vendor names no form.
    Given the server responds to every "iqchannels.streamEvents" with the fault "stream" with:
      | do | reformat |
    When the client listens
    And an operator writes "in several lines"
    Then the client has received "message" "in several lines" once

  @should
  Scenario: messages in the wrong order both reach the caller
    Given the server responds to the next "iqchannels.streamEvents" with the fault "stream" with:
      | do | reorder |
    When the client listens
    And an operator writes "came second"
    And an operator writes "came first"
    Then the client has received "message" "came first" once
    And the client has received "message" "came second" once

  @should
  Scenario: a session that is reset while a stream is open is replaced
    When the client listens
    And an operator writes "before"
    Then the client has received "message" "before" once
    When "sessions.reset" happens at iqchannels
    And the client is listening again
    And an operator writes "after"
    Then the client has received "message" "after" once
    And the client still works

  @should
  Scenario: a closed channel ends the stream, and the caller is told
    When the client listens
    And "channel.closed" happens at iqchannels with:
      | channel | support |
    Then the client has received "disconnected" "forbidden" once
    When the client's "channel" for iqchannels changes to "business"
    Then the client still works

  @should
  Scenario: the client gives up a stream whose token was revoked
    When the client listens
    And "token.revoked" happens at iqchannels with:
      | token | a57974242d0146c28056 |
    And "sessions.reset" happens at iqchannels
    Then the client has received "disconnected" "unauthorized" once
    When the client gets the new token "a-fresh-token"
    Then the client still works

  @should @slow
  Scenario: a refused stream is not opened again at once
    Given the server responds to every "iqchannels.streamEvents" after 1 other with the error "internal_server_error"
    And the server responds to the next "iqchannels.streamEvents" with the fault "stream" with:
      | do | cut |
    When the client listens
    And "2500ms" of real time pass
    Then the server saw at least 2 "iqchannels.streamEvents"
    And the server saw at most 20 "iqchannels.streamEvents"
    When the faults end
    Then the client still works
