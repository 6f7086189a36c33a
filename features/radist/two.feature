Feature: Logins, companies and lists stay apart in one client
  Source: radist#L18-L25, radist#L27-L33 for the session of each login; the company in the path and the header X-Api-Key
  from clients of the API.

  @must
  Scenario: several accounts are connected at the same time, each by its own code
    Source: radist#L31-L33: the code goes with the session that was made for it.

    When the client starts "radist.connectTelegram" with:
      | by    | code         |
      | phone | +12025550123 |
    And the client starts "radist.connectTelegram" with:
      | by    | code          |
      | phone | +375291234567 |
    And the client starts "radist.connectMax" with:
      | phone | +8613800138000 |
    And each user enters their own code
    And the client has finished
    Then every call reports success
    And there are now 3 connections

  @must
  Scenario: a second login has a session of its own
    Source: radist#L27-L33: each login begins with a session of its own.

    When the client starts "radist.connectTelegram" with:
      | by    | code         |
      | phone | +79990000001 |
    And each user enters their own code
    And the client has finished
    And the client starts "radist.connectTelegram" with:
      | by    | code         |
      | phone | +79990000002 |
    And each user enters their own code
    And the client has finished
    Then every call reports success
    And there are now 2 connections

  @should
  Scenario: the connections of two companies stay apart
    Given a Telegram connection
    When the client lists the connections
    And the client's "company_id" for radist changes to "8"
    And the client's "api_key" for radist changes to "sparring-radist-other-key"
    And the client lists the connections
    Then the client reports success
    And the client reports "connections" as []
