Feature: Profiles are created, kept and deleted
  Source: bonder#L361-L412, “Создание нового Профиля”; bonder#L620-L665, “Удаление данных”.

  @must
  Scenario: all three values of a new profile reach the caller
    Source: bonder#L395, “должны храниться локально на вашем сервере”.
    When the client creates a profile
    Then the client reports success
    And the client reports "card_id"
    And the client reports "card_qrc"
    And the client reports "card_addr"
    And the fact "/cards/0/card_id" of bonder is now {card_id}

  @must
  Scenario: a card id keeps its capital and small letters
    Source: bonder#L387, “принимает во внимание заглавные и прописные буквы”.
    Given a profile
    When the client loads the card
    Then the client reports success
    And the server saw at least 1 "bonder.getCard"

  @should
  Scenario: a profile whose creation got no response is not created again
    Source: bonder#L395: values that got lost with a response cannot be stored, and there is no list of profiles. No sentence forbids a retry.
    Given the server responds to the next "bonder.createProfile" with the fault "lose_reply"
    When the client creates a profile
    Then the client reports a failure with the advice "unknown_outcome"
    And the rule "bonder.creates-once" is kept
    And there is now 1 profile
    And the client still works

  @should
  Scenario Outline: a profile whose creation has a response malformed as <as> is not created again
    Source: bonder#L395: values that got lost with a response cannot be stored. No sentence forbids a retry.
    Given the server responds to the next "bonder.createProfile" with the fault "malform" with:
      | as | <as> |
    When the client creates a profile
    Then the client reports a failure with the advice "unknown_outcome"
    And there is now 1 profile
    And the client still works

    Examples:
      | as   |
      | cut  |
      | html |

  @must
  Scenario: a reached profile limit is referred to support
    Source: bonder#L408-L410.
    Given "account.profile_limit" has happened at bonder with:
      | limit | 0 |
    When the client creates a profile
    Then the client reports a failure with the advice "contact_support"
    And there are now 0 profiles
    And the client still works

  @must
  Scenario: a profile is deleted
    Source: bonder#L633-L648.
    Given a profile
    When the client deletes the profile
    Then the client reports success
    And there are now 0 profiles

  @should
  Scenario: a profile that does not exist is reported as a bad request
    Source: bonder#L661-L663. The profile is deleted in both cases, so a client may report a success.
    Given a profile
    When the client deletes the profile
    And the client deletes the profile
    Then the client reports a failure with the advice "fix_request"
    And the client still works

  @must
  Scenario: a deleted card cannot be loaded
    Source: bonder#L614-L616.
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
    Source: bonder#L622-L631.
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """
    When the client deletes the language "pl"
    Then the client reports success
    And the card now holds "pl" "name" as ""
    And the card still holds "en" "name" as "John"
