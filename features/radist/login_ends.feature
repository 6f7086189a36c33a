Feature: A login that cannot end well is reported
  Source: radist#L7 (support deletes), radist#L9 (subscription), radist#L18-L36 (login). What the API returns then is
  derived, so these scenarios only warn.

  @should
  Scenario: a password that is entered too late restarts the login or is reported
    Given the switch "twoFactor" of radist is "true"
    When the client connects Telegram by code
    And the user enters the right code
    And the user enters a wrong password
    And "11m" passes
    And the user, if asked again, enters the right password
    And the client has finished
    Then the client succeeds by itself or advises "reauthorize or retry_now or fix_request"

  @should
  Scenario: a subscription that expires during the login is reported to the caller
    Given a WhatsApp connection that was logged out
    When the client connects WhatsApp again
    Then the client has shown "qr"
    When "subscription.expired" happens at radist with:
      | type | whatsapp |
    And the client has finished
    Then the client reports a failure with the advice "contact_support or none"
    And the client still works

  @should
  Scenario: a re-authorization of a connection that support deletes meanwhile is reported
    Given a Telegram connection that was logged out
    When the client connects Telegram by QR again
    Then the client has shown "qr"
    When "support.connection_deleted" happens at radist
    And the client has finished
    Then the client reports a failure
    And there are now 0 connections
    And the client still works
