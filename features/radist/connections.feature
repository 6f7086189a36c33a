Feature: Connections are read, and never deleted
  Source: radist, “Замечания” (L6-9); the path with its company, and the header X-Api-Key, from clients of the API.

  @must
  Scenario: the connections of the company are listed
    Given a Telegram connection
    When the client lists the connections
    Then the client reports success
    And the client reports "/connections/0/id" as {connection_id}
    And the last "radist.ConnectionsGetItems" has the header "X-Api-Key"

  @must
  Scenario: a connection that the vendor manages is listed
    Given an AMOCRM connection
    When the client lists the connections
    Then the client reports success
    And the client reports "/connections/0/type" as "amocrm"

  @must
  Scenario: a new WhatsApp connection without a phone is listed
    Given the facts of radist include:
      """json
      {
        "next": {"connection": 102},
        "connections": {"101": {"id": 101, "company": 7, "type": "whatsapp", "name": null, "created_at": "2024-07-08T09:14:01Z", "radist_token": "5a1e7f90-1c0e-4e43-8a3b-6a1c5d8f2b11", "connected": false}}
      }
      """
    When the client lists the connections
    Then the client reports success
    And the client reports "/connections/0/params/phone" as null

  @must
  Scenario: one connection is read
    Given a MAX connection
    When the client reads the connection
    Then the client reports success
    And the client reports "type" as "max_personal"

  @must
  Scenario: a connection is not deleted through the API
    Given a WhatsApp connection
    When the client is asked for "radist.deleteConnection" with:
      | connection_id | {connection_id} |
    Then the client reports a failure with the advice "contact_support"
    And there is now 1 connection
    And the client still works

  @should
  Scenario: a connection that does not exist is reported as a bad request
    When the client is asked for "radist.connection" with:
      | connection_id | 999 |
    Then the client reports a failure with the advice "fix_request"
    And the last call made at most 2 "radist.*"
    And the client still works
