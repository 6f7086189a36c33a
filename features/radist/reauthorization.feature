Feature: A connection is authorized again without a second one
  Source: radist, “Повторная авторизация” (L34-36): connection_id is sent, no new connection is made.

  @must
  Scenario: a Telegram account that was logged out is authorized again by QR
    Given a Telegram connection that was logged out
    When the client connects Telegram by QR again
    And the user scans the QR
    And the client has finished
    Then the client reports success
    And the rule "radist.no-second-connection" is kept
    And the connection works
    And there is now 1 connection

  @must
  Scenario: a Telegram account that was logged out is authorized again by code
    Given a Telegram connection that was logged out
    When the client connects Telegram by code again
    And the user enters the right code
    And the client has finished
    Then the client reports success
    And the rule "radist.no-second-connection" is kept
    And the connection works
    And there is now 1 connection

  @must
  Scenario: the session of a re-authorization has connection_id
    Given a Telegram connection that was logged out
    When the client connects Telegram by QR again
    And the user scans the QR
    And the client has finished
    Then the last "radist.TelegramInitializeSession" has "/connection_id" as {connection_id}
    And the last call made no "radist.ConnectionsCreateConnection"

  @must
  Scenario: the client asks for the 2FA password when a connection is authorized again
    Given a Telegram connection that was logged out
    And the switch "twoFactor" of radist is "true"
    When the client connects Telegram by QR again
    And the user scans the QR
    And the user enters the right password
    And the client has finished
    Then the client reports success
    And the connection works

  @must
  Scenario: the client asks for the 2FA password when a connection is authorized again by code
    Given a Telegram connection that was logged out
    And the switch "twoFactor" of radist is "true"
    When the client connects Telegram by code again
    And the user enters the right code
    And the user enters the right password
    And the client has finished
    Then the client reports success
    And the connection works

  @must
  Scenario: a QR that has changed is shown again in a re-authorization
    Given a Telegram connection that was logged out
    When the client connects Telegram by QR again
    Then the client has shown "qr"
    When "31s" passes
    And the user scans the QR
    And the client has finished
    Then the client reports success
    And the connection works

  @should
  Scenario: a re-authorization by another account is reported to the caller
    Given a Telegram connection that was logged out
    When the client connects Telegram by QR again
    And the user scans the QR with another account
    And the client has finished
    Then the client reports a failure with the advice "fix_request or reauthorize or none"
    And the connection does not work
    And there is now 1 connection
    And the client still works

  @should
  Scenario: a MAX number that was logged out is authorized again
    Given a MAX connection that was logged out
    When the client connects MAX again
    And the user enters the right code
    And the client has finished
    Then the client reports success
    And the connection works
    And there is now 1 connection
