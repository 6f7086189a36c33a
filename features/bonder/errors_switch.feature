Feature: Errors of switching are handled as advised
  Source: bonder#L552-L562, “все: см. КОД-ОШИБКИ в разделе Сохранение данных”. A switch may also be thrown by a save (bonder#L429-L432,
  bonder#L447), so the fault meets either.

  Background:
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"langStatus": "1", "name": "Jan", "lastname": "Kowalski"}}}
      """

  @must
  Scenario Outline: <code> to setCardStatus advises <advice>
    Source: bonder#L558-L562, so bonder#L492-L502 and bonder#L63-L77.
    Given every switching is answered with the error "<code>"
    When the client switches the card off
    Then the client reports a failure with the advice "<advice>"
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
    Source: bonder#L78-L83, “попробуйте еще раз”; it does not say when.
    Given the next switching is answered with the error "<code>"
    When the client switches the card off
    Then the client succeeds by itself or advises "retry_now or retry_later"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |

  @must
  Scenario Outline: <code> to setUsePhoto advises <advice>
    Source: bonder#L558-L562, so bonder#L492-L502 and bonder#L63-L77.
    Given every switching is answered with the error "<code>"
    When the client switches the photo off
    Then the client reports a failure with the advice "<advice>"
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
    Source: bonder#L78-L83, “попробуйте еще раз”; it does not say when.
    Given the next switching is answered with the error "<code>"
    When the client switches the photo off
    Then the client succeeds by itself or advises "retry_now or retry_later"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |

  @must
  Scenario Outline: <code> to setLangStatus advises <advice>
    Source: bonder#L558-L562, so bonder#L492-L502 and bonder#L63-L77.
    Given every switching is answered with the error "<code>"
    When the client switches the language "pl" off
    Then the client reports a failure with the advice "<advice>"
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
    Source: bonder#L78-L83, “попробуйте еще раз”; it does not say when.
    Given the next switching is answered with the error "<code>"
    When the client switches the language "pl" off
    Then the client succeeds by itself or advises "retry_now or retry_later"
    And the client still works

    Examples:
      | code                  |
      | INTERNAL_SERVER_ERROR |
      | DATABASE_ERROR        |
