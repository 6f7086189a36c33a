Feature: A refused token is renewed for every request
  Source: bonder#L352-L354, bonder#L405-L407, bonder#L495-L497, bonder#L611-L613, bonder#L658-L660, “повторить авторизацию”.

  Background:
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"langStatus": "1", "name": "Jan", "lastname": "Kowalski"}}}
      """

  @must
  Scenario Outline: the client gets a new token when <operation> returns INVALID_CREDENTIALS_ERROR
    Source: bonder#L352-L354, “Предложения: повторить авторизацию”, and the same in each table.
    Given the server responds to the next "bonder.<operation>" with the error "INVALID_CREDENTIALS_ERROR"
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
  Scenario Outline: the client gets a new token when the switching of <what> returns INVALID_CREDENTIALS_ERROR
    Source: bonder#L558-L562 refers to bonder#L495-L497.
    Given the server responds to the next status change with the error "INVALID_CREDENTIALS_ERROR"
    When the client switches off <what>
    Then the client reports success
    And the server saw at least 2 "bonder.authorize"

    Examples:
      | what              |
      | the card          |
      | the photo         |
      | the language "pl" |

  @should
  Scenario: a refused token is renewed once, and the request is repeated once
    Source: bonder#L611-L613 does not say how often.
    Given the server responds to the next "bonder.getCard" with the error "INVALID_CREDENTIALS_ERROR"
    When the client loads the card
    Then the client reports success
    And the last call made exactly 2 "bonder.getCard"
    And the rule "bonder.renew-once" is kept
