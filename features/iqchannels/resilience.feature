Feature: A client of iQChannels survives what networks and servers do
  Source: iqchannels#L28-L31 for the session; iqchannels-readme §Отправка запросов, §Response, for the form of every
  answer and for HTTP 200.

  @should
  Scenario: the client waits for a slow history
    Given every "iqchannels.listMessages" meets the fault "delay" with:
      | duration | 300ms |
    When the client reads the history
    Then the client reports success

  @should
  Scenario Outline: a history that ends by <fault> is read again or reported
    Given the next 2 "iqchannels.listMessages" meet the fault "<fault>"
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

    Given every "iqchannels.integrationAuth" meets the fault "malform" with:
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
    Given every "iqchannels.sendMessage" meets the fault "malform"
    When the client sends "taken or not"
    Then the client reports a failure with the advice "unknown_outcome or retry_now or retry_later"
    And the client still works

  Scenario Outline: a sign-in response without <what> is a failure
    Source: iqchannels#L28-L29 “создает сессию … и возвращает ее в SDK”; that no client is no sign-in is derived.

    Given every "iqchannels.integrationAuth" meets the fault "mutate" with:
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
  Scenario: Rels may be null
    Given every "iqchannels.listMessages" meets the fault "mutate" with:
      | edit    | null  |
      | pointer | /Rels |
    When the client reads the history
    Then the client reports success

  @should
  Scenario Outline: an undocumented member <pointer> in a response is ignored
    Given every "iqchannels.integrationAuth" meets the fault "mutate" with:
      | edit    | extra_field |
      | pointer | <pointer>   |
    When the client signs in
    Then the client reports success

    Examples:
      | pointer                |
      | /Warnings              |
      | /Result/Client/Loyalty |

  @must
  Scenario Outline: a message answered by HTTP <status> is not reported as sent
    Source: iqchannels-readme §Отправка запросов “Если иной статус ответа, значит произошла ошибка вне IQChannels”.

    Given the next 20 "iqchannels.sendMessage" are answered with the status <status>
    When the client sends "who took it"
    Then the client reports a failure
    And the chat holds "who took it" never
    And the client still works

    Examples:
      | status |
      | 401    |
      | 404    |
      | 500    |

  @should
  Scenario: the client slows down when the chat server tells it to
    Given the next 20 "iqchannels.listMessages" meet the fault "rate_limit"
    When the client reads the history
    Then the client reports a failure with the advice "retry_later or retry_now"
    And the last call made at most 3 "iqchannels.listMessages"
    When the faults end
    Then the client still works

