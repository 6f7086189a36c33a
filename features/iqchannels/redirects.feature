Feature: No secret follows a redirect to another host
  Source: iqchannels#L28-L35 gives one address for the token and the session. That a secret is for
  its server alone follows from HTTP (RFC 9110, 15.4: a user agent follows a redirect with care).

  @should
  Scenario Outline: the credentials of a sign-in follow no redirect with <status>
    Given the server responds to every "iqchannels.integrationAuth" with the fault "redirect" with:
      | status | <status> |
    When the client signs in
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
  Scenario Outline: the session of a message follows no redirect with <status>
    Given the client is already working
    And the server responds to every "iqchannels.sendMessage" with the fault "redirect" with:
      | status | <status> |
    When the client sends "Hello"
    Then the client reports a failure
    When the faults end
    Then the client still works

    Examples:
      | status |
      | 301    |
      | 307    |

  @should
  Scenario Outline: the session of the history follows no redirect with <status>
    Given the client is already working
    And the server responds to every "iqchannels.listMessages" with the fault "redirect" with:
      | status | <status> |
    When the client reads the history
    Then the client reports a failure
    When the faults end
    Then the client still works

    Examples:
      | status |
      | 302    |
      | 308    |

  @should
  Scenario Outline: the token of a card follows no redirect with <status>
    Given the auth service knows the token "card-token-1"
    And the server responds to every "iqchannels.*" with the fault "redirect" with:
      | status | <status> |
    When the client resolves the token "card-token-1" by POST
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
