Feature: Accounts and cards stay apart in one client
  Source: bonder#L9-L31, bonder#L280-L281: a token goes with the account that it was given to; bonder#L387: an id names
  one card.

  Background:
    Given "account.put" has happened at bonder with:
      | username | SECOND          |
      | password | PASSWORD        |
      | client   | API_CLIENT_NAME |

  @must
  Scenario: two accounts have a token each
    Source: bonder#L9-L31, bonder#L280-L281.
    When the client creates a profile
    And the client's "username" for bonder changes to "SECOND"
    And the client creates a profile
    And the client's "username" for bonder is corrected
    And the client creates a profile
    Then every call reports success
    And there are now 3 profiles

  @must
  Scenario: two client names of one user have a token each
    Source: bonder#L3, bonder#L9-L31: a token is given to a user with a password and the name of a client.
    Given "account.put" has happened at bonder with:
      | username | USERNAME          |
      | password | PASSWORD          |
      | client   | API_CLIENT_NAME   |
      | clients  | ["SECOND_CLIENT"] |
    When the client creates a profile
    And the client's "client" for bonder changes to "SECOND_CLIENT"
    And the client creates a profile
    And the client's "client" for bonder is corrected
    And the client creates a profile
    Then every call reports success

  @must
  Scenario: two accounts log in at the same time
    Source: bonder#L9-L31, bonder#L280-L281.
    Given the server responds to the next 2 "bonder.authorize" with the fault "hold"
    When the client starts "bonder.createProfile"
    And the client's "username" for bonder changes to "SECOND"
    And the client starts "bonder.createProfile"
    And 2 requests are held
    And the held requests are released in the order "2, 1"
    And the client has finished
    Then every call reports success

  @must
  Scenario: two cards are loaded at the same time
    Source: bonder#L387, bonder#L564-L596.
    Given the facts of bonder include:
      """json
      {"cards": [
        {"card_id": "CardOfJan0aBcDeFgHiJkLmNoPqRsTuVwX", "username": "USERNAME", "card_status": true,
          "use_photo": true, "non_translatable": {}, "languages": [{"lang": "pl", "lang_status": true, "values": {"name": "Jan"}}]},
        {"card_id": "CardOfAnna0aBcDeFgHiJkLmNoPqRsTuVwX", "username": "USERNAME", "card_status": true,
          "use_photo": true, "non_translatable": {}, "languages": [{"lang": "pl", "lang_status": true, "values": {"name": "Anna"}}]}
      ]}
      """
    And the server responds to the next 2 "bonder.getCard" with the fault "hold"
    When the client starts "bonder.loadCard" with:
      | card_id | CardOfJan0aBcDeFgHiJkLmNoPqRsTuVwX |
    And the client starts "bonder.loadCard" with:
      | card_id | CardOfAnna0aBcDeFgHiJkLmNoPqRsTuVwX |
    And 2 requests are held
    And the held requests are released in the order "2, 1"
    And the client has finished
    Then every call reports success

  @must
  Scenario: two cards are saved at the same time
    Source: bonder#L387, bonder#L414-L418.
    Given the facts of bonder include:
      """json
      {"cards": [
        {"card_id": "CardOfJan0aBcDeFgHiJkLmNoPqRsTuVwX", "username": "USERNAME", "card_status": true,
          "use_photo": true, "non_translatable": {}, "languages": []},
        {"card_id": "CardOfAnna0aBcDeFgHiJkLmNoPqRsTuVwX", "username": "USERNAME", "card_status": true,
          "use_photo": true, "non_translatable": {}, "languages": []}
      ]}
      """
    When the client starts "bonder.saveCard" with:
      | card_id | CardOfJan0aBcDeFgHiJkLmNoPqRsTuVwX        |
      | data    | {"translatable": {"pl": {"name": "Jan"}}} |
    And the client starts "bonder.saveCard" with:
      | card_id | CardOfAnna0aBcDeFgHiJkLmNoPqRsTuVwX        |
      | data    | {"translatable": {"pl": {"name": "Anna"}}} |
    And the client has finished
    Then every call reports success
    And the fact "/cards/0/languages/0/values/name" of bonder is now "Jan"
    And the fact "/cards/1/languages/0/values/name" of bonder is now "Anna"
