Feature: Profiles and languages are deleted when they are meant to be
  Source: bonder#L620-L665, “Удаление данных”. What a lost response means follows from HTTP.

  Background:
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """

  @must
  Scenario: an empty language does not delete the profile
    Source: bonder#L622-L631 and bonder#L633-L642: without a language the same path deletes the profile.
    When the client is asked for "bonder.deleteLanguage" with:
      | card_id  | {card_id} |
      | language |           |
    Then there is now 1 profile
    And the client still works

  @must
  Scenario: the profile that was meant is deleted, and no other
    Source: bonder#L633-L642.
    Given the client is already working
    When the client creates a profile
    And the client deletes the profile
    And the client loads the card
    Then the client reports a failure
    And there is now 1 profile
    And the client still works

  @must
  Scenario Outline: a request to <what> that gets no response is not reported as done
    Source: bonder#L643-L648: a success is a response with success true.
    Given the server responds to every "bonder.<operation>" with the fault "reset"
    When the client <acts>
    Then the client reports a failure
    And there is now 1 profile
    And the card still holds "pl" "name" as "Jan"
    And the client still works

    Examples:
      | what              | operation      | acts                      |
      | delete a profile  | deleteProfile  | deletes the profile       |
      | delete a language | deleteLanguage | deletes the language "pl" |

  @should
  Scenario Outline: a request to <what> whose response is lost is not reported as a bad request
    Given the server responds to the next "bonder.<operation>" with the fault "lose_reply"
    When the client <acts>
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the client still works

    Examples:
      | what              | operation      | acts                      |
      | delete a profile  | deleteProfile  | deletes the profile       |
      | delete a language | deleteLanguage | deletes the language "pl" |
