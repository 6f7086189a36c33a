Feature: What operators write comes over the stream of events
  Source: iqchannels-readme §Realtime-запросы; iqchannels-widget, iqchannels-kotlin, iqchannels-swift for
  /sse/chats/channel/events.

  @must
  Scenario: a message of an operator is told once
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
  Scenario: a message that has come is marked as received
    When the client listens
    And an operator writes "Вы здесь?"
    Then the message "Вы здесь?" is marked as received

  @should
  Scenario: a message that comes twice is told once
    Given the next "iqchannels.streamEvents" meets the fault "stream" with:
      | do | duplicate |
    When the client listens
    And an operator writes "twice on the wire"
    And an operator writes "the next"
    Then the client has received "message" "the next" once
    And the client has received "message" "twice on the wire" once

  @should
  Scenario: messages that change places are both told
    Given the next "iqchannels.streamEvents" meets the fault "stream" with:
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
  Scenario: a channel that closes ends the stream, and the caller hears of it
    When the client listens
    And "channel.closed" happens at iqchannels with:
      | channel | support |
    Then the client has received "disconnected" "forbidden" once
    Given the client's "channel" for iqchannels is "business"
    Then the client still works

  @should
  Scenario: a stream that no token can open again is given up
    When the client listens
    And "token.revoked" happens at iqchannels with:
      | token | a57974242d0146c28056 |
    And "sessions.reset" happens at iqchannels
    Then the client has received "disconnected" "unauthorized" once
    Given the auth service knows the token "a-fresh-token"
    Then the client still works

  @should @slow
  Scenario: a refused stream is not opened again at once
    Given every "iqchannels.streamEvents" after 1 more is answered with the error "internal_server_error"
    And the next "iqchannels.streamEvents" meets the fault "stream" with:
      | do | cut |
    When the client listens
    And "2500ms" of real time pass
    Then the server saw at least 2 "iqchannels.streamEvents"
    And the server saw at most 20 "iqchannels.streamEvents"
    When the faults end
    Then the client still works
