Feature: What a client saves arrives, and nothing else
  Source: bonder, "Переменные" (L135-267) and "Сохранение данных" (L414-502).

  @must
  Scenario: a value is saved
    Given a profile
    When the client saves "pl" "name" as "Jan"
    Then the client reports success
    And the card now holds "pl" "name" as "Jan"

  @must
  Scenario: a save that the server refused is not a success
    Given a profile
    And the next "bonder.saveCard" is answered with the error "API_SERVICE_OFFLINE_ERROR"
    When the client saves "pl" "name" as "Jan"
    Then the client reports a failure
    And the card still holds "pl" "name" as ""
    And the client still works

  @must
  Scenario: values of both kinds and settings are saved together
    Given a profile
    When the client saves:
      """json
      {"settings": {"usePhoto": "0"}, "translatable": {"pl": {"langStatus": "1", "name": "Jan", "lastname": "Kowalski"}}, "non-translatable": {"mobileA": "48123456789"}}
      """
    Then the client reports success
    And the card now holds "settings" "usePhoto" as "0"
    And the card now holds "pl" "lastname" as "Kowalski"
    And the card now holds "non-translatable" "mobileA" as "+48123456789"

  @should
  Scenario: only what needs updating is sent
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan", "lastname": "Kowalski"}}, "non-translatable": {"emailA": "jan@example.com"}}
      """
    When the client loads the card
    And the client saves "pl" "name" as "Janusz"
    Then the client reports success
    And the last "bonder.saveCard" has no "/translatable/pl/lastname"
    And the rule "bonder.only-changes" is kept

  @must
  Scenario: a value is cleared by an empty text
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"displayName": "Non-scary-dental-services"}}}
      """
    When the client saves "pl" "displayName" as ""
    Then the client reports success
    And the card now holds "pl" "displayName" as ""

  @must
  Scenario: six languages are saved in more than one request
    Given a profile
    When the client saves:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}, "es": {"name": "Juan"}, "de": {"name": "Hans"}, "fr": {"name": "Jean"}, "zh": {"name": "Yohan"}}}
      """
    Then the client reports success
    And the rule "bonder.five-languages" is kept
    And the card now holds "pl" "name" as "Jan"
    And the card now holds "zh" "name" as "Yohan"

  @must
  Scenario: five languages need one request
    Given a profile
    When the client saves:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}, "es": {"name": "Juan"}, "de": {"name": "Hans"}, "fr": {"name": "Jean"}}}
      """
    Then the client reports success
    And the last call made exactly 1 "bonder.saveCard"
    And the card now holds "fr" "name" as "Jean"
