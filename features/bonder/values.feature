Feature: Values are checked before they are sent
  Source: bonder#L135, “Каждая переменная должна быть предварительно проверена перед отправкой на сервер”; the bounds on which every
  reading agrees: name {2,25} (bonder#L146), keywords {1,150} (bonder#L171).

  Background:
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan", "keywords": "steel"}}}
      """

  @must
  Scenario: a name of 26 letters is not sent, and the old one is kept
    Source: bonder#L135, bonder#L146.
    When the client saves "pl" "name" as "Janjanjanjanjanjanjanjanja"
    Then the client reports a failure
    And the card still holds "pl" "name" as "Jan"
    And the client still works

  @must
  Scenario: a name of one letter is not sent, and the old one is kept
    Source: bonder#L135, bonder#L146.
    When the client saves "pl" "name" as "J"
    Then the client reports a failure
    And the card still holds "pl" "name" as "Jan"
    And the client still works

  @must
  Scenario: a name of 25 letters is sent
    Source: bonder#L146.
    When the client saves "pl" "name" as "Janjanjanjanjanjanjanjanj"
    Then the client reports success
    And the card now holds "pl" "name" as "Janjanjanjanjanjanjanjanj"

  @should
  Scenario: a name of 25 Cyrillic letters is sent, because letters are counted and not bytes
    Source: bonder#L126-L131 and bonder#L459 show Cyrillic, which bonder#L146 refuses; B-21.
    Given the client is already working
    When the client saves "pl" "name" as "Максимилианалександровича"
    Then the client reports success
    And the card now holds "pl" "name" as "Максимилианалександровича"

  @must
  Scenario: keywords of more than 150 characters are not sent
    Source: bonder#L135, bonder#L171.
    When the client saves "pl" "keywords" as "steelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteel1"
    Then the client reports a failure
    And the card still holds "pl" "keywords" as "steel"
    And the client still works

  @must
  Scenario: keywords of 150 characters are sent
    Source: bonder#L171.
    When the client saves "pl" "keywords" as "steelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteelsteel"
    Then the client reports success
    And the card holds all that the client reported as saved

  @should
  Scenario: the caller is told to correct a refused value
    Source: bonder#L135 does not say what the client reports.
    When the client saves "pl" "name" as "Janjanjanjanjanjanjanjanja"
    Then the client reports a failure with the advice "fix_request"
    And the client still works
