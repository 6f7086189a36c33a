Feature: No secret follows a redirect to another host
  Source: timconnect-1.7.1 §tryAuthUser, authByPhone, confirmPhone give one address for code, password and session. That a secret is for
  its server alone follows from HTTP (RFC 9110, 15.4: a user agent follows a redirect with care).

  @should
  Scenario Outline: the password and session follow no redirect with <status>
    Given the client is registered as "79991234567"
    And the server responds to every "timconnect.authorize" with the fault "redirect" with:
      | status | <status> |
    When the session expires
    And the client is asked for "timconnect.categories"
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
  Scenario Outline: the session of a read follows no redirect with <status>
    Given the client is registered as "79991234567"
    And the server responds to every "timconnect.listCategories" with the fault "redirect" with:
      | status | <status> |
    When the client is asked for "timconnect.categories"
    Then the client reports a failure
    When the faults end
    Then the client still works

    Examples:
      | status |
      | 301    |
      | 308    |

  @should
  Scenario Outline: the session of a change follows no redirect with <status>
    Given the client is registered as "79991234567"
    And the server responds to every "timconnect.setHashtag" with the fault "redirect" with:
      | status | <status> |
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.setHashtag" with:
      | id      | {message_id} |
      | hashtag | Try |
    Then the client reports a failure
    When the faults end
    Then the client still works

    Examples:
      | status |
      | 302    |
      | 307    |

  @should
  Scenario Outline: the code and phone follow no redirect with <status>
    Given the server responds to every "timconnect.confirmPhone" with the fault "redirect" with:
      | status | <status> |
    When the client asks for a code for "79991234567"
    And the client confirms "79991234567" with the code of the SMS
    Then the client reports a failure
    When the faults end
    Then the client still works

    Examples:
      | status |
      | 307    |
      | 308    |

  @should
  Scenario Outline: the digest and push token follow no redirect with <status>
    Given the server responds to every "timconnect.registerByDigest" with the fault "redirect" with:
      | status | <status> |
    When the client registers "79991234567" with a digest of the bank
    Then the client reports a failure
    When the faults end
    Then the client still works

    Examples:
      | status |
      | 307    |
      | 308    |
