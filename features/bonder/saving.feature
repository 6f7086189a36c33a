Feature: A client saves what it was given, and nothing else
  Source: bonder#L135-L272, “Переменные”; bonder#L414-L502, “Сохранение данных”. The values that must arrive match the printed
  expressions, too: a client may check its values by them before it sends.

  @must
  Scenario: a value is saved
    Source: bonder#L416, bonder#L473-L478.
    Given a profile
    When the client saves "pl" "name" as "Jan"
    Then the client reports success
    And the card now holds "pl" "name" as "Jan"

  @must
  Scenario: a save that the server refuses is reported as a failure
    Source: bonder#L486-L491.
    Given a profile
    And the server responds to every "bonder.saveCard" with the error "API_SERVICE_OFFLINE_ERROR"
    When the client saves "pl" "name" as "Jan"
    Then the client reports a failure
    And the card still holds "pl" "name" as ""
    And the client still works

  @must
  Scenario: values of both kinds and settings are saved together
    Source: bonder#L429-L470; an e-mail address has no expression (bonder#L215-L220), and 34 letters pass that of a last name.
    Given a profile
    When the client saves:
      """json
      {"settings": {"usePhoto": "0"}, "translatable": {"pl": {"langStatus": "1", "name": "Jan", "lastname": "Kowalskikowalskikowalskikowalskiko"}}, "non-translatable": {"emailA": "jan@example.com"}}
      """
    Then the client reports success
    And the card now holds "settings" "usePhoto" as "0"
    And the card now holds "pl" "lastname" as "Kowalskikowalskikowalskikowalskiko"
    And the card now holds "non-translatable" "emailA" as "jan@example.com"

  @should
  Scenario: the values of the vendor's samples are saved, though the printed expressions refuse them
    Source: bonder#L434-L445, bonder#L467 against bonder#L152, bonder#L157, bonder#L171, bonder#L194; B-20…B-22.
    Given a profile
    And the client is already working
    When the client saves:
      """json
      {"translatable": {"pl": {"lastname": "Connor"}, "en": {"displayName": "The Great John Connor", "keywords": "steel, steel pipe, tubular products"}}, "non-translatable": {"mobileA": "48123456789"}}
      """
    Then the client reports success
    And the card now holds "pl" "lastname" as "Connor"
    And the card now holds "en" "displayName" as "The Great John Connor"
    And the card now holds "en" "keywords" as "steel, steel pipe, tubular products"
    And the card now holds "non-translatable" "mobileA" as "+48123456789"

  @must
  Scenario: a thumbnail of 300 by 300 pixels is saved
    Source: bonder#L172-L177: an image in base64, 300 by 300 pixels, at most 50 kB. This one is a PNG.
    Given a profile
    When the client saves:
      """json
      {"non-translatable": {"thumbnail": "iVBORw0KGgoAAAANSUhEUgAAASwAAAEsAQMAAABDsxw2AAAABlBMVEUAXLj///+A/NtiAAAB10lEQVR42uyZzY3rMAyEn+BDji5BpaQ0uzSVkhJ8fAfBWiz2J4lFWh8EBs4anPOHRCTjWJz553K5XC6X6ywqpfxvU7GUUlKLGj6psqIPa35c+KJK3sfGb6zMu9j1B7uR72x86+UXK6DOVq3THVvI0XYP93C0vcPFRyy1u7bfuUdK/zWFJyyjCvQaxmdsJoXqpU7P2EIKVUsNGyzvPS13rahQrdS4xVJ7ovpUpy22kH4oHQkVlkk/lI5cKqygtsmNizWW+rFrjd1Id+X+1pTU3yBguRsbBGxFQ5DGMErY3ItFCUtkCNIYIDZJ2EJmJU2LYUHEcic2iNjaiYmTr2cPsVHG5j4syljqw64ydnspNsnY0ofJVPWDM8WCguU3wAYFW1+JKY/C9mF4Z2zUsPnPYFHDkmOOOeaYGXaCf8sTvLMOede/8+XnkNug8YX2kDu57Vphu/LYrmO2q6LtGmu7YtO93tZMgA6GrW0CvRro/NjaTdDjoo4Z9N9sTT/oNELfErqg0FOFDi31e6F7DL1o6GxDnxy67tDDp4kAzBdgWgGzD5ikwFyGpjwwM4IJFMyzYDpGszaY3MEcEKaKNKOEiSfMT2kaC7NdmhS7XC6Xy+U6WB8BAAD//xp0RS0CEmr7AAAAAElFTkSuQmCC"}}
      """
    Then the client reports success
    And the card holds all that the client reported as saved

  @should
  Scenario: a thumbnail in JPEG is saved
    Source: bonder#L172-L177 names no format; B-48.
    Given a profile
    When the client saves:
      """json
      {"settings": {"usePhoto": "1"}, "non-translatable": {"thumbnail": "/9j/2wCEABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6QBHB4eKCMoTisrTqRuXW6kpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpP/AAAsIASwBLAEBEQD/xADSAAABBQEBAQEBAQAAAAAAAAAAAQIDBAUGBwgJCgsQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAAgBAQAAPwDLoooooooooooooooooorqaKKKKKKKKKKKKKKKKKK5aiiiiiiiiiiiiiiiiiiupoooooooooooooooooorlqKKKKKKKKKKKKKKKKKK6miiiiiiiiiiiiiiiiiiuWoooooooooooooooooorqaKKKKKKKKKKKKKKKKKK5aiiiiiiiiiiiiiiiiiiupoooooooooooooooooorlqKKKKKKKKKKKKKKKKKK6miiiiiiiiiiiiiiiiiiuWoooooooooooooooooorqaKKKKKKKKKKKKKKKKKK5aiiiiiiiiiiiiiiiiiiupoooooooooooooooooorlqKKKKKKKKKKKKKKKKKK6miiiiiiiiiiiiiiiiiiuWoooooooooooooooooorqaKKKKKKKKKKKKKKKKKK5aiiiiiiiiiiiiiiiiiiupoooooooooooooooooorlqKKKKKKKKKKKKKKKKKK6miiiiiiiiiiiiiiiiiiuWoooooooooooooooooorqaKKKKKKKKKKKKKKKKKK5aiiiiiiiiiiiiiiiiiiupoooooooooooooooooorlqKKKKKKKKKKKKKKKKKK6miiiiiiiiiiiiiiiiiiuWoooooooooooooooooorqaKKKKKKKKKKKKKKKKKK5aiiiiiiiiiiiiiiiiiiupoooooooooooooooooorlqKKKKKKKKKKKKKKKKKK6miiiiiiiiiiiiiiiiiiuWoooooooooooooooooorqaKKKKKKKKKKKKKKKKKK5aiiiiiiiiiiiiiiiiiiupoooooooooooooooooorlqKKKKKKKKKKKKKKKKKK6miiiiiiiiiiiiiiiiiiuWoooooooooooooooooorqaKKKKKKKKKKKKKKKKKK5aiiiiiiiiiiiiiiiiiiupoooooooooooooooooorlqKKKKKKKKKKKKKKKKKK6miiiiiiiiiiiiiiiiiiuWoooooooooooooooooorqaKKKKKKKKKKKKKKKKKK5aiiiiiiiiiiiiiiiiiiupoooooooooooooooooorlqKKKKKKKKKKKKKKKKKK6miiiiiiiiiiiiiiiiiiuWoooooooooooooooooorqaKKKKKKKKKKKKKKKKKK5aiiiiiiiiiiiiiiiiiiupoooooooooooooooooorlqKKKKKKKKKKKKKKKKKK6miiiiiiiiiiiiiiiiiiuWoooooooooooooooooorqaKKKKKKKKKKKKKKKKKK5aiiiiiiiiiiiiiiiiiiupoooooooooooooooooorlqKKKKKKKKKKKKKKKKKK6miiiiiiiiiiiiiiiiiiuWoooooooooooooooooorqaKKKKKKKKKKKKKKKKKK5aiiiiiiiiiiiiiiiiiiupoooooooooooooooooorlqKKKKKKKKKKKKKKKKKK6miiiiiiiiiiiiiiiiiiuWoooooooooooooooooorqaKKKKKKKKKKKKKKKKKK5aiiiiiiiiiiiiiiiiiiupoooooooooooooooooor/9k="}}
      """
    Then the client reports success
    And the card holds all that the client reported as saved

  @should
  Scenario: only changed values are sent
    Source: bonder#L416, “Отправляйте только те данные, которые нуждаются в обновлении”.
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan", "lastname": "Kowalski"}}, "non-translatable": {"emailA": "jan@example.com"}}
      """
    When the client loads the card
    And the client saves "pl" "name" as "Janusz"
    Then the client reports success
    And the last "bonder.saveCard" has no "/translatable/pl/lastname"
    And the rule "bonder.only-changes" is kept

  @should
  Scenario: a value is cleared by an empty text
    Source: bonder#L121, bonder#L458 send one, which the printed expressions refuse; B-27.
    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"displayName": "Non-scary-dental-services"}}}
      """
    And the client is already working
    When the client saves "pl" "displayName" as ""
    Then the client reports success
    And the card now holds "pl" "displayName" as ""

  @must
  Scenario: six languages are saved in more than one request, or refused whole
    Source: bonder#L420, “до пяти языков в одном запросе … более 5 будут игнорироваться”.
    Given a profile
    When the client saves:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}, "es": {"name": "Juan"}, "de": {"name": "Hans"}, "fr": {"name": "Jean"}, "zh": {"name": "Yohan"}}}
      """
    Then the client succeeds by itself or advises "fix_request"
    And the card holds all that the client reported as saved
    And the client still works

  @must
  Scenario: five languages are saved
    Source: bonder#L420, “Измените до пяти языков в одном запросе”.
    Given a profile
    When the client saves:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}, "es": {"name": "Juan"}, "de": {"name": "Hans"}, "fr": {"name": "Jean"}}}
      """
    Then the client reports success
    And the card holds all that the client reported as saved
