Feature: Messages are received from the queue, stored, and reported, so that no SMS is sent in addition
  Source: timconnect, “получение и обработка PUSH-уведомлений” (L23), “Сохранение и вывод сообщений” (L41); timconnect-1.7.1 §requestMessagesQueue, sendDeliveryReport: without a report a duplicate SMS is sent.

  Background:
    Given the client is registered as "79991234567"

  @must
  Scenario: a message is taken from the queue and reported
    Source: timconnect-1.7.1 §sendDeliveryReport: without a report within the period, a duplicate SMS is sent.

    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    And "5m" passes
    Then the client has received "message" "Hello" once
    And no message is still in the queue
    And the outbox holds 0 "sms" to "79991234567"

  @must
  Scenario: received messages are in the feed
    Source: timconnect#L41 “Сохранение и вывод сообщений в ленте уведомлений внутри приложения”.

    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    And the client is asked for "timconnect.feed"
    Then the client reports 1 message
    And the client reports "/messages/0/message" as "Hello"

  @should
  Scenario: the feed comes from the store of the application
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    And the client is asked for "timconnect.feed"
    Then the client reports 1 message
    And the last call made no "timconnect.*"

  @must
  Scenario: several messages are all reported
    Source: timconnect-1.7.1 §sendDeliveryReport: without a report within the period, a duplicate SMS is sent.

    When 3 messages "Hello" are sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    And "5m" passes
    Then the client reports 3 messages
    And no message is still in the queue
    And the outbox holds 0 "sms" to "79991234567"

  @should
  Scenario: a message whose report failed reaches the caller once and is reported again
    Given the server responds to the next "timconnect.reportDelivery" with the status 500
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    And the client is asked for "timconnect.receiveMessages"
    Then the client reports success
    And the client has received "message" "Hello" once
    And no message is still in the queue

  @should
  Scenario: a failed delivery report is reported as a failure
    Given the server responds to every "timconnect.reportDelivery" with the error "permission_denied"
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    Then the client reports a failure
    And 1 message is still in the queue
    And the client still works

  @should
  Scenario: a report whose response is lost is sent again, or left for later
    Given the server responds to the next "timconnect.reportDelivery" with the fault "lose_reply"
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the client has received "message" "Hello" once
    And no message is still in the queue

  @should
  Scenario: a message that was sent by SMS, too, is still received
    When a message "Hello" is sent to the phone
    And "5m" passes
    And the client is asked for "timconnect.receiveMessages"
    Then the client has received "message" "Hello" once
    And no message is still in the queue
    And the outbox holds 1 "sms" to "79991234567"

  @should
  Scenario: an empty queue is a success
    When the client is asked for "timconnect.receiveMessages"
    Then the client reports success
    And the client reports 0 messages
    And the server saw no "timconnect.reportDelivery"

  @should
  Scenario Outline: ids beyond <bits> bits are kept as they are
    Given the facts of timconnect include:
      """json
      {"next_message": <id>}
      """
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    Then the client reports success
    And the client reports "/messages/0/id" as "<id>"
    And no message is still in the queue

    Examples:
      | bits | id               |
      | 31   | 2147483648       |
      | 53   | 9007199254740993 |
