Feature: A phone is registered by SMS
  Source: timconnect, “регистрация и авторизация устройства в сервисе” (L22); timconnect-1.7.1 §authByPhone, confirmPhone, and Errors.

  @must
  Scenario: the code of the SMS registers the device
    Source: timconnect#L22 “регистрация и авторизация устройства в сервисе”, timconnect-1.7.1 §authByPhone,
    confirmPhone.

    When the client asks for a code for "79991234567"
    And the client confirms "79991234567" with the code of the SMS
    Then the client reports success
    And the phone has 1 usable device
    And the outbox holds 1 "sms" to "79991234567"

  @must
  Scenario: a registered device can use every other request
    Source: timconnect-1.7.1 §confirmPhone: after the registration every method can be used.

    When the client asks for a code for "79991234567"
    And the client confirms "79991234567" with the code of the SMS
    And a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    Then the client reports success
    And the client has received "message" "Hello" once

  @must
  Scenario Outline: a phone written as <phone> is registered
    Source: timconnect-1.7.1 §authByPhone: its sample has 89991234567, its picture a field that begins with +7.

    When the client asks for a code for "<phone>"
    And the client confirms "<phone>" with the code of the SMS
    Then the client reports success
    And the phone has 1 usable device

    Examples:
      | phone        |
      | 89991234567  |
      | +79991234567 |

  @should
  Scenario: an invalid phone number is reported as a bad request
    When the client asks for a code for "12345"
    Then the client reports a failure with the advice "fix_request"
    And the server saw at most 1 "timconnect.registerPhone"
    And the client still works

  @should
  Scenario: a wrong code registers nothing and is not sent again
    When the client asks for a code for "79991234567"
    And the client confirms "79991234567" with a wrong code
    Then the client reports a failure with the advice "fix_request"
    And the last call made exactly 1 "timconnect.confirmPhone"
    And the phone has no usable device
    And the client still works

  @should
  Scenario: a code that comes too late is reported as a bad request
    When the client asks for a code for "79991234567"
    And the code expires
    And the client confirms "79991234567" with the code of the SMS
    Then the client reports a failure with the advice "fix_request"
    And the client still works

  @should
  Scenario: a new code registers the device after a late one
    When the client asks for a code for "79991234567"
    And the code expires
    And the client confirms "79991234567" with the code of the SMS
    And the client asks for a code for "79991234567"
    And the client confirms "79991234567" with the code of the SMS
    Then the client reports success
    And the server saw exactly 2 "timconnect.registerPhone"

  @should
  Scenario: a code for a phone that asked for no code is reported as a bad request
    When the client confirms "79991234567" with a wrong code
    Then the client reports a failure with the advice "fix_request"
    And the client still works

  @should
  Scenario: the push token is sent with the registration
    When the client asks for a code for "79991234567"
    And the client confirms "79991234567" with the code of the SMS
    Then the client reports success
    And the fact "/devices/0/token" of timconnect is now "Push-Token-of-the-Suite"

  @should
  Scenario: a device that is registered anew sends the push token that it has now
    When the client asks for a code for "79991234567"
    And the client confirms "79991234567" with the code of the SMS
    And the client is asked for "timconnect.registerPhone" with:
      | phone | "79991234567"      |
      | token | Another-Push-Token |
    And the client confirms "79991234567" with the code of the SMS
    Then the client reports success
    And the phone has 1 usable device

  @should
  Scenario: a confirmation whose response is lost has an unknown outcome
    Given the server responds to the next "timconnect.confirmPhone" with the fault "lose_reply"
    When the client asks for a code for "79991234567"
    And the client confirms "79991234567" with the code of the SMS
    Then the client reports a failure with the advice "unknown_outcome or fix_request or reauthorize"
    And the last call made at most 2 "timconnect.confirmPhone"
    And the client still works
