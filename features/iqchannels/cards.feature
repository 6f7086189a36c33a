Feature: Cards of every version and of both spellings are read
  Source: iqchannels, "Client", "Company", "Field", "Изменения" and the two examples, which write booleans and numbers in quotes.

  @must
  Scenario Outline: a card of version <version> is read
    Given the switch "cards" of iqchannels is "<version>"
    When the client resolves the token
    Then the client reports success
    And the client tells "/card/surname" as "Смирнова"

    Examples:
      | version |
      | v10     |
      | v12     |
      | v13     |

  @must
  Scenario: a boolean in quotes is a boolean
    Given the switch "scalars" of iqchannels is "string"
    When the client resolves the token
    Then the client reports success
    And the client tells the truth value "/card/enabled" as true

  @must
  Scenario: "false" in quotes is false
    Given the switch "scalars" of iqchannels is "string"
    When the client resolves the token "9d2e61c8a74f4b03b5e1"
    Then the client reports success
    And the client tells the truth value "/card/enabled" as false

  @must
  Scenario: a client that may not be served has a card that says so
    When the client resolves the token "9d2e61c8a74f4b03b5e1"
    Then the client reports success
    And the client tells the truth value "/card/enabled" as false

  @must
  Scenario Outline: companies whose ids are <ids> are read
    Given the switch "scalars" of iqchannels is "<scalars>"
    When the client resolves the token "f3b1c7d05e9a48a2b6d4"
    Then the client reports success
    And the client tells "/companies/0/id" as 225760
    And the client tells "/companies/1/internationalName" as "CAPITOLIY LLC"
    And the client tells the truth value "/companies/1/enabled" as false

    Examples:
      | ids       | scalars |
      | numbers   | json    |
      | in quotes | string  |

  @must
  Scenario: extra data keep their order
    When the client resolves the token
    Then the client tells "/card/fieldList/0/name" as "СНИЛС"
    And the client tells "/card/fieldList/1/name" as "Сегмент"
    And the client tells "/card/fieldList/2/name" as "Персональный менеджер"

  @must
  Scenario: extra data of the deprecated form are not dropped
    When the client resolves the token "e81f5d3c20a94c7bb6d2"
    Then the client tells "/card/fields/Категория" as "Пенсионер"

  @must
  Scenario: a name may have quotes in it
    When the client resolves the token
    Then the client tells "/card/bankBranch/name" as "Операционный офис \"Тверской\""

  @must
  Scenario: members that no version has are let pass
    Given the auth service answers the token "of-a-later-version" with:
      """json
      {"client": {"id": "9002", "name": "Иван", "loyalty": {"level": 3}}, "regAddress": "", "news": []}
      """
    When the client resolves the token "of-a-later-version"
    Then the client reports success
    And the client tells "/card/id" as "9002"
