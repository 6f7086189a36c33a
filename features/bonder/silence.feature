Feature: A client of Bonder does not wait without end
  Source: bonder shows an answer to every request; how long to wait for one is the client's own matter, so these are slow.

  @should @slow
  Scenario: the client gives up a read that gets no response
    Given a profile
    And every "bonder.getCard" meets the fault "timeout"
    When the client loads the card
    Then the client reports a failure with the advice "retry_now or retry_later or unknown_outcome"
    And the client still works

  @should @slow
  Scenario: a creation that gets no response has an unknown outcome
    Given the next "bonder.createProfile" meets the fault "lose_reply" with:
      | by | silence |
    When the client creates a profile
    Then the client reports a failure with the advice "unknown_outcome"
    And there is now 1 profile
    And the client still works
