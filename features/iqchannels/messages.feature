Feature: Messages are sent once and read in order
  Source: iqchannels, step 8, for the session; API readme of 2017, "ChatMessageForm" (LocalId), "ChatMessageQuery".

  @must
  Scenario: a text arrives as it was written
    When the client sends "Перевод <5 & 6>, 100% 👋"
    Then the client reports success
    And the chat holds "Перевод <5 & 6>, 100% 👋" once

  @must
  Scenario: a message whose reply is lost is not doubled
    Given the next "iqchannels.sendMessage" meets the fault "lose_reply"
    When the client sends "Переведите 100 рублей"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the chat holds "Переведите 100 рублей" once
    And the client still works

  @must
  Scenario: two messages of the same words are two messages
    When the client sends "Алло"
    And the client sends "Алло"
    Then every call reports success
    And the chat holds "Алло" 2 times

  @must
  Scenario: the history holds what both sides wrote, oldest first
    When the client sends "Вопрос"
    And an operator writes "Ответ"
    And the client reads the history
    Then the client tells "/messages/0/text" as "Вопрос"
    And the client tells "/messages/1/text" as "Ответ"

  @must
  Scenario: a channel that closes takes no more messages
    Given the client is at work
    When "channel.closed" happens at iqchannels with:
      | channel | support |
    And the client sends "anybody there"
    Then the client reports a failure
    Given the client's "channel" for iqchannels is "business"
    Then the client still works
