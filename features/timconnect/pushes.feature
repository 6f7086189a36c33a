Feature: A push is shown, and its message loaded, stored and reported
  Source: timconnect, “Прием PUSH-уведомлений с сервера и отображение в центре уведомлений ОС” (L40); timconnect-1.7.1: on a push the message is loaded by its id, then reported.

  Background:
    Given the client is registered as "79991234567"

  @must
  Scenario: a push is shown in the notification centre
    Source: timconnect#L40 “Прием PUSH-уведомлений с сервера и отображение в центре уведомлений ОС”.

    When a message "Hello" is sent to the phone
    And the push reaches the client
    Then the client reports success
    And the client has shown "notification"
    And the client has received "message" "Hello" once

  @must
  Scenario: the message of a push is reported, so that no SMS goes out
    Source: timconnect-1.7.1 §sendDeliveryReport: without a report within the period, a duplicate SMS is sent.

    When a message "Hello" is sent to the phone
    And the push reaches the client
    And "5m" passes
    Then no message is still in the queue
    And the outbox holds 0 "sms" to "79991234567"

  @must
  Scenario: the message of a push is in the feed
    Source: timconnect#L41 “Сохранение и вывод сообщений в ленте уведомлений внутри приложения”.

    When a message "Hello" is sent to the phone
    And the push reaches the client
    And the client is asked for "timconnect.feed"
    Then the client reports 1 message
    And the client reports "/messages/0/message" as "Hello"

  @should
  Scenario: the message of a push that comes twice reaches the caller once
    When a message "Hello" is sent to the phone
    And the push reaches the client
    And the push reaches the client
    Then the client reports success
    And the client has received "message" "Hello" once

  @should
  Scenario: a message that came by push does not reach the caller again from the queue
    Given the server responds to the next "timconnect.reportDelivery" with the status 500
    When a message "Hello" is sent to the phone
    And the push reaches the client
    And the client is asked for "timconnect.receiveMessages"
    Then the client has received "message" "Hello" once
    And no message is still in the queue

  @should
  Scenario: a message that could not be loaded is not reported, so that the SMS is sent
    Given the server responds to the next 20 "timconnect.getMessage" with the status 500
    When a message "Hello" is sent to the phone
    And the push reaches the client
    And "5m" passes
    Then the client reports a failure
    And the server saw no "timconnect.reportDelivery"
    And the outbox holds 1 "sms" to "79991234567"
    And the client still works

  @should
  Scenario: the message of a push is not lost when the session has expired
    When a message "Hello" is sent to the phone
    And the session expires
    And the push reaches the client
    Then the client reports success
    And the client has received "message" "Hello" once
    And no message is still in the queue
