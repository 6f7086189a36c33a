Feature: A MAX number is connected by a code
  Source: radist, “Подключение MAX” (L48-55).

  @must
  Scenario: a MAX number whose code is told is connected
    When the client connects MAX
    And the user tells the right code
    And the client has finished
    Then the client reports success
    And the client tells "connection_id"
    And the rule "radist.created-when-authenticated" is kept
    And the connection works

  @should
  Scenario: a wrong code for MAX is asked for again or reported
    When the client connects MAX
    And the user tells the wrong code
    And the user, if asked again, tells the right code
    And the client has finished
    Then the client succeeds by itself or advises "fix_request or reauthorize"
    And the client still works

  @should
  Scenario: a code for MAX that is told too late starts the login anew or is reported
    When the client connects MAX
    And the user reads the code
    And "11m" passes
    And the client asks for the "code" and is told "{code}"
    And the user, if asked again, tells the right code
    And the client has finished
    Then the client succeeds by itself or advises "reauthorize or retry_now or fix_request"
    And the client still works
