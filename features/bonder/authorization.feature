Feature: A client of Bonder authorises itself
  Source: bonder, "Авторизация" and its table of error codes (L1-83).

  @must
  Scenario: the first request is preceded by an authorisation
    When the client lists the languages
    Then the client reports success
    And the server saw exactly 1 "bonder.authorize"
    And the last "bonder.getRepository" has the header "X-Auth-Key"
    And the last "bonder.getRepository" has the header "X-Auth-Email" as "USERNAME"

  @must
  Scenario: a live token is used again
    Given the client is at work
    When the client lists the languages
    Then the client reports success
    And the last call made no "bonder.authorize"
    And the server saw exactly 1 "bonder.authorize"

  @must
  Scenario Outline: <code> to authorize advises <advice>
    Given the next "bonder.authorize" is answered with the error "<code>"
    When the client lists the languages
    Then the client reports a failure with the advice "<advice>"
    And the server saw no "bonder.getRepository"
    And the client still works

    Examples:
      | code                       | advice          |
      | SERVER_OFFLINE_ERROR       | retry_later     |
      | AUTH_SERVICE_OFFLINE_ERROR | retry_later     |
      | API_SERVICE_OFFLINE_ERROR  | retry_later     |
      | ACCOUNT_INACTIVE_ERROR     | contact_support |

  @must
  Scenario Outline: <code> to authorize is worth another try
    Given the next "bonder.authorize" is answered with the error "<code>"
    When the client lists the languages
    Then the client succeeds by itself or advises "retry_now"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |

  @must
  Scenario Outline: a wrong <what> is reported and not tried again
    Given the client's "<what>" for bonder is "<value>"
    When the client lists the languages
    Then the client reports a failure with the advice "reauthorize or fix_request or contact_support"
    And the rule "bonder.no-login-loop" is kept
    When the client's "<what>" for bonder is corrected
    Then the client still works

    Examples:
      | what     | value              |
      | username | nobody@example.com |
      | password | wrong-password     |
      | client   | OTHER_CLIENT       |

  @must
  Scenario: a deleted account cannot be authorised again
    Given the client is at work
    When "account.deleted" happens at bonder
    And the client lists the languages
    Then the client reports a failure with the advice "reauthorize or fix_request or contact_support"
    And the rule "bonder.no-login-loop" is kept

  @must
  Scenario: an account that is suspended meanwhile is a case for support
    Given the client is at work
    When "account.suspended" happens at bonder
    And the client lists the languages
    Then the client reports a failure with the advice "contact_support"
    When "account.restored" happens at bonder
    Then the client still works

  @should
  Scenario: the caller is told to come back in 45 to 60 minutes
    Given the next "bonder.authorize" is answered with the error "AUTH_SERVICE_OFFLINE_ERROR"
    When the client lists the languages
    Then the client reports a failure with the advice "retry_later" after "45m" to "60m"
