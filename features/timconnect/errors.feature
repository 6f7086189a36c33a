Feature: A failure is read from the body of the response
  Source: timconnect, “includes: errors”; timconnect-1.7.1 §Errors: “When a request fails, the body of the answer contains the details in JSON”, with its eight messages.

  Background:
    Given the client is registered as "79991234567"

  @must
  Scenario Outline: a failure of <operation> in HTTP 200 is reported as a failure
    Source: timconnect-1.7.1 §Errors: when a request fails, the body has the details, "result": "fail".

    Given the server responds to every "timconnect.<operation>" with the status 200 and the body:
      """json
      {"result": "fail", "message": "Service is busy"}
      """
    When the client is asked for "timconnect.<ability>"
    Then the client reports a failure
    And the server saw at least 1 "timconnect.<operation>"
    And the client still works

    Examples:
      | operation     | ability         |
      | removeDevice  | removeDevice    |
      | listQueue     | receiveMessages |
      | listMessages  | restoreMessages |
      | getStatistics | statistics      |

  @must
  Scenario: a marker refused in HTTP 200 is not reported as set
    Source: timconnect-1.7.1 §Errors: when a request fails, the body has the details, "result": "fail".

    Given the server responds to every "timconnect.setHashtag" with the status 200 and the body:
      """json
      {"result": "fail", "message": "Service is busy"}
      """
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.setHashtag" with:
      | id      | {message_id} |
      | hashtag | Try          |
    Then the client reports a failure
    And the message now has "hashtag" as ""
    And the client still works

  @should
  Scenario Outline: “<words>” at the confirmation is reported as a bad request
    Given the server responds to the next 20 "timconnect.confirmPhone" with the error "<code>"
    When the client asks for a code for "79997654321"
    And the client confirms "79997654321" with the code of the SMS
    Then the client reports a failure with the advice "fix_request"
    And the last call made exactly 1 "timconnect.confirmPhone"
    And the client still works

    Examples:
      | code         | words                               |
      | code_unknown | ActivationCode matching query       |
      | code_invalid | ActivationCode does not exist       |

  @should
  Scenario: an error message that is a printed form reaches the caller
    Given the server responds to the next 20 "timconnect.registerPhone" with the error "phone_invalid"
    When the client asks for a code for "79997654321"
    Then the client reports a failure with the advice "fix_request"
    And the reported error message contains "Enter a valid mobile number."
    And the client still works

  @should
  Scenario: an undocumented error message reaches the caller
    Given the server responds to every "timconnect.getStatistics" with the status 200 and the body:
      """json
      {"result": "fail", "message": "Solar flare"}
      """
    When the client is asked for "timconnect.statistics"
    Then the client reports a failure
    And the reported error message contains "Solar flare"
    And the client still works

  @should
  Scenario: failures are read with any HTTP status
    Given the switch "httpStatus" of timconnect is "mapped"
    When the session expires
    And the client is asked for "timconnect.categories"
    Then the client reports success
    And the server saw exactly 1 "timconnect.authorize"
