Feature: What has an effect has it once, and is not claimed, if its response is lost
  Source: bonder#L1-L83, bonder#L361-L412, bonder#L414-L502, bonder#L514-L523, bonder#L525-L534, bonder#L536-L545, bonder#L622-L631, bonder#L633-L642.
  Written by `sparring generate`: each operation by each way to lose a response. The ways of
  an operation that others show as well are @slow.

  Scenario Outline: a profile is created once although its response is lost by <fault> <value>
    Source: bonder#L361-L412.

    Given the server responds to the next "bonder.createProfile" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client creates a profile
    Then the client succeeds by itself or advises "unknown_outcome"
    And there is now 1 profile
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

  Scenario Outline: a profile is created once although its response does not come in time by <fault> <value>
    Source: bonder#L361-L412.

    Given the client waits only a short time for a response
    And the server responds to the next "bonder.createProfile" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client creates a profile
    Then the client succeeds by itself or advises "unknown_outcome"
    And there is now 1 profile
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a card is saved once although its response is lost by <fault> <value>
    Source: bonder#L414-L502.

    Given a profile
    And the server responds to the next "bonder.saveCard" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client saves "pl" "name" as "Jan"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the card now holds "pl" "name" as "Jan"
    And the server saw at most 4 "bonder.saveCard"
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

  Scenario Outline: a card is saved once although its response does not come in time by <fault> <value>
    Source: bonder#L414-L502.

    Given a profile
    And the client waits only a short time for a response
    And the server responds to the next "bonder.saveCard" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client saves "pl" "name" as "Jan"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the card now holds "pl" "name" as "Jan"
    And the server saw at most 4 "bonder.saveCard"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a card is saved although the server first answers <status>
    Source: bonder#L414-L502.

    Given a profile
    And the server responds to the next "bonder.saveCard" with the status <status>
    When the client saves "pl" "name" as "Jan"
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

  Scenario Outline: a card is switched off once although its response is lost by <fault> <value>
    Source: bonder#L514-L523.

    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """
    And the client is already working
    And the server responds to the next "bonder.*" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client switches off the card
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the card still holds "pl" "name" as "Jan"
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

  Scenario Outline: a card is switched off once although its response does not come in time by <fault> <value>
    Source: bonder#L514-L523.

    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """
    And the client is already working
    And the client waits only a short time for a response
    And the server responds to the next "bonder.*" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client switches off the card
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the card still holds "pl" "name" as "Jan"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a card is switched off although the server first answers <status>
    Source: bonder#L514-L523.

    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """
    And the client is already working
    And the server responds to the next "bonder.*" with the status <status>
    When the client switches off the card
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

  Scenario Outline: a photo is switched off once although its response is lost by <fault> <value>
    Source: bonder#L525-L534.

    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """
    And the client is already working
    And the server responds to the next "bonder.*" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client switches off the photo
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the card still holds "pl" "name" as "Jan"
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

  Scenario Outline: a photo is switched off once although its response does not come in time by <fault> <value>
    Source: bonder#L525-L534.

    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """
    And the client is already working
    And the client waits only a short time for a response
    And the server responds to the next "bonder.*" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client switches off the photo
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the card still holds "pl" "name" as "Jan"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a photo is switched off although the server first answers <status>
    Source: bonder#L525-L534.

    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """
    And the client is already working
    And the server responds to the next "bonder.*" with the status <status>
    When the client switches off the photo
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

  Scenario Outline: a language is switched off once although its response is lost by <fault> <value>
    Source: bonder#L536-L545.

    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """
    And the client is already working
    And the server responds to the next "bonder.*" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client switches off the language "pl"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the card still holds "pl" "name" as "Jan"
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

  Scenario Outline: a language is switched off once although its response does not come in time by <fault> <value>
    Source: bonder#L536-L545.

    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """
    And the client is already working
    And the client waits only a short time for a response
    And the server responds to the next "bonder.*" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client switches off the language "pl"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the card still holds "pl" "name" as "Jan"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a language is switched off although the server first answers <status>
    Source: bonder#L536-L545.

    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """
    And the client is already working
    And the server responds to the next "bonder.*" with the status <status>
    When the client switches off the language "pl"
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

  Scenario Outline: a language is deleted once although its response is lost by <fault> <value>
    Source: bonder#L622-L631.

    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """
    And the server responds to the next "bonder.deleteLanguage" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client deletes the language "pl"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the card still holds "en" "name" as "John"
    And the server saw at most 4 "bonder.deleteLanguage"
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

  Scenario Outline: a language is deleted once although its response does not come in time by <fault> <value>
    Source: bonder#L622-L631.

    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """
    And the client waits only a short time for a response
    And the server responds to the next "bonder.deleteLanguage" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client deletes the language "pl"
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And the card still holds "en" "name" as "John"
    And the server saw at most 4 "bonder.deleteLanguage"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a language is deleted although the server first answers <status>
    Source: bonder#L622-L631.

    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """
    And the server responds to the next "bonder.deleteLanguage" with the status <status>
    When the client deletes the language "pl"
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

  Scenario Outline: a profile is deleted once although its response is lost by <fault> <value>
    Source: bonder#L633-L642.

    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """
    And the server responds to the next "bonder.deleteProfile" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client deletes the profile
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And there are now 0 profiles
    And the server saw at most 4 "bonder.deleteProfile"
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

  Scenario Outline: a profile is deleted once although its response does not come in time by <fault> <value>
    Source: bonder#L633-L642.

    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """
    And the client waits only a short time for a response
    And the server responds to the next "bonder.deleteProfile" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client deletes the profile
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And there are now 0 profiles
    And the server saw at most 4 "bonder.deleteProfile"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a profile is deleted although the server first answers <status>
    Source: bonder#L633-L642.

    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """
    And the server responds to the next "bonder.deleteProfile" with the status <status>
    When the client deletes the profile
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

  Scenario Outline: a token is issued once although its response is lost by <fault> <value>
    Source: bonder#L1-L83.

    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """
    And the server responds to the next "bonder.authorize" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client loads the card
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And there is now 1 profile
    And the server saw at most 4 "bonder.authorize"
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

  Scenario Outline: a token is issued once although its response does not come in time by <fault> <value>
    Source: bonder#L1-L83.

    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """
    And the client waits only a short time for a response
    And the server responds to the next "bonder.authorize" with the fault "<fault>" with:
      | <parameter> | <value> |
    When the client loads the card
    Then the client succeeds by itself or advises "unknown_outcome or retry_now or retry_later"
    And there is now 1 profile
    And the server saw at most 4 "bonder.authorize"
    And the client still works

    @should
    Examples:
      | fault      | parameter | value   |
      | lose_reply | by        | silence |
      | dribble    | interval  | 200ms   |

  Scenario Outline: a token is issued although the server first answers <status>
    Source: bonder#L1-L83.

    Given a profile whose card holds:
      """json
      {"translatable": {"pl": {"name": "Jan"}, "en": {"name": "John"}}}
      """
    And the server responds to the next "bonder.authorize" with the status <status>
    When the client loads the card
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
