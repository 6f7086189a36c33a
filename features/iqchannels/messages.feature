Feature: Messages are sent once and read in order
  Source: iqchannels#L28-L31 for the session; iqchannels-readme §ChatMessageForm (LocalId), §ChatMessageQuery.

  @must
  Scenario: a text arrives as it was written
    Source: iqchannels-readme §ChatMessageForm: Text is “Текст сообщения”, §Отправка запросов: the body is JSON, no
    HTML.

    When the client sends "Перевод <5 & 6>, 100% 👋"
    Then the client reports success
    And the chat holds "Перевод <5 & 6>, 100% 👋" once

  @must
  Scenario: a message whose response is lost is not sent twice
    Source: iqchannels-readme §ChatMessageForm, LocalId: “Позволяет в случае ошибки повторно отправлять … без
    дубликатов”.

    Given the next "iqchannels.sendMessage" meets the fault "lose_reply"
    When the client sends "Переведите 100 рублей"
    Then the chat holds "Переведите 100 рублей" once
    And the client still works

  @must
  Scenario: two messages of the same words are two messages
    Source: iqchannels-readme §ChatMessageForm: LocalId is “Уникальное значение на стороне отправителя”, a text is not.

    When the client sends "Алло"
    And the client sends "Алло"
    Then every call reports success
    And the chat holds "Алло" 2 times

  @must
  Scenario: the history holds what an operator wrote
    Source: iqchannels-readme §Работа с сообщениями чата “Получение сообщений в чате”, §ChatMessage.

    Given the client is at work
    When an operator writes "Ответ"
    And the client reads the history
    Then the client tells "/messages/0/text" as "Ответ"

  @should
  Scenario: the history holds what both sides wrote, oldest first
    When the client sends "Вопрос"
    And an operator writes "Ответ"
    And the client reads the history
    Then the client tells "/messages/0/text" as "Вопрос"
    And the client tells "/messages/1/text" as "Ответ"

  @must
  Scenario: a channel that closes takes no more messages
    Source: iqchannels-readme §ErrorCode forbidden “Доступ запрещен”, §Response: what the server refused is no success.

    Given the client is at work
    When "channel.closed" happens at iqchannels with:
      | channel | support |
    And the client sends "anybody there"
    Then the client reports a failure
    Given the client's "channel" for iqchannels is "business"
    Then the client still works
