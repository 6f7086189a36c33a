Feature: Errors of switching are handled as advised
  Source: bonder, “все: см. раздел Сохранение данных” (L552-562).

  Background:
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"langStatus": "1", "name": "Jan", "lastname": "Kowalski"}}}
      """

  @must
  Scenario Outline: <code> to setCardStatus advises <advice>
    Given the next "bonder.setCardStatus" is answered with the error "<code>"
    When the client switches the card off
    Then the client reports a failure with the advice "<advice>"
    And the server saw exactly 1 "bonder.setCardStatus"
    And the client still works

    Examples:
      | code                       | advice          |
      | SERVER_OFFLINE_ERROR       | retry_later     |
      | AUTH_SERVICE_OFFLINE_ERROR | retry_later     |
      | API_SERVICE_OFFLINE_ERROR  | retry_later     |
      | ACCOUNT_INACTIVE_ERROR     | contact_support |
      | CARD_ID_NOT_FOUND_ERROR    | fix_request     |

  @must
  Scenario Outline: <code> to setCardStatus is worth another try
    Given the next "bonder.setCardStatus" is answered with the error "<code>"
    When the client switches the card off
    Then the client succeeds by itself or advises "retry_now"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |

  @must
  Scenario Outline: <code> to setUsePhoto advises <advice>
    Given the next "bonder.setUsePhoto" is answered with the error "<code>"
    When the client switches the photo off
    Then the client reports a failure with the advice "<advice>"
    And the server saw exactly 1 "bonder.setUsePhoto"
    And the client still works

    Examples:
      | code                       | advice          |
      | SERVER_OFFLINE_ERROR       | retry_later     |
      | AUTH_SERVICE_OFFLINE_ERROR | retry_later     |
      | API_SERVICE_OFFLINE_ERROR  | retry_later     |
      | ACCOUNT_INACTIVE_ERROR     | contact_support |
      | CARD_ID_NOT_FOUND_ERROR    | fix_request     |

  @must
  Scenario Outline: <code> to setUsePhoto is worth another try
    Given the next "bonder.setUsePhoto" is answered with the error "<code>"
    When the client switches the photo off
    Then the client succeeds by itself or advises "retry_now"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |

  @must
  Scenario Outline: <code> to setLangStatus advises <advice>
    Given the next "bonder.setLangStatus" is answered with the error "<code>"
    When the client switches the language "pl" off
    Then the client reports a failure with the advice "<advice>"
    And the server saw exactly 1 "bonder.setLangStatus"
    And the client still works

    Examples:
      | code                       | advice          |
      | SERVER_OFFLINE_ERROR       | retry_later     |
      | AUTH_SERVICE_OFFLINE_ERROR | retry_later     |
      | API_SERVICE_OFFLINE_ERROR  | retry_later     |
      | ACCOUNT_INACTIVE_ERROR     | contact_support |
      | CARD_ID_NOT_FOUND_ERROR    | fix_request     |

  @must
  Scenario Outline: <code> to setLangStatus is worth another try
    Given the next "bonder.setLangStatus" is answered with the error "<code>"
    When the client switches the language "pl" off
    Then the client succeeds by itself or advises "retry_now"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |
