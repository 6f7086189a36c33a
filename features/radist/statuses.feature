Feature: An unknown status is reported
  Source: radist#L21-25, names three statuses; a connection is made of an authenticated session only.

  @should
  Scenario Outline: an unknown status of a <way> login is reported and not waited for
    Given the server responds to every "radist.<operation>" with the fault "mutate" with:
      | edit    | unknown_value |
      | pointer | /status       |
    When the client connects <way>
    And the client has finished
    Then the client reports a failure
    And the reported error contains "sparring"
    And the server saw at most 5 "radist.<operation>"
    And the client still works

    Examples:
      | way            | operation                            |
      | Telegram by QR | TelegramSendLoginRequest             |
      | WhatsApp       | ConnectionsGetWhatsappInstanceStatus |

  @should
  Scenario Outline: an unknown status after the code of a <way> login is reported and not waited for
    Given the server responds to every "radist.<operation>" with the fault "mutate" with:
      | edit    | unknown_value |
      | pointer | /status       |
    When the client connects <way>
    And the user enters the right code
    And the client has finished
    Then the client reports a failure
    And the reported error contains "sparring"
    And the server saw at most 5 "radist.<operation>"
    And the client still works

    Examples:
      | way              | operation                   |
      | Telegram by code | TelegramSendLoginRequest    |
      | MAX              | MaxPersonalSendLoginRequest  |

  @must
  Scenario: no connection is created from a session with an unknown status
    Given the server responds to every "radist.TelegramSendLoginRequest" with the fault "mutate" with:
      | edit    | unknown_value |
      | pointer | /status       |
    When the client connects Telegram by QR
    And the client has finished
    Then the client reports a failure
    And the server saw no "radist.ConnectionsCreateConnection"
    And the client still works
