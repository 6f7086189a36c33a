Feature: Cards, photos and languages are switched on and off
  Source: bonder#L504-L562, “Изменение настроек”; bonder#L429-L432 and bonder#L447 do the same by a
  save: the effect counts.

  Background:
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"langStatus": "0", "name": "Jan", "lastname": "Kowalski"}}}
      """

  @must
  Scenario: a card is switched off
    Source: bonder#L268-L272, bonder#L514-L523.
    When the client switches off the card
    Then the client reports success
    And the card now holds "settings" "cardStatus" as "0"

  @must
  Scenario: a card is switched off and on again
    Source: bonder#L268-L272, bonder#L514-L523.
    When the client switches off the card
    And the client switches on the card
    Then the client reports success
    And the card now holds "settings" "cardStatus" as "1"
    And the server saw at least 2 "bonder.*"

  @must
  Scenario: a photo is switched off
    Source: bonder#L263-L267, bonder#L525-L534.
    When the client switches off the photo
    Then the client reports success
    And the card now holds "settings" "usePhoto" as "0"

  @must
  Scenario: a photo is switched off and on again
    Source: bonder#L263-L267, bonder#L525-L534.
    When the client switches off the photo
    And the client switches on the photo
    Then the client reports success
    And the card now holds "settings" "usePhoto" as "1"
    And the server saw at least 2 "bonder.*"

  @must
  Scenario: a language is switched on
    Source: bonder#L258-L262, bonder#L536-L545.
    When the client switches on the language "pl"
    Then the client reports success
    And the card now holds "pl" "langStatus" as "1"
    And the card still holds "pl" "name" as "Jan"

  @must
  Scenario: a language is switched on and off again
    Source: bonder#L258-L262, bonder#L536-L545.
    When the client switches on the language "pl"
    And the client switches off the language "pl"
    Then the client reports success
    And the card now holds "pl" "langStatus" as "0"
    And the server saw at least 2 "bonder.*"

  @must
  Scenario Outline: the switching of <what> that gets no response is not reported as done
    Source: bonder#L473-L478, bonder#L547-L551: a success is a response with success true.
    Given the client is already working
    And the server responds to every "bonder.*" with the fault "reset"
    When the client switches off <what>
    Then the client reports a failure
    When the faults end
    Then the client still works

    Examples:
      | what              |
      | the card          |
      | the photo         |
      | the language "pl" |
