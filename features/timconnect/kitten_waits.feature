Feature: A client of Kittn knows how long to wait
  Source: slate-errors, 429 “You're requesting too many kittens! Slow down!”; RFC 9110, 10.2.3: Retry-After is a number
  of seconds or a date. These scenarios only warn.

  @should
  Scenario: the wait that Kittn gives as a date reaches the caller
    Given the server responds to the next 20 "timconnect.listKittens" with the fault "rate_limit" with:
      | retry_after | 20s  |
      | form        | date |
    When the client is asked for "timconnect.listKittens"
    Then the client reports a failure with the advice "retry_later" after "15s" to "21s"

  @should
  Scenario Outline: the wait that Kittn gives in <form> does not depend on the client's clock
    Given the server responds to the next 20 "timconnect.listKittens" with the fault "rate_limit" with:
      | retry_after | 20s    |
      | form        | <form> |
      | skew        | 1h     |
    When the client is asked for "timconnect.listKittens"
    Then the client reports a failure with the advice "retry_later" after "15s" to "21s"

    Examples:
      | form    |
      | seconds |
      | date    |

  @should @slow
  Scenario: the client gives up a kitten that comes in small pieces
    Given the server responds to every "timconnect.getKitten" with the fault "dribble" with:
      | bytes    | 1  |
      | interval | 2s |
    When the client is asked for "timconnect.getKitten" with:
      | id | 2 |
    Then the client reports a failure with the advice "retry_now or retry_later or unknown_outcome"
    When the faults end
    Then the client still works
