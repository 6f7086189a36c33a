Feature: A refused token is cured by a new one, whatever was asked for
  Source: bonder#L352-L354, bonder#L405-L407, bonder#L495-L497, bonder#L611-L613, bonder#L658-L660, “повторить авторизацию”.

  Background:
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"langStatus": "1", "name": "Jan", "lastname": "Kowalski"}}}
      """

  @must
  Scenario Outline: INVALID_CREDENTIALS_ERROR to <operation> is cured by a new token
    Source: bonder#L352-L354, “Предложения: повторить авторизацию”, and the same in each table.
    Given the next "bonder.<operation>" is answered with the error "INVALID_CREDENTIALS_ERROR"
    When the client <acts>
    Then the client reports success
    And the server saw at least 2 "bonder.authorize"

    Examples:
      | operation        | acts                                |
      | getRepository    | lists the languages                 |
      | listRepositories | is asked for "bonder.languages"     |
      | createProfile    | creates a profile                   |
      | saveCard         | saves "pl" "name" as "Janusz"       |
      | getCard          | loads the card                      |
      | deleteLanguage   | deletes the language "pl"           |
      | deleteProfile    | deletes the profile                 |

  @must
  Scenario Outline: INVALID_CREDENTIALS_ERROR to switching <what> is cured by a new token
    Source: bonder#L558-L562 refers to bonder#L495-L497.
    Given the next switching is answered with the error "INVALID_CREDENTIALS_ERROR"
    When the client switches <what> off
    Then the client reports success
    And the server saw at least 2 "bonder.authorize"

    Examples:
      | what              |
      | the card          |
      | the photo         |
      | the language "pl" |

  @should
  Scenario: a refused token is renewed once, and the request repeated once
    Source: bonder#L611-L613 does not say how often.
    Given the next "bonder.getCard" is answered with the error "INVALID_CREDENTIALS_ERROR"
    When the client loads the card
    Then the client reports success
    And the last call made exactly 2 "bonder.getCard"
    And the rule "bonder.renew-once" is kept
