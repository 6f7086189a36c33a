Feature: A client of iQChannels handles faults of networks and servers
  Source: iqchannels#L28-L31 for the session; iqchannels-readme §Отправка запросов, §Response, for the form of every
  response and for HTTP 200.

  @should
  Scenario: the client waits for a slow history
    Given the server responds to every "iqchannels.listMessages" with the fault "delay" with:
      | duration | 300ms |
    When the client reads the history
    Then the client reports success

  @should
  Scenario Outline: a history read that fails with <fault> is repeated or reported
    Given the server responds to the next 2 "iqchannels.listMessages" with the fault "<fault>"
    When the client reads the history
    Then the client succeeds by itself or advises "retry_now or retry_later or unknown_outcome"
    And the server saw at most 4 "iqchannels.listMessages"
    And the client still works

    Examples:
      | fault      |
      | reset      |
      | empty      |
      | truncate   |
      | lose_reply |

  @must
  Scenario Outline: a sign-in whose response is malformed as <as> is a failure
    Source: iqchannels-readme §Отправка запросов “содержится структура Response в виде JSON-строки”; iqchannels#L28-L29.

    Given the server responds to every "iqchannels.integrationAuth" with the fault "malform" with:
      | as | <as> |
    When the client signs in
    Then the client reports a failure
    When the faults end
    Then the client still works

    Examples:
      | as   |
      | cut  |
      | html |

  @should
  Scenario: a message whose response cannot be read is not reported as sent
    Given the server responds to every "iqchannels.sendMessage" with the fault "malform"
    When the client sends "taken or not"
    Then the client reports a failure with the advice "unknown_outcome or retry_now or retry_later"
    And the client still works

  Scenario Outline: a sign-in response without <what> is a failure
    Source: iqchannels#L28-L29 “создает сессию … и возвращает ее в SDK”; that a sign-in needs a client is derived.

    Given the server responds to every "iqchannels.integrationAuth" with the fault "mutate" with:
      | edit    | missing_field |
      | pointer | <pointer>     |
    When the client signs in
    Then the client reports a failure
    When the faults end
    Then the client still works

    @must
    Examples:
      | what      | pointer         |
      | a session | /Result/Session |

    @should
    Examples:
      | what     | pointer        |
      | a client | /Result/Client |

  @should
  Scenario: a history whose Rels is null is read
    Given the server responds to every "iqchannels.listMessages" with the fault "mutate" with:
      | edit    | null  |
      | pointer | /Rels |
    When the client reads the history
    Then the client reports success

  @should
  Scenario Outline: an undocumented member <pointer> in a response is ignored
    Given the server responds to every "iqchannels.integrationAuth" with the fault "mutate" with:
      | edit    | extra_field |
      | pointer | <pointer>   |
    When the client signs in
    Then the client reports success

    Examples:
      | pointer                |
      | /Warnings              |
      | /Result/Client/Loyalty |

  @must
  Scenario Outline: a message is not reported as sent when the server returns HTTP <status>
    Source: iqchannels-readme §Отправка запросов “Если иной статус ответа, значит произошла ошибка вне IQChannels”.

    Given the server responds to the next 20 "iqchannels.sendMessage" with the status <status>
    When the client sends "who took it"
    Then the client reports a failure
    And the chat has no message "who took it"
    And the client still works

    Examples:
      | status |
      | 401    |
      | 404    |
      | 500    |

  @should
  Scenario: the client slows down when the chat server tells it to
    Given the server responds to the next 20 "iqchannels.listMessages" with the fault "rate_limit"
    When the client reads the history
    Then the client reports a failure with the advice "retry_later or retry_now"
    And the last call made at most 3 "iqchannels.listMessages"
    When the faults end
    Then the client still works

