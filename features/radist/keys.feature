Feature: Bots and groups are connected by a key
  Source: radist, “Подключение Telegram Bot” (L37-39), “Подключение Одноклассников” (L56-63).

  @must
  Scenario Outline: a <what> is connected by its key
    When the client connects a <what>
    Then the client reports success
    And the client reports "connection_id"
    And the last "radist.ConnectionsCreateConnection" has "/type" as "<type>"
    And there is now 1 connection

    Examples:
      | what  | type          |
      | bot   | telegram_bot  |
      | group | odnoklassniki |

  @must
  Scenario Outline: a key that <fate> is replaced
    Given an Odnoklassniki connection
    And "<event>" has happened at radist
    When the client sets the key "tkn2NEWKEY:CQABPOJKAKEKEKEKE"
    Then the client reports success
    And the connection works
    And there is now 1 connection
    And the server saw no "radist.ConnectionsCreateConnection"

    Examples:
      | fate             | event                      |
      | was reset        | odnoklassniki.key_reset    |
      | became inactive  | odnoklassniki.key_inactive |

  @must
  Scenario: a new key is sent alone
    Given an Odnoklassniki connection
    When the client sets the key "tkn2NEWKEY:CQABPOJKAKEKEKEKE"
    Then the client reports success
    And the last "radist.ConnectionsUpdateItem" has no "/type"

  @should
  Scenario: a key that the provider rejects is not reported as a success
    Given an Odnoklassniki connection
    And "odnoklassniki.key_reset" has happened at radist
    When the client sets the key "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
    Then the client reports a failure with the advice "fix_request or reauthorize"
    And the connection does not work
    And the client still works

  @should
  Scenario: a bot that is already connected is not connected twice
    Given a Telegram bot connection
    When the client is asked for "radist.connectBot" with:
      | api_key | 110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw |
    Then the client reports a failure with the advice "fix_request or none"
    And the last call made at most 2 "radist.ConnectionsCreateConnection"
    And there is now 1 connection
    And the client still works
