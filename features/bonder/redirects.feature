Feature: No secret follows a redirect to another host
  Source: bonder#L1-L31 gives one address for the password and the token. That a secret is for
  its server alone follows from HTTP (RFC 9110, 15.4: a user agent follows a redirect with care).

  Background:
    Given a profile

  @should
  Scenario Outline: the password and user name follow no redirect with <status>
    Given the server responds to every "bonder.authorize" with the fault "redirect" with:
      | status | <status> |
    When the client loads the card
    Then the client reports a failure
    When the faults end
    Then the client still works

    Examples:
      | status |
      | 302    |
      | 307    |

    @slow
    Examples:
      | status |
      | 301    |
      | 308    |

  @should
  Scenario Outline: the token of a load follows no redirect with <status>
    Given the client is already working
    And the server responds to every "bonder.getCard" with the fault "redirect" with:
      | status | <status> |
    When the client loads the card
    Then the client reports a failure
    When the faults end
    Then the client still works

    Examples:
      | status |
      | 301    |
      | 308    |

  @should
  Scenario Outline: the token and values of a save follow no redirect with <status>
    Given the client is already working
    And the server responds to every "bonder.saveCard" with the fault "redirect" with:
      | status | <status> |
    When the client saves "pl" "name" as "Jan"
    Then the client reports a failure
    When the faults end
    Then the client still works

    Examples:
      | status |
      | 302    |
      | 307    |
