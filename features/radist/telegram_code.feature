Feature: A personal Telegram is connected by a code
  Source: radist, “Подключение через код в чате Telegram” (L26-33).

  @must
  Scenario: a Telegram account is connected when the user enters the code
    When the client connects Telegram by code
    And the user enters the right code
    And the client has finished
    Then the client reports success
    And the client reports "connection_id"
    And the connection works
    And there is now 1 connection

  @must
  Scenario: the client asks for the 2FA password after the code
    Given the switch "twoFactor" of radist is "true"
    When the client connects Telegram by code
    And the user enters the right code
    And the user enters the right password
    And the client has finished
    Then the client reports success
    And the rule "radist.created-when-authenticated" is kept

  @must
  Scenario: code and password are asked for until the account is connected
    Given the switch "twoFactor" of radist is "true"
    When the client connects Telegram by code
    And the user does what the client asks for until it has finished
    And the client has finished
    Then the client reports success
    And the client reports "connection_id"
    And there is now 1 connection

  @should
  Scenario: the client asks again after a wrong code, or reports it
    When the client connects Telegram by code
    And the user enters a wrong code
    And the user, if asked again, enters the right code
    And the client has finished
    Then the client succeeds by itself or advises "fix_request or reauthorize"
    And the client still works

  @should
  Scenario: the client asks again after a wrong password behind a code, or reports it
    Given the switch "twoFactor" of radist is "true"
    When the client connects Telegram by code
    And the user enters the right code
    And the user enters a wrong password
    And the user, if asked again, enters the right password
    And the client has finished
    Then the client succeeds by itself or advises "fix_request or reauthorize"
    And the client still works

  @should
  Scenario: a code that is entered too late restarts the login or is reported
    When the client connects Telegram by code
    And the user reads the code
    And "11m" passes
    And the client asks for the "code" and gets "{code}"
    And the user, if asked again, enters the right code
    And the client has finished
    Then the client succeeds by itself or advises "reauthorize or retry_now or fix_request"
    And the client still works

  @should
  Scenario: the client stops after too many attempts
    Given the switch "floodLimit" of radist is "1"
    When the client connects Telegram by code
    And the user enters a wrong code
    And the user, if asked again, enters the right code
    And the client has finished
    Then the client reports a failure with the advice "retry_later or fix_request or reauthorize"
    And the server saw at most 3 "radist.TelegramSendLoginRequest"
    And the client still works
