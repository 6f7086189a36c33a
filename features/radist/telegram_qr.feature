Feature: A personal Telegram is connected by scanning a QR
  Source: radist, “Подключение через сканирование QR-кода” (L17-25).

  @must
  Scenario: a Telegram whose QR is scanned is connected
    When the client connects Telegram by QR
    And the user scans the QR
    And the client has finished
    Then the client reports success
    And the client tells "connection_id"
    And the connection works
    And there is now 1 connection

  @must
  Scenario: a QR that has changed is shown again
    When the client connects Telegram by QR
    Then the client has shown "qr"
    When "31s" passes
    Then the client has shown "qr" 2 times
    When the user scans the QR
    And the client has finished
    Then the client reports success

  @must
  Scenario: a QR is shown as often as it changes
    When the client connects Telegram by QR
    Then the client has shown "qr"
    When "31s" passes
    Then the client has shown "qr" 2 times
    When "31s" passes
    Then the client has shown "qr" 3 times
    When the user scans the QR
    And the client has finished

  @should
  Scenario: the client waits for a user who takes longer than a few polls
    When the client connects Telegram by QR
    And the session has been polled 6 times
    And the user scans the QR
    And the client has finished
    Then the client reports success
    And there is now 1 connection

  @must
  Scenario: no connection is made before the QR was scanned
    When the client connects Telegram by QR
    Then the client has shown "qr"
    When "150ms" of real time pass
    Then the server saw no "radist.ConnectionsCreateConnection"
    When the user scans the QR
    And the client has finished
    Then the rule "radist.created-when-authenticated" is kept
    And the server saw exactly 1 "radist.ConnectionsCreateConnection"

  @must
  Scenario: the 2FA password is asked for after the scan
    Given the switch "twoFactor" of radist is "true"
    When the client connects Telegram by QR
    And the user scans the QR
    And the user tells the right password
    And the client has finished
    Then the client reports success
    And the rule "radist.created-when-authenticated" is kept

  @should
  Scenario: a wrong 2FA password is asked for again or reported
    Given the switch "twoFactor" of radist is "true"
    When the client connects Telegram by QR
    And the user scans the QR
    And the user tells the wrong password
    And the user, if asked again, tells the right password
    And the client has finished
    Then the client succeeds by itself or advises "fix_request or reauthorize"
    And the client still works
