Feature: Data arrives as it was sent, whatever it is
  Source: iqchannels#L64-L291, iqchannels-kotlin, iqchannels-readme §ChatMessage, iqchannels-readme §ChatMessageForm, iqchannels-readme §ClientIntegrationAuthRequest.
  Written by `sparring generate` from the documents. What became of each value is judged without a step:
  fidelity.down, fidelity.up.

  @should
  Scenario: a card with companies carries samples, blanks around them, other scripts and combining characters
    Source: iqchannels#L64-L291.
    Given the auth service responds to the token "Carried-101" with:
      """json
      {
        "client": {
          "accountNumbers": "AccountNumbers 1",
          "bankBranch": {
            "bik": "Bik 2",
            "extRef": "ExtRef 3",
            "id": "12108",
            "name": "Name 5"
          },
          "betaUser": "false",
          "birthDate": "1947-03-10",
          "cardRef": "CardRef 8",
          "contacts": {
            "email": "Email 9",
            "phone": "Phone 10",
            "telegramUserName": "TelegramUserName 11",
            "whatsappPhone": "WhatsappPhone 12"
          },
          "crmURL": "CrmURL 13",
          "device": "Device 14",
          "deviceVersion": "DeviceVersion 15",
          "enabled": true,
          "extRef": "ExtRef 17",
          "fieldList": [
            {
              "name": "Name 18",
              "value": "Value 21"
            },
            {
              "name": "Name 19",
              "value": "Value 22"
            },
            {
              "name": "Name 20",
              "value": "Value 23"
            }
          ],
          "fields": {
            "Note": "Fields 25",
            "Категория": "Fields 24"
          },
          "firstname": "Firstname 26",
          "group": [
            {
              "description": "Description 27",
              "id": 11755,
              "name": "Name 33",
              "parentGroup": {
                "description": "Description 36",
                "id": 12989,
                "name": "Name 42",
                "parentGroup": {
                  "description": "Description 45",
                  "id": 14223,
                  "name": "Name 51",
                  "priority": "55"
                },
                "priority": "58"
              },
              "priority": "61"
            },
            {
              "description": "Description 28",
              "id": "11756",
              "name": "Name 34",
              "parentGroup": {
                "description": "Description 37",
                "id": "12990",
                "name": "Name 43",
                "parentGroup": {
                  "description": "Description 46",
                  "id": "14224",
                  "name": "Name 52",
                  "priority": "56"
                },
                "priority": "59"
              },
              "priority": "62"
            },
            {
              "description": "Description 29",
              "id": 11757,
              "name": "Name 35",
              "parentGroup": {
                "description": "Description 38",
                "id": 12991,
                "name": "Name 44",
                "parentGroup": {
                  "description": "Description 47",
                  "id": 14225,
                  "name": "Name 53",
                  "priority": "57"
                },
                "priority": "60"
              },
              "priority": "63"
            }
          ],
          "id": "1074110",
          "inn": "Inn 64",
          "lvlClient": "LvlClient 65",
          "name": "Name 66",
          "osVersion": "OsVersion 67",
          "patronymic": "Patronymic 68",
          "positionStream": "true",
          "secretWord": "SecretWord 70",
          "shortName": "ShortName 71",
          "surname": "Surname 72",
          "timezone": "Timezone 73",
          "type": "Type 74"
        },
        "companyList": [
          {
            "enabled": "true",
            "extRef": "ExtRef 78",
            "id": "11682",
            "inn": "Inn 84",
            "internationalAddress": "InternationalAddress 87",
            "internationalName": "InternationalName 90",
            "kpp": "Kpp 93",
            "name": "Name 96",
            "ogrn": "Ogrn 99",
            "ogrnDate": "1953-03-16",
            "phone": "Phone 105",
            "regAddress": "RegAddress 108",
            "resident": true,
            "shortName": "ShortName 114",
            "type": "Type 117"
          },
          {
            "enabled": "true",
            "extRef": "ExtRef 79",
            "id": 11683,
            "inn": "Inn 85",
            "internationalAddress": "InternationalAddress 88",
            "internationalName": "InternationalName 91",
            "kpp": "Kpp 94",
            "name": "Name 97",
            "ogrn": "Ogrn 100",
            "ogrnDate": "1953-03-16",
            "phone": "Phone 106",
            "regAddress": "RegAddress 109",
            "resident": true,
            "shortName": "ShortName 115",
            "type": "Type 118"
          },
          {
            "enabled": "true",
            "extRef": "ExtRef 80",
            "id": "11684",
            "inn": "Inn 86",
            "internationalAddress": "InternationalAddress 89",
            "internationalName": "InternationalName 92",
            "kpp": "Kpp 95",
            "name": "Name 98",
            "ogrn": "Ogrn 101",
            "ogrnDate": "1953-03-16",
            "phone": "Phone 107",
            "regAddress": "RegAddress 110",
            "resident": true,
            "shortName": "ShortName 116",
            "type": "Type 119"
          }
        ]
      }
      """
    And the auth service responds to the token "Carried-102" with:
      """json
      {
        "client": {
          "accountNumbers": " Two  words of\naccountNumbers 1 ",
          "bankBranch": {
            "bik": " Two  words of\nbik 2 ",
            "extRef": " Two  words of\nextRef 3 ",
            "id": "12208",
            "name": " Two  words of\nname 5 "
          },
          "betaUser": false,
          "birthDate": "1957-03-26",
          "cardRef": " Two  words of\ncardRef 8 ",
          "contacts": {
            "email": " Two  words of\nemail 9 ",
            "phone": " Two  words of\nphone 10 ",
            "telegramUserName": " Two  words of\ntelegramUserName 11 ",
            "whatsappPhone": " Two  words of\nwhatsappPhone 12 "
          },
          "crmURL": " Two  words of\ncrmURL 13 ",
          "device": " Two  words of\ndevice 14 ",
          "deviceVersion": " Two  words of\ndeviceVersion 15 ",
          "enabled": "false",
          "extRef": " Two  words of\nextRef 17 ",
          "fieldList": [
            {
              "name": " Two  words of\nname 18 ",
              "value": " Two  words of\nvalue 21 "
            },
            {
              "name": " Two  words of\nname 19 ",
              "value": " Two  words of\nvalue 22 "
            },
            {
              "name": " Two  words of\nname 20 ",
              "value": " Two  words of\nvalue 23 "
            }
          ],
          "fields": {
            "Note": " Two  words of\nfields 25 ",
            "Категория": " Two  words of\nfields 24 "
          },
          "firstname": " Two  words of\nfirstname 26 ",
          "group": [
            {
              "description": " Two  words of\ndescription 27 ",
              "id": 11855,
              "name": " Two  words of\nname 33 ",
              "parentGroup": {
                "description": " Two  words of\ndescription 36 ",
                "id": 13089,
                "name": " Two  words of\nname 42 ",
                "parentGroup": {
                  "description": " Two  words of\ndescription 45 ",
                  "id": 14323,
                  "name": " Two  words of\nname 51 ",
                  "priority": "55"
                },
                "priority": "58"
              },
              "priority": "61"
            },
            {
              "description": " Two  words of\ndescription 28 ",
              "id": "11856",
              "name": " Two  words of\nname 34 ",
              "parentGroup": {
                "description": " Two  words of\ndescription 37 ",
                "id": "13090",
                "name": " Two  words of\nname 43 ",
                "parentGroup": {
                  "description": " Two  words of\ndescription 46 ",
                  "id": "14324",
                  "name": " Two  words of\nname 52 ",
                  "priority": "56"
                },
                "priority": "59"
              },
              "priority": "62"
            },
            {
              "description": " Two  words of\ndescription 29 ",
              "id": 11857,
              "name": " Two  words of\nname 35 ",
              "parentGroup": {
                "description": " Two  words of\ndescription 38 ",
                "id": 13091,
                "name": " Two  words of\nname 44 ",
                "parentGroup": {
                  "description": " Two  words of\ndescription 47 ",
                  "id": 14325,
                  "name": " Two  words of\nname 53 ",
                  "priority": "57"
                },
                "priority": "60"
              },
              "priority": "63"
            }
          ],
          "id": "1074210",
          "inn": " Two  words of\ninn 64 ",
          "lvlClient": " Two  words of\nlvlClient 65 ",
          "name": " Two  words of\nname 66 ",
          "osVersion": " Two  words of\nosVersion 67 ",
          "patronymic": " Two  words of\npatronymic 68 ",
          "positionStream": true,
          "secretWord": " Two  words of\nsecretWord 70 ",
          "shortName": " Two  words of\nshortName 71 ",
          "surname": " Two  words of\nsurname 72 ",
          "timezone": " Two  words of\ntimezone 73 ",
          "type": " Two  words of\ntype 74 "
        },
        "companyList": [
          {
            "enabled": true,
            "extRef": " Two  words of\nextRef 78 ",
            "id": "11782",
            "inn": " Two  words of\ninn 84 ",
            "internationalAddress": " Two  words of\ninternationalAddress 87 ",
            "internationalName": " Two  words of\ninternationalName 90 ",
            "kpp": " Two  words of\nkpp 93 ",
            "name": " Two  words of\nname 96 ",
            "ogrn": " Two  words of\nogrn 99 ",
            "ogrnDate": "1963-03-04",
            "phone": " Two  words of\nphone 105 ",
            "regAddress": " Two  words of\nregAddress 108 ",
            "resident": "false",
            "shortName": " Two  words of\nshortName 114 ",
            "type": " Two  words of\ntype 117 "
          },
          {
            "enabled": true,
            "extRef": " Two  words of\nextRef 79 ",
            "id": 11783,
            "inn": " Two  words of\ninn 85 ",
            "internationalAddress": " Two  words of\ninternationalAddress 88 ",
            "internationalName": " Two  words of\ninternationalName 91 ",
            "kpp": " Two  words of\nkpp 94 ",
            "name": " Two  words of\nname 97 ",
            "ogrn": " Two  words of\nogrn 100 ",
            "ogrnDate": "1963-03-04",
            "phone": " Two  words of\nphone 106 ",
            "regAddress": " Two  words of\nregAddress 109 ",
            "resident": "false",
            "shortName": " Two  words of\nshortName 115 ",
            "type": " Two  words of\ntype 118 "
          },
          {
            "enabled": true,
            "extRef": " Two  words of\nextRef 80 ",
            "id": "11784",
            "inn": " Two  words of\ninn 86 ",
            "internationalAddress": " Two  words of\ninternationalAddress 89 ",
            "internationalName": " Two  words of\ninternationalName 92 ",
            "kpp": " Two  words of\nkpp 95 ",
            "name": " Two  words of\nname 98 ",
            "ogrn": " Two  words of\nogrn 101 ",
            "ogrnDate": "1963-03-04",
            "phone": " Two  words of\nphone 107 ",
            "regAddress": " Two  words of\nregAddress 110 ",
            "resident": "false",
            "shortName": " Two  words of\nshortName 116 ",
            "type": " Two  words of\ntype 119 "
          }
        ]
      }
      """
    And the auth service responds to the token "Carried-103" with:
      """json
      {
        "client": {
          "accountNumbers": "Łódź Ковалский 漢字 accountNumbers 1",
          "bankBranch": {
            "bik": "Łódź Ковалский 漢字 bik 2",
            "extRef": "Łódź Ковалский 漢字 extRef 3",
            "id": "12308",
            "name": "Łódź Ковалский 漢字 name 5"
          },
          "betaUser": "true",
          "birthDate": "1967-03-14",
          "cardRef": "Łódź Ковалский 漢字 cardRef 8",
          "contacts": {
            "email": "Łódź Ковалский 漢字 email 9",
            "phone": "Łódź Ковалский 漢字 phone 10",
            "telegramUserName": "Łódź Ковалский 漢字 telegramUserName 11",
            "whatsappPhone": "Łódź Ковалский 漢字 whatsappPhone 12"
          },
          "crmURL": "Łódź Ковалский 漢字 crmURL 13",
          "device": "Łódź Ковалский 漢字 device 14",
          "deviceVersion": "Łódź Ковалский 漢字 deviceVersion 15",
          "enabled": false,
          "extRef": "Łódź Ковалский 漢字 extRef 17",
          "fieldList": [
            {
              "name": "Łódź Ковалский 漢字 name 18",
              "value": "Łódź Ковалский 漢字 value 21"
            },
            {
              "name": "Łódź Ковалский 漢字 name 19",
              "value": "Łódź Ковалский 漢字 value 22"
            },
            {
              "name": "Łódź Ковалский 漢字 name 20",
              "value": "Łódź Ковалский 漢字 value 23"
            }
          ],
          "fields": {
            "Note": "Łódź Ковалский 漢字 fields 25",
            "Категория": "Łódź Ковалский 漢字 fields 24"
          },
          "firstname": "Łódź Ковалский 漢字 firstname 26",
          "group": [
            {
              "description": "Łódź Ковалский 漢字 description 27",
              "id": 11955,
              "name": "Łódź Ковалский 漢字 name 33",
              "parentGroup": {
                "description": "Łódź Ковалский 漢字 description 36",
                "id": 13189,
                "name": "Łódź Ковалский 漢字 name 42",
                "parentGroup": {
                  "description": "Łódź Ковалский 漢字 description 45",
                  "id": 14423,
                  "name": "Łódź Ковалский 漢字 name 51",
                  "priority": "55"
                },
                "priority": "58"
              },
              "priority": "61"
            },
            {
              "description": "Łódź Ковалский 漢字 description 28",
              "id": "11956",
              "name": "Łódź Ковалский 漢字 name 34",
              "parentGroup": {
                "description": "Łódź Ковалский 漢字 description 37",
                "id": "13190",
                "name": "Łódź Ковалский 漢字 name 43",
                "parentGroup": {
                  "description": "Łódź Ковалский 漢字 description 46",
                  "id": "14424",
                  "name": "Łódź Ковалский 漢字 name 52",
                  "priority": "56"
                },
                "priority": "59"
              },
              "priority": "62"
            },
            {
              "description": "Łódź Ковалский 漢字 description 29",
              "id": 11957,
              "name": "Łódź Ковалский 漢字 name 35",
              "parentGroup": {
                "description": "Łódź Ковалский 漢字 description 38",
                "id": 13191,
                "name": "Łódź Ковалский 漢字 name 44",
                "parentGroup": {
                  "description": "Łódź Ковалский 漢字 description 47",
                  "id": 14425,
                  "name": "Łódź Ковалский 漢字 name 53",
                  "priority": "57"
                },
                "priority": "60"
              },
              "priority": "63"
            }
          ],
          "id": "1074310",
          "inn": "Łódź Ковалский 漢字 inn 64",
          "lvlClient": "Łódź Ковалский 漢字 lvlClient 65",
          "name": "Łódź Ковалский 漢字 name 66",
          "osVersion": "Łódź Ковалский 漢字 osVersion 67",
          "patronymic": "Łódź Ковалский 漢字 patronymic 68",
          "positionStream": "false",
          "secretWord": "Łódź Ковалский 漢字 secretWord 70",
          "shortName": "Łódź Ковалский 漢字 shortName 71",
          "surname": "Łódź Ковалский 漢字 surname 72",
          "timezone": "Łódź Ковалский 漢字 timezone 73",
          "type": "Łódź Ковалский 漢字 type 74"
        },
        "companyList": [
          {
            "enabled": "false",
            "extRef": "Łódź Ковалский 漢字 extRef 78",
            "id": "11882",
            "inn": "Łódź Ковалский 漢字 inn 84",
            "internationalAddress": "Łódź Ковалский 漢字 internationalAddress 87",
            "internationalName": "Łódź Ковалский 漢字 internationalName 90",
            "kpp": "Łódź Ковалский 漢字 kpp 93",
            "name": "Łódź Ковалский 漢字 name 96",
            "ogrn": "Łódź Ковалский 漢字 ogrn 99",
            "ogrnDate": "1973-03-20",
            "phone": "Łódź Ковалский 漢字 phone 105",
            "regAddress": "Łódź Ковалский 漢字 regAddress 108",
            "resident": false,
            "shortName": "Łódź Ковалский 漢字 shortName 114",
            "type": "Łódź Ковалский 漢字 type 117"
          },
          {
            "enabled": "false",
            "extRef": "Łódź Ковалский 漢字 extRef 79",
            "id": 11883,
            "inn": "Łódź Ковалский 漢字 inn 85",
            "internationalAddress": "Łódź Ковалский 漢字 internationalAddress 88",
            "internationalName": "Łódź Ковалский 漢字 internationalName 91",
            "kpp": "Łódź Ковалский 漢字 kpp 94",
            "name": "Łódź Ковалский 漢字 name 97",
            "ogrn": "Łódź Ковалский 漢字 ogrn 100",
            "ogrnDate": "1973-03-20",
            "phone": "Łódź Ковалский 漢字 phone 106",
            "regAddress": "Łódź Ковалский 漢字 regAddress 109",
            "resident": false,
            "shortName": "Łódź Ковалский 漢字 shortName 115",
            "type": "Łódź Ковалский 漢字 type 118"
          },
          {
            "enabled": "false",
            "extRef": "Łódź Ковалский 漢字 extRef 80",
            "id": "11884",
            "inn": "Łódź Ковалский 漢字 inn 86",
            "internationalAddress": "Łódź Ковалский 漢字 internationalAddress 89",
            "internationalName": "Łódź Ковалский 漢字 internationalName 92",
            "kpp": "Łódź Ковалский 漢字 kpp 95",
            "name": "Łódź Ковалский 漢字 name 98",
            "ogrn": "Łódź Ковалский 漢字 ogrn 101",
            "ogrnDate": "1973-03-20",
            "phone": "Łódź Ковалский 漢字 phone 107",
            "regAddress": "Łódź Ковалский 漢字 regAddress 110",
            "resident": false,
            "shortName": "Łódź Ковалский 漢字 shortName 116",
            "type": "Łódź Ковалский 漢字 type 119"
          }
        ]
      }
      """
    And the auth service responds to the token "Carried-104" with:
      """json
      {
        "client": {
          "accountNumbers": "Zürich Y̆ 👩‍👧 accountNumbers 1",
          "bankBranch": {
            "bik": "Zürich Y̆ 👩‍👧 bik 2",
            "extRef": "Zürich Y̆ 👩‍👧 extRef 3",
            "id": "12408",
            "name": "Zürich Y̆ 👩‍👧 name 5"
          },
          "betaUser": true,
          "birthDate": "1977-03-02",
          "cardRef": "Zürich Y̆ 👩‍👧 cardRef 8",
          "contacts": {
            "email": "Zürich Y̆ 👩‍👧 email 9",
            "phone": "Zürich Y̆ 👩‍👧 phone 10",
            "telegramUserName": "Zürich Y̆ 👩‍👧 telegramUserName 11",
            "whatsappPhone": "Zürich Y̆ 👩‍👧 whatsappPhone 12"
          },
          "crmURL": "Zürich Y̆ 👩‍👧 crmURL 13",
          "device": "Zürich Y̆ 👩‍👧 device 14",
          "deviceVersion": "Zürich Y̆ 👩‍👧 deviceVersion 15",
          "enabled": "true",
          "extRef": "Zürich Y̆ 👩‍👧 extRef 17",
          "fieldList": [
            {
              "name": "Zürich Y̆ 👩‍👧 name 18",
              "value": "Zürich Y̆ 👩‍👧 value 21"
            },
            {
              "name": "Zürich Y̆ 👩‍👧 name 19",
              "value": "Zürich Y̆ 👩‍👧 value 22"
            },
            {
              "name": "Zürich Y̆ 👩‍👧 name 20",
              "value": "Zürich Y̆ 👩‍👧 value 23"
            }
          ],
          "fields": {
            "Note": "Zürich Y̆ 👩‍👧 fields 25",
            "Категория": "Zürich Y̆ 👩‍👧 fields 24"
          },
          "firstname": "Zürich Y̆ 👩‍👧 firstname 26",
          "group": [
            {
              "description": "Zürich Y̆ 👩‍👧 description 27",
              "id": 12055,
              "name": "Zürich Y̆ 👩‍👧 name 33",
              "parentGroup": {
                "description": "Zürich Y̆ 👩‍👧 description 36",
                "id": 13289,
                "name": "Zürich Y̆ 👩‍👧 name 42",
                "parentGroup": {
                  "description": "Zürich Y̆ 👩‍👧 description 45",
                  "id": 14523,
                  "name": "Zürich Y̆ 👩‍👧 name 51",
                  "priority": "55"
                },
                "priority": "58"
              },
              "priority": "61"
            },
            {
              "description": "Zürich Y̆ 👩‍👧 description 28",
              "id": "12056",
              "name": "Zürich Y̆ 👩‍👧 name 34",
              "parentGroup": {
                "description": "Zürich Y̆ 👩‍👧 description 37",
                "id": "13290",
                "name": "Zürich Y̆ 👩‍👧 name 43",
                "parentGroup": {
                  "description": "Zürich Y̆ 👩‍👧 description 46",
                  "id": "14524",
                  "name": "Zürich Y̆ 👩‍👧 name 52",
                  "priority": "56"
                },
                "priority": "59"
              },
              "priority": "62"
            },
            {
              "description": "Zürich Y̆ 👩‍👧 description 29",
              "id": 12057,
              "name": "Zürich Y̆ 👩‍👧 name 35",
              "parentGroup": {
                "description": "Zürich Y̆ 👩‍👧 description 38",
                "id": 13291,
                "name": "Zürich Y̆ 👩‍👧 name 44",
                "parentGroup": {
                  "description": "Zürich Y̆ 👩‍👧 description 47",
                  "id": 14525,
                  "name": "Zürich Y̆ 👩‍👧 name 53",
                  "priority": "57"
                },
                "priority": "60"
              },
              "priority": "63"
            }
          ],
          "id": "1074410",
          "inn": "Zürich Y̆ 👩‍👧 inn 64",
          "lvlClient": "Zürich Y̆ 👩‍👧 lvlClient 65",
          "name": "Zürich Y̆ 👩‍👧 name 66",
          "osVersion": "Zürich Y̆ 👩‍👧 osVersion 67",
          "patronymic": "Zürich Y̆ 👩‍👧 patronymic 68",
          "positionStream": false,
          "secretWord": "Zürich Y̆ 👩‍👧 secretWord 70",
          "shortName": "Zürich Y̆ 👩‍👧 shortName 71",
          "surname": "Zürich Y̆ 👩‍👧 surname 72",
          "timezone": "Zürich Y̆ 👩‍👧 timezone 73",
          "type": "Zürich Y̆ 👩‍👧 type 74"
        },
        "companyList": [
          {
            "enabled": false,
            "extRef": "Zürich Y̆ 👩‍👧 extRef 78",
            "id": "11982",
            "inn": "Zürich Y̆ 👩‍👧 inn 84",
            "internationalAddress": "Zürich Y̆ 👩‍👧 internationalAddress 87",
            "internationalName": "Zürich Y̆ 👩‍👧 internationalName 90",
            "kpp": "Zürich Y̆ 👩‍👧 kpp 93",
            "name": "Zürich Y̆ 👩‍👧 name 96",
            "ogrn": "Zürich Y̆ 👩‍👧 ogrn 99",
            "ogrnDate": "1983-03-08",
            "phone": "Zürich Y̆ 👩‍👧 phone 105",
            "regAddress": "Zürich Y̆ 👩‍👧 regAddress 108",
            "resident": "true",
            "shortName": "Zürich Y̆ 👩‍👧 shortName 114",
            "type": "Zürich Y̆ 👩‍👧 type 117"
          },
          {
            "enabled": false,
            "extRef": "Zürich Y̆ 👩‍👧 extRef 79",
            "id": 11983,
            "inn": "Zürich Y̆ 👩‍👧 inn 85",
            "internationalAddress": "Zürich Y̆ 👩‍👧 internationalAddress 88",
            "internationalName": "Zürich Y̆ 👩‍👧 internationalName 91",
            "kpp": "Zürich Y̆ 👩‍👧 kpp 94",
            "name": "Zürich Y̆ 👩‍👧 name 97",
            "ogrn": "Zürich Y̆ 👩‍👧 ogrn 100",
            "ogrnDate": "1983-03-08",
            "phone": "Zürich Y̆ 👩‍👧 phone 106",
            "regAddress": "Zürich Y̆ 👩‍👧 regAddress 109",
            "resident": "true",
            "shortName": "Zürich Y̆ 👩‍👧 shortName 115",
            "type": "Zürich Y̆ 👩‍👧 type 118"
          },
          {
            "enabled": false,
            "extRef": "Zürich Y̆ 👩‍👧 extRef 80",
            "id": "11984",
            "inn": "Zürich Y̆ 👩‍👧 inn 86",
            "internationalAddress": "Zürich Y̆ 👩‍👧 internationalAddress 89",
            "internationalName": "Zürich Y̆ 👩‍👧 internationalName 92",
            "kpp": "Zürich Y̆ 👩‍👧 kpp 95",
            "name": "Zürich Y̆ 👩‍👧 name 98",
            "ogrn": "Zürich Y̆ 👩‍👧 ogrn 101",
            "ogrnDate": "1983-03-08",
            "phone": "Zürich Y̆ 👩‍👧 phone 107",
            "regAddress": "Zürich Y̆ 👩‍👧 regAddress 110",
            "resident": "true",
            "shortName": "Zürich Y̆ 👩‍👧 shortName 116",
            "type": "Zürich Y̆ 👩‍👧 type 119"
          }
        ]
      }
      """
    When the client resolves the token "Carried-101"
    And the client resolves the token "Carried-102" by POST
    And the client resolves the token "Carried-103"
    And the client resolves the token "Carried-104" by POST
    And the faults end
    Then every call reports success

  @should
  Scenario: a card with companies carries quotes and markup, leading zeros, large numbers and long texts
    Source: iqchannels#L64-L291.
    Given the auth service responds to the token "Carried-105" with:
      """json
      {
        "client": {
          "accountNumbers": "\"accountNumbers\" & <b>1</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "bankBranch": {
            "bik": "\"bik\" & <b>2</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "extRef": "\"extRef\" & <b>3</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "id": "12508",
            "name": "\"name\" & <b>5</b> &lt; 'a' 100% %41 a+b;c/d\\e"
          },
          "betaUser": "false",
          "birthDate": "1987-03-18",
          "cardRef": "\"cardRef\" & <b>8</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "contacts": {
            "email": "\"email\" & <b>9</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "phone": "\"phone\" & <b>10</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "telegramUserName": "\"telegramUserName\" & <b>11</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "whatsappPhone": "\"whatsappPhone\" & <b>12</b> &lt; 'a' 100% %41 a+b;c/d\\e"
          },
          "crmURL": "\"crmURL\" & <b>13</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "device": "\"device\" & <b>14</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "deviceVersion": "\"deviceVersion\" & <b>15</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "enabled": true,
          "extRef": "\"extRef\" & <b>17</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "fieldList": [
            {
              "name": "\"name\" & <b>18</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "value": "\"value\" & <b>21</b> &lt; 'a' 100% %41 a+b;c/d\\e"
            },
            {
              "name": "\"name\" & <b>19</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "value": "\"value\" & <b>22</b> &lt; 'a' 100% %41 a+b;c/d\\e"
            },
            {
              "name": "\"name\" & <b>20</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "value": "\"value\" & <b>23</b> &lt; 'a' 100% %41 a+b;c/d\\e"
            }
          ],
          "fields": {
            "Note": "\"fields\" & <b>25</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "Категория": "\"fields\" & <b>24</b> &lt; 'a' 100% %41 a+b;c/d\\e"
          },
          "firstname": "\"firstname\" & <b>26</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "group": [
            {
              "description": "\"description\" & <b>27</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "id": 12155,
              "name": "\"name\" & <b>33</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "parentGroup": {
                "description": "\"description\" & <b>36</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "id": 13389,
                "name": "\"name\" & <b>42</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "parentGroup": {
                  "description": "\"description\" & <b>45</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                  "id": 14623,
                  "name": "\"name\" & <b>51</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                  "priority": "55"
                },
                "priority": "58"
              },
              "priority": "61"
            },
            {
              "description": "\"description\" & <b>28</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "id": "12156",
              "name": "\"name\" & <b>34</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "parentGroup": {
                "description": "\"description\" & <b>37</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "id": "13390",
                "name": "\"name\" & <b>43</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "parentGroup": {
                  "description": "\"description\" & <b>46</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                  "id": "14624",
                  "name": "\"name\" & <b>52</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                  "priority": "56"
                },
                "priority": "59"
              },
              "priority": "62"
            },
            {
              "description": "\"description\" & <b>29</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "id": 12157,
              "name": "\"name\" & <b>35</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "parentGroup": {
                "description": "\"description\" & <b>38</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "id": 13391,
                "name": "\"name\" & <b>44</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "parentGroup": {
                  "description": "\"description\" & <b>47</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                  "id": 14625,
                  "name": "\"name\" & <b>53</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                  "priority": "57"
                },
                "priority": "60"
              },
              "priority": "63"
            }
          ],
          "id": "1074510",
          "inn": "\"inn\" & <b>64</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "lvlClient": "\"lvlClient\" & <b>65</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "name": "\"name\" & <b>66</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "osVersion": "\"osVersion\" & <b>67</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "patronymic": "\"patronymic\" & <b>68</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "positionStream": "true",
          "secretWord": "\"secretWord\" & <b>70</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "shortName": "\"shortName\" & <b>71</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "surname": "\"surname\" & <b>72</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "timezone": "\"timezone\" & <b>73</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "type": "\"type\" & <b>74</b> &lt; 'a' 100% %41 a+b;c/d\\e"
        },
        "companyList": [
          {
            "enabled": "true",
            "extRef": "\"extRef\" & <b>78</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "id": "12082",
            "inn": "\"inn\" & <b>84</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "internationalAddress": "\"internationalAddress\" & <b>87</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "internationalName": "\"internationalName\" & <b>90</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "kpp": "\"kpp\" & <b>93</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "name": "\"name\" & <b>96</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "ogrn": "\"ogrn\" & <b>99</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "ogrnDate": "1993-03-24",
            "phone": "\"phone\" & <b>105</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "regAddress": "\"regAddress\" & <b>108</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "resident": true,
            "shortName": "\"shortName\" & <b>114</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "type": "\"type\" & <b>117</b> &lt; 'a' 100% %41 a+b;c/d\\e"
          },
          {
            "enabled": "true",
            "extRef": "\"extRef\" & <b>79</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "id": 12083,
            "inn": "\"inn\" & <b>85</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "internationalAddress": "\"internationalAddress\" & <b>88</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "internationalName": "\"internationalName\" & <b>91</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "kpp": "\"kpp\" & <b>94</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "name": "\"name\" & <b>97</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "ogrn": "\"ogrn\" & <b>100</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "ogrnDate": "1993-03-24",
            "phone": "\"phone\" & <b>106</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "regAddress": "\"regAddress\" & <b>109</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "resident": true,
            "shortName": "\"shortName\" & <b>115</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "type": "\"type\" & <b>118</b> &lt; 'a' 100% %41 a+b;c/d\\e"
          },
          {
            "enabled": "true",
            "extRef": "\"extRef\" & <b>80</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "id": "12084",
            "inn": "\"inn\" & <b>86</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "internationalAddress": "\"internationalAddress\" & <b>89</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "internationalName": "\"internationalName\" & <b>92</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "kpp": "\"kpp\" & <b>95</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "name": "\"name\" & <b>98</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "ogrn": "\"ogrn\" & <b>101</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "ogrnDate": "1993-03-24",
            "phone": "\"phone\" & <b>107</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "regAddress": "\"regAddress\" & <b>110</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "resident": true,
            "shortName": "\"shortName\" & <b>116</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "type": "\"type\" & <b>119</b> &lt; 'a' 100% %41 a+b;c/d\\e"
          }
        ]
      }
      """
    And the auth service responds to the token "Carried-106" with:
      """json
      {
        "client": {
          "accountNumbers": "0011",
          "bankBranch": {
            "bik": "0012",
            "extRef": "0013",
            "id": "12608",
            "name": "0015"
          },
          "betaUser": false,
          "birthDate": "1997-03-06",
          "cardRef": "0018",
          "contacts": {
            "email": "0019",
            "phone": "0020",
            "telegramUserName": "0021",
            "whatsappPhone": "0022"
          },
          "crmURL": "0023",
          "device": "0024",
          "deviceVersion": "0025",
          "enabled": "false",
          "extRef": "0027",
          "fieldList": [
            {
              "name": "0028",
              "value": "0031"
            },
            {
              "name": "0029",
              "value": "0032"
            },
            {
              "name": "0030",
              "value": "0033"
            }
          ],
          "fields": {
            "Note": "0035",
            "Категория": "0034"
          },
          "firstname": "0036",
          "group": [
            {
              "description": "0037",
              "id": 12255,
              "name": "0043",
              "parentGroup": {
                "description": "0046",
                "id": 13489,
                "name": "0052",
                "parentGroup": {
                  "description": "0055",
                  "id": 14723,
                  "name": "0061",
                  "priority": "55"
                },
                "priority": "58"
              },
              "priority": "61"
            },
            {
              "description": "0038",
              "id": "12256",
              "name": "0044",
              "parentGroup": {
                "description": "0047",
                "id": "13490",
                "name": "0053",
                "parentGroup": {
                  "description": "0056",
                  "id": "14724",
                  "name": "0062",
                  "priority": "56"
                },
                "priority": "59"
              },
              "priority": "62"
            },
            {
              "description": "0039",
              "id": 12257,
              "name": "0045",
              "parentGroup": {
                "description": "0048",
                "id": 13491,
                "name": "0054",
                "parentGroup": {
                  "description": "0057",
                  "id": 14725,
                  "name": "0063",
                  "priority": "57"
                },
                "priority": "60"
              },
              "priority": "63"
            }
          ],
          "id": "0010610",
          "inn": "0074",
          "lvlClient": "0075",
          "name": "0076",
          "osVersion": "0077",
          "patronymic": "0078",
          "positionStream": true,
          "secretWord": "0080",
          "shortName": "0081",
          "surname": "0082",
          "timezone": "0083",
          "type": "0084"
        },
        "companyList": [
          {
            "enabled": true,
            "extRef": "0088",
            "id": "12182",
            "inn": "0094",
            "internationalAddress": "0097",
            "internationalName": "00100",
            "kpp": "00103",
            "name": "00106",
            "ogrn": "00109",
            "ogrnDate": "1913-03-12",
            "phone": "00115",
            "regAddress": "00118",
            "resident": "false",
            "shortName": "00124",
            "type": "00127"
          },
          {
            "enabled": true,
            "extRef": "0089",
            "id": 12183,
            "inn": "0095",
            "internationalAddress": "0098",
            "internationalName": "00101",
            "kpp": "00104",
            "name": "00107",
            "ogrn": "00110",
            "ogrnDate": "1913-03-12",
            "phone": "00116",
            "regAddress": "00119",
            "resident": "false",
            "shortName": "00125",
            "type": "00128"
          },
          {
            "enabled": true,
            "extRef": "0090",
            "id": "12184",
            "inn": "0096",
            "internationalAddress": "0099",
            "internationalName": "00102",
            "kpp": "00105",
            "name": "00108",
            "ogrn": "00111",
            "ogrnDate": "1913-03-12",
            "phone": "00117",
            "regAddress": "00120",
            "resident": "false",
            "shortName": "00126",
            "type": "00129"
          }
        ]
      }
      """
    And the auth service responds to the token "Carried-107" with:
      """json
      {
        "client": {
          "accountNumbers": "9007199254740993001",
          "bankBranch": {
            "bik": "9007199254740993002",
            "extRef": "9007199254740993003",
            "id": "12708",
            "name": "9007199254740993005"
          },
          "betaUser": "true",
          "birthDate": "1917-03-22",
          "cardRef": "9007199254740993008",
          "contacts": {
            "email": "9007199254740993009",
            "phone": "9007199254740993010",
            "telegramUserName": "9007199254740993011",
            "whatsappPhone": "9007199254740993012"
          },
          "crmURL": "9007199254740993013",
          "device": "9007199254740993014",
          "deviceVersion": "9007199254740993015",
          "enabled": false,
          "extRef": "9007199254740993017",
          "fieldList": [
            {
              "name": "9007199254740993018",
              "value": "9007199254740993021"
            },
            {
              "name": "9007199254740993019",
              "value": "9007199254740993022"
            },
            {
              "name": "9007199254740993020",
              "value": "9007199254740993023"
            }
          ],
          "fields": {
            "Note": "9007199254740993025",
            "Категория": "9007199254740993024"
          },
          "firstname": "9007199254740993026",
          "group": [
            {
              "description": "9007199254740993027",
              "id": 12355,
              "name": "9007199254740993033",
              "parentGroup": {
                "description": "9007199254740993036",
                "id": 13589,
                "name": "9007199254740993042",
                "parentGroup": {
                  "description": "9007199254740993045",
                  "id": 14823,
                  "name": "9007199254740993051",
                  "priority": "900719925474099354"
                },
                "priority": "900719925474099357"
              },
              "priority": "900719925474099360"
            },
            {
              "description": "9007199254740993028",
              "id": "12356",
              "name": "9007199254740993034",
              "parentGroup": {
                "description": "9007199254740993037",
                "id": "13590",
                "name": "9007199254740993043",
                "parentGroup": {
                  "description": "9007199254740993046",
                  "id": "14824",
                  "name": "9007199254740993052",
                  "priority": "900719925474099355"
                },
                "priority": "900719925474099358"
              },
              "priority": "900719925474099361"
            },
            {
              "description": "9007199254740993029",
              "id": 12357,
              "name": "9007199254740993035",
              "parentGroup": {
                "description": "9007199254740993038",
                "id": 13591,
                "name": "9007199254740993044",
                "parentGroup": {
                  "description": "9007199254740993047",
                  "id": 14825,
                  "name": "9007199254740993053",
                  "priority": "900719925474099356"
                },
                "priority": "900719925474099359"
              },
              "priority": "900719925474099362"
            }
          ],
          "id": "1074710",
          "inn": "9007199254740993064",
          "lvlClient": "9007199254740993065",
          "name": "9007199254740993066",
          "osVersion": "9007199254740993067",
          "patronymic": "9007199254740993068",
          "positionStream": "false",
          "secretWord": "9007199254740993070",
          "shortName": "9007199254740993071",
          "surname": "9007199254740993072",
          "timezone": "9007199254740993073",
          "type": "9007199254740993074"
        },
        "companyList": [
          {
            "enabled": "false",
            "extRef": "9007199254740993078",
            "id": "12282",
            "inn": "9007199254740993084",
            "internationalAddress": "9007199254740993087",
            "internationalName": "9007199254740993090",
            "kpp": "9007199254740993093",
            "name": "9007199254740993096",
            "ogrn": "9007199254740993099",
            "ogrnDate": "1923-03-28",
            "phone": "9007199254740993105",
            "regAddress": "9007199254740993108",
            "resident": false,
            "shortName": "9007199254740993114",
            "type": "9007199254740993117"
          },
          {
            "enabled": "false",
            "extRef": "9007199254740993079",
            "id": 12283,
            "inn": "9007199254740993085",
            "internationalAddress": "9007199254740993088",
            "internationalName": "9007199254740993091",
            "kpp": "9007199254740993094",
            "name": "9007199254740993097",
            "ogrn": "9007199254740993100",
            "ogrnDate": "1923-03-28",
            "phone": "9007199254740993106",
            "regAddress": "9007199254740993109",
            "resident": false,
            "shortName": "9007199254740993115",
            "type": "9007199254740993118"
          },
          {
            "enabled": "false",
            "extRef": "9007199254740993080",
            "id": "12284",
            "inn": "9007199254740993086",
            "internationalAddress": "9007199254740993089",
            "internationalName": "9007199254740993092",
            "kpp": "9007199254740993095",
            "name": "9007199254740993098",
            "ogrn": "9007199254740993101",
            "ogrnDate": "1923-03-28",
            "phone": "9007199254740993107",
            "regAddress": "9007199254740993110",
            "resident": false,
            "shortName": "9007199254740993116",
            "type": "9007199254740993119"
          }
        ]
      }
      """
    And the auth service responds to the token "Carried-108" with:
      """json
      {
        "client": {
          "accountNumbers": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 1",
          "bankBranch": {
            "bik": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 2",
            "extRef": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 3",
            "id": "12808",
            "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 5"
          },
          "betaUser": true,
          "birthDate": "1927-03-10",
          "cardRef": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 8",
          "contacts": {
            "email": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 9",
            "phone": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 10",
            "telegramUserName": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 11",
            "whatsappPhone": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 12"
          },
          "crmURL": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 13",
          "device": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 14",
          "deviceVersion": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 15",
          "enabled": "true",
          "extRef": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 17",
          "fieldList": [
            {
              "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 18",
              "value": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 21"
            },
            {
              "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 19",
              "value": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 22"
            },
            {
              "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 20",
              "value": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 23"
            }
          ],
          "fields": {
            "Note": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 25",
            "Категория": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 24"
          },
          "firstname": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 26",
          "group": [
            {
              "description": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 27",
              "id": 12455,
              "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 33",
              "parentGroup": {
                "description": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 36",
                "id": 13689,
                "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 42",
                "parentGroup": {
                  "description": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 45",
                  "id": 14923,
                  "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 51",
                  "priority": "55"
                },
                "priority": "58"
              },
              "priority": "61"
            },
            {
              "description": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 28",
              "id": "12456",
              "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 34",
              "parentGroup": {
                "description": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 37",
                "id": "13690",
                "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 43",
                "parentGroup": {
                  "description": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 46",
                  "id": "14924",
                  "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 52",
                  "priority": "56"
                },
                "priority": "59"
              },
              "priority": "62"
            },
            {
              "description": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 29",
              "id": 12457,
              "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 35",
              "parentGroup": {
                "description": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 38",
                "id": 13691,
                "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 44",
                "parentGroup": {
                  "description": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 47",
                  "id": 14925,
                  "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 53",
                  "priority": "57"
                },
                "priority": "60"
              },
              "priority": "63"
            }
          ],
          "id": "1074810",
          "inn": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 64",
          "lvlClient": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 65",
          "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 66",
          "osVersion": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 67",
          "patronymic": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 68",
          "positionStream": false,
          "secretWord": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 70",
          "shortName": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 71",
          "surname": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 72",
          "timezone": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 73",
          "type": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 74"
        },
        "companyList": [
          {
            "enabled": false,
            "extRef": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 78",
            "id": "12382",
            "inn": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 84",
            "internationalAddress": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 87",
            "internationalName": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 90",
            "kpp": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 93",
            "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 96",
            "ogrn": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 99",
            "ogrnDate": "1933-03-16",
            "phone": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 105",
            "regAddress": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 108",
            "resident": "true",
            "shortName": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 114",
            "type": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 117"
          },
          {
            "enabled": false,
            "extRef": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 79",
            "id": 12383,
            "inn": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 85",
            "internationalAddress": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 88",
            "internationalName": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 91",
            "kpp": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 94",
            "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 97",
            "ogrn": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 100",
            "ogrnDate": "1933-03-16",
            "phone": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 106",
            "regAddress": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 109",
            "resident": "true",
            "shortName": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 115",
            "type": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 118"
          },
          {
            "enabled": false,
            "extRef": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 80",
            "id": "12384",
            "inn": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 86",
            "internationalAddress": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 89",
            "internationalName": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 92",
            "kpp": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 95",
            "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 98",
            "ogrn": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 101",
            "ogrnDate": "1933-03-16",
            "phone": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 107",
            "regAddress": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 110",
            "resident": "true",
            "shortName": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 116",
            "type": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 119"
          }
        ]
      }
      """
    When the client resolves the token "Carried-105"
    And the client resolves the token "Carried-106" by POST
    And the client resolves the token "Carried-107"
    And the client resolves the token "Carried-108" by POST
    And the faults end
    Then every call reports success

  @should
  Scenario: a card with companies carries empty values, null and missing values
    Source: iqchannels#L64-L291.
    Given the auth service responds to the token "Carried-109" with:
      """json
      {
        "client": {
          "accountNumbers": "AccountNumbers 1",
          "bankBranch": {
            "bik": "",
            "extRef": "ExtRef 3",
            "id": "12908",
            "name": "Name 5"
          },
          "betaUser": "false",
          "birthDate": "1937-03-26",
          "cardRef": "",
          "contacts": {
            "email": "Email 9",
            "phone": "",
            "telegramUserName": "TelegramUserName 11",
            "whatsappPhone": ""
          },
          "crmURL": "CrmURL 13",
          "device": "",
          "deviceVersion": "DeviceVersion 15",
          "enabled": true,
          "extRef": "ExtRef 17",
          "fieldList": [
            {
              "name": "",
              "value": "Value 21"
            },
            {
              "name": "Name 19",
              "value": ""
            },
            {
              "name": "",
              "value": "Value 23"
            }
          ],
          "fields": {
            "Note": "Fields 25",
            "Категория": ""
          },
          "firstname": "",
          "group": [
            {
              "description": "Description 27",
              "id": 12555,
              "name": "Name 33",
              "parentGroup": {
                "description": "",
                "id": 13789,
                "name": "",
                "parentGroup": {
                  "description": "Description 45",
                  "id": 15023,
                  "name": "Name 51",
                  "priority": "0"
                },
                "priority": "0"
              },
              "priority": "0"
            },
            {
              "description": "",
              "id": "12556",
              "name": "",
              "parentGroup": {
                "description": "Description 37",
                "id": "13790",
                "name": "Name 43",
                "parentGroup": {
                  "description": "",
                  "id": "15024",
                  "name": "",
                  "priority": "0"
                },
                "priority": "0"
              },
              "priority": "0"
            },
            {
              "description": "Description 29",
              "id": 12557,
              "name": "Name 35",
              "parentGroup": {
                "description": "",
                "id": 13791,
                "name": "",
                "parentGroup": {
                  "description": "Description 47",
                  "id": 15025,
                  "name": "Name 53",
                  "priority": "0"
                },
                "priority": "0"
              },
              "priority": "0"
            }
          ],
          "id": "1074910",
          "inn": "",
          "lvlClient": "LvlClient 65",
          "name": "",
          "osVersion": "OsVersion 67",
          "patronymic": "",
          "positionStream": "true",
          "secretWord": "",
          "shortName": "ShortName 71",
          "surname": "",
          "timezone": "Timezone 73",
          "type": ""
        },
        "companyList": [
          {
            "enabled": "true",
            "extRef": "",
            "id": "12482",
            "inn": "",
            "internationalAddress": "InternationalAddress 87",
            "internationalName": "",
            "kpp": "Kpp 93",
            "name": "",
            "ogrn": "Ogrn 99",
            "ogrnDate": "1943-03-04",
            "phone": "Phone 105",
            "regAddress": "",
            "resident": true,
            "shortName": "",
            "type": "Type 117"
          },
          {
            "enabled": "true",
            "extRef": "ExtRef 79",
            "id": 12483,
            "inn": "Inn 85",
            "internationalAddress": "",
            "internationalName": "InternationalName 91",
            "kpp": "",
            "name": "Name 97",
            "ogrn": "",
            "ogrnDate": "1943-03-04",
            "phone": "",
            "regAddress": "RegAddress 109",
            "resident": true,
            "shortName": "ShortName 115",
            "type": ""
          },
          {
            "enabled": "true",
            "extRef": "",
            "id": "12484",
            "inn": "",
            "internationalAddress": "InternationalAddress 89",
            "internationalName": "",
            "kpp": "Kpp 95",
            "name": "",
            "ogrn": "Ogrn 101",
            "ogrnDate": "1943-03-04",
            "phone": "Phone 107",
            "regAddress": "",
            "resident": true,
            "shortName": "",
            "type": "Type 119"
          }
        ]
      }
      """
    And the auth service responds to the token "Carried-110" with:
      """json
      {
        "client": {
          "accountNumbers": "AccountNumbers 1",
          "bankBranch": {
            "bik": null,
            "extRef": "ExtRef 3",
            "id": "13008",
            "name": "Name 5"
          },
          "betaUser": null,
          "birthDate": "1947-03-14",
          "cardRef": null,
          "contacts": {
            "email": "Email 9",
            "phone": null,
            "telegramUserName": "TelegramUserName 11",
            "whatsappPhone": null
          },
          "crmURL": "CrmURL 13",
          "device": null,
          "deviceVersion": "DeviceVersion 15",
          "enabled": "false",
          "extRef": "ExtRef 17",
          "fieldList": [
            {
              "name": "Q /client/fieldList/0/name",
              "value": "Q /client/fieldList/0/value"
            },
            {
              "name": "Q /client/fieldList/1/name",
              "value": "Q /client/fieldList/1/value"
            },
            {
              "name": "Q /client/fieldList/2/name",
              "value": "Q /client/fieldList/2/value"
            }
          ],
          "fields": {
            "Note": "Fields 25",
            "Категория": null
          },
          "firstname": "Q /client/firstname",
          "group": [
            {
              "description": "Description 27",
              "id": 12655,
              "name": "Name 33",
              "parentGroup": {
                "description": null,
                "id": 13889,
                "name": null,
                "parentGroup": {
                  "description": "Description 45",
                  "id": 15123,
                  "name": "Name 51",
                  "priority": null
                },
                "priority": "58"
              },
              "priority": null
            },
            {
              "description": null,
              "id": "12656",
              "name": null,
              "parentGroup": {
                "description": "Description 37",
                "id": "13890",
                "name": "Name 43",
                "parentGroup": {
                  "description": null,
                  "id": "15124",
                  "name": null,
                  "priority": "56"
                },
                "priority": null
              },
              "priority": "62"
            },
            {
              "description": "Description 29",
              "id": 12657,
              "name": "Name 35",
              "parentGroup": {
                "description": null,
                "id": 13891,
                "name": null,
                "parentGroup": {
                  "description": "Description 47",
                  "id": 15125,
                  "name": "Name 53",
                  "priority": null
                },
                "priority": "60"
              },
              "priority": null
            }
          ],
          "id": "1075010",
          "inn": null,
          "lvlClient": "LvlClient 65",
          "name": "Q /client/name",
          "osVersion": "OsVersion 67",
          "patronymic": "Q /client/patronymic",
          "positionStream": "false",
          "secretWord": null,
          "shortName": "ShortName 71",
          "surname": "Q /client/surname",
          "timezone": "Timezone 73",
          "type": "Q /client/type"
        },
        "companyList": [
          {
            "enabled": true,
            "extRef": null,
            "id": "12582",
            "inn": null,
            "internationalAddress": "InternationalAddress 87",
            "internationalName": null,
            "kpp": "Kpp 93",
            "name": null,
            "ogrn": "Ogrn 99",
            "ogrnDate": "1953-03-20",
            "phone": "Phone 105",
            "regAddress": null,
            "resident": "false",
            "shortName": null,
            "type": "Type 117"
          },
          {
            "enabled": true,
            "extRef": "ExtRef 79",
            "id": 12583,
            "inn": "Inn 85",
            "internationalAddress": null,
            "internationalName": "InternationalName 91",
            "kpp": null,
            "name": "Name 97",
            "ogrn": null,
            "ogrnDate": "1953-03-20",
            "phone": null,
            "regAddress": "RegAddress 109",
            "resident": null,
            "shortName": "ShortName 115",
            "type": null
          },
          {
            "enabled": true,
            "extRef": null,
            "id": "12584",
            "inn": null,
            "internationalAddress": "InternationalAddress 89",
            "internationalName": null,
            "kpp": "Kpp 95",
            "name": null,
            "ogrn": "Ogrn 101",
            "ogrnDate": "1953-03-20",
            "phone": "Phone 107",
            "regAddress": null,
            "resident": "false",
            "shortName": null,
            "type": "Type 119"
          }
        ]
      }
      """
    And the auth service responds to the token "Carried-111" with:
      """json
      {
        "client": {
          "accountNumbers": "AccountNumbers 1",
          "bankBranch": {
            "extRef": "ExtRef 3",
            "id": "13108",
            "name": "Name 5"
          },
          "birthDate": "1957-03-02",
          "contacts": {
            "email": "Email 9",
            "telegramUserName": "TelegramUserName 11"
          },
          "crmURL": "CrmURL 13",
          "deviceVersion": "DeviceVersion 15",
          "enabled": false,
          "extRef": "ExtRef 17",
          "fieldList": [
            {
              "name": "Q /client/fieldList/0/name",
              "value": "Q /client/fieldList/0/value"
            },
            {
              "name": "Q /client/fieldList/1/name",
              "value": "Q /client/fieldList/1/value"
            },
            {
              "name": "Q /client/fieldList/2/name",
              "value": "Q /client/fieldList/2/value"
            }
          ],
          "fields": {
            "Note": "Fields 25"
          },
          "firstname": "Q /client/firstname",
          "group": [
            {
              "description": "Description 27",
              "id": 12755,
              "name": "Name 33",
              "parentGroup": {
                "id": 13989,
                "parentGroup": {
                  "description": "Description 45",
                  "id": 15223,
                  "name": "Name 51"
                },
                "priority": "58"
              }
            },
            {
              "id": "12756",
              "parentGroup": {
                "description": "Description 37",
                "id": "13990",
                "name": "Name 43",
                "parentGroup": {
                  "id": "15224",
                  "priority": "56"
                }
              },
              "priority": "62"
            },
            {
              "description": "Description 29",
              "id": 12757,
              "name": "Name 35",
              "parentGroup": {
                "id": 13991,
                "parentGroup": {
                  "description": "Description 47",
                  "id": 15225,
                  "name": "Name 53"
                },
                "priority": "60"
              }
            }
          ],
          "id": "1075110",
          "lvlClient": "LvlClient 65",
          "name": "Q /client/name",
          "osVersion": "OsVersion 67",
          "patronymic": "Q /client/patronymic",
          "positionStream": "true",
          "shortName": "ShortName 71",
          "surname": "Q /client/surname",
          "timezone": "Timezone 73",
          "type": "Q /client/type"
        },
        "companyList": [
          {
            "enabled": "false",
            "id": "12682",
            "internationalAddress": "InternationalAddress 87",
            "kpp": "Kpp 93",
            "ogrn": "Ogrn 99",
            "ogrnDate": "1963-03-08",
            "phone": "Phone 105",
            "resident": "true",
            "type": "Type 117"
          },
          {
            "enabled": "false",
            "extRef": "ExtRef 79",
            "id": 12683,
            "inn": "Inn 85",
            "internationalName": "InternationalName 91",
            "name": "Name 97",
            "ogrnDate": "1963-03-08",
            "regAddress": "RegAddress 109",
            "shortName": "ShortName 115"
          },
          {
            "enabled": "false",
            "id": "12684",
            "internationalAddress": "InternationalAddress 89",
            "kpp": "Kpp 95",
            "ogrn": "Ogrn 101",
            "ogrnDate": "1963-03-08",
            "phone": "Phone 107",
            "resident": "true",
            "type": "Type 119"
          }
        ]
      }
      """
    When the client resolves the token "Carried-109"
    And the client resolves the token "Carried-110" by POST
    And the client resolves the token "Carried-111"
    And the faults end
    Then every call reports success

  @should
  Scenario: a client that signs in carries samples, blanks around them, other scripts and combining characters
    Source: iqchannels-readme §ClientIntegrationAuthRequest.
    Given the server responds to the next "iqchannels.integrationAuth" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": {
          "Client": {
            "CreatedAt": 1795280000000,
            "Id": 2147483749,
            "IntegrationId": "IntegrationId 2",
            "LastSeenAt": 1795280000000,
            "Name": "Name 3",
            "Online": true,
            "TelegramId": null,
            "Type": "anonymous",
            "UpdatedAt": 1795280000000
          },
          "Session": {
            "ClientId": 7,
            "CreatedAt": 1795280000000,
            "Id": 1,
            "Integration": true,
            "IntegrationCredentials": null,
            "IntegrationHash": null,
            "Token": "973bd1e5b7c2a0f4e6d8c1b3a5978d6f4e2c0b1e.aaaa0f4e6d8c1b3a5978d6f4e2c071ee"
          }
        }
      }
      """
    And the server responds to the next "iqchannels.integrationAuth" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": {
          "Client": {
            "CreatedAt": 1795280000000,
            "Id": 2147483750,
            "IntegrationId": " Two  words of\nIntegrationId 2 ",
            "LastSeenAt": 1795280000000,
            "Name": " Two  words of\nName 3 ",
            "Online": true,
            "TelegramId": null,
            "Type": "integrated",
            "UpdatedAt": 1795280000000
          },
          "Session": {
            "ClientId": 7,
            "CreatedAt": 1795280000000,
            "Id": 1,
            "Integration": true,
            "IntegrationCredentials": null,
            "IntegrationHash": null,
            "Token": "973bd1e5b7c2a0f4e6d8c1b3a5978d6f4e2c0b1e.aaaa0f4e6d8c1b3a5978d6f4e2c071ee"
          }
        }
      }
      """
    And the server responds to the next "iqchannels.integrationAuth" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": {
          "Client": {
            "CreatedAt": 1795280000000,
            "Id": 2147483751,
            "IntegrationId": "Łódź Ковалский 漢字 IntegrationId 2",
            "LastSeenAt": 1795280000000,
            "Name": "Łódź Ковалский 漢字 Name 3",
            "Online": true,
            "TelegramId": null,
            "Type": "anonymous",
            "UpdatedAt": 1795280000000
          },
          "Session": {
            "ClientId": 7,
            "CreatedAt": 1795280000000,
            "Id": 1,
            "Integration": true,
            "IntegrationCredentials": null,
            "IntegrationHash": null,
            "Token": "973bd1e5b7c2a0f4e6d8c1b3a5978d6f4e2c0b1e.aaaa0f4e6d8c1b3a5978d6f4e2c071ee"
          }
        }
      }
      """
    And the server responds to the next "iqchannels.integrationAuth" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": {
          "Client": {
            "CreatedAt": 1795280000000,
            "Id": 2147483752,
            "IntegrationId": "Zürich Y̆ 👩‍👧 IntegrationId 2",
            "LastSeenAt": 1795280000000,
            "Name": "Zürich Y̆ 👩‍👧 Name 3",
            "Online": true,
            "TelegramId": null,
            "Type": "integrated",
            "UpdatedAt": 1795280000000
          },
          "Session": {
            "ClientId": 7,
            "CreatedAt": 1795280000000,
            "Id": 1,
            "Integration": true,
            "IntegrationCredentials": null,
            "IntegrationHash": null,
            "Token": "973bd1e5b7c2a0f4e6d8c1b3a5978d6f4e2c0b1e.aaaa0f4e6d8c1b3a5978d6f4e2c071ee"
          }
        }
      }
      """
    When the client signs in
    And the client signs in
    And the client signs in
    And the client signs in
    And the faults end
    Then every call reports success

  @should
  Scenario: a client that signs in carries quotes and markup, leading zeros, large numbers and long texts
    Source: iqchannels-readme §ClientIntegrationAuthRequest.
    Given the server responds to the next "iqchannels.integrationAuth" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": {
          "Client": {
            "CreatedAt": 1795280000000,
            "Id": 2147483753,
            "IntegrationId": "\"IntegrationId\" & <b>2</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "LastSeenAt": 1795280000000,
            "Name": "\"Name\" & <b>3</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "Online": true,
            "TelegramId": null,
            "Type": "anonymous",
            "UpdatedAt": 1795280000000
          },
          "Session": {
            "ClientId": 7,
            "CreatedAt": 1795280000000,
            "Id": 1,
            "Integration": true,
            "IntegrationCredentials": null,
            "IntegrationHash": null,
            "Token": "973bd1e5b7c2a0f4e6d8c1b3a5978d6f4e2c0b1e.aaaa0f4e6d8c1b3a5978d6f4e2c071ee"
          }
        }
      }
      """
    And the server responds to the next "iqchannels.integrationAuth" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": {
          "Client": {
            "CreatedAt": 1795280000000,
            "Id": 2147483754,
            "IntegrationId": "0012",
            "LastSeenAt": 1795280000000,
            "Name": "0013",
            "Online": true,
            "TelegramId": null,
            "Type": "integrated",
            "UpdatedAt": 1795280000000
          },
          "Session": {
            "ClientId": 7,
            "CreatedAt": 1795280000000,
            "Id": 1,
            "Integration": true,
            "IntegrationCredentials": null,
            "IntegrationHash": null,
            "Token": "973bd1e5b7c2a0f4e6d8c1b3a5978d6f4e2c0b1e.aaaa0f4e6d8c1b3a5978d6f4e2c071ee"
          }
        }
      }
      """
    And the server responds to the next "iqchannels.integrationAuth" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": {
          "Client": {
            "CreatedAt": 1795280000000,
            "Id": 2147483755,
            "IntegrationId": "9007199254740993002",
            "LastSeenAt": 1795280000000,
            "Name": "9007199254740993003",
            "Online": true,
            "TelegramId": null,
            "Type": "anonymous",
            "UpdatedAt": 1795280000000
          },
          "Session": {
            "ClientId": 7,
            "CreatedAt": 1795280000000,
            "Id": 1,
            "Integration": true,
            "IntegrationCredentials": null,
            "IntegrationHash": null,
            "Token": "973bd1e5b7c2a0f4e6d8c1b3a5978d6f4e2c0b1e.aaaa0f4e6d8c1b3a5978d6f4e2c071ee"
          }
        }
      }
      """
    And the server responds to the next "iqchannels.integrationAuth" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": {
          "Client": {
            "CreatedAt": 1795280000000,
            "Id": 2147483756,
            "IntegrationId": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 2",
            "LastSeenAt": 1795280000000,
            "Name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 3",
            "Online": true,
            "TelegramId": null,
            "Type": "integrated",
            "UpdatedAt": 1795280000000
          },
          "Session": {
            "ClientId": 7,
            "CreatedAt": 1795280000000,
            "Id": 1,
            "Integration": true,
            "IntegrationCredentials": null,
            "IntegrationHash": null,
            "Token": "973bd1e5b7c2a0f4e6d8c1b3a5978d6f4e2c0b1e.aaaa0f4e6d8c1b3a5978d6f4e2c071ee"
          }
        }
      }
      """
    When the client signs in
    And the client signs in
    And the client signs in
    And the client signs in
    And the faults end
    Then every call reports success

  @should
  Scenario: a client that signs up carries who it is
    Source: iqchannels-kotlin.
    Given the server responds to the next "iqchannels.anonymousSignup" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": {
          "Client": {
            "CreatedAt": 1795280000000,
            "Id": 2147483749,
            "IntegrationId": "IntegrationId 2",
            "LastSeenAt": 1795280000000,
            "Name": "Name 3",
            "Online": true,
            "TelegramId": null,
            "Type": "anonymous",
            "UpdatedAt": 1795280000000
          },
          "Session": {
            "ClientId": 7,
            "CreatedAt": 1795280000000,
            "Id": 1,
            "Integration": false,
            "IntegrationCredentials": null,
            "IntegrationHash": null,
            "Token": "973bd1e5b7c2a0f4e6d8c1b3a5978d6f4e2c0b1e.aaaa0f4e6d8c1b3a5978d6f4e2c071ee"
          }
        }
      }
      """
    When the client signs in anonymously
    And the faults end
    Then every call reports success

  @should
  Scenario: a name that is signed up with carries other scripts
    Source: iqchannels-kotlin.
    When the client is asked for "iqchannels.signInAnonymously" with:
      | name | " Łódź Гость \\n漢字 Zürich \\"q\\" \\u0026 \\u003cb\\u003e a\|b\\\\e 👩‍👧 " |
    Then the client succeeds by itself or advises "fix_request"
    And the client still works

  @should
  Scenario: a name that is signed up with carries leading zeros
    Source: iqchannels-kotlin.
    When the client is asked for "iqchannels.signInAnonymously" with:
      | name | "0012" |
    Then the client succeeds by itself or advises "fix_request"
    And the client still works

  @should
  Scenario: a text that is sent carries samples, blanks around them, other scripts and combining characters
    Source: iqchannels-readme §ChatMessageForm.
    Given the server responds to every "iqchannels.sendMessage" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": 101
      }
      """
    When the client is asked for "iqchannels.send" with:
      | text | "Text 1" |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "iqchannels.send" with:
      | text | " Two  words of\\nText 1 " |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "iqchannels.send" with:
      | text | "Łódź Ковалский 漢字 Text 1" |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "iqchannels.send" with:
      | text | "Zürich Y̆ 👩‍👧 Text 1" |
    Then the client succeeds by itself or advises "fix_request"
    When the faults end
    Then the client still works

  @should
  Scenario: a text that is sent carries quotes and markup, leading zeros, large numbers and long texts
    Source: iqchannels-readme §ChatMessageForm.
    Given the server responds to every "iqchannels.sendMessage" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": 101
      }
      """
    When the client is asked for "iqchannels.send" with:
      | text | "\\"Text\\" \\u0026 \\u003cb\\u003e1\\u003c/b\\u003e \\u0026lt; 'a' 100% %41 a+b;c/d\\\\e" |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "iqchannels.send" with:
      | text | "0011" |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "iqchannels.send" with:
      | text | "9007199254740993001" |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "iqchannels.send" with:
      | text | "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 1" |
    Then the client succeeds by itself or advises "fix_request"
    When the faults end
    Then the client still works

  @should
  Scenario: a message that is sent carries the id that it gets
    Source: iqchannels-readme §ChatMessageForm.
    Given the server responds to the next "iqchannels.sendMessage" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": 2147483749
      }
      """
    And the server responds to the next "iqchannels.sendMessage" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": 2147483750
      }
      """
    And the server responds to the next "iqchannels.sendMessage" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": 2147483751
      }
      """
    And the server responds to the next "iqchannels.sendMessage" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": 2147483752
      }
      """
    When the client sends "Hello"
    And the client sends "Bye"
    And the client sends "Hello"
    And the client sends "Bye"
    And the faults end
    Then every call reports success

  @should
  Scenario: a history carries samples, blanks around them, other scripts and combining characters
    Source: iqchannels-readme §ChatMessage.
    Given the server responds to the next "iqchannels.listMessages" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": [
          {
            "Author": "user",
            "ChatId": 3,
            "ChatType": "regular",
            "ClientId": null,
            "CreatedAt": 1795280000000,
            "EventId": 102,
            "FileId": null,
            "Id": 101,
            "LocalId": 1795280000001,
            "My": false,
            "NoticeId": null,
            "Payload": "text",
            "Public": true,
            "Pushed": false,
            "RatingId": null,
            "Read": false,
            "ReadAt": null,
            "Received": false,
            "ReceivedAt": null,
            "ReplyToMessageId": null,
            "SessionId": 1,
            "Text": "Text 4",
            "UID": "0f4e6d8c1b3a5978d6f4e2c071ee973bd1e5b7c2",
            "UserId": 1
          },
          {
            "Author": "client",
            "Text": "Text 5"
          },
          {
            "Author": "user",
            "Text": "Text 6"
          }
        ]
      }
      """
    And the server responds to the next "iqchannels.listMessages" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": [
          {
            "Author": "client",
            "ChatId": 3,
            "ChatType": "regular",
            "ClientId": null,
            "CreatedAt": 1795280000000,
            "EventId": 102,
            "FileId": null,
            "Id": 101,
            "LocalId": 1795280000001,
            "My": false,
            "NoticeId": null,
            "Payload": "text",
            "Public": true,
            "Pushed": false,
            "RatingId": null,
            "Read": false,
            "ReadAt": null,
            "Received": false,
            "ReceivedAt": null,
            "ReplyToMessageId": null,
            "SessionId": 1,
            "Text": " Two  words of\nText 4 ",
            "UID": "0f4e6d8c1b3a5978d6f4e2c071ee973bd1e5b7c2",
            "UserId": 1
          },
          {
            "Author": "user",
            "Text": " Two  words of\nText 5 "
          },
          {
            "Author": "client",
            "Text": " Two  words of\nText 6 "
          }
        ]
      }
      """
    And the server responds to the next "iqchannels.listMessages" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": [
          {
            "Author": "user",
            "ChatId": 3,
            "ChatType": "regular",
            "ClientId": null,
            "CreatedAt": 1795280000000,
            "EventId": 102,
            "FileId": null,
            "Id": 101,
            "LocalId": 1795280000001,
            "My": false,
            "NoticeId": null,
            "Payload": "text",
            "Public": true,
            "Pushed": false,
            "RatingId": null,
            "Read": false,
            "ReadAt": null,
            "Received": false,
            "ReceivedAt": null,
            "ReplyToMessageId": null,
            "SessionId": 1,
            "Text": "Łódź Ковалский 漢字 Text 4",
            "UID": "0f4e6d8c1b3a5978d6f4e2c071ee973bd1e5b7c2",
            "UserId": 1
          },
          {
            "Author": "client",
            "Text": "Łódź Ковалский 漢字 Text 5"
          },
          {
            "Author": "user",
            "Text": "Łódź Ковалский 漢字 Text 6"
          }
        ]
      }
      """
    And the server responds to the next "iqchannels.listMessages" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": [
          {
            "Author": "client",
            "ChatId": 3,
            "ChatType": "regular",
            "ClientId": null,
            "CreatedAt": 1795280000000,
            "EventId": 102,
            "FileId": null,
            "Id": 101,
            "LocalId": 1795280000001,
            "My": false,
            "NoticeId": null,
            "Payload": "text",
            "Public": true,
            "Pushed": false,
            "RatingId": null,
            "Read": false,
            "ReadAt": null,
            "Received": false,
            "ReceivedAt": null,
            "ReplyToMessageId": null,
            "SessionId": 1,
            "Text": "Zürich Y̆ 👩‍👧 Text 4",
            "UID": "0f4e6d8c1b3a5978d6f4e2c071ee973bd1e5b7c2",
            "UserId": 1
          },
          {
            "Author": "user",
            "Text": "Zürich Y̆ 👩‍👧 Text 5"
          },
          {
            "Author": "client",
            "Text": "Zürich Y̆ 👩‍👧 Text 6"
          }
        ]
      }
      """
    When the client reads the history
    And the client reads the history
    And the client reads the history
    And the client reads the history
    And the faults end
    Then every call reports success

  @should
  Scenario: a history carries quotes and markup, leading zeros, large numbers and long texts
    Source: iqchannels-readme §ChatMessage.
    Given the server responds to the next "iqchannels.listMessages" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": [
          {
            "Author": "user",
            "ChatId": 3,
            "ChatType": "regular",
            "ClientId": null,
            "CreatedAt": 1795280000000,
            "EventId": 102,
            "FileId": null,
            "Id": 101,
            "LocalId": 1795280000001,
            "My": false,
            "NoticeId": null,
            "Payload": "text",
            "Public": true,
            "Pushed": false,
            "RatingId": null,
            "Read": false,
            "ReadAt": null,
            "Received": false,
            "ReceivedAt": null,
            "ReplyToMessageId": null,
            "SessionId": 1,
            "Text": "\"Text\" & <b>4</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "UID": "0f4e6d8c1b3a5978d6f4e2c071ee973bd1e5b7c2",
            "UserId": 1
          },
          {
            "Author": "client",
            "Text": "\"Text\" & <b>5</b> &lt; 'a' 100% %41 a+b;c/d\\e"
          },
          {
            "Author": "user",
            "Text": "\"Text\" & <b>6</b> &lt; 'a' 100% %41 a+b;c/d\\e"
          }
        ]
      }
      """
    And the server responds to the next "iqchannels.listMessages" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": [
          {
            "Author": "user",
            "ChatId": 3,
            "ChatType": "regular",
            "ClientId": null,
            "CreatedAt": 1795280000000,
            "EventId": 102,
            "FileId": null,
            "Id": 101,
            "LocalId": 1795280000001,
            "My": false,
            "NoticeId": null,
            "Payload": "text",
            "Public": true,
            "Pushed": false,
            "RatingId": null,
            "Read": false,
            "ReadAt": null,
            "Received": false,
            "ReceivedAt": null,
            "ReplyToMessageId": null,
            "SessionId": 1,
            "Text": "0014",
            "UID": "0f4e6d8c1b3a5978d6f4e2c071ee973bd1e5b7c2",
            "UserId": 1
          },
          {
            "Author": "client",
            "Text": "0015"
          },
          {
            "Author": "user",
            "Text": "0016"
          }
        ]
      }
      """
    And the server responds to the next "iqchannels.listMessages" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": [
          {
            "Author": "user",
            "ChatId": 3,
            "ChatType": "regular",
            "ClientId": null,
            "CreatedAt": 1795280000000,
            "EventId": 102,
            "FileId": null,
            "Id": 101,
            "LocalId": 1795280000001,
            "My": false,
            "NoticeId": null,
            "Payload": "text",
            "Public": true,
            "Pushed": false,
            "RatingId": null,
            "Read": false,
            "ReadAt": null,
            "Received": false,
            "ReceivedAt": null,
            "ReplyToMessageId": null,
            "SessionId": 1,
            "Text": "9007199254740993004",
            "UID": "0f4e6d8c1b3a5978d6f4e2c071ee973bd1e5b7c2",
            "UserId": 1
          },
          {
            "Author": "client",
            "Text": "9007199254740993005"
          },
          {
            "Author": "user",
            "Text": "9007199254740993006"
          }
        ]
      }
      """
    And the server responds to the next "iqchannels.listMessages" with the status 200 and the body:
      """json
      {
        "Error": null,
        "OK": true,
        "Rels": {},
        "Result": [
          {
            "Author": "client",
            "ChatId": 3,
            "ChatType": "regular",
            "ClientId": null,
            "CreatedAt": 1795280000000,
            "EventId": 102,
            "FileId": null,
            "Id": 101,
            "LocalId": 1795280000001,
            "My": false,
            "NoticeId": null,
            "Payload": "text",
            "Public": true,
            "Pushed": false,
            "RatingId": null,
            "Read": false,
            "ReadAt": null,
            "Received": false,
            "ReceivedAt": null,
            "ReplyToMessageId": null,
            "SessionId": 1,
            "Text": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 4",
            "UID": "0f4e6d8c1b3a5978d6f4e2c071ee973bd1e5b7c2",
            "UserId": 1
          },
          {
            "Author": "user",
            "Text": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 5"
          },
          {
            "Author": "client",
            "Text": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 6"
          }
        ]
      }
      """
    When the client reads the history
    And the client reads the history
    And the client reads the history
    And the client reads the history
    And the faults end
    Then every call reports success
