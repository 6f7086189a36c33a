Feature: OK false is a failure even in HTTP 200
  Source: iqchannels#L23-L24 “или ошибку”; iqchannels-readme §Response, §ErrorCode: every response is HTTP 200, and OK
  decides.

  Scenario Outline: a sign-in refused with <code> is reported as a failure
    Source: iqchannels-readme §Response “Если ответ не успешен, тогда данные содержат ошибку `Error`”, §ErrorCode. After
    unauthorized the vendor's mobile SDKs sign up as an anonymous client (iqchannels-ios, iqchannels-swift): that only
    warns.

    Given the server responds to every "iqchannels.integrationAuth" with the error "<code>"
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
  Scenario Outline: a message refused with <code> is reported as a failure
    Source: iqchannels-readme §Response “Если ответ не успешен, тогда данные содержат ошибку `Error`”, §ErrorCode.

    Given the server responds to every "iqchannels.sendMessage" with the error "<code>"
    When the client sends "not taken"
    Then the client reports a failure
    And the chat has no message "not taken"
    And the client still works

    Examples:
      | code                  |
      | internal_server_error |
      | bad_request           |
      | not_found             |
      | forbidden             |
      | invalid               |

  @should
  Scenario Outline: the client advises <advice> when the history returns <code>
    Given the server responds to every "iqchannels.listMessages" with the error "<code>"
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
  Scenario: the error code of iQChannels reaches the caller
    Given the server responds to every "iqchannels.listMessages" with the error "forbidden"
    When the client reads the history
    Then the client reports the error "forbidden"
    When the faults end
    Then the client still works

  @must
  Scenario: an undocumented error code of iQChannels is reported as a failure
    Source: iqchannels-readme §Response: OK false is a failure, whatever Error holds; §ErrorCode lists “общие коды”.

    Given the server responds to every "iqchannels.listMessages" with the status 200 and the body:
      """json
      {"OK": false, "Error": {"Code": "solar_flare", "Text": "Солнце"}}
      """
    When the client reads the history
    Then the client reports a failure
    When the faults end
    Then the client still works
