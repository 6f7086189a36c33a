Feature: Cards of every version and of both spellings are read
  Source: iqchannels#L64-L291 for the types, iqchannels#L299-L396 for the examples, which write booleans and numbers in
  quotes, iqchannels#L407-L437 for the versions.

  @must
  Scenario Outline: the page's own example of a <what> is read
    Source: iqchannels#L295-L335 “Успешный ответ”, iqchannels#L337-L396 “Успешный ответ со списком компаний”.

    Given the switch "cards" of iqchannels is "page"
    When the client resolves the token "<token>"
    Then the client reports success
    And the client tells "/card/id" as "<id>"

    Examples:
      | what                  | token                | id      |
      | person                | a57974242d0146c28056 | 1064775 |
      | client with companies | c40b9e2716f84d5fa3d8 | 124625  |

  Scenario Outline: a card of version <version> is read
    Source: iqchannels#L62-L168: the tables are those of version 1.3; what earlier ones left out is derived.

    Given the switch "cards" of iqchannels is "<version>"
    When the client resolves the token
    Then the client reports success
    And the client tells "/card/surname" as "Смирнова"

    @must
    Examples:
      | version |
      | v13     |

    @should
    Examples:
      | version |
      | v10     |
      | v11     |
      | v12     |

  @should
  Scenario: a boolean in quotes is a boolean
    Given the switch "scalars" of iqchannels is "string"
    When the client resolves the token
    Then the client reports success
    And the client tells the truth value "/card/enabled" as true

  @should
  Scenario: "false" in quotes is false
    Given the switch "scalars" of iqchannels is "string"
    When the client resolves the token "9d2e61c8a74f4b03b5e1"
    Then the client reports success
    And the client tells the truth value "/card/enabled" as false

  @must
  Scenario: a client that may not be served has a card that says so
    Source: iqchannels#L82 “Обслуживание клиента разрешено”, iqchannels#L337-L351: an answer with enabled false is a
    success.

    When the client resolves the token "9d2e61c8a74f4b03b5e1"
    Then the client reports success
    And the client tells the truth value "/card/enabled" as false

  Scenario Outline: companies whose ids are <ids> are read
    Source: iqchannels#L66, iqchannels#L184-L250: a company's id is an Integer; in quotes (iqchannels#L359) with all
    else in quotes is derived.

    Given the switch "scalars" of iqchannels is "<scalars>"
    When the client resolves the token "f3b1c7d05e9a48a2b6d4"
    Then the client reports success
    And the client tells "/companies/0/id" as 225760
    And the client tells "/companies/1/internationalName" as "CAPITOLIY LLC"
    And the client tells the truth value "/companies/1/enabled" as false

    @must
    Examples:
      | ids     | scalars |
      | numbers | json    |

    @should
    Examples:
      | ids       | scalars |
      | in quotes | string  |

  @must
  Scenario: extra data keep their order
    Source: iqchannels#L159-L160 “учитывается порядок полей”.

    When the client resolves the token
    Then the client tells "/card/fieldList/0/name" as "СНИЛС"
    And the client tells "/card/fieldList/1/name" as "Сегмент"
    And the client tells "/card/fieldList/2/name" as "Персональный менеджер"

  @should
  Scenario: extra data of the deprecated form are not dropped
    When the client resolves the token "e81f5d3c20a94c7bb6d2"
    Then the client tells "/card/fields/Категория" as "Пенсионер"

  @must
  Scenario: a name may have quotes in it
    Source: iqchannels#L323: the example's name of a branch has quotes, escaped as JSON has them.

    When the client resolves the token
    Then the client tells "/card/bankBranch/name" as "Операционный офис \"Тверской\""

  @should
  Scenario: members that no version has are ignored
    Given the auth service answers the token "of-a-later-version" with:
      """json
      {"client": {"id": "9002", "name": "Иван", "loyalty": {"level": 3}}, "regAddress": "", "news": []}
      """
    When the client resolves the token "of-a-later-version"
    Then the client reports success
    And the client tells "/card/id" as "9002"
