Feature: What has an effect has it once, and is not claimed, if its response is lost
  Source: radist#L26-L33, radist#L37-L39, radist#L48-L55, radist#L56-L58, radist#L59-L63, radist#L7.
  Written by `sparring generate`: each operation by each way to lose a response. The ways of
  an operation that others show as well are @slow.

  Scenario Outline: a bot is connected once although its response is lost by <fault> <value>
    Source: radist#L7, radist#L37-L39.

    Given the server responds to the next "radist.ConnectionsCreateConnection" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client connects a bot
    Then the client succeeds by itself or advises "unknown_outcome"
    And there is now 1 connection
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

  Scenario Outline: a bot is connected once although its response does not come in time by <fault> <value>
    Source: radist#L7, radist#L37-L39.

    Given the client waits only a short time for a response
    And the server responds to the next "radist.ConnectionsCreateConnection" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client connects a bot
    Then the client succeeds by itself or advises "unknown_outcome"
    And there is now 1 connection
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a bot is connected although the server first answers <status>
    Source: radist#L7, radist#L37-L39.

    Given the server responds to the next "radist.ConnectionsCreateConnection" with the status <status>
    When the client connects a bot
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

  Scenario Outline: a group is connected once although its response is lost by <fault> <value>
    Source: radist#L7, radist#L56-L58.

    Given the server responds to the next "radist.ConnectionsCreateConnection" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client connects a group
    Then the client succeeds by itself or advises "unknown_outcome"
    And there is now 1 connection
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

  Scenario Outline: a group is connected once although its response does not come in time by <fault> <value>
    Source: radist#L7, radist#L56-L58.

    Given the client waits only a short time for a response
    And the server responds to the next "radist.ConnectionsCreateConnection" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client connects a group
    Then the client succeeds by itself or advises "unknown_outcome"
    And there is now 1 connection
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a group is connected although the server first answers <status>
    Source: radist#L7, radist#L56-L58.

    Given the server responds to the next "radist.ConnectionsCreateConnection" with the status <status>
    When the client connects a group
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

  Scenario Outline: a new key is set once although its response is lost by <fault> <value>
    Source: radist#L59-L63.

    Given an Odnoklassniki connection
    And the server responds to the next "radist.ConnectionsUpdateItem" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client sets the key "tkn2NEWKEY:CQABPOJKAKEKEKEKE"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the connection works
    And the server saw at most 4 "radist.ConnectionsUpdateItem"
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

  Scenario Outline: a new key is set once although its response does not come in time by <fault> <value>
    Source: radist#L59-L63.

    Given an Odnoklassniki connection
    And the client waits only a short time for a response
    And the server responds to the next "radist.ConnectionsUpdateItem" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client sets the key "tkn2NEWKEY:CQABPOJKAKEKEKEKE"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the connection works
    And the server saw at most 4 "radist.ConnectionsUpdateItem"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a new key is set although the server first answers <status>
    Source: radist#L59-L63.

    Given an Odnoklassniki connection
    And the server responds to the next "radist.ConnectionsUpdateItem" with the status <status>
    When the client sets the key "tkn2NEWKEY:CQABPOJKAKEKEKEKE"
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

  Scenario Outline: a Telegram account is connected once although its response is lost by <fault> <value>
    Source: radist#L7, radist#L26-L33.

    Given the server responds to the next "radist.ConnectionsCreateConnection" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client connects Telegram by code
    And the user enters the right code
    And the client has finished
    Then the client succeeds by itself or advises "unknown_outcome"
    And there is now 1 connection
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

  Scenario Outline: a Telegram account is connected once although its response does not come in time by <fault> <value>
    Source: radist#L7, radist#L26-L33.

    Given the client waits only a short time for a response
    And the server responds to the next "radist.ConnectionsCreateConnection" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client connects Telegram by code
    And the user enters the right code
    And the client has finished
    Then the client succeeds by itself or advises "unknown_outcome"
    And there is now 1 connection
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a Telegram account is connected although the server first answers <status>
    Source: radist#L7, radist#L26-L33.

    Given the server responds to the next "radist.ConnectionsCreateConnection" with the status <status>
    When the client connects Telegram by code
    And the user enters the right code
    And the client has finished
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

  Scenario Outline: a MAX number is connected once although its response is lost by <fault> <value>
    Source: radist#L7, radist#L48-L55.

    Given the server responds to the next "radist.ConnectionsCreateConnection" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client connects MAX
    And the user enters the right code
    And the client has finished
    Then the client succeeds by itself or advises "unknown_outcome"
    And there is now 1 connection
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

  Scenario Outline: a MAX number is connected once although its response does not come in time by <fault> <value>
    Source: radist#L7, radist#L48-L55.

    Given the client waits only a short time for a response
    And the server responds to the next "radist.ConnectionsCreateConnection" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client connects MAX
    And the user enters the right code
    And the client has finished
    Then the client succeeds by itself or advises "unknown_outcome"
    And there is now 1 connection
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a MAX number is connected although the server first answers <status>
    Source: radist#L7, radist#L48-L55.

    Given the server responds to the next "radist.ConnectionsCreateConnection" with the status <status>
    When the client connects MAX
    And the user enters the right code
    And the client has finished
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

  Scenario Outline: a code of Telegram is taken once although its response is lost by <fault> <value>
    Source: radist#L26-L33.

    Given the server responds to the next "radist.TelegramSendLoginRequest" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client connects Telegram by code
    And the user enters the right code
    And the user, if asked again, enters the right code
    And the client has finished
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later or reauthorize"
    And the server saw at most 12 "radist.TelegramSendLoginRequest"
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

  Scenario Outline: a code of Telegram is taken once although its response does not come in time by <fault> <value>
    Source: radist#L26-L33.

    Given the client waits only a short time for a response
    And the server responds to the next "radist.TelegramSendLoginRequest" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client connects Telegram by code
    And the user enters the right code
    And the user, if asked again, enters the right code
    And the client has finished
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later or reauthorize"
    And the server saw at most 12 "radist.TelegramSendLoginRequest"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a code of Telegram is taken although the server first answers <status>
    Source: radist#L26-L33.

    Given the server responds to the next "radist.TelegramSendLoginRequest" with the status <status>
    When the client connects Telegram by code
    And the user enters the right code
    And the user, if asked again, enters the right code
    And the client has finished
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

  Scenario Outline: a code of MAX is taken once although its response is lost by <fault> <value>
    Source: radist#L48-L55.

    Given the server responds to the next "radist.MaxPersonalSendLoginRequest" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client connects MAX
    And the user enters the right code
    And the user, if asked again, enters the right code
    And the client has finished
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later or reauthorize"
    And the server saw at most 12 "radist.MaxPersonalSendLoginRequest"
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

  Scenario Outline: a code of MAX is taken once although its response does not come in time by <fault> <value>
    Source: radist#L48-L55.

    Given the client waits only a short time for a response
    And the server responds to the next "radist.MaxPersonalSendLoginRequest" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client connects MAX
    And the user enters the right code
    And the user, if asked again, enters the right code
    And the client has finished
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later or reauthorize"
    And the server saw at most 12 "radist.MaxPersonalSendLoginRequest"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a code of MAX is taken although the server first answers <status>
    Source: radist#L48-L55.

    Given the server responds to the next "radist.MaxPersonalSendLoginRequest" with the status <status>
    When the client connects MAX
    And the user enters the right code
    And the user, if asked again, enters the right code
    And the client has finished
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later or reauthorize"
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
