Feature: Messages are sent once and read in order
  Source: iqchannels#L28-L31 for the session; iqchannels-readme §ChatMessageForm (LocalId), §ChatMessageQuery.

  @must
  Scenario: a text arrives as it was written
    Source: iqchannels-readme §ChatMessageForm: Text is “Текст сообщения”, §Отправка запросов: the body is JSON, no
    HTML.

    When the client sends "Перевод <5 & 6>, 100% 👋"
    Then the client reports success
    And the chat has 1 message "Перевод <5 & 6>, 100% 👋"

  @must
  Scenario: a message whose response is lost is not sent twice
    Source: iqchannels-readme §ChatMessageForm, LocalId: “Позволяет в случае ошибки повторно отправлять … без
    дубликатов”.

    Given the server responds to the next "iqchannels.sendMessage" with the fault "lose_reply"
    When the client sends "Переведите 100 рублей"
    Then the chat has 1 message "Переведите 100 рублей"
    And the client still works

  @must
  Scenario: a message that gets no response is not reported as sent
    Source: iqchannels-readme §Response: OK says that a request has succeeded.

    Given the server responds to every "iqchannels.sendMessage" with the fault "reset"
    When the client sends "Переведите 300 рублей"
    Then the client reports a failure
    And the chat has no message "Переведите 300 рублей"
    When the faults end
    Then the client still works

  @must
  Scenario: two messages with the same text are sent as two messages
    Source: iqchannels-readme §ChatMessageForm: LocalId is “Уникальное значение на стороне отправителя”, a text is not.

    When the client sends "Алло"
    And the client sends "Алло"
    Then every call reports success
    And the chat has 2 messages "Алло"

  @must
  Scenario: the history holds what an operator wrote
    Source: iqchannels-readme §Работа с сообщениями чата “Получение сообщений в чате”, §ChatMessage.

    Given the client is already working
    When an operator writes "Ответ"
    And the client reads the history
    Then the client reports "/messages/0/text" as "Ответ"

  @should
  Scenario: the history holds what both sides wrote, oldest first
    When the client sends "Вопрос"
    And an operator writes "Ответ"
    And the client reads the history
    Then the client reports "/messages/0/text" as "Вопрос"
    And the client reports "/messages/1/text" as "Ответ"

  @must
  Scenario: a message to a closed channel is reported as a failure
    Source: iqchannels-readme §ErrorCode forbidden “Доступ запрещен”, §Response: a refused message is not a success.

    Given the client is already working
    When "channel.closed" happens at iqchannels with:
      | channel | support |
    And the client sends "anybody there"
    Then the client reports a failure
    When the client's "channel" for iqchannels changes to "business"
    Then the client still works
