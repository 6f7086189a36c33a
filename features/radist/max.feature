Feature: A MAX number is connected by a code
  Source: radist, “Подключение MAX” (L48-55).

  @must
  Scenario: a MAX number is connected when the user enters the code
    When the client connects MAX
    And the user enters the right code
    And the client has finished
    Then the client reports success
    And the client reports "connection_id"
    And the rule "radist.created-when-authenticated" is kept
    And the connection works

  @should
  Scenario: the client asks again after a wrong code for MAX, or reports it
    When the client connects MAX
    And the user enters a wrong code
    And the user, if asked again, enters the right code
    And the client has finished
    Then the client succeeds by itself or advises "fix_request or reauthorize"
    And the client still works

  @should
  Scenario: a code for MAX that is entered too late restarts the login or is reported
    When the client connects MAX
    And the user reads the code
    And "11m" passes
    And the client asks for the "code" and gets "{code}"
    And the user, if asked again, enters the right code
    And the client has finished
    Then the client succeeds by itself or advises "reauthorize or retry_now or fix_request"
    And the client still works
