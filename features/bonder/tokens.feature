Feature: A token dies by time or by count, whichever comes first
  Source: bonder, "Переменные expire и rpt участвуют в гонке" (L50), and “повторить авторизацию” (L352, L405, L495, L611, L658).

  @must
  Scenario Outline: a token that died by <limit> is renewed
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan", "lastname": "Kowalski"}}}
      """
    And the client is at work
    When the token dies by <limit>
    And the client loads the card
    Then the client reports success
    And the client tells "/translatable/pl/name" as "Jan"
    And the rule "bonder.renew-once" is kept

    Examples:
      | limit      |
      | time       |
      | count      |
      | both       |
      | revocation |

  @must
  Scenario: a renewed token serves the calls that follow
    Given the client is at work
    When the token dies by count
    And the client lists the languages
    And the client lists the languages
    Then the client reports success
    And the last call made no "bonder.authorize"
    And the rule "bonder.fresh-token" is kept

  @must
  Scenario: a token that dies again is renewed again
    Given the client is at work
    When the token dies by time
    And the client lists the languages
    And the token dies by count
    And the client lists the languages
    Then the client reports success
    And the server saw exactly 3 "bonder.authorize"

  @must
  Scenario: a save that was refused for its token is not lost
    Given a profile
    And the client is at work
    When the token dies by time
    And the client saves "pl" "name" as "Jan"
    Then the client reports success
    And the card now holds "pl" "name" as "Jan"
    And the rule "bonder.renew-once" is kept

  @must
  Scenario: a profile is created once though the token was dead
    Given the client is at work
    When the token dies by count
    And the client creates a profile
    Then the client reports success
    And there is now 1 profile

  @must
  Scenario: a refusal that a new token does not cure is reported
    Given every "bonder.getCard" is answered with the error "INVALID_CREDENTIALS_ERROR"
    And a profile
    When the client loads the card
    Then the client reports a failure with the advice "reauthorize"
    And the server saw at most 3 "bonder.authorize"
    And the client still works

  @must
  Scenario: a password that was changed meanwhile is not tried for ever
    Given the client is at work
    When "account.put" happens at bonder with:
      | username | USERNAME        |
      | password | another-word    |
      | client   | API_CLIENT_NAME |
    And the token dies by time
    And the client lists the languages
    Then the client reports a failure with the advice "reauthorize or fix_request or contact_support"
    And the rule "bonder.no-login-loop" is kept

  @must
  Scenario: a lost reply to authorize neither hangs nor loops
    Given the next "bonder.authorize" meets the fault "lose_reply"
    When the client lists the languages
    Then the client succeeds by itself or advises "retry_now or retry_later or unknown_outcome"
    And the server saw at most 4 "bonder.authorize"
    And the client still works

  @must
  Scenario: the newest token is used where a new one ends the older ones
    Given the switch "tokens" of bonder is "single"
    And the client is at work
    When the token dies by count
    And the client lists the languages
    And the client lists the languages
    Then the client reports success
    And the server saw exactly 2 "bonder.authorize"
