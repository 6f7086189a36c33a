Feature: What others have changed is seen when it is asked for again
  Source: radist#L7, support deletes connections; radist#L8, the vendor manages some. That a list is asked for anew is
  derived.

  @should
  Scenario: a connection that support has deleted is not listed any more
    Given a Telegram connection
    When the client lists the connections
    And "support.connection_deleted" happens at radist
    And the client lists the connections
    Then the client reports success
    And the client reports "connections" as []
