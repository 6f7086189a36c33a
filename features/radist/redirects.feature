Feature: No secret follows a redirect to another host
  Source: radist#L1-L20 gives one address for the key. That a secret is for
  its server alone follows from HTTP (RFC 9110, 15.4: a user agent follows a redirect with care).

  @should
  Scenario Outline: the key of a read follows no redirect with <status>
    Given a Telegram connection
    And the server responds to every "radist.ConnectionsGetItem" with the fault "redirect" with:
      | status | <status> |
    When the client reads the connection
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
  Scenario Outline: the keys of a bot follow no redirect with <status>
    Given the server responds to every "radist.ConnectionsCreateConnection" with the fault "redirect" with:
      | status | <status> |
    When the client connects a bot
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
  Scenario Outline: the keys of a group follow no redirect with <status>
    Given an Odnoklassniki connection
    And the server responds to every "radist.ConnectionsUpdateItem" with the fault "redirect" with:
      | status | <status> |
    When the client sets the key "tkn2NEWKEY:CQABPOJKAKEKEKEKE"
    Then the client reports a failure
    When the faults end
    Then the client still works

    Examples:
      | status |
      | 307    |
      | 308    |
