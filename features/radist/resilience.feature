Feature: A client of Radist.Online handles faults of networks and servers
  Source: radist describes the flows; what a lost or unreadable response means follows from HTTP.

  @should
  Scenario: the client waits for a slow response about a connection
    Given a Telegram connection
    And the server responds to every "radist.ConnectionsGetItem" with the fault "delay" with:
      | duration | 300ms |
    When the client reads the connection
    Then the client reports success
    And the client reports "type" as "telegram"

  @must
  Scenario Outline: a connection read that fails with <fault> is repeated or reported
    Given a Telegram connection
    And the server responds to the next 2 "radist.ConnectionsGetItem" with the fault "<fault>"
    When the client reads the connection
    Then the client succeeds by itself or advises "retry_now or retry_later or unknown_outcome"
    And the server saw at most 4 "radist.ConnectionsGetItem"
    And the client still works

    Examples:
      | fault      |
      | reset      |
      | empty      |
      | truncate   |
      | lose_reply |

  @must
  Scenario Outline: a connection response malformed as <as> is reported as a failure
    Given a Telegram connection
    And the server responds to every "radist.ConnectionsGetItem" with the fault "malform" with:
      | as | <as> |
    When the client reads the connection
    Then the client reports a failure with the advice "retry_now or retry_later or unknown_outcome or contact_support or none"
    And the server saw at most 11 "radist.ConnectionsGetItem"
    And the client still works

    Examples:
      | as   |
      | cut  |
      | html |

  @must
  Scenario Outline: HTTP <status> for the creation of a connection is reported as a failure
    Given the server responds to the next 20 "radist.ConnectionsCreateConnection" with the status <status>
    When the client connects a group
    Then the client reports a failure
    And there are now 0 connections
    And the server saw at most 11 "radist.ConnectionsCreateConnection"
    And the client still works

    Examples:
      | status |
      | 404    |
      | 500    |
      | 503    |

  @should
  Scenario Outline: an undocumented member <pointer> of a connection is ignored
    Given a Telegram connection
    And the server responds to every "radist.ConnectionsGetItem" with the fault "mutate" with:
      | edit    | extra_field |
      | pointer | <pointer>   |
    When the client reads the connection
    Then the client reports success
    And the client reports "type" as "telegram"

    Examples:
      | pointer       |
      | /news         |
      | /params/theme |

  @should
  Scenario: a connection whose creation got no response is not created twice
    Given the switch "duplicateAccounts" of radist is "allow"
    And the server responds to the next "radist.ConnectionsCreateConnection" with the fault "lose_reply"
    When the client connects a group
    Then the client succeeds by itself or advises "unknown_outcome"
    And there is now 1 connection
    And the client still works

  @should
  Scenario Outline: a poll that fails with <fault> does not end the login
    Given the server responds to the next "radist.TelegramSendLoginRequest" with the fault "<fault>"
    When the client connects Telegram by QR
    And the user scans the QR
    And the client has finished
    Then the client succeeds by itself or advises "retry_now or retry_later or unknown_outcome"
    And the client still works

    Examples:
      | fault    |
      | reset    |
      | truncate |

  @should
  Scenario: a code whose response was lost is not reported as wrong
    Given the server responds to the next "radist.TelegramSendLoginRequest" with the fault "lose_reply"
    When the client connects Telegram by code
    And the user enters the right code
    And the client has finished
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later or reauthorize"
    And the client still works
