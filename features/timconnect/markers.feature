Feature: Messages have categories, places and hashtags
  Source: timconnect, “визуализация информации”, “статистическим данным”, “геолокации и персональных маркеров” (L25-27); timconnect-1.7.1 §changeCategory, setGeolocation, setHashtag, 2.3.

  Background:
    Given the client is registered as "79991234567"

  @must
  Scenario: the category of a message is chosen
    Source: timconnect-1.7.1 §changeCategory: the message and its new category.

    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.setCategory" with:
      | id       | {message_id} |
      | category | 14           |
    Then the client reports success
    And the message now has "category" as 14

  @must
  Scenario: the place of a message is set, west and south of zero
    Source: timconnect#L27 “формирование данных о геолокации”, timconnect-1.7.1 §setGeolocation: latitude and
    longitude.

    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.setGeotag" with:
      | id        | {message_id} |
      | latitude  | -33.85678    |
      | longitude | -70.64827    |
    Then the client reports success
    And the message now has "geotag/latitude" as "-33.85678"
    And the message now has "geotag/longitude" as "-70.64827"

  @must
  Scenario Outline: the hashtag <hashtag> is set
    Source: timconnect#L27 “персональных маркеров сообщений (хэштеги)”, timconnect-1.7.1 §setHashtag: any text.

    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.setHashtag" with:
      | id      | {message_id} |
      | hashtag | <hashtag>    |
    Then the client reports success
    And the message now has "hashtag" as "<hashtag>"

    Examples:
      | hashtag     |
      | Try         |
      | обед & кофе |

  @must
  Scenario: an empty hashtag deletes the one before
    Source: timconnect-1.7.1 §setHashtag: an empty text deletes the hashtag.

    When a message "Hello" is sent to the phone
    And the client is asked for "timconnect.setHashtag" with:
      | id      | {message_id} |
      | hashtag | Try          |
    And the client is asked for "timconnect.setHashtag" with:
      | id      | {message_id} |
      | hashtag |              |
    Then the client reports success
    And the message now has "hashtag" as ""

  @should
  Scenario: messages of the archive are marked, too
    Given 2 messages are in the archive
    When the client is asked for "timconnect.setCategory" with:
      | id       | {message_id} |
      | category | 18           |
    Then the client reports success
    And the message now has "category" as 18

  @must
  Scenario: the whole directory of categories reaches the caller
    Source: timconnect-1.7.1 §2.3: the directory of the 18 categories.

    When the client is asked for "timconnect.categories"
    Then the client reports 18 categories
    And the client reports "/categories/6/name" as "Кафе и рестораны"

  @should
  Scenario: the statistics count messages by category
    When 2 messages "Hello" are sent to the phone
    And the client is asked for "timconnect.setCategory" with:
      | id       | {message_id} |
      | category | 14           |
    And the client is asked for "timconnect.statistics"
    Then the client reports success
    And the client reports "/statistics/1/category" as "14"

  @should
  Scenario: the category of a message that does not exist is reported as a bad request
    When the client is asked for "timconnect.setCategory" with:
      | id       | 404 |
      | category | 14  |
    Then the client reports a failure with the advice "fix_request"
    And the client still works
