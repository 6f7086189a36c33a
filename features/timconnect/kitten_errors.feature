Feature: The eleven errors of Kittn are handled as their texts advise
  Source: timconnect, “includes: errors”; the template's stock table of errors, 400 to 503.

  @should
  Scenario Outline: the client does not retry a kitten request that returns <status>
    Given the server responds to the next 20 "timconnect.getKitten" with the error "<status>"
    When the client is asked for "timconnect.getKitten" with:
      | id | 2 |
    Then the client reports a failure with the advice "<advice>"
    And the last call made exactly 1 "timconnect.getKitten"
    And the client still works

    Examples:
      | status | advice                                        |
      | 400    | fix_request or contact_support or none        |
      | 401    | reauthorize or fix_request or contact_support |
      | 403    | fix_request or contact_support or none        |
      | 404    | fix_request or contact_support or none        |
      | 405    | fix_request or contact_support or none        |
      | 406    | fix_request or contact_support or none        |
      | 410    | fix_request or contact_support or none        |

  @should
  Scenario Outline: the client advises retry_later when the list returns <status>
    Given the server responds to the next 20 "timconnect.listKittens" with the error "<status>"
    When the client is asked for "timconnect.listKittens"
    Then the client reports a failure with the advice "retry_later"
    And the last call made at most 2 "timconnect.listKittens"
    And the rule "timconnect.kittn-slows-down" is kept
    When the faults end
    Then the client still works

    Examples:
      | status |
      | 429    |
      | 500    |
      | 503    |

  @must
  Scenario: status 418 is reported as a failure
    Source: slate-errors, 418 among the error codes: “I'm a teapot.”

    Given "kittens.failing" has happened at timconnect with:
      | status | 418 |
      | times  | 1   |
    When the client is asked for "timconnect.listKittens"
    Then the client reports a failure
    And the client still works

  @should
  Scenario: a removed kitten is not requested again
    Given "kitten.removed" has happened at timconnect with:
      | id | 1 |
    When the client is asked for "timconnect.getKitten" with:
      | id | 1 |
    Then the client reports a failure with the advice "fix_request or none"
    And the rule "timconnect.kittn-final" is kept
    And the client still works

  @must
  Scenario: a hidden kitten does not hide the others
    Source: slate-errors, 403 “The kitten requested is hidden for administrators only.”; timconnect#L190 “The ID
    of the kitten to retrieve”.

    Given "kitten.hidden" has happened at timconnect with:
      | id | 1 |
    When the client is asked for "timconnect.getKitten" with:
      | id | 1 |
    Then the client reports a failure
    When the client is asked for "timconnect.getKitten" with:
      | id | 2 |
    Then the client reports "/kitten/name" as "Max"

  @should
  Scenario: a client that was too fast is served again after a minute
    Given the switch "kittenRateLimit" of timconnect is "2"
    When the client is asked for "timconnect.listKittens"
    And the client is asked for "timconnect.listKittens"
    And the client is asked for "timconnect.listKittens"
    Then the client reports a failure with the advice "retry_later"
    When "1m" passes
    Then the client still works

  @should
  Scenario: kittens are listed again after maintenance
    Given "maintenance.started" has happened at timconnect
    When the client is asked for "timconnect.listKittens"
    Then the client reports a failure with the advice "retry_later"
    When "maintenance.ended" happens at timconnect
    Then the client still works

  @should
  Scenario: a wrong key is reported until it is corrected
    Given the client's "api_key" for timconnect is "wrong"
    When the client is asked for "timconnect.listKittens"
    Then the client reports a failure with the advice "reauthorize or fix_request or contact_support"
    And the server saw exactly 1 "timconnect.listKittens"
    When the client's "api_key" for timconnect is corrected
    Then the client still works

  @should
  Scenario: the HTTP status reaches the caller
    When the client is asked for "timconnect.getKitten" with:
      | id | 404 |
    Then the client reports the error "404"
    And the client still works

  @should
  Scenario: the wait that Kittn asks for reaches the caller
    Given the server responds to the next 20 "timconnect.listKittens" with the fault "rate_limit" with:
      | retry_after | 7s |
    When the client is asked for "timconnect.listKittens"
    Then the client reports a failure with the advice "retry_later" after "6s" to "8s"
