Feature: A broken stream is opened again, and no message is lost or repeated
  Source: iqchannels-widget, iqchannels-kotlin, iqchannels-swift for LastEventId; iqchannels-readme §Работа с событиями
  чатов has it as FromId. No sentence says that a client opens its stream again, so these
  scenarios only warn.

  Background: the first stream breaks after its first message, and the second opens slowly
    Given the server responds to the next "iqchannels.streamEvents" with the fault "stream" with:
      | do    | cut |
      | after | 1   |
    And the server responds to the next "iqchannels.streamEvents" after 1 other with the fault "hold"

  @should
  Scenario: messages sent while the stream is broken reach the caller later
    When the client listens
    And an operator writes "first"
    And 1 request is held
    And an operator writes "in between"
    And the held requests are released
    Then the client has received "message" "in between" once

  @should
  Scenario: messages from before the stream broke do not reach the caller again
    When the client listens
    And an operator writes "first"
    And 1 request is held
    And the held requests are released
    And the client is listening again
    And an operator writes "later"
    Then the client has received "message" "later" once
    And the client has received "message" "first" once

  @should
  Scenario: the stream goes on after the last event
    When the client listens
    And an operator writes "first"
    And 1 request is held
    And the held requests are released
    And the client is listening again
    Then the rule "iqchannels.resumes" is kept
