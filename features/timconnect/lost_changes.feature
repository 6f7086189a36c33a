Feature: A change without a usable response is not reported as done, and not made twice
  Source: timconnect-1.7.1 §Errors, “result”: a success is {"result": "success", "message": ""}. What a lost response
  means follows from HTTP.

  Background:
    Given the client is registered as "79991234567"

  @must
  Scenario: a removal that gets no response is not reported as done
    Source: timconnect-1.7.1 §unregisterDevice: a success is {"result": "success", "message": ""}.

    Given the server responds to every "timconnect.removeDevice" with the fault "reset"
    When the client is asked for "timconnect.removeDevice"
    Then the client reports a failure
    And the phone has 1 usable device
    And the client still works

  @should
  Scenario: a removal whose response is lost is not reported as a bad request
    Given the server responds to the next "timconnect.removeDevice" with the fault "lose_reply"
    When the client is asked for "timconnect.removeDevice"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later or reauthorize"
    And the phone has no usable device
    And the client still works

  @must
  Scenario: a category that gets no response is not reported as set
    Source: timconnect-1.7.1 §changeCategory: a success is {"result": "success", "message": ""}.

    Given the server responds to every "timconnect.setCategory" with the fault "reset"
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.setCategory" with:
      | id       | {message_id} |
      | category | 14           |
    Then the client reports a failure
    And the client still works

  @must
  Scenario: a place that gets no response is not reported as set
    Source: timconnect-1.7.1 §setGeolocation: a success is {"result": "success", "message": ""}.

    Given the server responds to every "timconnect.setGeotag" with the fault "reset"
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.setGeotag" with:
      | id        | {message_id} |
      | latitude  | 55.75        |
      | longitude | 37.61        |
    Then the client reports a failure
    And the client still works

  @should
  Scenario Outline: a call whose start has a response malformed as <as> is not started again
    Given the server responds to the next "timconnect.startCall" with the fault "malform" with:
      | as | <as> |
    When the client is asked for "timconnect.call" with:
      | number | "74953693038" |
    Then the client reports a failure with the advice "unknown_outcome"
    And the rule "timconnect.calls-once" is kept
    And the client still works

    Examples:
      | as   |
      | cut  |
      | html |

  @should
  Scenario: a hang-up that gets no response is not reported as done
    Given the server responds to every "timconnect.hangUpCall" with the fault "reset"
    When the client is asked for "timconnect.call" with:
      | number | "74953693038" |
    Then the client reports "call_id"
    When the client is asked for "timconnect.hangUp" with:
      | call_id | {call_id} |
    Then the client reports a failure
    And the client still works
