Feature: A client of iQChannels retries a few times at most, and advises its caller
  Source: no sentence says how often to retry, so these scenarios only warn.

  @should
  Scenario: a message whose response is lost is sent again or left to the caller
    Given the server responds to the next "iqchannels.sendMessage" with the fault "lose_reply"
    When the client sends "Переведите 200 рублей"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the client still works

  @should
  Scenario: the client stops signing in when a new session is refused, too
    Given the server responds to every "iqchannels.sendMessage" with the error "unauthorized"
    When the client sends "no way at all"
    Then the client reports a failure
    And the server saw at most 5 "iqchannels.integrationAuth"
    And the client still works

  @should
  Scenario: a sign-in whose response cannot be read is repeated a few times at most
    Given the server responds to every "iqchannels.integrationAuth" with the fault "malform"
    When the client signs in
    Then the client reports a failure with the advice "retry_now or retry_later or unknown_outcome or contact_support or none"
    And the server saw at most 11 "iqchannels.integrationAuth"
    When the faults end
    Then the client still works
