Feature: A token is any string, and reaches the auth service as it is
  Source: iqchannels#L13 “Токен — это любая строка”, iqchannels#L40-L56 for GET and POST.

  Scenario Outline: the token <token> is found by GET
    Source: iqchannels#L13 “Токен — это любая строка”, iqchannels#L37-L41: it is in the URL; rfc3986 §3.3. How
    a slash is written there, or a letter outside ASCII, is derived (Q-13).

    Given the auth service knows the token "<token>"
    When the client resolves the token "<token>" by GET
    Then the client reports success
    And the client reports "/card/id" as "9001"

    @must
    Examples:
      | token             |
      | what?now=1&then#3 |
      | 100%25 of it      |
      | a+b=c;d           |

    @should
    Examples:
      | token           |
      | bank/session/42 |
      | ключ клиента    |

  @should
  Scenario: a token with spaces at its ends is sent as it is
    Given the auth service knows the token " of the bank "
    When the client resolves the token " of the bank " by GET
    Then the client reports success
    And the client reports "/card/id" as "9001"

  @must
  Scenario Outline: the token <token> is found by POST
    Source: iqchannels#L37-L38 “токен передается в параметре header”, iqchannels#L20.

    Given the auth service knows the token "<token>"
    When the client resolves the token "<token>" by POST
    Then the client reports success
    And the client reports "/card/id" as "9001"

    Examples:
      | token                |
      | header/session 42?   |
      | 50%2F50 as it stands |

  @must
  Scenario: the token of the document's example is resolved
    Source: iqchannels#L299: the page's own request.

    When the client resolves the token
    Then the client reports success
    And the client reports "/card/id" as "1064775"

  @must
  Scenario: an unknown token is reported as a failure
    Source: iqchannels#L23-L24 “или ошибку”, iqchannels#L400-L405 “Client not found”.

    When the client resolves the token "of-no-session-at-all"
    Then the client reports a failure
    And the client still works

  @should
  Scenario: an unknown token is not looked up again and again
    When the client resolves the token "of-no-session-at-all"
    Then the client reports a failure
    And the last call made at most 2 "iqchannels.*"
    And the client still works

  @should
  Scenario: the error code of the auth service reaches the caller
    When the client resolves the token "of-no-session-at-all"
    Then the client reports the error "1001"
    And the client still works

  @must
  Scenario: a revoked token is reported as a failure
    Source: iqchannels#L23-L24 “проверяет токен … или ошибку”, iqchannels#L400.

    Given the auth service knows the token "of-yesterday"
    And "token.revoked" has happened at iqchannels with:
      | token | of-yesterday |
    When the client resolves the token "of-yesterday"
    Then the client reports a failure
    And the client still works

  @must
  Scenario: a token with blanks around and within it is presented at a sign-in as it is
    Source: iqchannels#L13 “Токен — это любая строка”, iqchannels-readme §ClientIntegrationAuthRequest “передается
    as-is”.

    Given the auth service knows the token " 007 two  words "
    When the client signs in
    Then the client reports success
    And the client reports "integration_id" as "9001"
