Feature: A client without a token signs up as an anonymous one
  Source: iqchannels#L28-L31 for the session; iqchannels-widget, iqchannels-kotlin, iqchannels-swift, iqchannels-ios for
  sign-up and resumption.

  @must
  Scenario: an anonymous client gets a session that counts
    Source: iqchannels-widget, iqchannels-kotlin, iqchannels-swift, iqchannels-ios: a sign-up gives a session, and
    messages are sent in it.

    When the client signs in anonymously
    And the client sends "Здравствуйте"
    Then every call reports success
    And the chat holds "Здравствуйте" once

  @should
  Scenario: an anonymous client asks for no card
    When the client signs in anonymously
    Then the client reports success
    And the server saw no "iqchannels.integrationAuth"

  @should
  Scenario: an anonymous client has the name that it chose
    When the client signs in anonymously as "Гость с сайта"
    Then the client reports success
    And the fact "/clients/0/name" of iqchannels is now "Гость с сайта"

  @should
  Scenario: an anonymous client that comes back is the same
    When the client signs in anonymously
    And the client signs in anonymously
    Then every call reports success
    And the chat server knows 1 client

  @should
  Scenario: an anonymous session that has ended is replaced
    When the client signs in anonymously
    And "sessions.reset" happens at iqchannels
    And the client signs in anonymously
    Then the client reports success
    And the client still works

  @must
  Scenario: a sign-up that is refused is a failure
    Source: iqchannels-readme §Response “Если ответ не успешен, тогда данные содержат ошибку `Error`”, §ErrorCode
    forbidden.

    Given every "iqchannels.*" is answered with the error "forbidden"
    When the client signs in anonymously
    Then the client reports a failure
    When the faults end
    Then the client still works

  @should
  Scenario: an anonymous client whose session ended is not replaced unasked
    When the client signs in anonymously
    And "sessions.reset" happens at iqchannels
    And the client sends "who am I"
    Then the client reports a failure with the advice "reauthorize"
    And the chat server knows 1 client
    When the client signs in anonymously
    Then the client still works
