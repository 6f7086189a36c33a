Feature: A client reads every form in which the document shows a response
  Source: bonder#L32-L57, bonder#L473-L485. Its tables say integer where its samples show text (bonder#L38, bonder#L48-L49), and an
  empty result is {} where PHP may print []: which one comes is a reading (B-08, B-19, B-59), so these scenarios only warn.

  @should
  Scenario: flags that are integers are read
    Source: bonder#L258-L272 against bonder#L593-L599; B-08.
    Given the switch "scalars" of bonder is "integer"
    And a profile
    When the client loads the card
    Then the client reports success
    And the client reports "/settings/cardStatus" as "1"

  @should
  Scenario: a result that is an empty list is read
    Source: bonder#L477 shows {}; B-19.
    Given the switch "emptyResult" of bonder is "array"
    And a profile
    When the client saves "pl" "name" as "Jan"
    Then the client reports success
    And the card now holds "pl" "name" as "Jan"

  @should
  Scenario: a card without the fields that are not set is read
    Source: bonder#L579-L592 shows no field without a value; B-59.
    Given the switch "nullFields" of bonder is "omit"
    And a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}}}
      """
    When the client loads the card
    Then the client reports success
    And the client reports "/translatable/pl/name" as "Jan"

  @must
  Scenario: a success with a warning is reported as a success
    Source: bonder#L473-L485, “Несмотря на возвращение success=true, сервер может сообщить об ошибке”.
    Given a profile
    And the server responds to the next "bonder.saveCard" with the error "THUMBNAIL_REJECTED_ERROR"
    When the client saves "pl" "name" as "Jan"
    Then the client reports success
    And the card now holds "pl" "name" as "Jan"

  @should
  Scenario: a warning reaches the caller
    Source: bonder#L483-L485, “проверьте ваш генератор изображений”.
    Given a profile
    And the server responds to the next "bonder.saveCard" with the error "THUMBNAIL_REJECTED_ERROR"
    When the client saves "pl" "name" as "Jan"
    Then the client reports "warnings" as ["THUMBNAIL_REJECTED_ERROR"]

  @must
  Scenario: a failure in HTTP 200 is reported as a failure
    Source: bonder#L649-L654, “Отказ HTTP/1.1 200 OK”.
    Given a profile
    And the server responds to every "bonder.deleteProfile" with the error "SERVER_OFFLINE_ERROR"
    When the client deletes the profile
    Then the client reports a failure
    And there is now 1 profile
    And the client still works

  @should
  Scenario: the vendor's error code reaches the caller
    Source: bonder#L608-L616. That the caller gets it is our conclusion.
    Given a profile
    And the server responds to the next "bonder.getCard" with the error "CARD_ID_NOT_FOUND_ERROR"
    When the client loads the card
    Then the client reports the error "CARD_ID_NOT_FOUND_ERROR"
    And the client still works
