Feature: OK false is a failure, though HTTP says 200
  Source: iqchannels, step 5 “или ошибку”; API readme of 2017, "Response" and "ErrorCode": every answer is HTTP 200, OK tells.

  @must
  Scenario Outline: <code> to a sign-in is a failure
    Given every "iqchannels.integrationAuth" is answered with the error "<code>"
    When the client signs in
    Then the client reports a failure
    When the faults end
    Then the client still works

    Examples:
      | code                  |
      | internal_server_error |
      | bad_request           |
      | not_found             |
      | forbidden             |
      | unauthorized          |
      | invalid               |

  @must
  Scenario Outline: <code> to a message is a failure
    Given every "iqchannels.sendMessage" is answered with the error "<code>"
    When the client sends "not taken"
    Then the client reports a failure
    And the chat holds "not taken" never
    And the client still works

    Examples:
      | code                  |
      | internal_server_error |
      | bad_request           |
      | not_found             |
      | forbidden             |
      | invalid               |

  @should
  Scenario Outline: <code> to a history advises <advice>
    Given every "iqchannels.listMessages" is answered with the error "<code>"
    When the client reads the history
    Then the client reports a failure with the advice "<advice>"
    When the faults end
    Then the client still works

    Examples:
      | code                  | advice                   |
      | internal_server_error | retry_later or retry_now |
      | bad_request           | fix_request              |
      | not_found             | fix_request              |
      | forbidden             | contact_support          |
      | unauthorized          | reauthorize              |

  @should
  Scenario: the code of iQChannels reaches the caller
    Given every "iqchannels.listMessages" is answered with the error "forbidden"
    When the client reads the history
    Then the client reports the error "forbidden"
    When the faults end
    Then the client still works

  @must
  Scenario: an error code of iQChannels that is not documented is reported
    Given every "iqchannels.listMessages" is answered with the status 200 and the body:
      """json
      {"OK": false, "Error": {"Code": "solar_flare", "Text": "Солнце"}}
      """
    When the client reads the history
    Then the client reports a failure
    When the faults end
    Then the client still works
