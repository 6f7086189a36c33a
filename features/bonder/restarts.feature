Feature: A client that is started again gets along with a token that it has kept
  Source: bonder#L31, bonder#L46-L51: a token serves many requests for an hour; bonder#L602-L613: then it is refused.

  Background:
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan", "lastname": "Kowalski"}}}
      """

  @must
  Scenario: a token that ended before the client was started again is renewed
    Source: bonder#L51, bonder#L611-L613.
    When the client loads the card
    And the token is revoked
    And the client is started again
    And the client loads the card
    Then the client reports success
    And the client reports "/translatable/pl/name" as "Jan"

  @must
  Scenario: a token that was replaced is not used after the client was started again
    Source: bonder#L51, “деактивирует token”: the old one serves nothing any more.
    When the client loads the card
    And the token expires
    And the client loads the card
    And the client is started again
    And the client loads the card
    Then the client reports success
    And the rule "bonder.fresh-token" is kept
