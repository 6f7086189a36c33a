Feature: A client of Bonder authorizes itself
  Source: bonder#L1-L83, “Авторизация” and its table of error codes.

  @must
  Scenario: the client authorizes before the first request
    Source: bonder#L280-L281.
    When the client lists the languages
    Then the client reports success
    And the server saw at least 1 "bonder.authorize"
    And the last "bonder.getRepository" has the header "X-Auth-Key"
    And the last "bonder.getRepository" has the header "X-Auth-Email" as "USERNAME"

  @should
  Scenario: a valid token is used again
    Source: bonder#L31 counts the requests of a token; no sentence forbids another token.
    Given the client is already working
    When the client lists the languages
    Then the client reports success
    And the last call made no "bonder.authorize"
    And the server saw exactly 1 "bonder.authorize"

  @must
  Scenario Outline: the client advises <advice> when authorize returns <code>
    Source: bonder#L63-L77, “попробуйте еще раз через 45-60 мин.”, “обратитесь в Службу Поддержки”.
    Given the server responds to every "bonder.authorize" with the error "<code>"
    When the client lists the languages
    Then the client reports a failure with the advice "<advice>"
    And the server saw no "bonder.getRepository"
    When the faults end
    Then the client still works

    Examples:
      | code                       | advice          |
      | SERVER_OFFLINE_ERROR       | retry_later     |
      | AUTH_SERVICE_OFFLINE_ERROR | retry_later     |
      | API_SERVICE_OFFLINE_ERROR  | retry_later     |
      | ACCOUNT_INACTIVE_ERROR     | contact_support |

  @must
  Scenario Outline: the client retries authorize after <code>, or advises a retry
    Source: bonder#L78-L83, “попробуйте еще раз”; it does not say when.
    Given the server responds to the next "bonder.authorize" with the error "<code>"
    When the client lists the languages
    Then the client succeeds by itself or advises "retry_now or retry_later"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |

  @must
  Scenario Outline: a wrong <what> is reported
    Source: bonder#L52-L62, “Неверный Пароль, неверный адрес электронной почты …”.
    Given the client's "<what>" for bonder is "<value>"
    When the client lists the languages
    Then the client reports a failure
    When the client's "<what>" for bonder is corrected
    Then the client still works

    Examples:
      | what     | value              |
      | username | nobody@example.com |
      | password | wrong-password     |
      | client   | OTHER_CLIENT       |

  @should
  Scenario: a password with zeros and blanks is sent as it is
    Source: bonder#L23-L25: a string; nothing is said of its form.
    Given "account.put" has happened at bonder with:
      | username | USERNAME           |
      | password | " 007 two  words " |
      | client   | API_CLIENT_NAME    |
    And the client's "password" for bonder is " 007 two  words "
    When the client lists the languages
    Then the client reports success

  @should
  Scenario: refused credentials are not sent again, and the caller is told to correct them
    Source: bonder#L61-L62 gives no advice. That the same credentials are refused again is our conclusion.
    Given the client's "password" for bonder is "wrong-password"
    When the client lists the languages
    Then the client reports a failure with the advice "reauthorize or fix_request or contact_support"
    And the rule "bonder.no-login-loop" is kept

  @must
  Scenario: a deleted account cannot be authorized again
    Source: bonder#L61-L62, “Аккаунт был удален”.
    Given a profile
    And the client is already working
    When "account.deleted" happens at bonder
    And the client loads the card
    Then the client reports a failure

  @must
  Scenario Outline: an account that is <state> meanwhile is referred to support
    Source: bonder#L75-L77, “приостановлен или предназначен для удаления”.
    Given a profile
    And the client is already working
    When "<event>" happens at bonder
    And the client loads the card
    Then the client reports a failure with the advice "contact_support"
    When "account.restored" happens at bonder
    Then the client still works

    Examples:
      | state                 | event                      |
      | suspended             | account.suspended          |
      | intended for deletion | account.deletion_scheduled |

  @should
  Scenario: the caller is told to retry in 45 to 60 minutes
    Source: bonder#L70.
    Given the server responds to the next "bonder.authorize" with the error "AUTH_SERVICE_OFFLINE_ERROR"
    When the client lists the languages
    Then the client reports a failure with the advice "retry_later" after "45m" to "60m"
