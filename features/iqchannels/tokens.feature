Feature: A token is any string, and reaches the auth service as it is
  Source: iqchannels, step 1 “Токен — это любая строка”, "Пример запроса GET", "Пример запроса POST".

  @must
  Scenario Outline: the token <token> is found by GET
    Given the auth service knows the token "<token>"
    When the client resolves the token "<token>" by GET
    Then the client reports success
    And the client tells "/card/id" as "9001"

    Examples:
      | token              |
      | bank/session/42    |
      | what?now=1&then#3  |
      | 100%25 of it       |
      | ключ клиента       |
      | a+b=c;d            |

  @must
  Scenario: a token with spaces at its ends is found as it is
    Given the auth service knows the token " of the bank "
    When the client resolves the token " of the bank " by GET
    Then the client reports success
    And the client tells "/card/id" as "9001"

  @must
  Scenario Outline: the token <token> is found by POST
    Given the auth service knows the token "<token>"
    When the client resolves the token "<token>" by POST
    Then the client reports success
    And the client tells "/card/id" as "9001"

    Examples:
      | token                |
      | header/session 42?   |
      | 50%2F50 as it stands |

  @must
  Scenario: the token of the document's example is resolved
    When the client resolves the token
    Then the client reports success
    And the client tells "/card/id" as "1064775"

  @must
  Scenario: a token that nobody knows has no card
    When the client resolves the token "of-no-session-at-all"
    Then the client reports a failure
    And the client still works

  @should
  Scenario: the code of the auth service reaches the caller
    When the client resolves the token "of-no-session-at-all"
    Then the client reports the error "1001"
    And the client still works

  @must
  Scenario: a token that was revoked has no card
    Given the auth service knows the token "of-yesterday"
    And "token.revoked" has happened at iqchannels with:
      | token | of-yesterday |
    When the client resolves the token "of-yesterday"
    Then the client reports a failure
    And the client still works
