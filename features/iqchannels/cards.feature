Feature: Cards of every version and of both spellings are read
  Source: iqchannels#L64-L291 for the types, iqchannels#L299-L396 for the examples, which write booleans and numbers in
  quotes, iqchannels#L407-L437 for the versions.

  @must
  Scenario Outline: the document's example of a <what> is read
    Source: iqchannels#L295-L335 “Успешный ответ”, iqchannels#L337-L396 “Успешный ответ со списком компаний”.

    Given the switch "cards" of iqchannels is "page"
    When the client resolves the token "<token>"
    Then the client reports success
    And the client reports "/card/id" as "<id>"

    Examples:
      | what                  | token                | id      |
      | person                | a57974242d0146c28056 | 1064775 |
      | client with companies | c40b9e2716f84d5fa3d8 | 124625  |

  Scenario Outline: a card of version <version> is read
    Source: iqchannels#L62-L168: the tables are those of version 1.3; what earlier versions leave out is derived.

    Given the switch "cards" of iqchannels is "<version>"
    When the client resolves the token
    Then the client reports success
    And the client reports "/card/surname" as "Смирнова"

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
  Scenario: a boolean in quotes is read as a boolean
    Given the switch "scalars" of iqchannels is "string"
    When the client resolves the token
    Then the client reports success
    And the client reports the boolean "/card/enabled" as true

  @should
  Scenario: "false" in quotes is read as false
    Given the switch "scalars" of iqchannels is "string"
    When the client resolves the token "9d2e61c8a74f4b03b5e1"
    Then the client reports success
    And the client reports the boolean "/card/enabled" as false

  @must
  Scenario: the card of a client that may not be served is read with enabled as false
    Source: iqchannels#L82 “Обслуживание клиента разрешено”, iqchannels#L337-L351: a response with enabled false is
    a success.

    When the client resolves the token "9d2e61c8a74f4b03b5e1"
    Then the client reports success
    And the client reports the boolean "/card/enabled" as false

  Scenario Outline: companies whose ids are <ids> are read
    Source: iqchannels#L66, iqchannels#L184-L250: a company's id is an Integer; in quotes (iqchannels#L359), like
    all other values, is derived.

    Given the switch "scalars" of iqchannels is "<scalars>"
    When the client resolves the token "f3b1c7d05e9a48a2b6d4"
    Then the client reports success
    And the client reports "/companies/0/id" as 225760
    And the client reports "/companies/1/internationalName" as "CAPITOLIY LLC"
    And the client reports the boolean "/companies/1/enabled" as false

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
    Then the client reports "/card/fieldList/0/name" as "СНИЛС"
    And the client reports "/card/fieldList/1/name" as "Сегмент"
    And the client reports "/card/fieldList/2/name" as "Персональный менеджер"

  @should
  Scenario: extra data of the deprecated form are not dropped
    When the client resolves the token "e81f5d3c20a94c7bb6d2"
    Then the client reports "/card/fields/Категория" as "Пенсионер"

  @must
  Scenario: a name with quotes in it is read
    Source: iqchannels#L323: the example's name of a branch has quotes, escaped as JSON has them.

    When the client resolves the token
    Then the client reports "/card/bankBranch/name" as "Операционный офис \"Тверской\""

  @should
  Scenario: undocumented members of a card are ignored
    Given the auth service responds to the token "of-a-later-version" with:
      """json
      {"client": {"id": "9002", "name": "Иван", "loyalty": {"level": 3}}, "regAddress": "", "news": []}
      """
    When the client resolves the token "of-a-later-version"
    Then the client reports success
    And the client reports "/card/id" as "9002"
