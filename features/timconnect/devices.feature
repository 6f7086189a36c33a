Feature: A blocked or removed device sends no more requests
  Source: timconnect#L22; timconnect-1.7.1 §unregisterDevice, logOut; Errors, “Device is blocked” on any request, “Device has no mobile app”.

  Background:
    Given the client is registered as "79991234567"

  @should
  Scenario Outline: <ability> reports a blocked device to the caller
    When the device is blocked
    And the client is asked for "<ability>"
    Then the client reports a failure with the advice "contact_support"
    And the last call made exactly 1 "timconnect.*"
    And the rule "timconnect.blocked-is-final" is kept
    And the client still works

    Examples:
      | ability                    |
      | timconnect.receiveMessages |
      | timconnect.statistics      |

  @should
  Scenario: a device that is unblocked works again without a new registration
    When the device is blocked
    And the client is asked for "timconnect.categories"
    And the device is unblocked
    And the client is asked for "timconnect.categories"
    Then the client reports success
    And the server saw exactly 1 "timconnect.registerByDigest"

  @must
  Scenario: the client removes its device
    Source: timconnect-1.7.1 §unregisterDevice, logOut: the device gets no more pushes.

    When the client is asked for "timconnect.removeDevice"
    Then the client reports success
    And the phone has no usable device

  @should
  Scenario: a removed device sends no more requests
    When the client is asked for "timconnect.removeDevice"
    And the client is asked for "timconnect.categories"
    Then the client reports a failure
    And the last call made no "timconnect.*"
    And the client still works

  @must
  Scenario: a device that was removed is not used any more
    Source: timconnect-1.7.1 §unregisterDevice: no requests are allowed after it, and the stored authorization is
    cleared.

    When the client is asked for "timconnect.removeDevice"
    And the client is asked for "timconnect.setCategory" with:
      | id       | 70000000 |
      | category | 2        |
    Then the rule "timconnect.removed-is-silent" is kept
    And the client still works

  @should
  Scenario: the caller is told to register again when the owner has removed the application
    When the device is removed
    And the client is asked for "timconnect.receiveMessages"
    Then the client reports a failure with the advice "reauthorize"
    And the last call made exactly 1 "timconnect.*"
    And the rule "timconnect.blocked-is-final" is kept
    And the client still works

  @should
  Scenario: a removed device is registered again
    When the client is asked for "timconnect.removeDevice"
    And the client registers "79991234567" with a digest of the bank
    And the client is asked for "timconnect.categories"
    Then the client reports success
    And the phone has 1 usable device

  @should
  Scenario: a failed removal leaves the session usable
    Given the server responds to the next "timconnect.removeDevice" with the status 503
    When the client is asked for "timconnect.removeDevice"
    Then the client reports a failure
    And the phone has 1 usable device
    And the client still works
