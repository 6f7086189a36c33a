Feature: Cards, photos and languages are switched on and off
  Source: bonder#L504-L562, “Изменение настроек”; bonder#L429-L432 and bonder#L447 switch by a save, which does the same: the effect counts.

  Background:
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"langStatus": "0", "name": "Jan", "lastname": "Kowalski"}}}
      """

  @must
  Scenario: a card is switched off
    Source: bonder#L268-L272, bonder#L514-L523.
    When the client switches the card off
    Then the client reports success
    And the card now holds "settings" "cardStatus" as "0"

  @must
  Scenario: a photo is switched off and on again
    Source: bonder#L263-L267, bonder#L525-L534.
    When the client switches the photo off
    And the client switches the photo on
    Then the client reports success
    And the card now holds "settings" "usePhoto" as "1"
    And the server saw at least 2 "bonder.*"

  @must
  Scenario: a language is switched on
    Source: bonder#L258-L262, bonder#L536-L545.
    When the client switches the language "pl" on
    Then the client reports success
    And the card now holds "pl" "langStatus" as "1"
    And the card still holds "pl" "name" as "Jan"
