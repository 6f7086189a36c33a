Feature: What others have changed is seen when it is asked for again
  Source: iqchannels#L24-L26, step 4: the chat server passes a token on and gets its card; that a history is asked for
  anew is derived.

  @should
  Scenario: a card that the bank has changed is resolved as it is now
    When the client resolves the token "a57974242d0146c28056"
    And "client.put" happens at iqchannels with:
      | token | a57974242d0146c28056                                                                |
      | card  | {"client": {"id": "1064775", "name": "Иванова Анна", "type": "0", "enabled": true}} |
    And the client resolves the token "a57974242d0146c28056"
    Then the client reports "/card/name" as "Иванова Анна"

  @should
  Scenario: the history has what an operator has written since
    When the client sends "Здравствуйте"
    And the client reads the history
    And an operator writes "Добрый день"
    And the client reads the history
    Then the client reports "/messages/1/text" as "Добрый день"
