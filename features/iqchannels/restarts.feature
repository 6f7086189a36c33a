Feature: A client that is started again goes on with the session that it has kept
  Source: iqchannels#L28-L29 for the session; iqchannels-kotlin, iqchannels-swift, iqchannels-ios keep it on the device.

  @should
  Scenario: an anonymous client that is started again is the same client
    When the client signs in anonymously
    And the client is started again
    And the client signs in anonymously
    Then every call reports success
    And the chat server knows 1 client

  @should
  Scenario: a message is sent although the session was reset before the client was started again
    When the client signs in
    And "sessions.reset" happens at iqchannels
    And the client is started again
    And the client sends "Здравствуйте"
    Then every call reports success
    And the chat has 1 message "Здравствуйте"

  @should
  Scenario: a session that was replaced is not used after the client was started again
    When the client signs in
    And "sessions.reset" happens at iqchannels
    And the client sends "first"
    And the client is started again
    And the client sends "second"
    Then every call reports success
    And the chat has 1 message "second"
