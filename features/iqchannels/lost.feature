Feature: What has an effect has it once, and is not claimed, if its response is lost
  Source: iqchannels#L28-L31, iqchannels-ios, iqchannels-kotlin, iqchannels-readme §ChatMessageForm, iqchannels-readme §Realtime-запросы, iqchannels-widget.
  Written by `sparring generate`: each operation by each way to lose a response. The ways of
  an operation that others show as well are @slow.

  Scenario Outline: a message arrives once although its response is lost by <fault> <value>
    Source: iqchannels-readme §ChatMessageForm.

    Given the server responds to the next "iqchannels.sendMessage" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client sends "Hello"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the chat has 1 message "Hello"
    And the server saw at most 4 "iqchannels.sendMessage"
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

  Scenario Outline: a message arrives once although its response does not come in time by <fault> <value>
    Source: iqchannels-readme §ChatMessageForm.

    Given the client waits only a short time for a response
    And the server responds to the next "iqchannels.sendMessage" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client sends "Hello"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the chat has 1 message "Hello"
    And the server saw at most 4 "iqchannels.sendMessage"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a message arrives although the server first answers <status>
    Source: iqchannels-readme §ChatMessageForm.

    Given the server responds to the next "iqchannels.sendMessage" with the status <status>
    When the client sends "Hello"
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

  Scenario Outline: a client signs in once although its response is lost by <fault> <value>
    Source: iqchannels#L28-L31.

    Given the server responds to the next "iqchannels.integrationAuth" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client signs in
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the chat server knows 1 client
    And the server saw at most 4 "iqchannels.integrationAuth"
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

  Scenario Outline: a client signs in once although its response does not come in time by <fault> <value>
    Source: iqchannels#L28-L31.

    Given the client waits only a short time for a response
    And the server responds to the next "iqchannels.integrationAuth" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client signs in
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the chat server knows 1 client
    And the server saw at most 4 "iqchannels.integrationAuth"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a client signs in although the server first answers <status>
    Source: iqchannels#L28-L31.

    Given the server responds to the next "iqchannels.integrationAuth" with the status <status>
    When the client signs in
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

  Scenario Outline: a client signs up once although its response is lost by <fault> <value>
    Source: iqchannels-widget, iqchannels-kotlin, iqchannels-ios.

    Given the server responds to the next "iqchannels.*" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client signs in anonymously
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
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

  Scenario Outline: a client signs up once although its response does not come in time by <fault> <value>
    Source: iqchannels-widget, iqchannels-kotlin, iqchannels-ios.

    Given the client waits only a short time for a response
    And the server responds to the next "iqchannels.*" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client signs in anonymously
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a client signs up although the server first answers <status>
    Source: iqchannels-widget, iqchannels-kotlin, iqchannels-ios.

    Given the server responds to the next "iqchannels.*" with the status <status>
    When the client signs in anonymously
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

  Scenario Outline: a message is marked as received once although its response is lost by <fault> <value>
    Source: iqchannels-readme §Realtime-запросы.

    Given the server responds to the next "iqchannels.markReceived" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client listens
    And an operator writes "Good day"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the client has received "message" "Good day" once
    And the server saw at most 4 "iqchannels.markReceived"
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

  Scenario Outline: a message is marked as received once although its response does not come in time by <fault> <value>
    Source: iqchannels-readme §Realtime-запросы.

    Given the client waits only a short time for a response
    And the server responds to the next "iqchannels.markReceived" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client listens
    And an operator writes "Good day"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the client has received "message" "Good day" once
    And the server saw at most 4 "iqchannels.markReceived"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |
