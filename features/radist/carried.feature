Feature: Data arrives as it was sent, whatever it is
  Source: radist#L26-L33, radist#L37-L39, radist#L48-L55, radist#L5, radist#L56-L58, radist#L59-L63, radist-clients.
  Written by `sparring generate` from the documents. What became of each value is judged without a step:
  fidelity.down, fidelity.up.

  @should
  Scenario: a list of several pages carries samples, blanks around them, other scripts and combining characters
    Source: radist#L5, radist-clients.
    Given a Telegram connection
    And a WhatsApp connection
    And an Odnoklassniki connection
    And the server responds to the next "radist.ConnectionsGetItems" with the status 200 and the body:
      """json
      {
        "connections": [
          {
            "id": 2147483951,
            "name": "Name 4",
            "params": {
              "phone": "+39065879051",
              "radist_token": "Radist_token 11",
              "user_id": "User_id 13",
              "username": "Username 15"
            },
            "type": "telegram"
          },
          {
            "id": 2147483952,
            "name": "Name 5",
            "params": {
              "phone": "+39065879152",
              "qr_url": "Qr_url 10",
              "radist_token": "Radist_token 12"
            },
            "type": "whatsapp"
          },
          {
            "id": 2147483953,
            "name": "Name 6",
            "params": {},
            "type": "telegram_bot"
          }
        ],
        "count": 12
      }
      """
    And the server responds to the next "radist.ConnectionsGetItems" with the status 200 and the body:
      """json
      {
        "connections": [
          {
            "id": 2147483954,
            "name": " Two  words of\nname 4 ",
            "params": {
              "phone": "+79993363308",
              "radist_token": " Two  words of\nradist_token 11 ",
              "user_id": " Two  words of\nuser_id 13 ",
              "username": " Two  words of\nusername 15 "
            },
            "type": "telegram"
          },
          {
            "id": 2147483955,
            "name": " Two  words of\nname 5 ",
            "params": {
              "phone": "+79993363410",
              "qr_url": " Two  words of\nqr_url 10 ",
              "radist_token": " Two  words of\nradist_token 12 "
            },
            "type": "whatsapp"
          },
          {
            "id": 2147483956,
            "name": " Two  words of\nname 6 ",
            "params": {
              "domain": "sales-2147483956.example"
            },
            "type": "amocrm"
          }
        ],
        "count": 12
      }
      """
    And the server responds to the next "radist.ConnectionsGetItems" with the status 200 and the body:
      """json
      {
        "connections": [
          {
            "id": 2147483957,
            "name": "Łódź Ковалский 漢字 name 4",
            "params": {
              "phone": "+12020847571",
              "radist_token": "Łódź Ковалский 漢字 radist_token 11",
              "user_id": "Łódź Ковалский 漢字 user_id 13",
              "username": "Łódź Ковалский 漢字 username 15"
            },
            "type": "telegram"
          },
          {
            "id": 2147483958,
            "name": "Łódź Ковалский 漢字 name 5",
            "params": {
              "phone": "+12020847674",
              "qr_url": "Łódź Ковалский 漢字 qr_url 10",
              "radist_token": "Łódź Ковалский 漢字 radist_token 12"
            },
            "type": "whatsapp"
          },
          {
            "id": 2147483959,
            "name": "Łódź Ковалский 漢字 name 6",
            "params": {},
            "type": "odnoklassniki"
          }
        ],
        "count": 12
      }
      """
    And the server responds to the next "radist.ConnectionsGetItems" with the status 200 and the body:
      """json
      {
        "connections": [
          {
            "id": 2147483960,
            "name": "Zürich Y̆ 👩‍👧 name 4",
            "params": {
              "phone": "+375298331840",
              "radist_token": "Zürich Y̆ 👩‍👧 radist_token 13",
              "user_id": "Zürich Y̆ 👩‍👧 user_id 16",
              "username": "Zürich Y̆ 👩‍👧 username 19"
            },
            "type": "telegram"
          },
          {
            "id": 2147483961,
            "name": "Zürich Y̆ 👩‍👧 name 5",
            "params": {
              "phone": "+375298331944",
              "qr_url": "Zürich Y̆ 👩‍👧 qr_url 11",
              "radist_token": "Zürich Y̆ 👩‍👧 radist_token 14"
            },
            "type": "whatsapp"
          },
          {
            "id": 2147483962,
            "name": "Zürich Y̆ 👩‍👧 name 6",
            "params": {
              "phone": "+375298332048",
              "radist_token": "Zürich Y̆ 👩‍👧 radist_token 15",
              "user_id": "Zürich Y̆ 👩‍👧 user_id 18",
              "username": "Zürich Y̆ 👩‍👧 username 21"
            },
            "type": "max_personal"
          }
        ],
        "count": 12
      }
      """
    When the client lists the connections
    And the faults end
    And the client lists the connections
    Then every call reports success

  @should
  Scenario: a list of several pages carries quotes and markup, leading zeros, large numbers and long texts
    Source: radist#L5, radist-clients.
    Given a Telegram connection
    And a WhatsApp connection
    And an Odnoklassniki connection
    And the server responds to the next "radist.ConnectionsGetItems" with the status 200 and the body:
      """json
      {
        "connections": [
          {
            "id": 2147483963,
            "name": "\"name\" & <b>4</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "params": {
              "phone": "+44205816115",
              "radist_token": "\"radist_token\" & <b>11</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "user_id": "\"user_id\" & <b>13</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "username": "\"username\" & <b>15</b> &lt; 'a' 100% %41 a+b;c/d\\e"
            },
            "type": "telegram"
          },
          {
            "id": 2147483964,
            "name": "\"name\" & <b>5</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "params": {
              "phone": "+44205816220",
              "qr_url": "\"qr_url\" & <b>10</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "radist_token": "\"radist_token\" & <b>12</b> &lt; 'a' 100% %41 a+b;c/d\\e"
            },
            "type": "whatsapp"
          },
          {
            "id": 2147483965,
            "name": "\"name\" & <b>6</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "params": {},
            "type": "telegram_bot"
          }
        ],
        "count": 12
      }
      """
    And the server responds to the next "radist.ConnectionsGetItems" with the status 200 and the body:
      """json
      {
        "connections": [
          {
            "id": 2147483966,
            "name": "0014",
            "params": {
              "phone": "+861383300396",
              "radist_token": "0021",
              "user_id": "0023",
              "username": "0025"
            },
            "type": "telegram"
          },
          {
            "id": 2147483967,
            "name": "0015",
            "params": {
              "phone": "+861383300502",
              "qr_url": "0020",
              "radist_token": "0022"
            },
            "type": "whatsapp"
          },
          {
            "id": 2147483968,
            "name": "0016",
            "params": {
              "domain": "sales-2147483968.example"
            },
            "type": "amocrm"
          }
        ],
        "count": 12
      }
      """
    And the server responds to the next "radist.ConnectionsGetItems" with the status 200 and the body:
      """json
      {
        "connections": [
          {
            "id": 2147483969,
            "name": "9007199254740993004",
            "params": {
              "phone": "+39060784683",
              "radist_token": "9007199254740993011",
              "user_id": "9007199254740993013",
              "username": "9007199254740993015"
            },
            "type": "telegram"
          },
          {
            "id": 2147483970,
            "name": "9007199254740993005",
            "params": {
              "phone": "+39060784790",
              "qr_url": "9007199254740993010",
              "radist_token": "9007199254740993012"
            },
            "type": "whatsapp"
          },
          {
            "id": 2147483971,
            "name": "9007199254740993006",
            "params": {},
            "type": "odnoklassniki"
          }
        ],
        "count": 12
      }
      """
    And the server responds to the next "radist.ConnectionsGetItems" with the status 200 and the body:
      """json
      {
        "connections": [
          {
            "id": 2147483972,
            "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 4",
            "params": {
              "phone": "+79998268976",
              "radist_token": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 13",
              "user_id": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 16",
              "username": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 19"
            },
            "type": "telegram"
          },
          {
            "id": 2147483973,
            "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 5",
            "params": {
              "phone": "+79998269084",
              "qr_url": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 11",
              "radist_token": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 14"
            },
            "type": "whatsapp"
          },
          {
            "id": 2147483974,
            "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 6",
            "params": {
              "phone": "+79998269192",
              "radist_token": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 15",
              "user_id": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 18",
              "username": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 21"
            },
            "type": "max_personal"
          }
        ],
        "count": 12
      }
      """
    When the client lists the connections
    And the faults end
    And the client lists the connections
    Then every call reports success

  @should
  Scenario: a list of several pages carries empty values, null and missing values
    Source: radist#L5, radist-clients.
    Given a Telegram connection
    And a WhatsApp connection
    And an Odnoklassniki connection
    And the server responds to the next "radist.ConnectionsGetItems" with the status 200 and the body:
      """json
      {
        "connections": [
          {
            "id": 2147483975,
            "name": "",
            "params": {
              "phone": null,
              "radist_token": "Radist_token 11",
              "user_id": "User_id 13",
              "username": "Username 15"
            },
            "type": "telegram"
          },
          {
            "id": 2147483976,
            "name": "Name 5",
            "params": {
              "phone": null,
              "qr_url": "",
              "radist_token": ""
            },
            "type": "whatsapp"
          },
          {
            "id": 2147483977,
            "name": "",
            "params": {},
            "type": "telegram_bot"
          }
        ],
        "count": 9
      }
      """
    And the server responds to the next "radist.ConnectionsGetItems" with the status 200 and the body:
      """json
      {
        "connections": [
          {
            "id": 2147483978,
            "name": null,
            "params": {
              "phone": null,
              "radist_token": "Radist_token 11",
              "user_id": "User_id 13",
              "username": "Username 15"
            },
            "type": "telegram"
          },
          {
            "id": 2147483979,
            "name": "Name 5",
            "params": {
              "phone": null,
              "qr_url": null,
              "radist_token": null
            },
            "type": "whatsapp"
          },
          {
            "id": 2147483980,
            "name": null,
            "params": {
              "domain": "sales-2147483980.example"
            },
            "type": "amocrm"
          }
        ],
        "count": 9
      }
      """
    And the server responds to the next "radist.ConnectionsGetItems" with the status 200 and the body:
      """json
      {
        "connections": [
          {
            "id": 2147483981,
            "params": {
              "phone": "+44200721891",
              "radist_token": "Radist_token 11",
              "user_id": "User_id 13",
              "username": "Username 15"
            },
            "type": "telegram"
          },
          {
            "id": 2147483982,
            "name": "Name 5",
            "params": {
              "phone": "+44200722002"
            },
            "type": "whatsapp"
          },
          {
            "id": 2147483983,
            "params": {},
            "type": "odnoklassniki"
          }
        ],
        "count": 9
      }
      """
    When the client lists the connections
    And the faults end
    And the client lists the connections
    Then every call reports success

  @should
  Scenario: a Telegram connection that is read carries samples, blanks around them, other scripts and combining characters
    Source: radist#L5, radist-clients.
    Given the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 101,
        "name": "Name 2",
        "params": {
          "phone": "+39060010201",
          "radist_token": "Radist_token 5",
          "user_id": "User_id 6",
          "username": "Username 7"
        },
        "type": "telegram_personal"
      }
      """
    And the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 101,
        "name": " Two  words of\nname 2 ",
        "params": {
          "phone": "+79990010302",
          "radist_token": " Two  words of\nradist_token 5 ",
          "user_id": " Two  words of\nuser_id 6 ",
          "username": " Two  words of\nusername 7 "
        },
        "type": "telegram"
      }
      """
    And the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 102,
        "name": "Łódź Ковалский 漢字 name 2",
        "params": {
          "phone": "+12020010506",
          "radist_token": "Łódź Ковалский 漢字 radist_token 5",
          "user_id": "Łódź Ковалский 漢字 user_id 6",
          "username": "Łódź Ковалский 漢字 username 7"
        },
        "type": "telegram_personal"
      }
      """
    And the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 102,
        "name": "Zürich Y̆ 👩‍👧 name 2",
        "params": {
          "phone": "+375290010608",
          "radist_token": "Zürich Y̆ 👩‍👧 radist_token 5",
          "user_id": "Zürich Y̆ 👩‍👧 user_id 6",
          "username": "Zürich Y̆ 👩‍👧 username 7"
        },
        "type": "telegram"
      }
      """
    When the client is asked for "radist.connection" with:
      | connection_id | 101 |
    And the client is asked for "radist.connection" with:
      | connection_id | 101 |
    And the client is asked for "radist.connection" with:
      | connection_id | 102 |
    And the client is asked for "radist.connection" with:
      | connection_id | 102 |
    And the faults end
    Then every call reports success

  @should
  Scenario: a Telegram connection that is read carries quotes and markup, leading zeros, large numbers and long texts
    Source: radist#L5, radist-clients.
    Given the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 103,
        "name": "\"name\" & <b>2</b> &lt; 'a' 100% %41 a+b;c/d\\e",
        "params": {
          "phone": "+44200010815",
          "radist_token": "\"radist_token\" & <b>5</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "user_id": "\"user_id\" & <b>6</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "username": "\"username\" & <b>7</b> &lt; 'a' 100% %41 a+b;c/d\\e"
        },
        "type": "telegram_personal"
      }
      """
    And the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 103,
        "name": "0012",
        "params": {
          "phone": "+861380010918",
          "radist_token": "0015",
          "user_id": "0016",
          "username": "0017"
        },
        "type": "telegram"
      }
      """
    And the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 104,
        "name": "9007199254740993002",
        "params": {
          "phone": "+39060011128",
          "radist_token": "9007199254740993005",
          "user_id": "9007199254740993006",
          "username": "9007199254740993007"
        },
        "type": "telegram_personal"
      }
      """
    And the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 104,
        "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 2",
        "params": {
          "phone": "+79990011232",
          "radist_token": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 5",
          "user_id": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 6",
          "username": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 7"
        },
        "type": "telegram"
      }
      """
    When the client is asked for "radist.connection" with:
      | connection_id | 103 |
    And the client is asked for "radist.connection" with:
      | connection_id | 103 |
    And the client is asked for "radist.connection" with:
      | connection_id | 104 |
    And the client is asked for "radist.connection" with:
      | connection_id | 104 |
    And the faults end
    Then every call reports success

  @should
  Scenario: a Telegram connection that is read carries empty values, null and missing values
    Source: radist#L5, radist-clients.
    Given the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 105,
        "name": "",
        "params": {
          "phone": null,
          "radist_token": "Radist_token 5",
          "user_id": "",
          "username": "Username 7"
        },
        "type": "telegram_personal"
      }
      """
    And the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 105,
        "name": null,
        "params": {
          "phone": null,
          "radist_token": "Radist_token 5",
          "user_id": null,
          "username": "Username 7"
        },
        "type": "telegram"
      }
      """
    And the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 106,
        "params": {
          "phone": "+44200011766",
          "radist_token": "Radist_token 5",
          "username": "Username 7"
        },
        "type": "telegram_personal"
      }
      """
    When the client is asked for "radist.connection" with:
      | connection_id | 105 |
    And the client is asked for "radist.connection" with:
      | connection_id | 105 |
    And the client is asked for "radist.connection" with:
      | connection_id | 106 |
    And the faults end
    Then every call reports success

  @should
  Scenario: a WhatsApp connection that is read carries samples, blanks around them, other scripts and combining characters
    Source: radist#L5, radist-clients.
    Given the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 101,
        "name": "Name 2",
        "params": {
          "phone": "+39060010201",
          "qr_url": "Qr_url 4",
          "radist_token": "Radist_token 5"
        },
        "type": "whatsapp"
      }
      """
    And the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 101,
        "name": " Two  words of\nname 2 ",
        "params": {
          "phone": "+79990010302",
          "qr_url": " Two  words of\nqr_url 4 ",
          "radist_token": " Two  words of\nradist_token 5 "
        },
        "type": "whatsapp"
      }
      """
    And the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 102,
        "name": "Łódź Ковалский 漢字 name 2",
        "params": {
          "phone": "+12020010506",
          "qr_url": "Łódź Ковалский 漢字 qr_url 4",
          "radist_token": "Łódź Ковалский 漢字 radist_token 5"
        },
        "type": "whatsapp"
      }
      """
    And the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 102,
        "name": "Zürich Y̆ 👩‍👧 name 2",
        "params": {
          "phone": "+375290010608",
          "qr_url": "Zürich Y̆ 👩‍👧 qr_url 4",
          "radist_token": "Zürich Y̆ 👩‍👧 radist_token 5"
        },
        "type": "whatsapp"
      }
      """
    When the client is asked for "radist.connection" with:
      | connection_id | 101 |
    And the client is asked for "radist.connection" with:
      | connection_id | 101 |
    And the client is asked for "radist.connection" with:
      | connection_id | 102 |
    And the client is asked for "radist.connection" with:
      | connection_id | 102 |
    And the faults end
    Then every call reports success

  @should
  Scenario: a WhatsApp connection that is read carries quotes and markup, leading zeros, large numbers and long texts
    Source: radist#L5, radist-clients.
    Given the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 103,
        "name": "\"name\" & <b>2</b> &lt; 'a' 100% %41 a+b;c/d\\e",
        "params": {
          "phone": "+44200010815",
          "qr_url": "\"qr_url\" & <b>4</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "radist_token": "\"radist_token\" & <b>5</b> &lt; 'a' 100% %41 a+b;c/d\\e"
        },
        "type": "whatsapp"
      }
      """
    And the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 103,
        "name": "0012",
        "params": {
          "phone": "+861380010918",
          "qr_url": "0014",
          "radist_token": "0015"
        },
        "type": "whatsapp"
      }
      """
    And the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 104,
        "name": "9007199254740993002",
        "params": {
          "phone": "+39060011128",
          "qr_url": "9007199254740993004",
          "radist_token": "9007199254740993005"
        },
        "type": "whatsapp"
      }
      """
    And the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 104,
        "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 2",
        "params": {
          "phone": "+79990011232",
          "qr_url": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 4",
          "radist_token": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 5"
        },
        "type": "whatsapp"
      }
      """
    When the client is asked for "radist.connection" with:
      | connection_id | 103 |
    And the client is asked for "radist.connection" with:
      | connection_id | 103 |
    And the client is asked for "radist.connection" with:
      | connection_id | 104 |
    And the client is asked for "radist.connection" with:
      | connection_id | 104 |
    And the faults end
    Then every call reports success

  @should
  Scenario: a WhatsApp connection that is read carries empty values, null and missing values
    Source: radist#L5, radist-clients.
    Given the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 105,
        "name": "",
        "params": {
          "phone": null,
          "qr_url": "",
          "radist_token": "Radist_token 5"
        },
        "type": "whatsapp"
      }
      """
    And the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 105,
        "name": null,
        "params": {
          "phone": null,
          "qr_url": null,
          "radist_token": "Radist_token 5"
        },
        "type": "whatsapp"
      }
      """
    And the server responds to the next "radist.ConnectionsGetItem" with the status 200 and the body:
      """json
      {
        "id": 106,
        "params": {
          "phone": "+44200011766",
          "radist_token": "Radist_token 5"
        },
        "type": "whatsapp"
      }
      """
    When the client is asked for "radist.connection" with:
      | connection_id | 105 |
    And the client is asked for "radist.connection" with:
      | connection_id | 105 |
    And the client is asked for "radist.connection" with:
      | connection_id | 106 |
    And the faults end
    Then every call reports success

  @should
  Scenario: a connection of telegram_bot carries its id
    Source: radist#L37-L39.
    Given the server responds to the next "radist.ConnectionsCreateConnection" with the status 200 and the body:
      """json
      {
        "id": 2147483951,
        "name": "Name 2",
        "params": {},
        "type": "telegram_bot"
      }
      """
    And the server responds to the next "radist.ConnectionsCreateConnection" with the status 200 and the body:
      """json
      {
        "id": 2147483954,
        "name": " Two  words of\nname 2 ",
        "params": {},
        "type": "telegram_bot"
      }
      """
    And the server responds to the next "radist.ConnectionsCreateConnection" with the status 200 and the body:
      """json
      {
        "id": 2147483957,
        "name": "Łódź Ковалский 漢字 name 2",
        "params": {},
        "type": "telegram_bot"
      }
      """
    When the client is asked for "radist.connectBot" with:
      | api_key | 110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALD101 |
    And the client is asked for "radist.connectBot" with:
      | api_key | 110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALD102 |
    And the client is asked for "radist.connectBot" with:
      | api_key | 110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALD103 |
    And the faults end
    Then every call reports success

  @should
  Scenario: a connection of odnoklassniki carries its id
    Source: radist#L56-L58.
    Given the server responds to the next "radist.ConnectionsCreateConnection" with the status 200 and the body:
      """json
      {
        "id": 2147483951,
        "name": "Name 2",
        "params": {},
        "type": "odnoklassniki"
      }
      """
    And the server responds to the next "radist.ConnectionsCreateConnection" with the status 200 and the body:
      """json
      {
        "id": 2147483954,
        "name": " Two  words of\nname 2 ",
        "params": {},
        "type": "odnoklassniki"
      }
      """
    And the server responds to the next "radist.ConnectionsCreateConnection" with the status 200 and the body:
      """json
      {
        "id": 2147483957,
        "name": "Łódź Ковалский 漢字 name 2",
        "params": {},
        "type": "odnoklassniki"
      }
      """
    When the client is asked for "radist.connectGroup" with:
      | api_key | 110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALD101 |
    And the client is asked for "radist.connectGroup" with:
      | api_key | 110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALD102 |
    And the client is asked for "radist.connectGroup" with:
      | api_key | 110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALD103 |
    And the faults end
    Then every call reports success

  @should
  Scenario: a bot's key carries every character
    Source: radist#L37-L39.
    Given the server responds to every "radist.ConnectionsCreateConnection" with the status 200 and the body:
      """json
      {
        "id": 103,
        "name": "Group",
        "params": {},
        "type": "odnoklassniki"
      }
      """
    When the client is asked for "radist.connectBot" with:
      | api_key | "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw" |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "radist.connectBot" with:
      | api_key | "5110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw" |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "radist.connectBot" with:
      | api_key | "0110201543:aB_c-DAAHdqTcvCH1vGWJxfSeofSAs0K5103" |
    Then the client succeeds by itself or advises "fix_request"
    When the faults end
    Then the client still works

  @should
  Scenario: a group's key carries every character
    Source: radist#L56-L58.
    Given the server responds to every "radist.ConnectionsCreateConnection" with the status 200 and the body:
      """json
      {
        "id": 103,
        "name": "Group",
        "params": {},
        "type": "odnoklassniki"
      }
      """
    When the client is asked for "radist.connectGroup" with:
      | api_key | "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw" |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "radist.connectGroup" with:
      | api_key | "5110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw" |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "radist.connectGroup" with:
      | api_key | "0110201543:aB_c-D%2B+/=\\u0026?#103" |
    Then the client succeeds by itself or advises "fix_request"
    When the faults end
    Then the client still works

  @should
  Scenario: a new key carries every character
    Source: radist#L59-L63.
    Given the server responds to every "radist.ConnectionsUpdateItem" with the status 200 and the body:
      """json
      {
        "id": 103,
        "name": "Group",
        "params": {},
        "type": "odnoklassniki"
      }
      """
    When the client is asked for "radist.setKey" with:
      | connection_id | 101 |
      | api_key | "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw" |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "radist.setKey" with:
      | connection_id | 102 |
      | api_key | "5110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw" |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "radist.setKey" with:
      | connection_id | 103 |
      | api_key | "0110201543:aB_c-D%2B+/=\\u0026?#103" |
    Then the client succeeds by itself or advises "fix_request"
    When the faults end
    Then the client still works

  @should
  Scenario: a Telegram account that is connected carries phones of several countries
    Source: radist#L26-L33.
    When the client starts "radist.connectTelegram" with:
      | by    | code     |
      | phone | "+39065550101" |
    And each user enters their own code
    And the client has finished
    Then the client succeeds by itself or advises "fix_request"
    When the client starts "radist.connectTelegram" with:
      | by    | code     |
      | phone | "+79995550102" |
    And each user enters their own code
    And the client has finished
    Then the client succeeds by itself or advises "fix_request"
    When the client starts "radist.connectTelegram" with:
      | by    | code     |
      | phone | "+12025550103" |
    And each user enters their own code
    And the client has finished
    Then the client succeeds by itself or advises "fix_request"
    And the client still works

  @should
  Scenario: a MAX number that is connected carries phones of several countries
    Source: radist#L48-L55.
    When the client starts "radist.connectMax" with:
      | phone | "+39065550101" |
    And each user enters their own code
    And the client has finished
    Then the client succeeds by itself or advises "fix_request"
    When the client starts "radist.connectMax" with:
      | phone | "+79995550102" |
    And each user enters their own code
    And the client has finished
    Then the client succeeds by itself or advises "fix_request"
    When the client starts "radist.connectMax" with:
      | phone | "+12025550103" |
    And each user enters their own code
    And the client has finished
    Then the client succeeds by itself or advises "fix_request"
    And the client still works
