Feature: Refusals are handled as their meaning advises
  Source: radist#L4 (scopes), L8 (editing), L9 (subscription); 429 was observed by clients.

  @should
  Scenario: a company that the key cannot access is reported as a bad request
    Given the client's "company_id" for radist is "8"
    When the client lists the connections
    Then the client reports a failure with the advice "fix_request or reauthorize or contact_support"
    And the last call made at most 2 "radist.ConnectionsGetItems"
    When the client's "company_id" for radist is corrected
    And the client lists the connections
    Then the client reports success

  @should
  Scenario: the client stops retrying with an unknown key
    Given the client's "api_key" for radist is "wrong"
    When the client lists the connections
    Then the client reports a failure with the advice "reauthorize or contact_support or fix_request"
    And the last call made at most 2 "radist.ConnectionsGetItems"
    When the client's "api_key" for radist is corrected
    And the client lists the connections
    Then the client reports success

  @should
  Scenario: a key without the scope is referred to its owner
    Given "key.scopes" has happened at radist with:
      | key    | sparring-radist-key |
      | scopes | ["messaging"]       |
    When the client lists the connections
    Then the client reports a failure with the advice "contact_support or reauthorize or fix_request"
    And the last call made at most 2 "radist.ConnectionsGetItems"
    When "key.scopes" happens at radist with:
      | key    | sparring-radist-key |
      | scopes | ["connections"]     |
    And the client lists the connections
    Then the client reports success

  @must
  Scenario Outline: the client slows down when <operation> returns 429
    Given an Odnoklassniki connection
    And the server responds to the next 20 "radist.<operation>" with the error "429_too_many_requests"
    When the client <does>
    Then the client reports a failure with the advice "retry_later or retry_now"
    And the last call made at most 3 "radist.<operation>"
    And the client still works

    Examples:
      | operation                   | does                                  |
      | ConnectionsGetItem          | reads the connection                  |
      | ConnectionsCreateConnection | connects a group                      |
      | ConnectionsUpdateItem       | sets the key "tkn2NEW:CQABPOJKAKEKE"  |

  @should
  Scenario Outline: the client advises <advice> when <operation> returns <code>
    Given an Odnoklassniki connection
    And the server responds to the next "radist.<operation>" with the error "<code>"
    When the client <does>
    Then the client reports a failure with the advice "<advice>"
    And the last call made at most 1 "radist.<operation>"
    And the client still works

    Examples:
      | code                     | operation                   | does                                 | advice                                        |
      | 401_not_authenticated    | ConnectionsGetItem          | reads the connection                 | reauthorize or contact_support or fix_request |
      | 403_scope_missing        | ConnectionsCreateConnection | connects a group                     | contact_support or reauthorize or fix_request |
      | 403_type_not_editable    | ConnectionsUpdateItem       | sets the key "tkn2NEW:CQABPOJKAKEKE" | contact_support or fix_request or none        |
      | 404_connection_not_found | ConnectionsUpdateItem       | sets the key "tkn2NEW:CQABPOJKAKEKE" | fix_request                                   |
      | 409_account_connected    | ConnectionsUpdateItem       | sets the key "tkn2NEW:CQABPOJKAKEKE" | fix_request or none                           |
      | 422_validation           | ConnectionsCreateConnection | connects a group                     | fix_request                                   |
      | 422_validation           | ConnectionsUpdateItem       | sets the key "tkn2NEW:CQABPOJKAKEKE" | fix_request                                   |
      | 400_key_rejected         | ConnectionsCreateConnection | connects a group                     | fix_request or reauthorize                    |

  @should
  Scenario Outline: the login ends when the opening of a session returns <code>
    Given the server responds to the next "radist.TelegramInitializeSession" with the error "<code>"
    When the client connects Telegram by QR
    And the client has finished
    Then the client reports a failure with the advice "<advice>"
    And the server saw at most 1 "radist.TelegramInitializeSession"
    And the client still works

    Examples:
      | code                  | advice                                        |
      | 403_scope_missing     | contact_support or reauthorize or fix_request |
      | 404_company_not_found | fix_request or reauthorize or contact_support |
      | 422_validation        | fix_request                                   |
