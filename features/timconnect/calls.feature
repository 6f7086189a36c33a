Feature: Calls go both ways, after a registration in the VoIP service
  Source: timconnect, “Двусторонний звонок в приложение” (L42); timconnect-1.7.1 §getPasswordForCall, registerInVoIPService, startCallOnNumberWithRegister, incommingPushPayload.

  Background:
    Given the client is registered as "79991234567"

  @must
  Scenario: a number is called after the device is registered for calls
    Source: timconnect#L42 “Двусторонний звонок в приложение”, timconnect-1.7.1 §registerInVoIPService,
    startCallOnNumberWithRegister.

    When the client is asked for "timconnect.call" with:
      | number | "74953693038" |
    Then the client reports success
    And the client reports "call_id"
    And the fact "/calls/0/number" of timconnect is now "74953693038"
    And the server saw at least 1 "timconnect.registerVoip"

  @should
  Scenario: a device that is registered anew registers for calls anew
    Source: timconnect-1.7.1 §5.14: to make a call, one must register in the VoIP service; §getPasswordForCall: with a
    one-time password. That a registration replaces the device before is derived (T-24).

    When the client is asked for "timconnect.call" with:
      | number | "74953693038" |
    And the client registers "79991234567" with a digest of the bank
    And the client is asked for "timconnect.call" with:
      | number | "74953693038" |
    Then the client reports success
    And the server saw at least 2 "timconnect.registerVoip"

  @should
  Scenario: the state of a call reaches the caller
    When the client is asked for "timconnect.call" with:
      | number | "74953693038" |
    Then the client reports "call_id"
    When "call.answered_by_other_side" happens at timconnect
    And the client is asked for "timconnect.callState" with:
      | call_id | {call_id} |
    Then the client reports "state" as "connected"
    When "call.ended" happens at timconnect
    And the client is asked for "timconnect.callState" with:
      | call_id | {call_id} |
    Then the client reports "state" as "ended"

  @should
  Scenario: the client hangs up a call
    When the client is asked for "timconnect.call" with:
      | number | "74953693038" |
    Then the client reports "call_id"
    When the client is asked for "timconnect.hangUp" with:
      | call_id | {call_id} |
    Then the client reports success
    And the client reports "state" as "ended"

  @should
  Scenario: a refused registration for calls is reported as a failure
    Given the server responds to every "timconnect.registerVoip" with the status 200 and the body:
      """json
      {"result": "success", "message": "", "registered": false}
      """
    When the client is asked for "timconnect.call" with:
      | number | "74953693038" |
    Then the client reports a failure
    And the server saw no "timconnect.startCall"
    And the client still works

  @must
  Scenario: a call from the web is answered
    Source: timconnect#L42 “Двусторонний звонок в приложение”, timconnect-1.7.1 §incommingPushPayload,
    answerIncommingCall.

    When "call.incoming" happens at timconnect with:
      | phone  | {phone}  |
      | caller | operator |
    And the push reaches the client
    Then the client reports "call_id"
    When the client is asked for "timconnect.answerCall" with:
      | call_id | {call_id} |
    Then the client reports "state" as "connected"
    And the server saw at least 1 "timconnect.registerVoip"

  @must
  Scenario: a call from the web is refused
    Source: timconnect#L42 “Двусторонний звонок в приложение”, timconnect-1.7.1 §incommingPushPayload,
    hangUpIncommingCall.

    When "call.incoming" happens at timconnect with:
      | phone  | {phone}  |
      | caller | operator |
    And the push reaches the client
    Then the client reports "call_id"
    When the client is asked for "timconnect.hangUp" with:
      | call_id | {call_id} |
    Then the client reports "state" as "ended"
    And the server saw no "timconnect.answerCall"

  @should
  Scenario: a call whose caller has hung up is reported as ended
    When "call.incoming" happens at timconnect with:
      | phone  | {phone}  |
      | caller | operator |
    And the push reaches the client
    Then the client reports "call_id"
    When "call.ended" happens at timconnect
    And the client is asked for "timconnect.answerCall" with:
      | call_id | {call_id} |
    Then the client reports "state" as "ended"

  @should
  Scenario: a call whose start got no response is not started again
    Given the server responds to the next "timconnect.startCall" with the fault "lose_reply"
    When the client is asked for "timconnect.call" with:
      | number | "74953693038" |
    Then the client reports a failure with the advice "unknown_outcome"
    And the rule "timconnect.calls-once" is kept
    And the client still works
