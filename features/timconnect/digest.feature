Feature: A phone is registered without SMS, by a request that the bank has signed
  Source: timconnect#L22; timconnect-1.7.1 §authWithoutSms: phone_number, digest, device.app_key, device.token. The bank's server signs, not the application.

  @must
  Scenario: a signed request registers the device
    Source: timconnect-1.7.1 §authWithoutSms: a request that the bank signs, and no SMS.

    When the client registers "79991234567" with a digest of the bank
    Then the client reports success
    And the phone has 1 usable device
    And the outbox holds 0 "sms" to "79991234567"

  @should
  Scenario: the phone is sent as the bank has signed it
    When the client registers "89991234567" with a digest of the bank
    Then the client reports success
    And the last "timconnect.registerByDigest" has "/phone_number" as "89991234567"

  @should
  Scenario: a wrong digest is reported and not sent again
    When the client registers "79991234567" with a wrong digest of the bank
    Then the client reports a failure with the advice "reauthorize or fix_request or contact_support"
    And the server saw exactly 1 "timconnect.registerByDigest"
    And the phone has no usable device
    And the client still works

  @should
  Scenario: every request carries the bare API key
    Given the switch "requireApiKeyHeader" of timconnect is "false"
    When the client registers "79991234567" with a digest of the bank
    And the client is asked for "timconnect.categories"
    Then the client reports success
    And the last "timconnect.registerByDigest" has the header "Authorization"
    And the last "timconnect.listCategories" has the header "Authorization"

  @should
  Scenario: a wrong API key is reported and not sent again
    Given the client's "api_key" for timconnect is "wrong"
    When the client asks for a code for "79991234567"
    Then the client reports a failure with the advice "reauthorize or fix_request or contact_support"
    And the server saw exactly 1 "timconnect.*"
    When the client's "api_key" for timconnect is corrected
    Then the client still works

  @should
  Scenario: a phone that is registered again uses its new session
    Given the client is registered as "79991234567"
    When the client registers "79991234567" with a digest of the bank
    And the client is asked for "timconnect.categories"
    Then the client reports success
    And the server saw no "timconnect.authorize"
    And the outbox holds 1 "sms" to "79991234567"
