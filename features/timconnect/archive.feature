Feature: The archive fills the store of a new installation, page by page
  Source: timconnect, “доступ к архиву сообщений пользователя” (L24); timconnect-1.7.1 §requestMessagesByDates, restoreMessages; Errors, “paging”.

  Background:
    Given the client is registered as "79991234567"

  @must
  Scenario: the archive is restored to its last page
    Source: timconnect#L24 “доступ к архиву сообщений пользователя”, timconnect-1.7.1 §restoreMessages, which
    restores all of it.

    Given the switch "pageSize" of timconnect is "2"
    And 5 messages are in the archive
    When the client is asked for "timconnect.restoreMessages"
    Then the client reports 5 messages
    And the server saw at least 3 "timconnect.listMessages"

  @must
  Scenario: restored messages are in the feed
    Source: timconnect#L41 “Сохранение и вывод сообщений в ленте уведомлений внутри приложения”.

    Given 3 messages are in the archive
    When the client is asked for "timconnect.restoreMessages"
    And the client is asked for "timconnect.feed"
    Then the client reports 3 messages

  @should
  Scenario: restored messages are not reported
    Given 3 messages are in the archive
    When the client is asked for "timconnect.restoreMessages"
    Then the client reports success
    And the server saw no "timconnect.reportDelivery"

  @must
  Scenario: the messages of some days are restored
    Source: timconnect-1.7.1 §requestMessagesByDates: start_date and end_date.

    Given 5 messages are in the archive since "2026-03-01"
    When the client is asked for "timconnect.restoreMessages" with:
      | from | 2026-03-02 |
      | to   | 2026-03-06 |
    Then the client reports 2 messages
    And the client reports "/messages/0/message" as "Message 2"

  @should
  Scenario: an empty archive is a success
    When the client is asked for "timconnect.restoreMessages"
    Then the client reports success
    And the client reports 0 messages

  @should
  Scenario: a queue of several pages is received to its end
    Given the switch "pageSize" of timconnect is "2"
    And 5 messages wait in the queue
    When the client is asked for "timconnect.receiveMessages"
    Then the client reports 5 messages
    And no message is still in the queue

  @should
  Scenario: the archive is left alone when new messages are received
    Given 3 messages are in the archive
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    Then the client reports 1 message
    And the server saw no "timconnect.listMessages"
    And the rule "timconnect.archive-restores" is kept

  @should
  Scenario: the client stops at a page that does not exist
    Given the server responds to every "timconnect.listMessages" with the error "page_unknown"
    When the client is asked for "timconnect.restoreMessages"
    Then the client reports a failure
    And the server saw at most 3 "timconnect.listMessages"
    And the client still works
