Feature: A client without a token signs up as an anonymous client
  Source: iqchannels#L28-L31 for the session; iqchannels-widget, iqchannels-kotlin, iqchannels-swift, iqchannels-ios for
  sign-up and resumption.

  @must
  Scenario: an anonymous client can send messages in its session
    Source: iqchannels-widget, iqchannels-kotlin, iqchannels-swift, iqchannels-ios: a sign-up gives a session, and
    messages are sent in it.

    When the client signs in anonymously
    And the client sends "Здравствуйте"
    Then every call reports success
    And the chat has 1 message "Здравствуйте"

  @should
  Scenario: an anonymous sign-in requests no card
    When the client signs in anonymously
    Then the client reports success
    And the server saw no "iqchannels.integrationAuth"

  @should
  Scenario: an anonymous client has the name that it chose
    When the client signs in anonymously as "Гость с сайта"
    Then the client reports success
    And the fact "/clients/0/name" of iqchannels is now "Гость с сайта"

  @should
  Scenario: an anonymous client that returns is the same client
    When the client signs in anonymously
    And the client signs in anonymously
    Then every call reports success
    And the chat server knows 1 client

  @should
  Scenario: an anonymous session that was reset is replaced
    When the client signs in anonymously
    And "sessions.reset" happens at iqchannels
    And the client signs in anonymously
    Then the client reports success
    And the client still works

  @must
  Scenario Outline: HTTP <status> for a message makes no other anonymous client
    Source: iqchannels-readme §Отправка запросов “Если иной статус ответа, значит произошла ошибка вне IQChannels”: the
    session has not ended.

    Given the server responds to the next 20 "iqchannels.sendMessage" with the status <status>
    When the client signs in anonymously
    And the client sends "Вопрос"
    And the faults end
    And the client sends "Ещё вопрос"
    Then the client reports success
    And the chat server knows 1 client

    Examples:
      | status |
      | 500    |
      | 502    |
      | 503    |

  @should
  Scenario Outline: HTTP <status> makes no other client of an anonymous one that returns
    Given the server responds to every "iqchannels.clientAuth" with the status <status>
    When the client signs in anonymously
    And the client signs in anonymously
    And the faults end
    And the client signs in anonymously
    Then the client reports success
    And the chat server knows 1 client

    Examples:
      | status |
      | 500    |
      | 503    |

  @must
  Scenario: a refused sign-up is reported as a failure
    Source: iqchannels-readme §Response “Если ответ не успешен, тогда данные содержат ошибку `Error`”, §ErrorCode
    forbidden.

    Given the server responds to every "iqchannels.*" with the error "forbidden"
    When the client signs in anonymously
    Then the client reports a failure
    When the faults end
    Then the client still works

  @should
  Scenario: an anonymous client whose session was reset is not replaced by itself
    When the client signs in anonymously
    And "sessions.reset" happens at iqchannels
    And the client sends "who am I"
    Then the client reports a failure with the advice "reauthorize"
    And the chat server knows 1 client
    When the client signs in anonymously
    Then the client still works
