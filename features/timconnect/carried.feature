Feature: Data arrives as it was sent, whatever it is
  Source: timconnect#L168-L190, timconnect#L26, timconnect#L98-L122, timconnect-1.7.1 §2.3, timconnect-1.7.1 §CallStateListener, timconnect-1.7.1 §answerIncommingCall, timconnect-1.7.1 §changeCategory, timconnect-1.7.1 §hangUpIncommingCall, timconnect-1.7.1 §loadMessageById, timconnect-1.7.1 §registerInVoIPService, timconnect-1.7.1 §requestMessagesQueue, timconnect-1.7.1 §restoreMessages, timconnect-1.7.1 §setGeolocation, timconnect-1.7.1 §setHashtag, timconnect-1.7.1 §startCallOnNumberWithRegister, timconnect-1.7.1 §tryAuthUser, timconnect-1.7.1#L553-L580.
  Written by `sparring generate` from the documents. What became of each value is judged without a step:
  fidelity.down, fidelity.up.

  @should
  Scenario: a queue that is received carries samples, blanks around them, other scripts and combining characters
    Source: timconnect-1.7.1#L553-L580, timconnect-1.7.1 §requestMessagesQueue.
    Given the client is registered as "79991234567"
    And the server responds to every "timconnect.reportDelivery" with the status 200 and the body:
      """json
      {"result": "success", "message": ""}
      """
    And the server responds to the next "timconnect.listQueue" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "10",
            "geotag": {
              "latitude": "-70.10570",
              "longitude": "-44.50708"
            },
            "hashtag": "Hashtag 10",
            "id": "94410303",
            "message": "Message 16",
            "receiver": "79991232883",
            "sender": "Sender 22",
            "timestamp": "2016-03-03 13:00:57+03:00"
          },
          {
            "category": "11",
            "geotag": {
              "latitude": "-7.51569",
              "longitude": "-31.61817"
            },
            "hashtag": "Hashtag 11",
            "id": "94410304",
            "message": "Message 17",
            "receiver": "79991237441",
            "sender": "Sender 23",
            "timestamp": "2016-03-03 13:01:11+03:00"
          },
          {
            "category": "12",
            "geotag": {
              "latitude": "-65.29575",
              "longitude": "-59.09933"
            },
            "hashtag": "Hashtag 12",
            "id": "94410305",
            "message": "Message 18",
            "receiver": "79991233000",
            "sender": "Sender 24",
            "timestamp": "2016-03-03 13:02:24+03:00"
          }
        ],
        "message": "",
        "paging": {
          "page": "1",
          "pages": 1
        },
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.listQueue" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "11",
            "geotag": {
              "latitude": "-12.56084",
              "longitude": "-53.42931"
            },
            "hashtag": " Two  words of\nhashtag 10 ",
            "id": "94410306",
            "message": " Two  words of\nmessage 16 ",
            "receiver": "79991237843",
            "sender": " Two  words of\nsender 22 ",
            "timestamp": "2016-03-03 13:03:32+03:00"
          },
          {
            "category": "12",
            "geotag": {
              "latitude": "-50.37870",
              "longitude": "-62.45234"
            },
            "hashtag": " Two  words of\nhashtag 11 ",
            "id": "94410307",
            "message": " Two  words of\nmessage 17 ",
            "receiver": "79991235414",
            "sender": " Two  words of\nsender 23 ",
            "timestamp": "2016-03-03 13:04:24+03:00"
          },
          {
            "category": "13",
            "geotag": {
              "latitude": "-8.19656",
              "longitude": "-71.47537"
            },
            "hashtag": " Two  words of\nhashtag 12 ",
            "id": "94410308",
            "message": " Two  words of\nmessage 18 ",
            "receiver": "79991232985",
            "sender": " Two  words of\nsender 24 ",
            "timestamp": "2016-03-03 13:05:17+03:00"
          }
        ],
        "message": "",
        "paging": {
          "page": "1",
          "pages": 1
        },
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.listQueue" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "12",
            "geotag": {
              "latitude": "-67.69909",
              "longitude": "-51.56917"
            },
            "hashtag": "Łódź Ковалский 漢字 hashtag 10",
            "id": "94410309",
            "message": "Łódź Ковалский 漢字 message 16",
            "receiver": "79991235663",
            "sender": "Łódź Ковалский 漢字 sender 22",
            "timestamp": "2016-03-03 13:06:10+03:00"
          },
          {
            "category": "13",
            "geotag": {
              "latitude": "-59.45213",
              "longitude": "-31.47257"
            },
            "hashtag": "Łódź Ковалский 漢字 hashtag 11",
            "id": "94410310",
            "message": "Łódź Ковалский 漢字 message 17",
            "receiver": "79991239916",
            "sender": "Łódź Ковалский 漢字 sender 23",
            "timestamp": "2016-03-03 13:07:47+03:00"
          },
          {
            "category": "14",
            "geotag": {
              "latitude": "-51.20517",
              "longitude": "-11.37597"
            },
            "hashtag": "Łódź Ковалский 漢字 hashtag 12",
            "id": "94410311",
            "message": "Łódź Ковалский 漢字 message 18",
            "receiver": "79991235170",
            "sender": "Łódź Ковалский 漢字 sender 24",
            "timestamp": "2016-03-03 13:08:25+03:00"
          }
        ],
        "message": "",
        "paging": {
          "page": "1",
          "pages": 1
        },
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.listQueue" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "13",
            "geotag": {
              "latitude": "-76.68292",
              "longitude": "-77.26859"
            },
            "hashtag": "Zürich Y̆ 👩‍👧 hashtag 10",
            "id": "94410312",
            "message": "Zürich Y̆ 👩‍👧 message 16",
            "receiver": "79991239329",
            "sender": "Zürich Y̆ 👩‍👧 sender 22",
            "timestamp": "2016-03-03 13:09:43+03:00"
          },
          {
            "category": "14",
            "geotag": {
              "latitude": "-37.13699",
              "longitude": "-1.35287"
            },
            "hashtag": "Zürich Y̆ 👩‍👧 hashtag 11",
            "id": "94410313",
            "message": "Zürich Y̆ 👩‍👧 message 17",
            "receiver": "79991235801",
            "sender": "Zürich Y̆ 👩‍👧 sender 23",
            "timestamp": "2016-03-03 13:10:43+03:00"
          },
          {
            "category": "15",
            "geotag": {
              "latitude": "-37.22099",
              "longitude": "-5.43715"
            },
            "hashtag": "Zürich Y̆ 👩‍👧 hashtag 12",
            "id": "94410314",
            "message": "Zürich Y̆ 👩‍👧 message 18",
            "receiver": "79991232273",
            "sender": "Zürich Y̆ 👩‍👧 sender 24",
            "timestamp": "2016-03-03 13:11:43+03:00"
          }
        ],
        "message": "",
        "paging": {
          "page": "1",
          "pages": 1
        },
        "result": "success"
      }
      """
    When the client is asked for "timconnect.receiveMessages"
    And the client is asked for "timconnect.feed"
    And the client is asked for "timconnect.receiveMessages"
    And the client is asked for "timconnect.feed"
    And the client is asked for "timconnect.receiveMessages"
    And the client is asked for "timconnect.feed"
    And the client is asked for "timconnect.receiveMessages"
    And the client is asked for "timconnect.feed"
    And the faults end
    Then every call reports success

  @should
  Scenario: a queue that is received carries quotes and markup, leading zeros, large numbers and long texts
    Source: timconnect-1.7.1#L553-L580, timconnect-1.7.1 §requestMessagesQueue.
    Given the client is registered as "79991234567"
    And the server responds to every "timconnect.reportDelivery" with the status 200 and the body:
      """json
      {"result": "success", "message": ""}
      """
    And the server responds to the next "timconnect.listQueue" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "14",
            "geotag": {
              "latitude": "-54.57498",
              "longitude": "-7.12369"
            },
            "hashtag": "\"hashtag\" & <b>10</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "id": "94410315",
            "message": "\"message\" & <b>16</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "receiver": "79991239660",
            "sender": "\"sender\" & <b>22</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "timestamp": "2016-03-03 13:12:56+03:00"
          },
          {
            "category": "15",
            "geotag": {
              "latitude": "-66.28462",
              "longitude": "-4.57148"
            },
            "hashtag": "\"hashtag\" & <b>11</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "id": "94410316",
            "message": "\"message\" & <b>17</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "receiver": "79991234937",
            "sender": "\"sender\" & <b>23</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "timestamp": "2016-03-03 13:13:27+03:00"
          },
          {
            "category": "16",
            "geotag": {
              "latitude": "-37.62419",
              "longitude": "-42.38934"
            },
            "hashtag": "\"hashtag\" & <b>12</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "id": "94410317",
            "message": "\"message\" & <b>18</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "receiver": "79991239213",
            "sender": "\"sender\" & <b>24</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "timestamp": "2016-03-03 13:14:58+03:00"
          }
        ],
        "message": "",
        "paging": {
          "page": "1",
          "pages": 1
        },
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.listQueue" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "15",
            "geotag": {
              "latitude": "-3.49861",
              "longitude": "-67.36869"
            },
            "hashtag": "0020",
            "id": "94410318",
            "message": "0026",
            "receiver": "79991232799",
            "sender": "0032",
            "timestamp": "2016-03-03 13:15:25+03:00"
          },
          {
            "category": "16",
            "geotag": {
              "latitude": "-75.25165",
              "longitude": "-47.27209"
            },
            "hashtag": "0021",
            "id": "94410319",
            "message": "0027",
            "receiver": "79991237052",
            "sender": "0033",
            "timestamp": "2016-03-03 13:16:03+03:00"
          },
          {
            "category": "17",
            "geotag": {
              "latitude": "-26.63462",
              "longitude": "-27.17549"
            },
            "hashtag": "0022",
            "id": "94410320",
            "message": "0028",
            "receiver": "79991232306",
            "sender": "0034",
            "timestamp": "2016-03-03 13:17:41+03:00"
          }
        ],
        "message": "",
        "paging": {
          "page": "1",
          "pages": 1
        },
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.listQueue" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "16",
            "geotag": {
              "latitude": "-46.07042",
              "longitude": "-69.57043"
            },
            "hashtag": "9007199254740993010",
            "id": "9007199254741321",
            "message": "9007199254740993016",
            "receiver": "79991235681",
            "sender": "9007199254740993022",
            "timestamp": "2016-03-03 13:18:28+03:00"
          },
          {
            "category": "17",
            "geotag": {
              "latitude": "-77.45339",
              "longitude": "-49.47383"
            },
            "hashtag": "9007199254740993011",
            "id": "9007199254741322",
            "message": "9007199254740993017",
            "receiver": "79991239934",
            "sender": "9007199254740993023",
            "timestamp": "2016-03-03 13:19:05+03:00"
          },
          {
            "category": "18",
            "geotag": {
              "latitude": "-69.20643",
              "longitude": "-29.37723"
            },
            "hashtag": "9007199254740993012",
            "id": "9007199254741323",
            "message": "9007199254740993018",
            "receiver": "79991235188",
            "sender": "9007199254740993024",
            "timestamp": "2016-03-03 13:20:43+03:00"
          }
        ],
        "message": "",
        "paging": {
          "page": "1",
          "pages": 1
        },
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.listQueue" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "17",
            "geotag": {
              "latitude": "-2.23534",
              "longitude": "-18.41566"
            },
            "hashtag": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 10",
            "id": "94410324",
            "message": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 16",
            "receiver": "79991235950",
            "sender": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 22",
            "timestamp": "2016-03-03 13:21:09+03:00"
          },
          {
            "category": "18",
            "geotag": {
              "latitude": "-38.53466",
              "longitude": "-69.24563"
            },
            "hashtag": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 11",
            "id": "94410325",
            "message": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 17",
            "receiver": "79991237417",
            "sender": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 23",
            "timestamp": "2016-03-03 13:22:11+03:00"
          },
          {
            "category": "2",
            "geotag": {
              "latitude": "-35.20405",
              "longitude": "-40.07560"
            },
            "hashtag": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 12",
            "id": "94410326",
            "message": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 18",
            "receiver": "79991238884",
            "sender": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 24",
            "timestamp": "2016-03-03 13:23:13+03:00"
          }
        ],
        "message": "",
        "paging": {
          "page": "1",
          "pages": 1
        },
        "result": "success"
      }
      """
    When the client is asked for "timconnect.receiveMessages"
    And the client is asked for "timconnect.feed"
    And the client is asked for "timconnect.receiveMessages"
    And the client is asked for "timconnect.feed"
    And the client is asked for "timconnect.receiveMessages"
    And the client is asked for "timconnect.feed"
    And the client is asked for "timconnect.receiveMessages"
    And the client is asked for "timconnect.feed"
    And the faults end
    Then every call reports success

  @should
  Scenario: a queue that is received carries empty values
    Source: timconnect-1.7.1#L553-L580, timconnect-1.7.1 §requestMessagesQueue.
    Given the client is registered as "79991234567"
    And the server responds to every "timconnect.reportDelivery" with the status 200 and the body:
      """json
      {"result": "success", "message": ""}
      """
    And the server responds to the next "timconnect.listQueue" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "18",
            "geotag": null,
            "hashtag": "",
            "id": "94410327",
            "message": "",
            "receiver": "79991233352",
            "sender": "",
            "timestamp": "2016-03-03 13:24:26+03:00"
          },
          {
            "category": "2",
            "geotag": null,
            "hashtag": "Hashtag 5",
            "id": "94410328",
            "message": "Message 11",
            "receiver": "79991239295",
            "sender": "Sender 17",
            "timestamp": "2016-03-03 13:25:20+03:00"
          },
          {
            "category": "3",
            "geotag": null,
            "hashtag": "",
            "id": "94410329",
            "message": "",
            "receiver": "79991236239",
            "sender": "",
            "timestamp": "2016-03-03 13:26:13+03:00"
          }
        ],
        "message": "",
        "paging": {
          "page": "1",
          "pages": 1
        },
        "result": "success"
      }
      """
    When the client is asked for "timconnect.receiveMessages"
    And the client is asked for "timconnect.feed"
    And the faults end
    Then every call reports success

  @should
  Scenario: an archive of several pages carries samples, blanks around them, other scripts and combining characters
    Source: timconnect-1.7.1#L553-L580, timconnect-1.7.1 §restoreMessages.
    Given the client is registered as "79991234567"
    And 2 messages are in the archive since "2026-01-01"
    And the server responds to the next "timconnect.listMessages" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "10",
            "geotag": {
              "latitude": "-70.10570",
              "longitude": "-44.50708"
            },
            "hashtag": "Hashtag 10",
            "id": "94410303",
            "message": "Message 16",
            "receiver": "79991232883",
            "sender": "Sender 22",
            "timestamp": "2016-03-03 13:00:57+03:00"
          },
          {
            "category": "11",
            "geotag": {
              "latitude": "-7.51569",
              "longitude": "-31.61817"
            },
            "hashtag": "Hashtag 11",
            "id": "94410304",
            "message": "Message 17",
            "receiver": "79991237441",
            "sender": "Sender 23",
            "timestamp": "2016-03-03 13:01:11+03:00"
          },
          {
            "category": "12",
            "geotag": {
              "latitude": "-65.29575",
              "longitude": "-59.09933"
            },
            "hashtag": "Hashtag 12",
            "id": "94410305",
            "message": "Message 18",
            "receiver": "79991233000",
            "sender": "Sender 24",
            "timestamp": "2016-03-03 13:02:24+03:00"
          }
        ],
        "message": "",
        "paging": {
          "page": "1",
          "pages": 4
        },
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.listMessages" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "11",
            "geotag": {
              "latitude": "-12.56084",
              "longitude": "-53.42931"
            },
            "hashtag": " Two  words of\nhashtag 10 ",
            "id": "94410306",
            "message": " Two  words of\nmessage 16 ",
            "receiver": "79991237843",
            "sender": " Two  words of\nsender 22 ",
            "timestamp": "2016-03-03 13:03:32+03:00"
          },
          {
            "category": "12",
            "geotag": {
              "latitude": "-50.37870",
              "longitude": "-62.45234"
            },
            "hashtag": " Two  words of\nhashtag 11 ",
            "id": "94410307",
            "message": " Two  words of\nmessage 17 ",
            "receiver": "79991235414",
            "sender": " Two  words of\nsender 23 ",
            "timestamp": "2016-03-03 13:04:24+03:00"
          },
          {
            "category": "13",
            "geotag": {
              "latitude": "-8.19656",
              "longitude": "-71.47537"
            },
            "hashtag": " Two  words of\nhashtag 12 ",
            "id": "94410308",
            "message": " Two  words of\nmessage 18 ",
            "receiver": "79991232985",
            "sender": " Two  words of\nsender 24 ",
            "timestamp": "2016-03-03 13:05:17+03:00"
          }
        ],
        "message": "",
        "paging": {
          "page": "2",
          "pages": 4
        },
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.listMessages" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "12",
            "geotag": {
              "latitude": "-67.69909",
              "longitude": "-51.56917"
            },
            "hashtag": "Łódź Ковалский 漢字 hashtag 10",
            "id": "94410309",
            "message": "Łódź Ковалский 漢字 message 16",
            "receiver": "79991235663",
            "sender": "Łódź Ковалский 漢字 sender 22",
            "timestamp": "2016-03-03 13:06:10+03:00"
          },
          {
            "category": "13",
            "geotag": {
              "latitude": "-59.45213",
              "longitude": "-31.47257"
            },
            "hashtag": "Łódź Ковалский 漢字 hashtag 11",
            "id": "94410310",
            "message": "Łódź Ковалский 漢字 message 17",
            "receiver": "79991239916",
            "sender": "Łódź Ковалский 漢字 sender 23",
            "timestamp": "2016-03-03 13:07:47+03:00"
          },
          {
            "category": "14",
            "geotag": {
              "latitude": "-51.20517",
              "longitude": "-11.37597"
            },
            "hashtag": "Łódź Ковалский 漢字 hashtag 12",
            "id": "94410311",
            "message": "Łódź Ковалский 漢字 message 18",
            "receiver": "79991235170",
            "sender": "Łódź Ковалский 漢字 sender 24",
            "timestamp": "2016-03-03 13:08:25+03:00"
          }
        ],
        "message": "",
        "paging": {
          "page": "3",
          "pages": 4
        },
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.listMessages" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "13",
            "geotag": {
              "latitude": "-76.68292",
              "longitude": "-77.26859"
            },
            "hashtag": "Zürich Y̆ 👩‍👧 hashtag 10",
            "id": "94410312",
            "message": "Zürich Y̆ 👩‍👧 message 16",
            "receiver": "79991239329",
            "sender": "Zürich Y̆ 👩‍👧 sender 22",
            "timestamp": "2016-03-03 13:09:43+03:00"
          },
          {
            "category": "14",
            "geotag": {
              "latitude": "-37.13699",
              "longitude": "-1.35287"
            },
            "hashtag": "Zürich Y̆ 👩‍👧 hashtag 11",
            "id": "94410313",
            "message": "Zürich Y̆ 👩‍👧 message 17",
            "receiver": "79991235801",
            "sender": "Zürich Y̆ 👩‍👧 sender 23",
            "timestamp": "2016-03-03 13:10:43+03:00"
          },
          {
            "category": "15",
            "geotag": {
              "latitude": "-37.22099",
              "longitude": "-5.43715"
            },
            "hashtag": "Zürich Y̆ 👩‍👧 hashtag 12",
            "id": "94410314",
            "message": "Zürich Y̆ 👩‍👧 message 18",
            "receiver": "79991232273",
            "sender": "Zürich Y̆ 👩‍👧 sender 24",
            "timestamp": "2016-03-03 13:11:43+03:00"
          }
        ],
        "message": "",
        "paging": {
          "page": "4",
          "pages": 4
        },
        "result": "success"
      }
      """
    When the client is asked for "timconnect.restoreMessages"
    And the faults end
    And the client is asked for "timconnect.restoreMessages"
    And the client is asked for "timconnect.restoreMessages" with:
      | from | 2026-01-01 |
      | to   | 2026-01-02 |
    And the client is asked for "timconnect.restoreMessages" with:
      | from | 2026-01-02 |
    And the client is asked for "timconnect.restoreMessages" with:
      | to | 2026-01-01 |
    And the client is asked for "timconnect.feed"
    Then every call reports success

  @should
  Scenario: an archive of several pages carries quotes and markup, leading zeros, large numbers and long texts
    Source: timconnect-1.7.1#L553-L580, timconnect-1.7.1 §restoreMessages.
    Given the client is registered as "79991234567"
    And 2 messages are in the archive since "2026-01-01"
    And the server responds to the next "timconnect.listMessages" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "14",
            "geotag": {
              "latitude": "-54.57498",
              "longitude": "-7.12369"
            },
            "hashtag": "\"hashtag\" & <b>10</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "id": "94410315",
            "message": "\"message\" & <b>16</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "receiver": "79991239660",
            "sender": "\"sender\" & <b>22</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "timestamp": "2016-03-03 13:12:56+03:00"
          },
          {
            "category": "15",
            "geotag": {
              "latitude": "-66.28462",
              "longitude": "-4.57148"
            },
            "hashtag": "\"hashtag\" & <b>11</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "id": "94410316",
            "message": "\"message\" & <b>17</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "receiver": "79991234937",
            "sender": "\"sender\" & <b>23</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "timestamp": "2016-03-03 13:13:27+03:00"
          },
          {
            "category": "16",
            "geotag": {
              "latitude": "-37.62419",
              "longitude": "-42.38934"
            },
            "hashtag": "\"hashtag\" & <b>12</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "id": "94410317",
            "message": "\"message\" & <b>18</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "receiver": "79991239213",
            "sender": "\"sender\" & <b>24</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "timestamp": "2016-03-03 13:14:58+03:00"
          }
        ],
        "message": "",
        "paging": {
          "page": "1",
          "pages": 4
        },
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.listMessages" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "15",
            "geotag": {
              "latitude": "-3.49861",
              "longitude": "-67.36869"
            },
            "hashtag": "0020",
            "id": "94410318",
            "message": "0026",
            "receiver": "79991232799",
            "sender": "0032",
            "timestamp": "2016-03-03 13:15:25+03:00"
          },
          {
            "category": "16",
            "geotag": {
              "latitude": "-75.25165",
              "longitude": "-47.27209"
            },
            "hashtag": "0021",
            "id": "94410319",
            "message": "0027",
            "receiver": "79991237052",
            "sender": "0033",
            "timestamp": "2016-03-03 13:16:03+03:00"
          },
          {
            "category": "17",
            "geotag": {
              "latitude": "-26.63462",
              "longitude": "-27.17549"
            },
            "hashtag": "0022",
            "id": "94410320",
            "message": "0028",
            "receiver": "79991232306",
            "sender": "0034",
            "timestamp": "2016-03-03 13:17:41+03:00"
          }
        ],
        "message": "",
        "paging": {
          "page": "2",
          "pages": 4
        },
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.listMessages" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "16",
            "geotag": {
              "latitude": "-46.07042",
              "longitude": "-69.57043"
            },
            "hashtag": "9007199254740993010",
            "id": "9007199254741321",
            "message": "9007199254740993016",
            "receiver": "79991235681",
            "sender": "9007199254740993022",
            "timestamp": "2016-03-03 13:18:28+03:00"
          },
          {
            "category": "17",
            "geotag": {
              "latitude": "-77.45339",
              "longitude": "-49.47383"
            },
            "hashtag": "9007199254740993011",
            "id": "9007199254741322",
            "message": "9007199254740993017",
            "receiver": "79991239934",
            "sender": "9007199254740993023",
            "timestamp": "2016-03-03 13:19:05+03:00"
          },
          {
            "category": "18",
            "geotag": {
              "latitude": "-69.20643",
              "longitude": "-29.37723"
            },
            "hashtag": "9007199254740993012",
            "id": "9007199254741323",
            "message": "9007199254740993018",
            "receiver": "79991235188",
            "sender": "9007199254740993024",
            "timestamp": "2016-03-03 13:20:43+03:00"
          }
        ],
        "message": "",
        "paging": {
          "page": "3",
          "pages": 4
        },
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.listMessages" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "17",
            "geotag": {
              "latitude": "-2.23534",
              "longitude": "-18.41566"
            },
            "hashtag": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 10",
            "id": "94410324",
            "message": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 16",
            "receiver": "79991235950",
            "sender": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 22",
            "timestamp": "2016-03-03 13:21:09+03:00"
          },
          {
            "category": "18",
            "geotag": {
              "latitude": "-38.53466",
              "longitude": "-69.24563"
            },
            "hashtag": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 11",
            "id": "94410325",
            "message": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 17",
            "receiver": "79991237417",
            "sender": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 23",
            "timestamp": "2016-03-03 13:22:11+03:00"
          },
          {
            "category": "2",
            "geotag": {
              "latitude": "-35.20405",
              "longitude": "-40.07560"
            },
            "hashtag": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 12",
            "id": "94410326",
            "message": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 18",
            "receiver": "79991238884",
            "sender": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 24",
            "timestamp": "2016-03-03 13:23:13+03:00"
          }
        ],
        "message": "",
        "paging": {
          "page": "4",
          "pages": 4
        },
        "result": "success"
      }
      """
    When the client is asked for "timconnect.restoreMessages"
    And the faults end
    And the client is asked for "timconnect.restoreMessages"
    And the client is asked for "timconnect.restoreMessages" with:
      | from | 2026-01-01 |
      | to   | 2026-01-02 |
    And the client is asked for "timconnect.restoreMessages" with:
      | from | 2026-01-02 |
    And the client is asked for "timconnect.restoreMessages" with:
      | to | 2026-01-01 |
    And the client is asked for "timconnect.feed"
    Then every call reports success

  @should
  Scenario: an archive of several pages carries empty values
    Source: timconnect-1.7.1#L553-L580, timconnect-1.7.1 §restoreMessages.
    Given the client is registered as "79991234567"
    And 2 messages are in the archive since "2026-01-01"
    And the server responds to the next "timconnect.listMessages" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "18",
            "geotag": null,
            "hashtag": "",
            "id": "94410327",
            "message": "",
            "receiver": "79991233352",
            "sender": "",
            "timestamp": "2016-03-03 13:24:26+03:00"
          },
          {
            "category": "2",
            "geotag": null,
            "hashtag": "Hashtag 5",
            "id": "94410328",
            "message": "Message 11",
            "receiver": "79991239295",
            "sender": "Sender 17",
            "timestamp": "2016-03-03 13:25:20+03:00"
          },
          {
            "category": "3",
            "geotag": null,
            "hashtag": "",
            "id": "94410329",
            "message": "",
            "receiver": "79991236239",
            "sender": "",
            "timestamp": "2016-03-03 13:26:13+03:00"
          }
        ],
        "message": "",
        "paging": {
          "page": "1",
          "pages": 1
        },
        "result": "success"
      }
      """
    When the client is asked for "timconnect.restoreMessages"
    And the faults end
    And the client is asked for "timconnect.restoreMessages"
    And the client is asked for "timconnect.restoreMessages" with:
      | from | 2026-01-01 |
      | to   | 2026-01-02 |
    And the client is asked for "timconnect.restoreMessages" with:
      | from | 2026-01-02 |
    And the client is asked for "timconnect.restoreMessages" with:
      | to | 2026-01-01 |
    And the client is asked for "timconnect.feed"
    Then every call reports success

  @should
  Scenario: a message that a push announces carries samples, blanks around them, other scripts and combining characters
    Source: timconnect-1.7.1#L553-L580, timconnect-1.7.1 §loadMessageById.
    Given the client is registered as "79991234567"
    And the server responds to every "timconnect.reportDelivery" with the status 200 and the body:
      """json
      {"result": "success", "message": ""}
      """
    And the server responds to the next "timconnect.getMessage" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "10",
            "geotag": {
              "latitude": "-65.40215",
              "longitude": "-24.24808"
            },
            "hashtag": "Hashtag 4",
            "id": "9441101",
            "message": "Message 6",
            "receiver": "79991239330",
            "sender": "Sender 8",
            "timestamp": "2016-03-03 13:00:16+03:00"
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.getMessage" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "11",
            "geotag": {
              "latitude": "-17.66199",
              "longitude": "-13.41531"
            },
            "hashtag": " Two  words of\nhashtag 4 ",
            "id": "9441101",
            "message": " Two  words of\nmessage 6 ",
            "receiver": "79991239894",
            "sender": " Two  words of\nsender 8 ",
            "timestamp": "2016-03-03 13:03:20+03:00"
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.getMessage" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "12",
            "geotag": {
              "latitude": "-18.08526",
              "longitude": "-22.43834"
            },
            "hashtag": "Łódź Ковалский 漢字 hashtag 4",
            "id": "9441102",
            "message": "Łódź Ковалский 漢字 message 6",
            "receiver": "79991233187",
            "sender": "Łódź Ковалский 漢字 sender 8",
            "timestamp": "2016-03-03 13:06:45+03:00"
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.getMessage" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "13",
            "geotag": {
              "latitude": "-36.24892",
              "longitude": "-15.67305"
            },
            "hashtag": "Zürich Y̆ 👩‍👧 hashtag 4",
            "id": "9441102",
            "message": "Zürich Y̆ 👩‍👧 message 6",
            "receiver": "79991239559",
            "sender": "Zürich Y̆ 👩‍👧 sender 8",
            "timestamp": "2016-03-03 13:09:34+03:00"
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    When the client is asked for "timconnect.takePush" with:
      | payload | {"id": "9441101", "aps": {"alert": "Hello"}} |
    And the client is asked for "timconnect.takePush" with:
      | payload | {"id": "9441101", "aps": {"alert": "Hello"}} |
    And the client is asked for "timconnect.takePush" with:
      | payload | {"id": "9441102", "aps": {"alert": "Hello"}} |
    And the client is asked for "timconnect.takePush" with:
      | payload | {"id": "9441102", "aps": {"alert": "Hello"}} |
    And the faults end
    Then every call reports success

  @should
  Scenario: a message that a push announces carries quotes and markup, leading zeros, large numbers and long texts
    Source: timconnect-1.7.1#L553-L580, timconnect-1.7.1 §loadMessageById.
    Given the client is registered as "79991234567"
    And the server responds to every "timconnect.reportDelivery" with the status 200 and the body:
      """json
      {"result": "success", "message": ""}
      """
    And the server responds to the next "timconnect.getMessage" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "14",
            "geotag": {
              "latitude": "-48.39536",
              "longitude": "-12.22484"
            },
            "hashtag": "\"hashtag\" & <b>4</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "id": "9441103",
            "message": "\"message\" & <b>6</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "receiver": "79991238565",
            "sender": "\"sender\" & <b>8</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "timestamp": "2016-03-03 13:12:07+03:00"
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.getMessage" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "15",
            "geotag": {
              "latitude": "-73.51471",
              "longitude": "-38.23786"
            },
            "hashtag": "0014",
            "id": "9441103",
            "message": "0016",
            "receiver": "79991239322",
            "sender": "0018",
            "timestamp": "2016-03-03 13:15:01+03:00"
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.getMessage" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "16",
            "geotag": {
              "latitude": "-36.08652",
              "longitude": "-40.43960"
            },
            "hashtag": "9007199254740993004",
            "id": "9441104",
            "message": "9007199254740993006",
            "receiver": "79991233205",
            "sender": "9007199254740993008",
            "timestamp": "2016-03-03 13:18:03+03:00"
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.getMessage" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "17",
            "geotag": {
              "latitude": "-27.15869",
              "longitude": "-69.55923"
            },
            "hashtag": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 4",
            "id": "9441104",
            "message": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 6",
            "receiver": "79991232870",
            "sender": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 8",
            "timestamp": "2016-03-03 13:21:39+03:00"
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    When the client is asked for "timconnect.takePush" with:
      | payload | {"id": "9441103", "aps": {"alert": "Hello"}} |
    And the client is asked for "timconnect.takePush" with:
      | payload | {"id": "9441103", "aps": {"alert": "Hello"}} |
    And the client is asked for "timconnect.takePush" with:
      | payload | {"id": "9441104", "aps": {"alert": "Hello"}} |
    And the client is asked for "timconnect.takePush" with:
      | payload | {"id": "9441104", "aps": {"alert": "Hello"}} |
    And the faults end
    Then every call reports success

  @should
  Scenario: a message that a push announces carries empty values
    Source: timconnect-1.7.1#L553-L580, timconnect-1.7.1 §loadMessageById.
    Given the client is registered as "79991234567"
    And the server responds to every "timconnect.reportDelivery" with the status 200 and the body:
      """json
      {"result": "success", "message": ""}
      """
    And the server responds to the next "timconnect.getMessage" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "18",
            "geotag": null,
            "hashtag": "",
            "id": "9441105",
            "message": "",
            "receiver": "79991234143",
            "sender": "",
            "timestamp": "2016-03-03 13:24:10+03:00"
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    When the client is asked for "timconnect.takePush" with:
      | payload | {"id": "9441105", "aps": {"alert": "Hello"}} |
    And the faults end
    Then every call reports success

  @should
  Scenario: the directory of categories carries samples, blanks around them, other scripts and combining characters
    Source: timconnect-1.7.1 §2.3.
    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.listCategories" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "id": "10",
            "name": "Name 4"
          },
          {
            "id": "11",
            "name": "Name 5"
          },
          {
            "id": "12",
            "name": "Name 6"
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.listCategories" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "id": "11",
            "name": " Two  words of\nname 4 "
          },
          {
            "id": "12",
            "name": " Two  words of\nname 5 "
          },
          {
            "id": "13",
            "name": " Two  words of\nname 6 "
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.listCategories" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "id": "12",
            "name": "Łódź Ковалский 漢字 name 4"
          },
          {
            "id": "13",
            "name": "Łódź Ковалский 漢字 name 5"
          },
          {
            "id": "14",
            "name": "Łódź Ковалский 漢字 name 6"
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.listCategories" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "id": "13",
            "name": "Zürich Y̆ 👩‍👧 name 4"
          },
          {
            "id": "14",
            "name": "Zürich Y̆ 👩‍👧 name 5"
          },
          {
            "id": "15",
            "name": "Zürich Y̆ 👩‍👧 name 6"
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    When the client is asked for "timconnect.categories"
    And the client is asked for "timconnect.categories"
    And the client is asked for "timconnect.categories"
    And the client is asked for "timconnect.categories"
    And the faults end
    Then every call reports success

  @should
  Scenario: the directory of categories carries quotes and markup, leading zeros, large numbers and long texts
    Source: timconnect-1.7.1 §2.3.
    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.listCategories" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "id": "14",
            "name": "\"name\" & <b>4</b> &lt; 'a' 100% %41 a+b;c/d\\e"
          },
          {
            "id": "15",
            "name": "\"name\" & <b>5</b> &lt; 'a' 100% %41 a+b;c/d\\e"
          },
          {
            "id": "16",
            "name": "\"name\" & <b>6</b> &lt; 'a' 100% %41 a+b;c/d\\e"
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.listCategories" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "id": "15",
            "name": "0014"
          },
          {
            "id": "16",
            "name": "0015"
          },
          {
            "id": "17",
            "name": "0016"
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.listCategories" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "id": "16",
            "name": "9007199254740993004"
          },
          {
            "id": "17",
            "name": "9007199254740993005"
          },
          {
            "id": "18",
            "name": "9007199254740993006"
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.listCategories" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "id": "17",
            "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 4"
          },
          {
            "id": "18",
            "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 5"
          },
          {
            "id": "2",
            "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 6"
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    When the client is asked for "timconnect.categories"
    And the client is asked for "timconnect.categories"
    And the client is asked for "timconnect.categories"
    And the client is asked for "timconnect.categories"
    And the faults end
    Then every call reports success

  @should
  Scenario: a statistic carries counts of several days
    Source: timconnect#L26.
    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.getStatistics" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "10",
            "count": 6239
          },
          {
            "category": "11",
            "count": 4102
          },
          {
            "category": "12",
            "count": 1965
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.getStatistics" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "11",
            "count": 1944
          },
          {
            "category": "12",
            "count": 3531
          },
          {
            "category": "13",
            "count": 5118
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.getStatistics" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "12",
            "count": 3136
          },
          {
            "category": "13",
            "count": 0
          },
          {
            "category": "14",
            "count": 6070
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.getStatistics" with the status 200 and the body:
      """json
      {
        "body": [
          {
            "category": "13",
            "count": 9760
          },
          {
            "category": "14",
            "count": 5037
          },
          {
            "category": "15",
            "count": 9313
          }
        ],
        "message": "",
        "result": "success"
      }
      """
    When the client is asked for "timconnect.statistics"
    And the client is asked for "timconnect.statistics"
    And the client is asked for "timconnect.statistics" with:
      | from | 2026-03-02 |
      | to   | 2026-04-06 |
    And the client is asked for "timconnect.statistics" with:
      | from | 2026-03-02 |
      | to   | 2026-04-06 |
    And the faults end
    Then every call reports success

  @should
  Scenario: a hashtag carries samples, blanks around them, other scripts and combining characters
    Source: timconnect-1.7.1 §setHashtag.
    Given the client is registered as "79991234567"
    And the server responds to every "timconnect.setHashtag" with the status 200 and the body:
      """json
      {
        "message": "",
        "result": "success"
      }
      """
    When the client is asked for "timconnect.setHashtag" with:
      | id | 9441985101 |
      | hashtag | "#food" |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "timconnect.setHashtag" with:
      | id | 9441985102 |
      | hashtag | " Two  words of\\nhashtag 1 " |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "timconnect.setHashtag" with:
      | id | 9441985103 |
      | hashtag | "Łódź Ковалский 漢字 hashtag 1" |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "timconnect.setHashtag" with:
      | id | 9441985104 |
      | hashtag | "Zürich Y̆ 👩‍👧 hashtag 1" |
    Then the client succeeds by itself or advises "fix_request"
    When the faults end
    Then the client still works

  @should
  Scenario: a hashtag carries quotes and markup, leading zeros, large numbers and long texts
    Source: timconnect-1.7.1 §setHashtag.
    Given the client is registered as "79991234567"
    And the server responds to every "timconnect.setHashtag" with the status 200 and the body:
      """json
      {
        "message": "",
        "result": "success"
      }
      """
    When the client is asked for "timconnect.setHashtag" with:
      | id | 9441985105 |
      | hashtag | "\\"hashtag\\" \\u0026 \\u003cb\\u003e1\\u003c/b\\u003e \\u0026lt; 'a' 100% %41 a+b;c/d\\\\e" |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "timconnect.setHashtag" with:
      | id | 9441985106 |
      | hashtag | "0011" |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "timconnect.setHashtag" with:
      | id | 9441985107 |
      | hashtag | "9007199254740993001" |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "timconnect.setHashtag" with:
      | id | 9441985108 |
      | hashtag | "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Food" |
    Then the client succeeds by itself or advises "fix_request"
    When the faults end
    Then the client still works

  @should
  Scenario: a hashtag carries empty values
    Source: timconnect-1.7.1 §setHashtag.
    Given the client is registered as "79991234567"
    And the server responds to every "timconnect.setHashtag" with the status 200 and the body:
      """json
      {
        "message": "",
        "result": "success"
      }
      """
    When the client is asked for "timconnect.setHashtag" with:
      | id | 9441985109 |
      | hashtag | "Hashtag 1" |
    Then the client succeeds by itself or advises "fix_request"
    When the faults end
    Then the client still works

  @should
  Scenario: a place carries degrees of every quarter of the earth
    Source: timconnect-1.7.1 §setGeolocation.
    Given the client is registered as "79991234567"
    And the server responds to every "timconnect.setGeotag" with the status 200 and the body:
      """json
      {
        "message": "",
        "result": "success"
      }
      """
    When the client is asked for "timconnect.setGeotag" with:
      | id | 9441985101 |
      | latitude | 78.63462 |
      | longitude | 168.52542 |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "timconnect.setGeotag" with:
      | id | 9441985102 |
      | latitude | -14.55538 |
      | longitude | 136.26005 |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "timconnect.setGeotag" with:
      | id | 9441985103 |
      | latitude | 2.07483 |
      | longitude | -33.11501 |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "timconnect.setGeotag" with:
      | id | 9441985104 |
      | latitude | -27.47530 |
      | longitude | -92.13167 |
    Then the client succeeds by itself or advises "fix_request"
    When the faults end
    Then the client still works

  @should
  Scenario: a category carries its number
    Source: timconnect-1.7.1 §changeCategory.
    Given the client is registered as "79991234567"
    And the server responds to every "timconnect.setCategory" with the status 200 and the body:
      """json
      {
        "message": "",
        "result": "success"
      }
      """
    When the client is asked for "timconnect.setCategory" with:
      | id | 9441985101 |
      | category | 6 |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "timconnect.setCategory" with:
      | id | 9441985102 |
      | category | 12 |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "timconnect.setCategory" with:
      | id | 9441985103 |
      | category | 18 |
    Then the client succeeds by itself or advises "fix_request"
    When the client is asked for "timconnect.setCategory" with:
      | id | 9441985104 |
      | category | 1 |
    Then the client succeeds by itself or advises "fix_request"
    When the faults end
    Then the client still works

  @should
  Scenario: a call carries each of its states
    Source: timconnect-1.7.1 §CallStateListener.
    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.getCall" with the status 200 and the body:
      """json
      {
        "message": "",
        "result": "success",
        "state": "connected"
      }
      """
    And the server responds to the next "timconnect.getCall" with the status 200 and the body:
      """json
      {
        "message": "",
        "result": "success",
        "state": "ended"
      }
      """
    And the server responds to the next "timconnect.getCall" with the status 200 and the body:
      """json
      {
        "message": "",
        "result": "success",
        "state": "incoming"
      }
      """
    And the server responds to the next "timconnect.getCall" with the status 200 and the body:
      """json
      {
        "message": "",
        "result": "success",
        "state": "calling"
      }
      """
    When the client is asked for "timconnect.callState" with:
      | call_id | 101 |
    And the client is asked for "timconnect.callState" with:
      | call_id | 101 |
    And the client is asked for "timconnect.callState" with:
      | call_id | 102 |
    And the client is asked for "timconnect.callState" with:
      | call_id | 102 |
    And the faults end
    Then every call reports success

  @should
  Scenario: a call that is answered carries each of its states
    Source: timconnect-1.7.1 §answerIncommingCall.
    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.answerCall" with the status 200 and the body:
      """json
      {
        "message": "",
        "result": "success",
        "state": "connected"
      }
      """
    And the server responds to the next "timconnect.answerCall" with the status 200 and the body:
      """json
      {
        "message": "",
        "result": "success",
        "state": "ended"
      }
      """
    And the server responds to the next "timconnect.answerCall" with the status 200 and the body:
      """json
      {
        "message": "",
        "result": "success",
        "state": "incoming"
      }
      """
    And the server responds to the next "timconnect.answerCall" with the status 200 and the body:
      """json
      {
        "message": "",
        "result": "success",
        "state": "calling"
      }
      """
    When the client is asked for "timconnect.answerCall" with:
      | call_id | 101 |
    And the client is asked for "timconnect.answerCall" with:
      | call_id | 101 |
    And the client is asked for "timconnect.answerCall" with:
      | call_id | 102 |
    And the client is asked for "timconnect.answerCall" with:
      | call_id | 102 |
    And the faults end
    Then every call reports success

  @should
  Scenario: a call that is ended carries each of its states
    Source: timconnect-1.7.1 §hangUpIncommingCall.
    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.hangUpCall" with the status 200 and the body:
      """json
      {
        "message": "",
        "result": "success",
        "state": "connected"
      }
      """
    And the server responds to the next "timconnect.hangUpCall" with the status 200 and the body:
      """json
      {
        "message": "",
        "result": "success",
        "state": "ended"
      }
      """
    And the server responds to the next "timconnect.hangUpCall" with the status 200 and the body:
      """json
      {
        "message": "",
        "result": "success",
        "state": "incoming"
      }
      """
    And the server responds to the next "timconnect.hangUpCall" with the status 200 and the body:
      """json
      {
        "message": "",
        "result": "success",
        "state": "calling"
      }
      """
    When the client is asked for "timconnect.hangUp" with:
      | call_id | 101 |
    And the client is asked for "timconnect.hangUp" with:
      | call_id | 101 |
    And the client is asked for "timconnect.hangUp" with:
      | call_id | 102 |
    And the client is asked for "timconnect.hangUp" with:
      | call_id | 102 |
    And the faults end
    Then every call reports success

  @should
  Scenario: a call that a push announces carries its id
    Source: timconnect-1.7.1 §registerInVoIPService.
    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.registerVoip" with the status 200 and the body:
      """json
      {
        "call_id": "178",
        "message": "",
        "registered": true,
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.registerVoip" with the status 200 and the body:
      """json
      {
        "call_id": "179",
        "message": "",
        "registered": true,
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.registerVoip" with the status 200 and the body:
      """json
      {
        "call_id": "180",
        "message": "",
        "registered": true,
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.registerVoip" with the status 200 and the body:
      """json
      {
        "call_id": "181",
        "message": "",
        "registered": true,
        "result": "success"
      }
      """
    When the client is asked for "timconnect.takePush" with:
      | payload | {"call_info": {"caller": "operator", "asteriskpass": "pq7mzk2w101"}, "aps": {}} |
    And the client is asked for "timconnect.takePush" with:
      | payload | {"call_info": {"caller": "operator", "asteriskpass": "pq7mzk2w101"}, "aps": {}} |
    And the client is asked for "timconnect.takePush" with:
      | payload | {"call_info": {"caller": "operator", "asteriskpass": "pq7mzk2w102"}, "aps": {}} |
    And the client is asked for "timconnect.takePush" with:
      | payload | {"call_info": {"caller": "operator", "asteriskpass": "pq7mzk2w102"}, "aps": {}} |
    And the faults end
    Then every call reports success

  @should
  Scenario: a session that is asked about carries yes and no
    Source: timconnect-1.7.1 §tryAuthUser.
    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.getAuthorization" with the status 200 and the body:
      """json
      {
        "authorized": false,
        "message": "",
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.getAuthorization" with the status 200 and the body:
      """json
      {
        "authorized": true,
        "message": "",
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.getAuthorization" with the status 200 and the body:
      """json
      {
        "authorized": false,
        "message": "",
        "result": "success"
      }
      """
    And the server responds to the next "timconnect.getAuthorization" with the status 200 and the body:
      """json
      {
        "authorized": true,
        "message": "",
        "result": "success"
      }
      """
    When the client is asked for "timconnect.isAuthorized"
    And the client is asked for "timconnect.isAuthorized"
    And the client is asked for "timconnect.isAuthorized"
    And the client is asked for "timconnect.isAuthorized"
    And the faults end
    Then every call reports success

  @should
  Scenario: a call that begins carries its id and its state
    Source: timconnect-1.7.1 §startCallOnNumberWithRegister.
    Given the client is registered as "79991234567"
    And the server responds to the next "timconnect.startCall" with the status 200 and the body:
      """json
      {
        "call_id": "90071992547409930101",
        "message": "",
        "result": "success",
        "state": "ended"
      }
      """
    And the server responds to the next "timconnect.startCall" with the status 200 and the body:
      """json
      {
        "call_id": "90071992547409930102",
        "message": "",
        "result": "success",
        "state": "incoming"
      }
      """
    And the server responds to the next "timconnect.startCall" with the status 200 and the body:
      """json
      {
        "call_id": "90071992547409930103",
        "message": "",
        "result": "success",
        "state": "calling"
      }
      """
    And the server responds to the next "timconnect.startCall" with the status 200 and the body:
      """json
      {
        "call_id": "90071992547409930104",
        "message": "",
        "result": "success",
        "state": "connected"
      }
      """
    When the client is asked for "timconnect.call" with:
      | number | "74953693101" |
    And the client is asked for "timconnect.call" with:
      | number | "74953693101" |
    And the client is asked for "timconnect.call" with:
      | number | "74953693102" |
    And the client is asked for "timconnect.call" with:
      | number | "74953693102" |
    And the faults end
    Then every call reports success

  @should
  Scenario: a list of kittens carries samples, blanks around them, other scripts and combining characters
    Source: timconnect#L98-L122.
    Given the server responds to the next "timconnect.listKittens" with the status 200 and the body:
      """json
      [
        {
          "breed": "Breed 1",
          "cuteness": 8319,
          "fluffiness": 4331,
          "id": 6380,
          "name": "Name 13"
        },
        {
          "breed": "Breed 2",
          "cuteness": 3878,
          "fluffiness": 2056,
          "id": 3838,
          "name": "Name 14"
        },
        {
          "breed": "Breed 3",
          "cuteness": 8436,
          "fluffiness": 8780,
          "id": 1296,
          "name": "Name 15"
        }
      ]
      """
    And the server responds to the next "timconnect.listKittens" with the status 200 and the body:
      """json
      [
        {
          "breed": " Two  words of\nbreed 1 ",
          "cuteness": 1570,
          "fluffiness": 9867,
          "id": 4627,
          "name": " Two  words of\nname 13 "
        },
        {
          "breed": " Two  words of\nbreed 2 ",
          "cuteness": 8140,
          "fluffiness": 6339,
          "id": 1571,
          "name": " Two  words of\nname 14 "
        },
        {
          "breed": " Two  words of\nbreed 3 ",
          "cuteness": 5711,
          "fluffiness": 2811,
          "id": 7514,
          "name": " Two  words of\nname 15 "
        }
      ]
      """
    And the server responds to the next "timconnect.listKittens" with the status 200 and the body:
      """json
      [
        {
          "breed": "Łódź Ковалский 漢字 breed 1",
          "cuteness": 8370,
          "fluffiness": 9099,
          "id": 6926,
          "name": "Łódź Ковалский 漢字 name 13"
        },
        {
          "breed": "Łódź Ковалский 漢字 breed 2",
          "cuteness": 3624,
          "fluffiness": 1687,
          "id": 2485,
          "name": "Łódź Ковалский 漢字 name 14"
        },
        {
          "breed": "Łódź Ковалский 漢字 breed 3",
          "cuteness": 7877,
          "fluffiness": 3274,
          "id": 7043,
          "name": "Łódź Ковалский 漢字 name 15"
        }
      ]
      """
    And the server responds to the next "timconnect.listKittens" with the status 200 and the body:
      """json
      [
        {
          "breed": "Zürich Y̆ 👩‍👧 breed 1",
          "cuteness": 1307,
          "fluffiness": 1610,
          "id": 5410,
          "name": "Zürich Y̆ 👩‍👧 name 13"
        },
        {
          "breed": "Zürich Y̆ 👩‍👧 breed 2",
          "cuteness": 6778,
          "fluffiness": 3825,
          "id": 2268,
          "name": "Zürich Y̆ 👩‍👧 name 14"
        },
        {
          "breed": "Zürich Y̆ 👩‍👧 breed 3",
          "cuteness": 3250,
          "fluffiness": 6040,
          "id": 8125,
          "name": "Zürich Y̆ 👩‍👧 name 15"
        }
      ]
      """
    When the client is asked for "timconnect.listKittens"
    And the client is asked for "timconnect.listKittens"
    And the client is asked for "timconnect.listKittens" with:
      | include_cats | true |
    And the client is asked for "timconnect.listKittens" with:
      | include_cats | true |
      | available | true |
    And the faults end
    Then every call reports success

  @should
  Scenario: a list of kittens carries quotes and markup, leading zeros, large numbers and long texts
    Source: timconnect#L98-L122.
    Given the server responds to the next "timconnect.listKittens" with the status 200 and the body:
      """json
      [
        {
          "breed": "\"breed\" & <b>1</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "cuteness": 4813,
          "fluffiness": 9435,
          "id": 2299,
          "name": "\"name\" & <b>13</b> &lt; 'a' 100% %41 a+b;c/d\\e"
        },
        {
          "breed": "\"breed\" & <b>2</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "cuteness": 9089,
          "fluffiness": 6128,
          "id": 2781,
          "name": "\"name\" & <b>14</b> &lt; 'a' 100% %41 a+b;c/d\\e"
        },
        {
          "breed": "\"breed\" & <b>3</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "cuteness": 4366,
          "fluffiness": 2821,
          "id": 3263,
          "name": "\"name\" & <b>15</b> &lt; 'a' 100% %41 a+b;c/d\\e"
        }
      ]
      """
    And the server responds to the next "timconnect.listKittens" with the status 200 and the body:
      """json
      [
        {
          "breed": "0011",
          "cuteness": 5506,
          "fluffiness": 6235,
          "id": 4062,
          "name": "0023"
        },
        {
          "breed": "0012",
          "cuteness": 9759,
          "fluffiness": 7822,
          "id": 8620,
          "name": "0024"
        },
        {
          "breed": "0013",
          "cuteness": 5013,
          "fluffiness": 9409,
          "id": 4179,
          "name": "0025"
        }
      ]
      """
    And the server responds to the next "timconnect.listKittens" with the status 200 and the body:
      """json
      [
        {
          "breed": "9007199254740993001",
          "cuteness": 8388,
          "fluffiness": 9117,
          "id": 6944,
          "name": "9007199254740993013"
        },
        {
          "breed": "9007199254740993002",
          "cuteness": 3642,
          "fluffiness": 1705,
          "id": 2503,
          "name": "9007199254740993014"
        },
        {
          "breed": "9007199254740993003",
          "cuteness": 7895,
          "fluffiness": 3292,
          "id": 7061,
          "name": "9007199254740993015"
        }
      ]
      """
    And the server responds to the next "timconnect.listKittens" with the status 200 and the body:
      """json
      [
        {
          "breed": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 1",
          "cuteness": 3822,
          "fluffiness": 2112,
          "id": 3654,
          "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 13"
        },
        {
          "breed": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 2",
          "cuteness": 5289,
          "fluffiness": 8055,
          "id": 1517,
          "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 14"
        },
        {
          "breed": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 3",
          "cuteness": 6756,
          "fluffiness": 4999,
          "id": 8379,
          "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 15"
        }
      ]
      """
    When the client is asked for "timconnect.listKittens"
    And the client is asked for "timconnect.listKittens"
    And the client is asked for "timconnect.listKittens" with:
      | include_cats | true |
    And the client is asked for "timconnect.listKittens" with:
      | include_cats | true |
      | available | true |
    And the faults end
    Then every call reports success

  @should
  Scenario: a list of kittens carries empty values
    Source: timconnect#L98-L122.
    Given the server responds to the next "timconnect.listKittens" with the status 200 and the body:
      """json
      [
        {
          "breed": "Breed 1",
          "cuteness": 1117,
          "fluffiness": 4624,
          "id": 1651,
          "name": "Name 13"
        },
        {
          "breed": "",
          "cuteness": 7060,
          "fluffiness": 1482,
          "id": 8765,
          "name": ""
        },
        {
          "breed": "Breed 3",
          "cuteness": 4004,
          "fluffiness": 7339,
          "id": 6880,
          "name": "Name 15"
        }
      ]
      """
    When the client is asked for "timconnect.listKittens"
    And the faults end
    Then every call reports success

  @should
  Scenario: a kitten carries samples, blanks around them, other scripts and combining characters
    Source: timconnect#L168-L190.
    Given the server responds to the next "timconnect.getKitten" with the status 200 and the body:
      """json
      {
        "breed": "Breed 1",
        "cuteness": 5767,
        "fluffiness": 8586,
        "id": 7515,
        "name": "Name 5"
      }
      """
    And the server responds to the next "timconnect.getKitten" with the status 200 and the body:
      """json
      {
        "breed": " Two  words of\nbreed 1 ",
        "cuteness": 3621,
        "fluffiness": 1098,
        "id": 5418,
        "name": " Two  words of\nname 5 "
      }
      """
    And the server responds to the next "timconnect.getKitten" with the status 200 and the body:
      """json
      {
        "breed": "Łódź Ковалский 漢字 breed 1",
        "cuteness": 5894,
        "fluffiness": 5399,
        "id": 4374,
        "name": "Łódź Ковалский 漢字 name 5"
      }
      """
    And the server responds to the next "timconnect.getKitten" with the status 200 and the body:
      """json
      {
        "breed": "Zürich Y̆ 👩‍👧 breed 1",
        "cuteness": 1537,
        "fluffiness": 6664,
        "id": 9645,
        "name": "Zürich Y̆ 👩‍👧 name 5"
      }
      """
    When the client is asked for "timconnect.getKitten" with:
      | id | 101 |
    And the client is asked for "timconnect.getKitten" with:
      | id | 101 |
    And the client is asked for "timconnect.getKitten" with:
      | id | 102 |
    And the client is asked for "timconnect.getKitten" with:
      | id | 102 |
    And the faults end
    Then every call reports success

  @should
  Scenario: a kitten carries quotes and markup, leading zeros, large numbers and long texts
    Source: timconnect#L168-L190.
    Given the server responds to the next "timconnect.getKitten" with the status 200 and the body:
      """json
      {
        "breed": "\"breed\" & <b>1</b> &lt; 'a' 100% %41 a+b;c/d\\e",
        "cuteness": 3718,
        "fluffiness": 1024,
        "id": 5808,
        "name": "\"name\" & <b>5</b> &lt; 'a' 100% %41 a+b;c/d\\e"
      }
      """
    And the server responds to the next "timconnect.getKitten" with the status 200 and the body:
      """json
      {
        "breed": "0011",
        "cuteness": 3030,
        "fluffiness": 2535,
        "id": 1510,
        "name": "0015"
      }
      """
    And the server responds to the next "timconnect.getKitten" with the status 200 and the body:
      """json
      {
        "breed": "9007199254740993001",
        "cuteness": 5912,
        "fluffiness": 5417,
        "id": 4392,
        "name": "9007199254740993005"
      }
      """
    And the server responds to the next "timconnect.getKitten" with the status 200 and the body:
      """json
      {
        "breed": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 1",
        "cuteness": 9741,
        "fluffiness": 2903,
        "id": 7196,
        "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 5"
      }
      """
    When the client is asked for "timconnect.getKitten" with:
      | id | 103 |
    And the client is asked for "timconnect.getKitten" with:
      | id | 103 |
    And the client is asked for "timconnect.getKitten" with:
      | id | 104 |
    And the client is asked for "timconnect.getKitten" with:
      | id | 104 |
    And the faults end
    Then every call reports success

  @should
  Scenario: a kitten carries empty values
    Source: timconnect#L168-L190.
    Given the server responds to the next "timconnect.getKitten" with the status 200 and the body:
      """json
      {
        "breed": "Breed 1",
        "cuteness": 1908,
        "fluffiness": 8859,
        "id": 3891,
        "name": "Name 5"
      }
      """
    When the client is asked for "timconnect.getKitten" with:
      | id | 105 |
    And the faults end
    Then every call reports success
