Feature: A login that ends with the client's process is made anew
  Source: radist#L16-L25 for the steps of a login; that a session expires is derived.

  @should
  Scenario: a login that expired before the client was started again is begun anew
    When the client connects Telegram by QR
    Then the client has shown "qr"
    When the client is started again
    And "11m" passes
    And the client connects Telegram by QR
    And the user scans the QR
    And the client has finished
    Then the client reports success
