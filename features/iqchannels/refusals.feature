Feature: Responses of the auth service are accepted and rejected
  Source: iqchannels#L62, iqchannels#L400-L405: a success is 200 and application/json; an error is another status,
  with or without a body.

  @must
  Scenario Outline: a response <status> with <what> is not a card
    Source: iqchannels#L400 “В случае ошибки сервер возвращает статус не 200, а также может дополнительно возвращать
    описание”.

    Given "auth.failing" has happened at iqchannels with:
      | mode   | <mode>   |
      | status | <status> |
      | times  | 0        |
    When the client resolves the token
    Then the client reports a failure
    When the auth service recovers
    Then the client still works

    Examples:
      | status | what          | mode   |
      | 401    | an error pair | status |
      | 500    | no body       | empty  |
      | 502    | a page        | html   |

  @must
  Scenario: a card sent with status 403 is rejected
    Source: iqchannels#L62 “В случае успешного ответа сервер возвращает статус 200”, iqchannels#L400 “В случае ошибки …
    статус не 200”.

    Given the server responds to every "iqchannels.*" with the status 403 and the body:
      """json
      {"client": {"id": "1064775", "name": "Смирнова Анна Викторовна", "enabled": true}}
      """
    When the client resolves the token
    Then the client reports a failure
    When the faults end
    Then the client still works

  @must
  Scenario: a card that is cut off is rejected
    Source: iqchannels#L62: a success is “в формате application/json”, and a body that is cut off is not JSON.

    Given "auth.failing" has happened at iqchannels with:
      | mode  | malformed |
      | times | 0         |
    When the client resolves the token
    Then the client reports a failure
    When the auth service recovers
    Then the client still works

  @should
  Scenario Outline: status 200 with <what> is not a card
    Given "auth.failing" has happened at iqchannels with:
      | mode  | <mode> |
      | times | 0      |
    When the client resolves the token
    Then the client reports a failure
    When the auth service recovers
    Then the client still works

    Examples:
      | what         | mode         |
      | an errorCode | error_in_200 |
      | nothing      | empty_object |

  @should
  Scenario: the client advises a retry when the auth service is down
    Given "auth.failing" has happened at iqchannels with:
      | mode   | empty |
      | status | 503   |
      | times  | 0     |
    When the client resolves the token
    Then the client reports a failure with the advice "retry_later or retry_now"
    When the auth service recovers
    Then the client still works

  @should @slow
  Scenario: the client gives up an auth service that does not respond
    Given the server responds to every "iqchannels.*" with the fault "timeout"
    When the client resolves the token
    Then the client reports a failure with the advice "retry_later or retry_now or unknown_outcome"
    When the faults end
    Then the client still works
