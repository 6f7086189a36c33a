Feature: A session may end at any time
  Source: iqchannels#L28-L31: the session is the chat server's to give; iqchannels-readme §ErrorCode: unauthorized. When
  one ends is derived (Q-34).

  @should
  Scenario Outline: a message into a session that <ended> is not lost silently
    Given the client is at work
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
    Given the client is at work
    When "sessions.reset" happens at iqchannels
    And the client sends "still here"
    Then the client reports success
    And the chat holds "still here" once

  @should
  Scenario: a session that ends by its time is replaced
    Given the switch "sessionTTL" of iqchannels is "1h"
    And the client is at work
    When "2h" passes
    And the client reads the history
    Then the client reports success

  @should
  Scenario: the new session serves the calls that follow
    Given the client is at work
    When "sessions.reset" happens at iqchannels
    And the client sends "one"
    And the client sends "two"
    Then every call reports success
    And the server saw exactly 2 "iqchannels.integrationAuth"

  @must
  Scenario: the client reports a refusal that a new session does not cure
    Source: iqchannels-readme §Response, §ErrorCode unauthorized: a message that was refused is not sent.

    Given every "iqchannels.sendMessage" is answered with the error "unauthorized"
    When the client sends "no way"
    Then the client reports a failure
    And the chat holds "no way" never
    And the client still works

  @should
  Scenario: a session cannot be replaced by a token that was revoked
    Given the client is at work
    And "token.revoked" has happened at iqchannels with:
      | token | a57974242d0146c28056 |
    When "sessions.reset" happens at iqchannels
    And the client sends "too late"
    Then the client reports a failure
    And the chat holds "too late" never
    Given the auth service knows the token "a-fresh-token"
    Then the client still works

  @should
  Scenario: a client that is disabled meanwhile is told so
    Given the client is at work
    And "client.disabled" has happened at iqchannels with:
      | id | "1064775" |
    When "sessions.reset" happens at iqchannels
    And the client sends "am I served"
    Then the client reports a failure with the advice "contact_support or fix_request or reauthorize or none"
    Given the auth service knows the token "of-another-client"
    Then the client still works

  @should
  Scenario: the client gives up a stream that a new session does not cure, and tells the caller
    Given the client is at work
    When the client listens
    Given every "iqchannels.streamEvents" is answered with the error "unauthorized"
    When "sessions.reset" happens at iqchannels
    Then the client has received "disconnected" "unauthorized" once
    And the server saw at most 5 "iqchannels.integrationAuth"
    When the faults end
    Then the client still works

  Rule: one sign-in serves all

    Background:
      Given the client is at work

    @should
    Scenario: messages that are refused together are sent anew, by one sign-in
      Given the next "iqchannels.sendMessage" meets the fault "hold" with:
        | count | 5 |
      When the client starts "iqchannels.send" 5 times with:
        | text | all of us |
      And 5 requests are held
      And "sessions.reset" happens at iqchannels
      And the held requests are released
      And the client has finished
      Then the chat holds "all of us" 5 times
      And the rule "iqchannels.one-sign-in" is kept
