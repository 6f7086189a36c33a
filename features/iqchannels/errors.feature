Feature: OK false is a failure, though HTTP says 200
  Source: iqchannels#L23-L24 “или ошибку”; iqchannels-readme §Response, §ErrorCode: every answer is HTTP 200, OK
  decides.

  Scenario Outline: <code> to a sign-in is a failure
    Source: iqchannels-readme §Response “Если ответ не успешен, тогда данные содержат ошибку `Error`”, §ErrorCode. After
    unauthorized the vendor's mobile SDKs sign up as an anonymous client (iqchannels-ios, iqchannels-swift): that warns
    only.

    Given every "iqchannels.integrationAuth" is answered with the error "<code>"
    When the client signs in
    Then the client reports a failure
    When the faults end
    Then the client still works

    @must
    Examples:
      | code                  |
      | internal_server_error |
      | bad_request           |
      | not_found             |
      | forbidden             |
      | invalid               |

    @should
    Examples:
      | code         |
      | unauthorized |

  @must
  Scenario Outline: <code> to a message is a failure
    Source: iqchannels-readme §Response “Если ответ не успешен, тогда данные содержат ошибку `Error`”, §ErrorCode.

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
    Source: iqchannels-readme §Response: OK false is a failure, whatever Error holds; §ErrorCode lists “общие коды”.

    Given every "iqchannels.listMessages" is answered with the status 200 and the body:
      """json
      {"OK": false, "Error": {"Code": "solar_flare", "Text": "Солнце"}}
      """
    When the client reads the history
    Then the client reports a failure
    When the faults end
    Then the client still works
