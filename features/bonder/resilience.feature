Feature: A client of Bonder survives what networks and servers do
  Source: bonder gives the form of every answer (L32-57); an answer of another form is none.

  Background:
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}}}
      """

  @must
  Scenario: a slow answer is waited for
    Given every "bonder.getCard" meets the fault "delay" with:
      | duration | 300ms |
    When the client loads the card
    Then the client reports success
    And the client tells "/translatable/pl/name" as "Jan"

  @must
  Scenario Outline: a read that ends by <fault> is repeated or reported
    Given the next 2 "bonder.getCard" meet the fault "<fault>"
    When the client loads the card
    Then the client succeeds by itself or advises "retry_now or retry_later or unknown_outcome"
    And the server saw at most 4 "bonder.getCard"
    And the client still works

    Examples:
      | fault      |
      | reset      |
      | empty      |
      | truncate   |
      | lose_reply |

  @must
  Scenario Outline: an answer malformed as <as> is no success
    Given every "bonder.getCard" meets the fault "malform" with:
      | as | <as> |
    When the client loads the card
    Then the client reports a failure with the advice "retry_now or retry_later or unknown_outcome or contact_support or none"
    And the server saw at most 11 "bonder.getCard"
    And the client still works

    Examples:
      | as   |
      | cut  |
      | html |

  @must
  Scenario: a save whose answer is cut off is not called a success
    Given every "bonder.saveCard" meets the fault "malform"
    When the client saves "pl" "name" as "Janusz"
    Then the client reports a failure with the advice "unknown_outcome or retry_now or retry_later"
    And the client still works

  @must
  Scenario: a save whose reply is lost is repeated, or its outcome called unknown
    Given the next "bonder.saveCard" meets the fault "lose_reply"
    When the client saves "pl" "name" as "Janusz"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the card now holds "pl" "name" as "Janusz"
    And the client still works

  @must
  Scenario: an error code that is not documented is reported
    Given the next 20 "bonder.getCard" are answered with the status 200 and the body:
      """json
      {"success": false, "errors": ["SOLAR_FLARE_ERROR"], "result": {}}
      """
    When the client loads the card
    Then the client reports a failure
    And the client still works

  @must
  Scenario Outline: a member <pointer> that is not documented is let pass
    Given every "bonder.getCard" meets the fault "mutate" with:
      | edit    | extra_field |
      | pointer | <pointer>   |
    When the client loads the card
    Then the client reports success
    And the client tells "/translatable/pl/name" as "Jan"

    Examples:
      | pointer                |
      | /news                  |
      | /result/settings/theme |

  @must
  Scenario Outline: HTTP <status> is no success
    Given the next 20 "bonder.deleteProfile" are answered with the status <status>
    When the client deletes the profile
    Then the client reports a failure
    And there is now 1 profile
    And the client still works

    Examples:
      | status |
      | 404    |
      | 500    |
      | 503    |

  @must
  Scenario: a request to slow down is not answered with more of the same
    Given the next 20 "bonder.getCard" meet the fault "rate_limit"
    When the client loads the card
    Then the client reports a failure with the advice "retry_later or retry_now"
    And the last call made at most 3 "bonder.getCard"
    And the client still works

  @must
  Scenario: a database that stays away is not asked for ever
    Given the next 30 "bonder.getCard" are answered with the error "DATABASE_ERROR"
    When the client loads the card
    Then the client reports a failure with the advice "retry_now or retry_later"
    And the rule "bonder.retry-bounded" is kept
    And the client still works
