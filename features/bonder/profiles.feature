Feature: Profiles are created, kept and deleted
  Source: bonder, "Создание нового Профиля" (L361-412) and "Удаление" (L620-664).

  @must
  Scenario: all three values of a new profile are handed out
    When the client creates a profile
    Then the client reports success
    And the client tells "card_id"
    And the client tells "card_qrc"
    And the client tells "card_addr"
    And the fact "/cards/0/card_id" of bonder is now {card_id}

  @must
  Scenario: a card id keeps its capital and small letters
    Given a profile
    When the client loads the card
    Then the client reports success
    And the server saw exactly 1 "bonder.getCard"

  @should
  Scenario: a profile whose creation was not answered is not created again
    Given the next "bonder.createProfile" meets the fault "lose_reply"
    When the client creates a profile
    Then the client reports a failure with the advice "unknown_outcome"
    And the rule "bonder.creates-once" is kept
    And there is now 1 profile
    And the client still works

  @must
  Scenario: the profile limit is a case for support
    Given "account.profile_limit" has happened at bonder with:
      | limit | 0 |
    When the client creates a profile
    Then the client reports a failure with the advice "contact_support"
    And there are now 0 profiles
    And the client still works

  @must
  Scenario: a profile is deleted
    Given a profile
    When the client deletes the profile
    Then the client reports success
    And there are now 0 profiles

  @must
  Scenario: a profile that is gone is a mistake of the request
    Given a profile
    When the client deletes the profile
    And the client deletes the profile
    Then the client reports a failure with the advice "fix_request"
    And the client still works

  @must
  Scenario: a deleted card is not shown as if it were there
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}}}
      """
    When the client loads the card
    And the client deletes the profile
    And the client loads the card
    Then the client reports a failure with the advice "fix_request"
    And the client still works

  @must
  Scenario: one language is deleted and the others stay
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """
    When the client deletes the language "pl"
    Then the client reports success
    And the card now holds "pl" "name" as ""
    And the card still holds "en" "name" as "John"
