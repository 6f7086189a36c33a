Feature: A card with more than five languages is saved completely, or reported
  Source: bonder#L420, “до пяти языков в одном запросе … более 5 будут игнорироваться”; bonder#L429-L470, one request has
  all sections.

  Background:
    Given a profile

  @must
  Scenario: settings and contacts are saved with six languages
    Source: bonder#L420, bonder#L429-L470.
    When the client saves:
      """json
      {"settings": {"usePhoto": "0"}, "non-translatable": {"emailA": "jan@example.com"}, "translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}, "es": {"name": "Juan"}, "de": {"name": "Hans"}, "fr": {"name": "Jean"}, "zh": {"name": "Yohan"}}}
      """
    Then the client succeeds by itself or advises "fix_request"
    And the card holds all that the client reported as saved
    And the client still works

  @must
  Scenario Outline: a save whose <part> part is refused is not reported as saved
    Source: bonder#L486-L491, “Отказ HTTP/1.1 200 OK”.
    Given the server responds to the next "bonder.saveCard" after <others> others with the error "<error>"
    When the client saves:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}, "es": {"name": "Juan"}, "de": {"name": "Hans"}, "fr": {"name": "Jean"}, "zh": {"name": "Yohan"}}}
      """
    Then the card holds all that the client reported as saved
    When the client saves "pl" "name" as "Janusz"
    And the client saves "en" "name" as "Johnny"
    Then the client still works

    Examples:
      | part   | others | error                     |
      | first  | 0      | CARD_ID_NOT_FOUND_ERROR   |
      | second | 1      | API_SERVICE_OFFLINE_ERROR |

  @should
  Scenario Outline: a warning about the <part> part of a save reaches the caller
    Source: bonder#L483-L485; that the caller gets it is our conclusion.
    Given the client is already working
    And the server responds to the next "bonder.saveCard" after <others> others with the error "THUMBNAIL_REJECTED_ERROR"
    When the client saves:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}, "es": {"name": "Juan"}, "de": {"name": "Hans"}, "fr": {"name": "Jean"}, "zh": {"name": "Yohan"}}}
      """
    Then the client reports "warnings"

    Examples:
      | part   | others |
      | first  | 0      |
      | second | 1      |
