Feature: A client lives with every form in which the document shows an answer
  Source: bonder; its tables say integer where its samples show text (L36, L48, L590), and it shows an empty result as {} where PHP may print [].

  @must
  Scenario: flags may be integers
    Given the switch "scalars" of bonder is "integer"
    And a profile
    When the client loads the card
    Then the client reports success
    And the client tells "/settings/cardStatus" as "1"

  @must
  Scenario: an empty result may be a list
    Given the switch "emptyResult" of bonder is "array"
    And a profile
    When the client saves "pl" "name" as "Jan"
    Then the client reports success
    And the card now holds "pl" "name" as "Jan"

  @must
  Scenario: fields that are not set may be missing
    Given the switch "nullFields" of bonder is "omit"
    And a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}}}
      """
    When the client loads the card
    Then the client reports success
    And the client tells "/translatable/pl/name" as "Jan"

  @must
  Scenario: a warning does not make a success a failure
    Given a profile
    And the next "bonder.saveCard" is answered with the error "THUMBNAIL_REJECTED_ERROR"
    When the client saves "pl" "name" as "Jan"
    Then the client reports success

  @should
  Scenario: a warning is handed to the caller
    Given a profile
    And the next "bonder.saveCard" is answered with the error "THUMBNAIL_REJECTED_ERROR"
    When the client saves "pl" "name" as "Jan"
    Then the client tells "warnings" as ["THUMBNAIL_REJECTED_ERROR"]

  @must
  Scenario: a failure in HTTP 200 is a failure
    Given a profile
    And the next "bonder.deleteProfile" is answered with the error "SERVER_OFFLINE_ERROR"
    When the client deletes the profile
    Then the client reports a failure
    And there is now 1 profile
    And the client still works

  @should
  Scenario: the vendor's code reaches the caller
    Given a profile
    And the next "bonder.getCard" is answered with the error "CARD_ID_NOT_FOUND_ERROR"
    When the client loads the card
    Then the client reports the error "CARD_ID_NOT_FOUND_ERROR"
    And the client still works
