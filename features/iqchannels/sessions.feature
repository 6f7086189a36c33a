Feature: A session ends at any time
  Source: iqchannels#L28-L31: the chat server creates the session; iqchannels-readme §ErrorCode: unauthorized. When a
  session ends is derived (Q-34).

  @should
  Scenario Outline: a message sent in a session that <ended> is not lost silently
    Given the client is already working
    When "<event>" happens at iqchannels
    And the client sends "still there?"
    Then the client succeeds by itself or advises "reauthorize or retry_now or retry_later"
    And the client still works

    Examples:
      | ended       | event           |
      | was reset   | sessions.reset  |
      | has expired | session.expired |

  @should
  Scenario: the client signs in again by itself, and its message arrives
    Given the client is already working
    When "sessions.reset" happens at iqchannels
    And the client sends "still here"
    Then the client reports success
    And the chat has 1 message "still here"

  @should
  Scenario: an expired session is replaced
    Given the switch "sessionTTL" of iqchannels is "1h"
    And the client is already working
    When "2h" passes
    And the client reads the history
    Then the client reports success

  @should
  Scenario: the new session is used for the calls that follow
    Given the client is already working
    When "sessions.reset" happens at iqchannels
    And the client sends "one"
    And the client sends "two"
    Then every call reports success
    And the server saw exactly 2 "iqchannels.integrationAuth"

  @must
  Scenario: the client reports a refusal that a new session does not change
    Source: iqchannels-readme §Response, §ErrorCode unauthorized: a message that was refused is not sent.

    Given the server responds to every "iqchannels.sendMessage" with the error "unauthorized"
    When the client sends "no way"
    Then the client reports a failure
    And the chat has no message "no way"
    And the client still works

  @should
  Scenario: a message is reported as failed when the token for a new session was revoked
    Given the client is already working
    And "token.revoked" has happened at iqchannels with:
      | token | a57974242d0146c28056 |
    When "sessions.reset" happens at iqchannels
    And the client sends "too late"
    Then the client reports a failure
    And the chat has no message "too late"
    When the client gets the new token "a-fresh-token"
    Then the client still works

  @should
  Scenario: a client that was disabled meanwhile is reported to the caller
    Given the client is already working
    And "client.disabled" has happened at iqchannels with:
      | id | "1064775" |
    When "sessions.reset" happens at iqchannels
    And the client sends "am I served"
    Then the client reports a failure with the advice "contact_support or fix_request or reauthorize or none"
    When the client gets the new token "of-another-client"
    Then the client still works

  @should
  Scenario: the client gives up a stream that is refused in a new session, too, and tells the caller
    Given the client is already working
    And the server responds to every "iqchannels.streamEvents" after 1 other with the error "unauthorized"
    When the client listens
    And "sessions.reset" happens at iqchannels
    Then the client has received "disconnected" "unauthorized" once
    And the server saw at most 5 "iqchannels.integrationAuth"
    When the faults end
    Then the client still works

  Rule: one sign-in serves all

    Background:
      Given the client is already working

    @should
    Scenario: messages that are refused together are sent again after one sign-in
      Given the server responds to the next "iqchannels.sendMessage" with the fault "hold" with:
        | count | 5 |
      When the client starts "iqchannels.send" 5 times with:
        | text | all of us |
      And 5 requests are held
      And "sessions.reset" happens at iqchannels
      And the held requests are released
      And the client has finished
      Then the chat has 5 messages "all of us"
      And the rule "iqchannels.one-sign-in" is kept
