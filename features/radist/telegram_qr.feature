Feature: A personal Telegram is connected by scanning a QR
  Source: radist, “Подключение через сканирование QR-кода” (L17-25).

  @must
  Scenario: a Telegram account is connected when the user scans the QR
    When the client connects Telegram by QR
    And the user scans the QR
    And the client has finished
    Then the client reports success
    And the client reports "connection_id"
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
    And the client has polled the session 6 times
    And the user scans the QR
    And the client has finished
    Then the client reports success
    And there is now 1 connection

  @must
  Scenario: no connection is created before the QR is scanned
    When the client connects Telegram by QR
    Then the client has shown "qr"
    When "150ms" of real time pass
    Then the server saw no "radist.ConnectionsCreateConnection"
    When the user scans the QR
    And the client has finished
    Then the rule "radist.created-when-authenticated" is kept
    And the server saw exactly 1 "radist.ConnectionsCreateConnection"

  @must
  Scenario: the client asks for the 2FA password after the scan
    Given the switch "twoFactor" of radist is "true"
    When the client connects Telegram by QR
    And the user scans the QR
    And the user enters the right password
    And the client has finished
    Then the client reports success
    And the rule "radist.created-when-authenticated" is kept

  @should
  Scenario: the client asks again after a wrong 2FA password, or reports it
    Given the switch "twoFactor" of radist is "true"
    When the client connects Telegram by QR
    And the user scans the QR
    And the user enters a wrong password
    And the user, if asked again, enters the right password
    And the client has finished
    Then the client succeeds by itself or advises "fix_request or reauthorize"
    And the client still works
