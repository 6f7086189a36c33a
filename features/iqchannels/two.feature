Feature: Clients and tokens stay apart in one SDK
  Source: iqchannels#L17-L31: each token is authorized by itself, and gets a session of its own.

  Background:
    Given the auth service knows the token "bank/session 42"

  @must
  Scenario: a second client writes in its own session
    Source: iqchannels#L20-L29: the SDK passes the token, and the session that comes back is that of its client.

    When the client sends "from the first"
    And the client's "token" for iqchannels is corrected
    And the client signs in
    Then the client reports "client_id"
    When the client sends "from the second"
    Then every call reports success
    And the fact "/messages/1/client_id" of iqchannels is now {client_id}

  @should
  Scenario: two channels have a session each
    Given "channel.created" has happened at iqchannels with:
      | channel | sales |
    When the client sends "to the support"
    And the client's "channel" for iqchannels changes to "sales"
    And the client sends "to the sales"
    Then every call reports success

  @must
  Scenario: two clients sign in at the same time
    Source: iqchannels#L20-L29.

    Given the server responds to the next 2 "iqchannels.integrationAuth" with the fault "hold"
    When the client starts "iqchannels.signIn"
    And the client's "token" for iqchannels is corrected
    And the client starts "iqchannels.signIn"
    And 2 requests are held
    And the held requests are released in the order "2, 1"
    And the client has finished
    Then the chat server knows 2 clients

  @must
  Scenario: two tokens are resolved at the same time
    Source: iqchannels#L33-L62: the card that is answered is that of the token that was asked for.

    Given the server responds to the next 2 "iqchannels.*" with the fault "hold"
    When the client starts "iqchannels.resolveToken" with:
      | token | a57974242d0146c28056 |
    And the client starts "iqchannels.resolveToken" with:
      | token | bank/session 42 |
    And 2 requests are held
    And the held requests are released in the order "2, 1"
    And the client has finished
    Then every call reports success
