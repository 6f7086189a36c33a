Feature: What was changed meanwhile is seen when it is asked for again
  Source: bonder#L564-L596, “Загрузка данных”; that a card is asked for anew is derived.

  @should
  Scenario: a card that was loaded before is loaded as it was saved since
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan", "lastname": "Kowalski"}}}
      """
    When the client loads the card
    And the client saves "pl" "name" as "Janusz"
    And the client loads the card
    Then the client reports "/translatable/pl/name" as "Janusz"
