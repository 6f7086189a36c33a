Feature: What has an effect has it once, and is not claimed, if its response is lost
  Source: timconnect-1.7.1 §answerIncommingCall, timconnect-1.7.1 §authByPhone, timconnect-1.7.1 §authWithoutSms, timconnect-1.7.1 §changeCategory, timconnect-1.7.1 §confirmPhone, timconnect-1.7.1 §hangUpIncommingCall, timconnect-1.7.1 §registerInVoIPService, timconnect-1.7.1 §requestMessagesQueue, timconnect-1.7.1 §setGeolocation, timconnect-1.7.1 §setHashtag, timconnect-1.7.1 §startCallOnNumberWithRegister, timconnect-1.7.1 §tryAuthUser, timconnect-1.7.1 §unregisterDevice.
  Written by `sparring generate`: each operation by each way to lose a response. The ways of
  an operation that others show as well are @slow.

  Scenario Outline: a number is called once although its response is lost by <fault> <value>
    Source: timconnect-1.7.1 §startCallOnNumberWithRegister.

    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.startCall" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client is asked for "timconnect.call" with:
      | number | "74953693038" |
    Then the client succeeds by itself or advises "unknown_outcome"
    And the rule "timconnect.calls-once" is kept
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | reset   |
      | malform    | as        | html    |

    @should @slow
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | 504     |
      | truncate   | keep      | 50%     |
      | lose_reply | by        | empty   |
      | lose_reply | by        | 500     |
      | lose_reply | by        | close   |
      | malform    | as        | cut     |
      | lose_reply | by        | 502     |
      | lose_reply | by        | 503     |
      | lose_reply | by        | silence |
      | dribble    | interval  | 2s      |

  Scenario Outline: a number is called once although its response does not come in time by <fault> <value>
    Source: timconnect-1.7.1 §startCallOnNumberWithRegister.

    Given the client is registered as "79991234567"
    And the client waits only a short time for a response
    And the server responds to the next "timconnect.startCall" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client is asked for "timconnect.call" with:
      | number | "74953693038" |
    Then the client succeeds by itself or advises "unknown_outcome"
    And the rule "timconnect.calls-once" is kept
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a number is called although the server first answers <status>
    Source: timconnect-1.7.1 §startCallOnNumberWithRegister.

    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.startCall" with the status <status>
    When the client is asked for "timconnect.call" with:
      | number | "74953693038" |
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the client still works

    @should
    Examples:
      | status |
      | 500    |

    @should @slow
    Examples:
      | status |
      | 502    |
      | 503    |
      | 504    |

  Scenario Outline: a category is chosen once although its response is lost by <fault> <value>
    Source: timconnect-1.7.1 §changeCategory.

    Given the client is registered as "79991234567"
    And 2 messages are in the archive
    And the server responds to the next "timconnect.setCategory" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client is asked for "timconnect.setCategory" with:
      | id | {message_id} |
      | category | 18 |
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the message now has "category" as 18
    And the server saw at most 4 "timconnect.setCategory"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | 504     |
      | truncate   | keep      | 50%     |

    @should @slow
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | empty   |
      | lose_reply | by        | 500     |
      | lose_reply | by        | close   |
      | malform    | as        | cut     |
      | lose_reply | by        | 502     |
      | lose_reply | by        | 503     |
      | lose_reply | by        | reset   |
      | malform    | as        | html    |
      | lose_reply | by        | silence |
      | dribble    | interval  | 2s      |

  Scenario Outline: a category is chosen once although its response does not come in time by <fault> <value>
    Source: timconnect-1.7.1 §changeCategory.

    Given the client is registered as "79991234567"
    And 2 messages are in the archive
    And the client waits only a short time for a response
    And the server responds to the next "timconnect.setCategory" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client is asked for "timconnect.setCategory" with:
      | id | {message_id} |
      | category | 18 |
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the message now has "category" as 18
    And the server saw at most 4 "timconnect.setCategory"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a category is chosen although the server first answers <status>
    Source: timconnect-1.7.1 §changeCategory.

    Given the client is registered as "79991234567"
    And 2 messages are in the archive
    And the server responds to the next "timconnect.setCategory" with the status <status>
    When the client is asked for "timconnect.setCategory" with:
      | id | {message_id} |
      | category | 18 |
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the client still works

    @should
    Examples:
      | status |
      | 502    |

    @should @slow
    Examples:
      | status |
      | 500    |
      | 503    |
      | 504    |

  Scenario Outline: a hashtag is set once although its response is lost by <fault> <value>
    Source: timconnect-1.7.1 §setHashtag.

    Given the client is registered as "79991234567"
    And 2 messages are in the archive
    And the server responds to the next "timconnect.setHashtag" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client is asked for "timconnect.setHashtag" with:
      | id | {message_id} |
      | hashtag | Try |
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the message now has "hashtag" as "Try"
    And the server saw at most 4 "timconnect.setHashtag"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | empty   |
      | lose_reply | by        | 500     |

    @should @slow
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | close   |
      | malform    | as        | cut     |
      | lose_reply | by        | 502     |
      | lose_reply | by        | 503     |
      | lose_reply | by        | reset   |
      | malform    | as        | html    |
      | lose_reply | by        | 504     |
      | truncate   | keep      | 50%     |
      | lose_reply | by        | silence |
      | dribble    | interval  | 2s      |

  Scenario Outline: a hashtag is set once although its response does not come in time by <fault> <value>
    Source: timconnect-1.7.1 §setHashtag.

    Given the client is registered as "79991234567"
    And 2 messages are in the archive
    And the client waits only a short time for a response
    And the server responds to the next "timconnect.setHashtag" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client is asked for "timconnect.setHashtag" with:
      | id | {message_id} |
      | hashtag | Try |
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the message now has "hashtag" as "Try"
    And the server saw at most 4 "timconnect.setHashtag"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a hashtag is set although the server first answers <status>
    Source: timconnect-1.7.1 §setHashtag.

    Given the client is registered as "79991234567"
    And 2 messages are in the archive
    And the server responds to the next "timconnect.setHashtag" with the status <status>
    When the client is asked for "timconnect.setHashtag" with:
      | id | {message_id} |
      | hashtag | Try |
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the client still works

    @should
    Examples:
      | status |
      | 503    |

    @should @slow
    Examples:
      | status |
      | 500    |
      | 502    |
      | 504    |

  Scenario Outline: a place is set once although its response is lost by <fault> <value>
    Source: timconnect-1.7.1 §setGeolocation.

    Given the client is registered as "79991234567"
    And 2 messages are in the archive
    And the server responds to the next "timconnect.setGeotag" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client is asked for "timconnect.setGeotag" with:
      | id | {message_id} |
      | latitude | 55.75 |
      | longitude | 37.61 |
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the message now has "geotag" as {"latitude": "55.75000", "longitude": "37.61000"}
    And the server saw at most 4 "timconnect.setGeotag"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | close   |
      | malform    | as        | cut     |

    @should @slow
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | 502     |
      | lose_reply | by        | 503     |
      | lose_reply | by        | reset   |
      | malform    | as        | html    |
      | lose_reply | by        | 504     |
      | truncate   | keep      | 50%     |
      | lose_reply | by        | empty   |
      | lose_reply | by        | 500     |
      | lose_reply | by        | silence |
      | dribble    | interval  | 2s      |

  Scenario Outline: a place is set once although its response does not come in time by <fault> <value>
    Source: timconnect-1.7.1 §setGeolocation.

    Given the client is registered as "79991234567"
    And 2 messages are in the archive
    And the client waits only a short time for a response
    And the server responds to the next "timconnect.setGeotag" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client is asked for "timconnect.setGeotag" with:
      | id | {message_id} |
      | latitude | 55.75 |
      | longitude | 37.61 |
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the message now has "geotag" as {"latitude": "55.75000", "longitude": "37.61000"}
    And the server saw at most 4 "timconnect.setGeotag"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a place is set although the server first answers <status>
    Source: timconnect-1.7.1 §setGeolocation.

    Given the client is registered as "79991234567"
    And 2 messages are in the archive
    And the server responds to the next "timconnect.setGeotag" with the status <status>
    When the client is asked for "timconnect.setGeotag" with:
      | id | {message_id} |
      | latitude | 55.75 |
      | longitude | 37.61 |
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the client still works

    @should
    Examples:
      | status |
      | 504    |

    @should @slow
    Examples:
      | status |
      | 500    |
      | 502    |
      | 503    |

  Scenario Outline: a code is asked for once although its response is lost by <fault> <value>
    Source: timconnect-1.7.1 §authByPhone.

    Given the server responds to the next "timconnect.registerPhone" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client asks for a code for "79991234567"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the phone has no usable device
    And the server saw at most 4 "timconnect.registerPhone"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | 502     |
      | lose_reply | by        | 503     |

    @should @slow
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | reset   |
      | malform    | as        | html    |
      | lose_reply | by        | 504     |
      | truncate   | keep      | 50%     |
      | lose_reply | by        | empty   |
      | lose_reply | by        | 500     |
      | lose_reply | by        | close   |
      | malform    | as        | cut     |
      | lose_reply | by        | silence |
      | dribble    | interval  | 2s      |

  Scenario Outline: a code is asked for once although its response does not come in time by <fault> <value>
    Source: timconnect-1.7.1 §authByPhone.

    Given the client waits only a short time for a response
    And the server responds to the next "timconnect.registerPhone" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client asks for a code for "79991234567"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the phone has no usable device
    And the server saw at most 4 "timconnect.registerPhone"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a code is asked for although the server first answers <status>
    Source: timconnect-1.7.1 §authByPhone.

    Given the server responds to the next "timconnect.registerPhone" with the status <status>
    When the client asks for a code for "79991234567"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the client still works

    @should
    Examples:
      | status |
      | 500    |

    @should @slow
    Examples:
      | status |
      | 502    |
      | 503    |
      | 504    |

  Scenario Outline: a code is confirmed once although its response is lost by <fault> <value>
    Source: timconnect-1.7.1 §confirmPhone.

    Given the server responds to the next "timconnect.confirmPhone" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client asks for a code for "79991234567"
    And the client confirms "79991234567" with the code of the SMS
    Then the client succeeds by itself or advises "unknown_outcome or reauthorize"
    And the phone has 1 usable device
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | reset   |
      | malform    | as        | html    |

    @should @slow
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | 504     |
      | truncate   | keep      | 50%     |
      | lose_reply | by        | empty   |
      | lose_reply | by        | 500     |
      | lose_reply | by        | close   |
      | malform    | as        | cut     |
      | lose_reply | by        | 502     |
      | lose_reply | by        | 503     |
      | lose_reply | by        | silence |
      | dribble    | interval  | 2s      |

  Scenario Outline: a code is confirmed once although its response does not come in time by <fault> <value>
    Source: timconnect-1.7.1 §confirmPhone.

    Given the client waits only a short time for a response
    And the server responds to the next "timconnect.confirmPhone" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client asks for a code for "79991234567"
    And the client confirms "79991234567" with the code of the SMS
    Then the client succeeds by itself or advises "unknown_outcome or reauthorize"
    And the phone has 1 usable device
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a code is confirmed although the server first answers <status>
    Source: timconnect-1.7.1 §confirmPhone.

    Given the server responds to the next "timconnect.confirmPhone" with the status <status>
    When the client asks for a code for "79991234567"
    And the client confirms "79991234567" with the code of the SMS
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later or reauthorize"
    And the client still works

    @should
    Examples:
      | status |
      | 502    |

    @should @slow
    Examples:
      | status |
      | 500    |
      | 503    |
      | 504    |

  Scenario Outline: a device is registered once although its response is lost by <fault> <value>
    Source: timconnect-1.7.1 §authWithoutSms.

    Given the server responds to the next "timconnect.registerByDigest" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client registers "79991234567" with a digest of the bank
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the phone has 1 usable device
    And the server saw at most 4 "timconnect.registerByDigest"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | 504     |
      | truncate   | keep      | 50%     |

    @should @slow
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | empty   |
      | lose_reply | by        | 500     |
      | lose_reply | by        | close   |
      | malform    | as        | cut     |
      | lose_reply | by        | 502     |
      | lose_reply | by        | 503     |
      | lose_reply | by        | reset   |
      | malform    | as        | html    |
      | lose_reply | by        | silence |
      | dribble    | interval  | 2s      |

  Scenario Outline: a device is registered once although its response does not come in time by <fault> <value>
    Source: timconnect-1.7.1 §authWithoutSms.

    Given the client waits only a short time for a response
    And the server responds to the next "timconnect.registerByDigest" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client registers "79991234567" with a digest of the bank
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the phone has 1 usable device
    And the server saw at most 4 "timconnect.registerByDigest"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a device is registered although the server first answers <status>
    Source: timconnect-1.7.1 §authWithoutSms.

    Given the server responds to the next "timconnect.registerByDigest" with the status <status>
    When the client registers "79991234567" with a digest of the bank
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the client still works

    @should
    Examples:
      | status |
      | 503    |

    @should @slow
    Examples:
      | status |
      | 500    |
      | 502    |
      | 504    |

  Scenario Outline: a session is opened once although its response is lost by <fault> <value>
    Source: timconnect-1.7.1 §tryAuthUser.

    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.authorize" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the session expires
    And the client is asked for "timconnect.categories"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the phone has 1 usable device
    And the server saw at most 4 "timconnect.authorize"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | empty   |
      | lose_reply | by        | 500     |

    @should @slow
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | close   |
      | malform    | as        | cut     |
      | lose_reply | by        | 502     |
      | lose_reply | by        | 503     |
      | lose_reply | by        | reset   |
      | malform    | as        | html    |
      | lose_reply | by        | 504     |
      | truncate   | keep      | 50%     |
      | lose_reply | by        | silence |
      | dribble    | interval  | 2s      |

  Scenario Outline: a session is opened once although its response does not come in time by <fault> <value>
    Source: timconnect-1.7.1 §tryAuthUser.

    Given the client is registered as "79991234567"
    And the client waits only a short time for a response
    And the server responds to the next "timconnect.authorize" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the session expires
    And the client is asked for "timconnect.categories"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the phone has 1 usable device
    And the server saw at most 4 "timconnect.authorize"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a session is opened although the server first answers <status>
    Source: timconnect-1.7.1 §tryAuthUser.

    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.authorize" with the status <status>
    When the session expires
    And the client is asked for "timconnect.categories"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the client still works

    @should
    Examples:
      | status |
      | 504    |

    @should @slow
    Examples:
      | status |
      | 500    |
      | 502    |
      | 503    |

  Scenario Outline: a device is removed once although its response is lost by <fault> <value>
    Source: timconnect-1.7.1 §unregisterDevice.

    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.removeDevice" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client is asked for "timconnect.removeDevice"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later or reauthorize"
    And the phone has no usable device
    And the server saw at most 4 "timconnect.removeDevice"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | close   |
      | malform    | as        | cut     |

    @should @slow
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | 502     |
      | lose_reply | by        | 503     |
      | lose_reply | by        | reset   |
      | malform    | as        | html    |
      | lose_reply | by        | 504     |
      | truncate   | keep      | 50%     |
      | lose_reply | by        | empty   |
      | lose_reply | by        | 500     |
      | lose_reply | by        | silence |
      | dribble    | interval  | 2s      |

  Scenario Outline: a device is removed once although its response does not come in time by <fault> <value>
    Source: timconnect-1.7.1 §unregisterDevice.

    Given the client is registered as "79991234567"
    And the client waits only a short time for a response
    And the server responds to the next "timconnect.removeDevice" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client is asked for "timconnect.removeDevice"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later or reauthorize"
    And the phone has no usable device
    And the server saw at most 4 "timconnect.removeDevice"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a device is removed although the server first answers <status>
    Source: timconnect-1.7.1 §unregisterDevice.

    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.removeDevice" with the status <status>
    When the client is asked for "timconnect.removeDevice"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later or reauthorize"
    And the client still works

    @should
    Examples:
      | status |
      | 500    |

    @should @slow
    Examples:
      | status |
      | 502    |
      | 503    |
      | 504    |

  Scenario Outline: a message is reported once although its response is lost by <fault> <value>
    Source: timconnect-1.7.1 §requestMessagesQueue.

    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.reportDelivery" with the fault "<fault>" with:
      | <parameter> | <value> |
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And no message is still in the queue
    And the server saw at most 4 "timconnect.reportDelivery"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | 502     |
      | lose_reply | by        | 503     |

    @should @slow
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | reset   |
      | malform    | as        | html    |
      | lose_reply | by        | 504     |
      | truncate   | keep      | 50%     |
      | lose_reply | by        | empty   |
      | lose_reply | by        | 500     |
      | lose_reply | by        | close   |
      | malform    | as        | cut     |
      | lose_reply | by        | silence |
      | dribble    | interval  | 2s      |

  Scenario Outline: a message is reported once although its response does not come in time by <fault> <value>
    Source: timconnect-1.7.1 §requestMessagesQueue.

    Given the client is registered as "79991234567"
    And the client waits only a short time for a response
    And the server responds to the next "timconnect.reportDelivery" with the fault "<fault>" with:
      | <parameter> | <value> |
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And no message is still in the queue
    And the server saw at most 4 "timconnect.reportDelivery"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a message is reported although the server first answers <status>
    Source: timconnect-1.7.1 §requestMessagesQueue.

    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.reportDelivery" with the status <status>
    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.receiveMessages"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the client still works

    @should
    Examples:
      | status |
      | 502    |

    @should @slow
    Examples:
      | status |
      | 500    |
      | 503    |
      | 504    |

  Scenario Outline: a call is ended once although its response is lost by <fault> <value>
    Source: timconnect-1.7.1 §hangUpIncommingCall.

    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.hangUpCall" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client is asked for "timconnect.call" with:
      | number | "74953693038" |
    Then the client reports "call_id"
    When the client is asked for "timconnect.hangUp" with:
      | call_id | {call_id} |
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the rule "timconnect.calls-once" is kept
    And the server saw at most 4 "timconnect.hangUpCall"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | reset   |
      | malform    | as        | html    |

    @should @slow
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | 504     |
      | truncate   | keep      | 50%     |
      | lose_reply | by        | empty   |
      | lose_reply | by        | 500     |
      | lose_reply | by        | close   |
      | malform    | as        | cut     |
      | lose_reply | by        | 502     |
      | lose_reply | by        | 503     |
      | lose_reply | by        | silence |
      | dribble    | interval  | 2s      |

  Scenario Outline: a call is ended once although its response does not come in time by <fault> <value>
    Source: timconnect-1.7.1 §hangUpIncommingCall.

    Given the client is registered as "79991234567"
    And the client waits only a short time for a response
    And the server responds to the next "timconnect.hangUpCall" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client is asked for "timconnect.call" with:
      | number | "74953693038" |
    Then the client reports "call_id"
    When the client is asked for "timconnect.hangUp" with:
      | call_id | {call_id} |
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the rule "timconnect.calls-once" is kept
    And the server saw at most 4 "timconnect.hangUpCall"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a call is ended although the server first answers <status>
    Source: timconnect-1.7.1 §hangUpIncommingCall.

    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.hangUpCall" with the status <status>
    When the client is asked for "timconnect.call" with:
      | number | "74953693038" |
    Then the client reports "call_id"
    When the client is asked for "timconnect.hangUp" with:
      | call_id | {call_id} |
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the client still works

    @should
    Examples:
      | status |
      | 503    |

    @should @slow
    Examples:
      | status |
      | 500    |
      | 502    |
      | 504    |

  Scenario Outline: a call is answered once although its response is lost by <fault> <value>
    Source: timconnect-1.7.1 §answerIncommingCall.

    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.answerCall" with the fault "<fault>" with:
      | <parameter> | <value> |
    When "call.incoming" happens at timconnect with:
      | phone  | {phone}  |
      | caller | operator |
    And the push reaches the client
    Then the client reports "call_id"
    When the client is asked for "timconnect.answerCall" with:
      | call_id | {call_id} |
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the server saw at most 4 "timconnect.answerCall"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | 504     |
      | truncate   | keep      | 50%     |

    @should @slow
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | empty   |
      | lose_reply | by        | 500     |
      | lose_reply | by        | close   |
      | malform    | as        | cut     |
      | lose_reply | by        | 502     |
      | lose_reply | by        | 503     |
      | lose_reply | by        | reset   |
      | malform    | as        | html    |
      | lose_reply | by        | silence |
      | dribble    | interval  | 2s      |

  Scenario Outline: a call is answered once although its response does not come in time by <fault> <value>
    Source: timconnect-1.7.1 §answerIncommingCall.

    Given the client is registered as "79991234567"
    And the client waits only a short time for a response
    And the server responds to the next "timconnect.answerCall" with the fault "<fault>" with:
      | <parameter> | <value> |
    When "call.incoming" happens at timconnect with:
      | phone  | {phone}  |
      | caller | operator |
    And the push reaches the client
    Then the client reports "call_id"
    When the client is asked for "timconnect.answerCall" with:
      | call_id | {call_id} |
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the server saw at most 4 "timconnect.answerCall"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a call is answered although the server first answers <status>
    Source: timconnect-1.7.1 §answerIncommingCall.

    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.answerCall" with the status <status>
    When "call.incoming" happens at timconnect with:
      | phone  | {phone}  |
      | caller | operator |
    And the push reaches the client
    Then the client reports "call_id"
    When the client is asked for "timconnect.answerCall" with:
      | call_id | {call_id} |
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the client still works

    @should
    Examples:
      | status |
      | 504    |

    @should @slow
    Examples:
      | status |
      | 500    |
      | 502    |
      | 503    |

  Scenario Outline: a device is registered for calls once although its response is lost by <fault> <value>
    Source: timconnect-1.7.1 §registerInVoIPService.

    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.registerVoip" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client is asked for "timconnect.call" with:
      | number | "74953693038" |
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the server saw at most 4 "timconnect.registerVoip"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | empty   |
      | lose_reply | by        | 500     |

    @should @slow
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | close   |
      | malform    | as        | cut     |
      | lose_reply | by        | 502     |
      | lose_reply | by        | 503     |
      | lose_reply | by        | reset   |
      | malform    | as        | html    |
      | lose_reply | by        | 504     |
      | truncate   | keep      | 50%     |
      | lose_reply | by        | silence |
      | dribble    | interval  | 2s      |

  Scenario Outline: a device is registered for calls once although its response does not come in time by <fault> <value>
    Source: timconnect-1.7.1 §registerInVoIPService.

    Given the client is registered as "79991234567"
    And the client waits only a short time for a response
    And the server responds to the next "timconnect.registerVoip" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client is asked for "timconnect.call" with:
      | number | "74953693038" |
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the server saw at most 4 "timconnect.registerVoip"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a device is registered for calls although the server first answers <status>
    Source: timconnect-1.7.1 §registerInVoIPService.

    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.registerVoip" with the status <status>
    When the client is asked for "timconnect.call" with:
      | number | "74953693038" |
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the client still works

    @should
    Examples:
      | status |
      | 500    |

    @should @slow
    Examples:
      | status |
      | 502    |
      | 503    |
      | 504    |
