Feature: A token expires or is used up
  Source: bonder#L51, “Переменные expire и rpt участвуют в гонке”, and “повторить авторизацию” (bonder#L354, bonder#L407, bonder#L497,
  bonder#L613, bonder#L660).

  Background:
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan", "lastname": "Kowalski"}}}
      """

  @must
  Scenario Outline: a token that <ends> is renewed
    Source: bonder#L51, bonder#L611-L613.
    Given the client is already working
    When the token <ends>
    And the client loads the card
    Then the client reports success
    And the client reports "/translatable/pl/name" as "Jan"

    Examples:
      | ends                   |
      | expires                |
      | is used up             |
      | expires and is used up |
      | is revoked             |

  @should
  Scenario: a used-up token is renewed once, and the refused request is repeated once
    Source: bonder#L611-L613 does not say how often.
    Given the client is already working
    When the token is used up
    And the client loads the card
    Then the client reports success
    And the rule "bonder.renew-once" is kept

  @must
  Scenario: a renewed token is used for the calls that follow
    Source: bonder#L51, “деактивирует token”: the old one serves nothing any more.
    Given the client is already working
    When the token is used up
    And the client loads the card
    And the client loads the card
    Then the client reports success
    And the rule "bonder.fresh-token" is kept

  @must
  Scenario: a token is renewed each time it ends
    Source: bonder#L51, bonder#L611-L613.
    Given the client is already working
    When the token expires
    And the client loads the card
    And the token is used up
    And the client loads the card
    Then the client reports success
    And the server saw at least 3 "bonder.authorize"

  @must
  Scenario: a save refused because its token had expired is not lost
    Source: bonder#L495-L497.
    Given the client is already working
    When the token expires
    And the client saves "pl" "name" as "Janusz"
    Then the client reports success
    And the card now holds "pl" "name" as "Janusz"

  @must
  Scenario: a profile is created once although the token was used up
    Source: bonder#L405-L407.
    Given the client is already working
    When the token is used up
    And the client creates a profile
    Then the client reports success
    And there are now 2 profiles

  @must
  Scenario: the client reports a refusal that a new token does not change
    Source: bonder#L602-L613.
    Given the server responds to every "bonder.getCard" with the error "INVALID_CREDENTIALS_ERROR"
    When the client loads the card
    Then the client reports a failure with the advice "reauthorize"
    And the client still works

  @should
  Scenario: the client stops renewing when a new token is refused, too
    Source: bonder#L611-L613 does not say how often.
    Given the server responds to every "bonder.getCard" with the error "INVALID_CREDENTIALS_ERROR"
    When the client loads the card
    Then the client reports a failure
    And the server saw at most 3 "bonder.authorize"
    And the client still works

  @must
  Scenario: a password that was changed meanwhile is reported
    Source: bonder#L61-L62, “Неверный Пароль”.
    Given the client is already working
    When "account.put" happens at bonder with:
      | username | USERNAME        |
      | password | another-word    |
      | client   | API_CLIENT_NAME |
    And the token expires
    And the client loads the card
    Then the client reports a failure
