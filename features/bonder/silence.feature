Feature: A client of Bonder limits how long it waits
  Source: bonder shows a response to every request and no time limit. How long to wait is for the client to decide, so these only warn.

  @should @slow
  Scenario: the client gives up a read that gets no response
    Given a profile
    And the server responds to every "bonder.getCard" with the fault "timeout"
    When the client loads the card
    Then the client reports a failure with the advice "retry_now or retry_later or unknown_outcome"
    And the client still works

  @should @slow
  Scenario: a creation that gets no response has an unknown outcome
    Given the server responds to the next "bonder.createProfile" with the fault "lose_reply" with:
      | by | silence |
    When the client creates a profile
    Then the client reports a failure with the advice "unknown_outcome"
    And there is now 1 profile
    And the client still works

  @should @slow
  Scenario: the client gives up a card that comes in small pieces
    Given a profile
    And the server responds to every "bonder.getCard" with the fault "dribble" with:
      | bytes    | 1  |
      | interval | 2s |
    When the client loads the card
    Then the client reports a failure with the advice "retry_now or retry_later or unknown_outcome"
    When the faults end
    Then the client still works

  @should @slow
  Scenario: a card without end is not read to its end
    Given a profile
    And the server responds to the next "bonder.getCard" with the fault "malform" with:
      | as | endless |
    When the client loads the card
    Then the client succeeds by itself or advises "retry_now or retry_later or unknown_outcome or none"
    And the client still works
