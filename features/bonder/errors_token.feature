Feature: A refused token is cured by a new one, whatever was asked for
  Source: bonder, “повторить авторизацию” (L352, L405, L495, L611, L658).

  Background:
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"langStatus": "1", "name": "Jan", "lastname": "Kowalski"}}}
      """

  @must
  Scenario Outline: INVALID_CREDENTIALS_ERROR to <operation> is cured by a new token
    Given the next "bonder.<operation>" is answered with the error "INVALID_CREDENTIALS_ERROR"
    When the client <acts>
    Then the client reports success
    And the last call made exactly 2 "bonder.<operation>"
    And the rule "bonder.renew-once" is kept

    Examples:
      | operation        | acts                                |
      | getRepository    | lists the languages                 |
      | listRepositories | is asked for "bonder.languages"     |
      | createProfile    | creates a profile                   |
      | saveCard         | saves "pl" "name" as "Janusz"       |
      | setCardStatus    | switches the card off               |
      | setUsePhoto      | switches the photo off              |
      | setLangStatus    | switches the language "pl" off      |
      | getCard          | loads the card                      |
      | deleteLanguage   | deletes the language "pl"           |
      | deleteProfile    | deletes the profile                 |
