Feature: A stream that breaks off is opened again, and nothing is lost or told twice
  Source: iqchannels-widget, iqchannels-kotlin, iqchannels-swift for LastEventId; iqchannels-readme §Работа с событиями
  чатов has it as FromId. That a client opens its stream again is good sense: these warn only.

  Background: the first stream breaks off behind its first message, the second is slow to open
    Given the next "iqchannels.streamEvents" meets the fault "stream" with:
      | do    | cut |
      | after | 1   |
    And the next "iqchannels.streamEvents" after 1 more meets the fault "hold"

  @should
  Scenario: messages sent while the stream is broken are told later
    When the client listens
    And an operator writes "first"
    And 1 request is held
    And an operator writes "in between"
    And the held requests are released
    Then the client has received "message" "in between" once

  @should
  Scenario: messages from before the stream broke are not told again
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
