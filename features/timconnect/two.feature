Feature: Messages, kittens, keys and devices stay apart in one client
  Source: timconnect-1.7.1 §setHashtag, which names one message; timconnect#L57-L67 for the key; timconnect#L131-L190 for
  the kittens.

  @must
  Scenario: two messages are marked at the same time
    Source: timconnect-1.7.1 §setHashtag: a message is named by its id.

    Given the client is registered as "79991234567"
    And 2 messages are in the archive
    When the client starts "timconnect.setHashtag" with:
      | id      | 70000000 |
      | hashtag | first    |
    And the client starts "timconnect.setHashtag" with:
      | id      | 70000001 |
      | hashtag | second   |
    And the client has finished
    Then the fact "/messages/0/hashtag" of timconnect is now "first"
    And the fact "/messages/1/hashtag" of timconnect is now "second"

  @must
  Scenario: two kittens are read at the same time
    Source: timconnect#L131-L190: the kitten that is answered is the one that was asked for.

    Given the server responds to the next 2 "timconnect.getKitten" with the fault "hold"
    When the client starts "timconnect.getKitten" with:
      | id | 1 |
    And the client starts "timconnect.getKitten" with:
      | id | 2 |
    And 2 requests are held
    And the held requests are released in the order "2, 1"
    And the client has finished
    Then every call reports success

  @must
  Scenario: a new key takes the place of the one before
    Source: timconnect#L57-L67: the key is in the header of every request.

    Given "key.issued" has happened at timconnect with:
      | key | second-key |
    When the client is asked for "timconnect.listKittens"
    And the client's "api_key" for timconnect changes to "second-key"
    And "key.revoked" happens at timconnect with:
      | key | meowmeowmeow |
    And the client is asked for "timconnect.listKittens"
    Then every call reports success

  @should
  Scenario: another number has a device of its own
    Source: timconnect-1.7.1 §confirmPhone: session and password are answered for the number that was confirmed.

    Given the client is registered as "79991234567"
    And 2 messages wait in the queue
    And the client is registered as "79997654321"
    When a message "Second" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    Then the client has received "message" "Second" once
    And the client reports 1 message
    And no messages are still in the queue
