Feature: A client of Bonder handles faults of networks and servers
  Source: bonder#L32-L57 gives the form of every response, and says what is a success. It does not say how to handle other
  responses, so that only warns.

  Background:
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}}}
      """

  @should
  Scenario: the client waits for a slow response
    Given the server responds to every "bonder.getCard" with the fault "delay" with:
      | duration | 300ms |
    When the client loads the card
    Then the client reports success
    And the client reports "/translatable/pl/name" as "Jan"

  @should
  Scenario Outline: a read that fails with <fault> is repeated or reported
    Given the server responds to the next 2 "bonder.getCard" with the fault "<fault>"
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
  Scenario Outline: a response malformed as <as> is reported as a failure
    Source: bonder#L574-L601: a success is an object with success, errors and result.
    Given the server responds to every "bonder.getCard" with the fault "malform" with:
      | as | <as> |
    When the client loads the card
    Then the client reports a failure
    And the client still works

    Examples:
      | as   |
      | cut  |
      | html |

  @must
  Scenario: a save whose response is cut off is not reported as a success
    Source: bonder#L473-L478: a success is an object with success, errors and result.
    Given the server responds to every "bonder.saveCard" with the fault "malform"
    When the client saves "pl" "name" as "Janusz"
    Then the client reports a failure
    And the client still works

  @should
  Scenario: a save whose response is cut off has an unknown outcome
    Given the server responds to every "bonder.saveCard" with the fault "malform"
    When the client saves "pl" "name" as "Janusz"
    Then the client reports a failure with the advice "unknown_outcome or retry_now or retry_later"
    And the client still works

  @should
  Scenario: a save whose response is lost is repeated, or its outcome is reported as unknown
    Given the server responds to the next "bonder.saveCard" with the fault "lose_reply"
    When the client saves "pl" "name" as "Janusz"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the card now holds "pl" "name" as "Janusz"
    And the client still works

  @must
  Scenario: an undocumented error code is reported as a failure
    Source: bonder#L602-L607: success false is a failure, whatever its code.
    Given the server responds to every "bonder.getCard" with the status 200 and the body:
      """json
      {"success": false, "errors": ["SOLAR_FLARE_ERROR"], "result": {}}
      """
    When the client loads the card
    Then the client reports a failure
    And the client still works

  @should
  Scenario Outline: an undocumented member <pointer> is ignored
    Given the server responds to every "bonder.getCard" with the fault "mutate" with:
      | edit    | extra_field |
      | pointer | <pointer>   |
    When the client loads the card
    Then the client reports success
    And the client reports "/translatable/pl/name" as "Jan"

    Examples:
      | pointer                |
      | /news                  |
      | /result/settings/theme |

  @must
  Scenario Outline: HTTP <status> is reported as a failure
    Source: bonder#L643-L648, “Успех HTTP/1.1 200 OK”.
    Given the server responds to every "bonder.deleteProfile" with the status <status>
    When the client deletes the profile
    Then the client reports a failure
    And there is now 1 profile
    And the client still works

    Examples:
      | status |
      | 404    |
      | 500    |
      | 503    |

  @should
  Scenario: the client slows down when it is told to
    Given the server responds to the next 20 "bonder.getCard" with the fault "rate_limit"
    When the client loads the card
    Then the client reports a failure with the advice "retry_later or retry_now"
    And the last call made at most 3 "bonder.getCard"
    And the client still works
