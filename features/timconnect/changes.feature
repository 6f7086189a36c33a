Feature: What others have changed is seen when it is asked for again
  Source: timconnect#L131-L190 for kittens, timconnect#L26 for statistics; that a list is asked for anew is derived.

  @should
  Scenario: a kitten that was adopted is not listed any more
    When the client is asked for "timconnect.listKittens"
    And "kitten.adopted" happens at timconnect with:
      | id | 1 |
    And the client is asked for "timconnect.listKittens"
    Then the client reports "/kittens/0/id" as 2

  @should
  Scenario: a kitten that was given another name has it when it is read again
    When the client is asked for "timconnect.getKitten" with:
      | id | 1 |
    And "kitten.put" happens at timconnect with:
      | kitten | {"id": 1, "name": "Renamed", "breed": "calico", "fluffiness": 6, "cuteness": 7} |
    And the client is asked for "timconnect.getKitten" with:
      | id | 1 |
    Then the client reports "/kitten/name" as "Renamed"
