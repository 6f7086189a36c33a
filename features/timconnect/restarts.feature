Feature: An application that is started again still has its registration and its messages
  Source: timconnect#L34 “данные из PUSH-уведомлений будут хранится во внутренней памяти телефона”, timconnect#L41;
  timconnect-1.7.1 §confirmPhone, which keeps the password; timconnect-1.7.1 §tryAuthUser, which uses it.

  Background:
    Given the client is registered as "79991234567"

  @must
  Scenario: a device is still registered after the application was started again
    Source: timconnect-1.7.1 §confirmPhone, §tryAuthUser: the password is kept for later authorizations.

    When the client is started again
    And the client is asked for "timconnect.categories"
    Then the client reports success
    And the phone has 1 usable device

  @must
  Scenario: stored messages are in the feed after the application was started again
    Source: timconnect#L34 “данные из PUSH-уведомлений будут хранится во внутренней памяти телефона”, timconnect#L41
    “Сохранение и вывод сообщений в ленте уведомлений внутри приложения”.

    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    And the client is started again
    And the client is asked for "timconnect.feed"
    Then the client reports 1 message
    And the client reports "/messages/0/message" as "Hello"

  @should
  Scenario: a message whose report failed does not reach the caller again after a restart
    Given the server responds to the next "timconnect.reportDelivery" with the status 500
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    And the client is started again
    And the client is asked for "timconnect.receiveMessages"
    Then the client reports success
    And the client has received "message" "Hello" once
    And no message is still in the queue

  @should
  Scenario: a message is stored before it is reported
    Source: timconnect-1.7.1, recommended order of work: queue, store, confirm.
    Given the server responds to the next "timconnect.reportDelivery" with the fault "hold"
    When a message "Hello" is sent to the phone
    And the client starts "timconnect.receiveMessages"
    And 1 request is held
    And the client is started again
    And the client is asked for "timconnect.feed"
    Then the client reports 1 message

  @should
  Scenario: the password of the last registration is used after a restart
    When the client registers "79991234567" with a digest of the bank
    And the client is started again
    And the session expires
    And the client is asked for "timconnect.categories"
    Then the client reports success
    And the server saw exactly 1 "timconnect.authorize"

  @should
  Scenario: a removed device sends no requests after a restart
    When the client is asked for "timconnect.removeDevice"
    And the client is started again
    And the client is asked for "timconnect.categories"
    Then the client reports a failure
    And the last call made no "timconnect.*"
    And the client still works
