Feature: Values are checked before they are sent
  Source: bonder#L135 “Каждая переменная должна быть предварительно проверена перед отправкой на сервер”; bounds on which every reading agrees: name {2,25} (L146), keywords {1,150} (L170).

  Background:
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan", "keywords": "steel"}}}
      """

  @must
  Scenario: a name of 26 letters is not sent, and the old one not lost
    When the client saves "pl" "name" as "Janjanjanjanjanjanjanjanja"
    Then the client reports a failure with the advice "fix_request"
    And the card still holds "pl" "name" as "Jan"
    And the client still works

  @must
  Scenario: a name of 25 letters is sent
    When the client saves "pl" "name" as "Janjanjanjanjanjanjanjanj"
    Then the client reports success
    And the card now holds "pl" "name" as "Janjanjanjanjanjanjanjanj"

  @should
  Scenario: a name of 25 Cyrillic letters is sent, as letters are counted and not bytes
    Given the client is at work
    When the client saves "pl" "name" as "Максимилианалександровича"
    Then the client reports success
    And the card now holds "pl" "name" as "Максимилианалександровича"

  @must
  Scenario: keywords of more than 150 characters are not sent
    When the client saves "pl" "keywords" as "steelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteel1"
    Then the client reports a failure with the advice "fix_request"
    And the card still holds "pl" "keywords" as "steel"
    And the client still works

  @must
  Scenario: keywords of 150 characters are sent
    When the client saves "pl" "keywords" as "steelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteel"
    Then the client reports success
    And the server saw exactly 1 "bonder.saveCard"
