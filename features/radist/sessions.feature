Feature: A login session is polled at a sensible pace, and not after it has expired
  Source: radist#L20 “Периодически (например, раз в 5 секунд)”: an example; that a session expires is derived.

  @should
  Scenario: an expired login session is replaced by a new one
    When the client connects Telegram by QR
    Then the client has shown "qr"
    When "11m" passes
    Then the client has shown "qr" 2 times
    When the user scans the QR
    And the client has finished
    Then the client reports success
    And the server saw exactly 2 "radist.TelegramInitializeSession"

  @should
  Scenario: the client gives up when every new session has expired
    Given the server responds to every "radist.TelegramSendLoginRequest" with the error "404_session_not_found"
    When the client connects Telegram by QR
    And the client has finished
    Then the client reports a failure with the advice "reauthorize or retry_now or retry_later or none"
    And the rule "radist.dead-sessions" is kept
    And the server saw at most 10 "radist.TelegramInitializeSession"
    And the client still works

  @should
  Scenario: a connection whose session has ended is reported
    Given the server responds to every "radist.ConnectionsCreateConnection" with the error "404_session_not_found"
    When the client connects Telegram by QR
    And the user scans the QR
    And the client has finished
    Then the client reports a failure with the advice "reauthorize or fix_request or retry_now"
    And the server saw at most 3 "radist.ConnectionsCreateConnection"
    And the client still works

  @should @slow
  Scenario: a session is polled about every five seconds
    When the client connects Telegram by QR at its own pace
    And "1500ms" of real time pass
    And the user scans the QR
    And the client has polled the session
    Then the rule "radist.poll-pace" is kept

  @should @slow
  Scenario Outline: the client waits for a Retry-After given as <form> before the next poll
    Given the server responds to the next "radist.TelegramSendLoginRequest" with the fault "rate_limit" with:
      | retry_after | 2s     |
      | form        | <form> |
    When the client connects Telegram by QR
    And the user scans the QR
    And the client has finished
    Then the client succeeds by itself or advises "retry_later"
    And the rule "radist.slow-down" is kept
    And the client still works

    Examples:
      | form    |
      | seconds |
      | date    |
