Feature: A client signs in by the token of the external system
  Source: iqchannels#L12-L31, the steps of the protocol; iqchannels-readme §Авторизация клиентов. After a refused token these
  scenarios only warn: the vendor's mobile SDKs then sign up as an anonymous client (iqchannels-ios, iqchannels-swift).

  @must
  Scenario: a client with a valid token is identified by its card
    Source: iqchannels#L18-L31, iqchannels-readme §ClientAuth “Информация о клиенте”, §Client: IntegrationId.

    When the client signs in
    Then the client reports success
    And the client reports "name" as "Смирнова Анна Викторовна"
    And the client reports "integration_id" as "1064775"

  @must
  Scenario Outline: the token <token> is passed on as it is
    Source: iqchannels#L13 “Токен — это любая строка”, iqchannels-readme §ClientIntegrationAuthRequest “передается
    as-is”.

    Given the auth service knows the token "<token>"
    When the client signs in
    Then the client reports success
    And the client reports "integration_id" as "9001"

    Examples:
      | token             |
      | session/42?a=1&b  |
      | 100% of the bank  |
      | сессия клиента №1 |
      | 0012345678        |

  @must
  Scenario: messages are sent in the session that the sign-in returned
    Source: iqchannels#L28-L31, iqchannels-readme §ClientSession “можно использовать для авторизации клиентских
    запросов”.

    When the client signs in
    And the client sends "Добрый день"
    Then the client reports success
    And the chat has 1 message "Добрый день"

  @should
  Scenario: one session is used for the calls that follow
    When the client signs in
    And the client sends "one"
    And the client sends "two"
    And the client reads the history
    Then every call reports success
    And the chat server knows 1 client
    And the server saw exactly 1 "iqchannels.integrationAuth"

  @should
  Scenario: a sign-in with an unknown token is reported as a failure
    Given the client's "token" for iqchannels is "of-no-session"
    When the client signs in
    Then the client reports a failure
    When the client's "token" for iqchannels is corrected
    Then the client still works

  @should
  Scenario: a sign-in with a revoked token is reported as a failure
    Given "token.revoked" has happened at iqchannels with:
      | token | a57974242d0146c28056 |
    When the client signs in
    Then the client reports a failure
    When the client gets the new token "a-fresh-token"
    Then the client still works

  @should
  Scenario: a refused token is reported and not sent again
    Given the client's "token" for iqchannels is "of-no-session"
    When the client signs in
    Then the client reports a failure with the advice "reauthorize or fix_request or contact_support"
    And the rule "iqchannels.no-sign-in-loop" is kept
    When the client's "token" for iqchannels is corrected
    Then the client still works

  @should
  Scenario: a refused client does not become anonymous by itself
    Given the client's "token" for iqchannels is "of-no-session"
    When the client signs in
    Then the chat server knows 0 clients
    When the client's "token" for iqchannels is corrected
    Then the client still works

  @should
  Scenario: a client that may not be served is reported to the caller
    Given the client's "token" for iqchannels is "9d2e61c8a74f4b03b5e1"
    When the client signs in
    Then the client reports a failure with the advice "contact_support or fix_request or reauthorize or none"
    When the client's "token" for iqchannels is corrected
    Then the client still works

  @should
  Scenario: a sign-in to a channel that does not exist is reported as a failure
    Given the client's "channel" for iqchannels is "nowhere"
    When the client signs in
    Then the client reports a failure
    When the client's "channel" for iqchannels is corrected
    Then the client still works

  @should
  Scenario Outline: the client advises a retry when the auth service <fails>
    Given "auth.failing" has happened at iqchannels with:
      | mode  | <mode> |
      | times | 0      |
    And the switch "authTimeout" of iqchannels is "1s"
    When the client signs in
    Then the client reports a failure with the advice "retry_later or retry_now"
    When the auth service recovers
    Then the client still works

    Examples:
      | fails            | mode      |
      | does not respond | timeout   |
      | sends no JSON    | malformed |
