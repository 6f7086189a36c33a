Feature: An expired session is renewed with the stored password
  Source: timconnect#L22; timconnect-1.7.1 §tryAuthUser, “automatic with the stored password”; Errors, “Permission denied”: not enough rights, or the session has expired.

  Background:
    Given the client is registered as "79991234567"

  @should
  Scenario Outline: a session that <ends> is renewed
    When the session <ends>
    And the client is asked for "timconnect.categories"
    Then the client reports success
    And the client reports 18 categories
    And the rule "timconnect.renew-once" is kept

    Examples:
      | ends                  |
      | expires               |
      | expires after 15 days |

  @should
  Scenario: a renewed session is used for the calls that follow
    When the session expires
    And the client is asked for "timconnect.categories"
    And the client is asked for "timconnect.categories"
    Then the client reports success
    And the last call made no "timconnect.authorize"
    And the rule "timconnect.renew-once" is kept

  @should
  Scenario: a valid session is not renewed
    When the client is asked for "timconnect.categories"
    Then the client reports success
    And the server saw no "timconnect.authorize"

  @should
  Scenario: a session that expires again is renewed again
    When the session expires
    And the client is asked for "timconnect.categories"
    And the session expires
    And the client is asked for "timconnect.categories"
    Then the client reports success
    And the server saw exactly 2 "timconnect.authorize"

  @should
  Scenario: a delivery report refused because the session had expired is not lost
    Given the server responds to the next "timconnect.reportDelivery" with the fault "expire"
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    Then the client reports success
    And no message is still in the queue
    And the rule "timconnect.renew-once" is kept

  @should
  Scenario: a hashtag refused because the session had expired is not lost
    When a message "Hello" is sent to the phone
    And the session expires
    And the client is asked for "timconnect.setHashtag" with:
      | id      | {message_id} |
      | hashtag | Try          |
    Then the client reports success
    And the message now has "hashtag" as "Try"

  @should
  Scenario: the client reports a refusal that a new session does not change
    Given the server responds to every "timconnect.setHashtag" with the error "permission_denied"
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.setHashtag" with:
      | id      | {message_id} |
      | hashtag | Try          |
    Then the client reports a failure
    And the server saw at most 2 "timconnect.authorize"
    And the client still works

  @should
  Scenario: a refused password is not sent again
    When another device registers the phone
    And the client is asked for "timconnect.categories"
    Then the client reports a failure with the advice "reauthorize"
    And the last call made exactly 1 "timconnect.authorize"
    And the rule "timconnect.no-login-loop" is kept
    And the client still works

  @should
  Scenario: ten requests that are refused together renew the session once
    Given the server responds to the next 10 "timconnect.listCategories" with the fault "delay" with:
      | duration | 100ms |
    When the session expires
    And the client starts "timconnect.categories" 10 times
    And the client has finished
    Then every call reports success
    And the rule "timconnect.one-renewal" is kept
