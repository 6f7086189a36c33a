Feature: WhatsApp is connected by a QR that expires after half a minute
  Source: radist, “Подключение WhatsApp” (L40-47): the connection comes first, the QR afterwards.

  @must
  Scenario: a WhatsApp number is connected when the user scans the QR
    When the client connects WhatsApp
    And the user scans the QR
    And the client has finished
    Then the client reports success
    And the client reports "connection_id"
    And the connection works
    And there is now 1 connection

  @must
  Scenario: an expired QR of WhatsApp is renewed
    When the client connects WhatsApp
    Then the client has shown "qr"
    When "31s" passes
    And the user scans the QR
    And the client has finished
    Then the client reports success
    And there is now 1 connection

  @must
  Scenario: the QR of WhatsApp is renewed as long as the user needs it
    When the client connects WhatsApp
    Then the client has shown "qr"
    When "31s" passes
    And "5m" passes
    And the user scans the QR
    And the client has finished
    Then the client reports success
    And the server saw exactly 1 "radist.ConnectionsCreateConnection"

  @must
  Scenario: a WhatsApp number that was logged out needs only a new QR
    Given a WhatsApp connection that was logged out
    When the client connects WhatsApp again
    And the user scans the QR
    And the client has finished
    Then the client reports success
    And the rule "radist.no-second-connection" is kept
    And the connection works
    And there is now 1 connection

  @must
  Scenario: a WhatsApp number that was logged out is not reported as connected before its QR is scanned
    Given a WhatsApp connection that was logged out
    When the client connects WhatsApp again
    Then the client has shown "qr"
    When "150ms" of real time pass
    And the user scans the QR
    And the client has finished
    Then the rule "radist.honest-success" is kept
    And the connection works

  @should
  Scenario: a WhatsApp number without a paid subscription is reported to the caller
    Given a WhatsApp connection that was logged out
    And "subscription.expired" has happened at radist with:
      | type | whatsapp |
    When the client connects WhatsApp again
    And the client has finished
    Then the client reports a failure with the advice "contact_support or none"
    And the last call made at most 3 "radist.ConnectionsGetWhatsappInstanceStatus"
    And the client still works

  @should
  Scenario: the client does not wait for a WhatsApp connection that support has deleted
    When the client connects WhatsApp
    Then the client has shown "qr"
    When "support.connection_deleted" happens at radist
    And the client has finished
    Then the client reports a failure with the advice "fix_request or contact_support or none"
    And there are now 0 connections
    And the client still works
