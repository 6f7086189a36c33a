Feature: A restarted application uses the password of its key chain
  Source: timconnect#L22; timconnect-1.7.1 §tryAuthUser, checkAuth; Errors, “Incorrect phone_number or credentials”.

  Background:
    Given the facts of timconnect include:
      """json
      {"devices": [{"id": 1, "phone": "79991234567", "key": "meowmeowmeow", "token": "earlier", "credentials": "kept-by-an-earlier-run-of-the-application",
        "registered_at": "2026-01-01T09:00:00Z", "sessions": []}]}
      """

  @must
  Scenario: the stored password opens a session
    Source: timconnect#L22 “регистрация и авторизация устройства в сервисе”, timconnect-1.7.1 §tryAuthUser.

    When the client is asked for "timconnect.signIn" with:
      | phone       | 79991234567                               |
      | credentials | kept-by-an-earlier-run-of-the-application |
    And the client is asked for "timconnect.categories"
    Then the client reports success
    And the server saw at least 1 "timconnect.authorize"

  @should
  Scenario: the stored password is used once, and no code is asked for
    When the client is asked for "timconnect.signIn" with:
      | phone       | 79991234567                               |
      | credentials | kept-by-an-earlier-run-of-the-application |
    And the client is asked for "timconnect.categories"
    Then the client reports success
    And the server saw exactly 1 "timconnect.authorize"
    And the server saw no "timconnect.registerPhone"

  @should
  Scenario: a wrong password is reported and not sent again
    When the client is asked for "timconnect.signIn" with:
      | phone       | 79991234567                               |
      | credentials | of-another-phone                          |
    Then the client reports a failure with the advice "reauthorize"
    And the server saw exactly 1 "timconnect.authorize"
    And the client still works

  @must
  Scenario: an authorized device is reported as authorized
    Source: timconnect-1.7.1 §checkAuth, checkAuthState: a boolean, whether the device is authorised.

    When the client is asked for "timconnect.signIn" with:
      | phone       | 79991234567                               |
      | credentials | kept-by-an-earlier-run-of-the-application |
    And the client is asked for "timconnect.isAuthorized"
    Then the client reports success
    And the client reports "authorized" as true

  @should
  Scenario: a removed device is reported as not authorized
    Given the client is registered as "79997654321"
    When the device is removed
    And the client is asked for "timconnect.isAuthorized"
    Then the client reports success
    And the client reports "authorized" as false
