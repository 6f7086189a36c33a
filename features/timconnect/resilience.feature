Feature: A client of TIM Connect handles faults of networks and servers
  Source: timconnect and timconnect-1.7.1 give the form of every response, {"result": …, "message": …}; another form is not a response.

  Background:
    Given the client is registered as "79991234567"

  @should
  Scenario: the client waits for a slow queue
    Given the server responds to every "timconnect.listQueue" with the fault "delay" with:
      | duration | 300ms |
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    Then the client reports success
    And no message is still in the queue

  @should
  Scenario Outline: a queue read that fails with <fault> is repeated or reported
    Given the server responds to the next 2 "timconnect.listQueue" with the fault "<fault>"
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    Then the client succeeds by itself or advises "retry_now or retry_later or unknown_outcome"
    And the server saw at most 4 "timconnect.listQueue"
    When the faults end
    Then the client still works

    Examples:
      | fault      |
      | reset      |
      | empty      |
      | truncate   |
      | lose_reply |

  @should
  Scenario Outline: a queue response malformed as <as> is reported as a failure
    Given the server responds to every "timconnect.listQueue" with the fault "malform" with:
      | as | <as> |
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    Then the client reports a failure with the advice "retry_now or retry_later or unknown_outcome or contact_support or none"
    And the server saw no "timconnect.reportDelivery"
    And the client still works

    Examples:
      | as   |
      | cut  |
      | html |

  @should
  Scenario: a hashtag whose response is cut off is not reported as a success
    Given the server responds to every "timconnect.setHashtag" with the fault "malform"
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.setHashtag" with:
      | id      | {message_id} |
      | hashtag | Try          |
    Then the client reports a failure with the advice "unknown_outcome or retry_now or retry_later"
    And the client still works

  @should
  Scenario: an undocumented member of a response is ignored
    Given the server responds to every "timconnect.listQueue" with the fault "mutate" with:
      | edit    | extra_field |
      | pointer | /news       |
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    Then the client reports success
    And the client has received "message" "Hello" once

  @must
  Scenario Outline: HTTP <status> for a hashtag is reported as a failure
    Source: timconnect-1.7.1 §setHashtag: a success is {"result": "success", "message": ""}, and this is not.

    Given the server responds to the next 20 "timconnect.setHashtag" with the status <status>
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.setHashtag" with:
      | id      | {message_id} |
      | hashtag | Try          |
    Then the client reports a failure
    And the message now has "hashtag" as ""
    And the client still works

    Examples:
      | status |
      | 404    |
      | 500    |

  @should
  Scenario: the client slows down when it is told to
    Given the server responds to the next 20 "timconnect.listQueue" with the fault "rate_limit"
    When the client is asked for "timconnect.receiveMessages"
    Then the client reports a failure with the advice "retry_later or retry_now"
    And the last call made at most 3 "timconnect.listQueue"
    And the client still works

  @should
  Scenario: the client recovers when the authorization response is lost
    Given the server responds to the next "timconnect.authorize" with the fault "lose_reply"
    When the session expires
    And the client is asked for "timconnect.categories"
    Then the client succeeds by itself or advises "retry_now or retry_later or unknown_outcome"
    And the server saw at most 4 "timconnect.authorize"
    And the client still works
