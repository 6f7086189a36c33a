Feature: The three steps of an integration work together
  Source: timconnect#L36-43: receive pushes and show them, store messages and list them, two-way calls; “Корректная работа сервисов возможно только при выполнении всех трех шагов интеграции”.

  Background:
    Given the client is registered as "79991234567"

  @must
  Scenario: one device shows a push, keeps its message and takes a call
    Source: timconnect#L38-L43 “требует выполнение следующих шагов интеграции”: 1), 2) and 3).

    When a message "Hello" is sent to the phone
    And the push reaches the client
    Then the client has shown "notification"
    When "call.incoming" happens at timconnect with:
      | phone  | {phone}  |
      | caller | operator |
    And the push reaches the client
    Then the client has shown "call"
    When the client is asked for "timconnect.feed"
    Then the client reports "/messages/0/message" as "Hello"

  @must
  Scenario: one device calls, and receives messages while it calls
    Source: timconnect#L38-L43 “Корректная работа сервисов возможно только при выполнении всех трех шагов
    интеграции”.

    When the client is asked for "timconnect.call" with:
      | number | "74953693038" |
    And a message "Hello" is sent to the phone
    And the push reaches the client
    Then the client reports success
    And the client has shown "notification"
    And no message is still in the queue
    And the fact "/calls/0/number" of timconnect is now "74953693038"
