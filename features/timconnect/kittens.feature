Feature: Kittens are listed and looked up
  Source: timconnect, “Kittens” (L67-190): GET /api/kittens with include_cats and available, GET /kittens/<ID>; the bare key in Authorization (L57-65).

  @must
  Scenario: the kittens are listed with the bare key
    Source: timconnect#L57-L65 “in a header that looks like the following: Authorization: meowmeowmeow”,
    timconnect#L98-L122.

    When the client is asked for "timconnect.listKittens"
    Then the client reports 2 kittens
    And the client reports "/kittens/0/name" as "Fluffums"
    And the last "timconnect.listKittens" has the header "Authorization"

  @must
  Scenario Outline: the list with <flag> <value> has <number> kittens
    Source: timconnect#L126-L129 “the result will also include cats”, “will include kittens that have already been
    adopted”.

    When the client is asked for "timconnect.listKittens" with:
      | <flag> | <value> |
    Then the client reports success
    And the client reports <number> kittens

    Examples:
      | flag         | value | number |
      | include_cats | true  | 3      |
      | available    | false | 3      |

  @must
  Scenario: cats and adopted kittens are listed together
    Source: timconnect#L126-L129 “the result will also include cats”, “will include kittens that have already been
    adopted”.

    When the client is asked for "timconnect.listKittens" with:
      | include_cats | true  |
      | available    | false |
    Then the client reports success
    And the client reports 5 kittens

  @must
  Scenario: one kitten is looked up
    Source: timconnect#L168-L190 “This endpoint retrieves a specific kitten.”

    When the client is asked for "timconnect.getKitten" with:
      | id | 2 |
    Then the client reports success
    And the client reports "/kitten/name" as "Max"
    And the client reports "/kitten/cuteness" as 10

  @should
  Scenario: a kitten with an id beyond 31 bits is found
    Given "kitten.put" has happened at timconnect with:
      | kitten | {"id": 2147483648, "name": "Big", "breed": "maine coon", "fluffiness": 9, "cuteness": 9} |
    When the client is asked for "timconnect.getKitten" with:
      | id | 2147483648 |
    Then the client reports success
    And the client reports "/kitten/id" as 2147483648

  @should
  Scenario: an undocumented member is ignored
    Given the server responds to every "timconnect.getKitten" with the fault "mutate" with:
      | edit | extra_field |
    When the client is asked for "timconnect.getKitten" with:
      | id | 2 |
    Then the client reports success
    And the client reports "/kitten/name" as "Max"

  @should
  Scenario: a list that is cut off is reported as a failure
    Given the server responds to every "timconnect.listKittens" with the fault "malform"
    When the client is asked for "timconnect.listKittens"
    Then the client reports a failure
    And the server saw at most 4 "timconnect.listKittens"
    When the faults end
    Then the client still works
