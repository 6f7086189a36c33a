Feature: Data arrives as it was sent, whatever it is
  Source: bonder#L274-L311, bonder#L313-L358, bonder#L361-L412, bonder#L414-L502, bonder#L479-L485, bonder#L564-L618, bonder#L85-L272.
  Written by `sparring generate` from the documents. What became of each value is judged without a step:
  fidelity.down, fidelity.up.

  @should
  Scenario: a card that is loaded carries samples, blanks around them, other scripts and combining characters
    Source: bonder#L564-L618.
    Given the server responds to the next "bonder.getCard" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "non-translatable": {
            "addrCity": "AddrCity 1",
            "addrCountry": "AddrCountry 2",
            "addrState": "AddrState 3",
            "addrStreet": "AddrStreet 4",
            "addrZip": "AddrZip 5",
            "emailA": "EmailA 6",
            "emailB": "EmailB 7",
            "faxA": "FaxA 8",
            "faxB": "FaxB 9",
            "mobileA": "MobileA 10",
            "mobileB": "MobileB 11",
            "phoneA": "PhoneA 12",
            "phoneB": "PhoneB 13",
            "skypeA": "SkypeA 14",
            "skypeB": "SkypeB 15",
            "thumbnail": "Thumbnail 16",
            "webA": "WebA 17",
            "webB": "WebB 18",
            "webC": "WebC 19"
          },
          "settings": {
            "cardAddr": "CardAddr 20",
            "cardQrc": "CardQrc 21",
            "cardStatus": "0",
            "usePhoto": "1"
          },
          "translatable": {
            "pl": {
              "addrCity": "AddrCity 24",
              "addrCountry": "AddrCountry 26",
              "addrState": "AddrState 28",
              "addrStreet": "AddrStreet 30",
              "addrZip": "AddrZip 32",
              "company": "Company 34",
              "displayName": "DisplayName 36",
              "keywords": "Keywords 38",
              "langStatus": "0",
              "lastname": "Lastname 42",
              "name": "Name 44",
              "position": "Position 46"
            },
            "ru": {
              "addrCity": "AddrCity 25",
              "addrCountry": "AddrCountry 27",
              "addrState": "AddrState 29",
              "addrStreet": "AddrStreet 31",
              "addrZip": "AddrZip 33",
              "company": "Company 35",
              "displayName": "DisplayName 37",
              "keywords": "Keywords 39",
              "langStatus": "1",
              "lastname": "Lastname 43",
              "name": "Name 45",
              "position": "Position 47"
            }
          }
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.getCard" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "non-translatable": {
            "addrCity": " Two  words of\naddrCity 1 ",
            "addrCountry": " Two  words of\naddrCountry 2 ",
            "addrState": " Two  words of\naddrState 3 ",
            "addrStreet": " Two  words of\naddrStreet 4 ",
            "addrZip": " Two  words of\naddrZip 5 ",
            "emailA": " Two  words of\nemailA 6 ",
            "emailB": " Two  words of\nemailB 7 ",
            "faxA": " Two  words of\nfaxA 8 ",
            "faxB": " Two  words of\nfaxB 9 ",
            "mobileA": " Two  words of\nmobileA 10 ",
            "mobileB": " Two  words of\nmobileB 11 ",
            "phoneA": " Two  words of\nphoneA 12 ",
            "phoneB": " Two  words of\nphoneB 13 ",
            "skypeA": " Two  words of\nskypeA 14 ",
            "skypeB": " Two  words of\nskypeB 15 ",
            "thumbnail": " Two  words of\nthumbnail 16 ",
            "webA": " Two  words of\nwebA 17 ",
            "webB": " Two  words of\nwebB 18 ",
            "webC": " Two  words of\nwebC 19 "
          },
          "settings": {
            "cardAddr": " Two  words of\ncardAddr 20 ",
            "cardQrc": " Two  words of\ncardQrc 21 ",
            "cardStatus": "1",
            "usePhoto": "0"
          },
          "translatable": {
            "pl": {
              "addrCity": " Two  words of\naddrCity 24 ",
              "addrCountry": " Two  words of\naddrCountry 26 ",
              "addrState": " Two  words of\naddrState 28 ",
              "addrStreet": " Two  words of\naddrStreet 30 ",
              "addrZip": " Two  words of\naddrZip 32 ",
              "company": " Two  words of\ncompany 34 ",
              "displayName": " Two  words of\ndisplayName 36 ",
              "keywords": " Two  words of\nkeywords 38 ",
              "langStatus": "1",
              "lastname": " Two  words of\nlastname 42 ",
              "name": " Two  words of\nname 44 ",
              "position": " Two  words of\nposition 46 "
            },
            "ru": {
              "addrCity": " Two  words of\naddrCity 25 ",
              "addrCountry": " Two  words of\naddrCountry 27 ",
              "addrState": " Two  words of\naddrState 29 ",
              "addrStreet": " Two  words of\naddrStreet 31 ",
              "addrZip": " Two  words of\naddrZip 33 ",
              "company": " Two  words of\ncompany 35 ",
              "displayName": " Two  words of\ndisplayName 37 ",
              "keywords": " Two  words of\nkeywords 39 ",
              "langStatus": "0",
              "lastname": " Two  words of\nlastname 43 ",
              "name": " Two  words of\nname 45 ",
              "position": " Two  words of\nposition 47 "
            }
          }
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.getCard" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "non-translatable": {
            "addrCity": "Łódź Ковалский 漢字 addrCity 1",
            "addrCountry": "Łódź Ковалский 漢字 addrCountry 2",
            "addrState": "Łódź Ковалский 漢字 addrState 3",
            "addrStreet": "Łódź Ковалский 漢字 addrStreet 4",
            "addrZip": "Łódź Ковалский 漢字 addrZip 5",
            "emailA": "Łódź Ковалский 漢字 emailA 6",
            "emailB": "Łódź Ковалский 漢字 emailB 7",
            "faxA": "Łódź Ковалский 漢字 faxA 8",
            "faxB": "Łódź Ковалский 漢字 faxB 9",
            "mobileA": "Łódź Ковалский 漢字 mobileA 10",
            "mobileB": "Łódź Ковалский 漢字 mobileB 11",
            "phoneA": "Łódź Ковалский 漢字 phoneA 12",
            "phoneB": "Łódź Ковалский 漢字 phoneB 13",
            "skypeA": "Łódź Ковалский 漢字 skypeA 14",
            "skypeB": "Łódź Ковалский 漢字 skypeB 15",
            "thumbnail": "Łódź Ковалский 漢字 thumbnail 16",
            "webA": "Łódź Ковалский 漢字 webA 17",
            "webB": "Łódź Ковалский 漢字 webB 18",
            "webC": "Łódź Ковалский 漢字 webC 19"
          },
          "settings": {
            "cardAddr": "Łódź Ковалский 漢字 cardAddr 20",
            "cardQrc": "Łódź Ковалский 漢字 cardQrc 21",
            "cardStatus": "0",
            "usePhoto": "1"
          },
          "translatable": {
            "pl": {
              "addrCity": "Łódź Ковалский 漢字 addrCity 24",
              "addrCountry": "Łódź Ковалский 漢字 addrCountry 26",
              "addrState": "Łódź Ковалский 漢字 addrState 28",
              "addrStreet": "Łódź Ковалский 漢字 addrStreet 30",
              "addrZip": "Łódź Ковалский 漢字 addrZip 32",
              "company": "Łódź Ковалский 漢字 company 34",
              "displayName": "Łódź Ковалский 漢字 displayName 36",
              "keywords": "Łódź Ковалский 漢字 keywords 38",
              "langStatus": "0",
              "lastname": "Łódź Ковалский 漢字 lastname 42",
              "name": "Łódź Ковалский 漢字 name 44",
              "position": "Łódź Ковалский 漢字 position 46"
            },
            "ru": {
              "addrCity": "Łódź Ковалский 漢字 addrCity 25",
              "addrCountry": "Łódź Ковалский 漢字 addrCountry 27",
              "addrState": "Łódź Ковалский 漢字 addrState 29",
              "addrStreet": "Łódź Ковалский 漢字 addrStreet 31",
              "addrZip": "Łódź Ковалский 漢字 addrZip 33",
              "company": "Łódź Ковалский 漢字 company 35",
              "displayName": "Łódź Ковалский 漢字 displayName 37",
              "keywords": "Łódź Ковалский 漢字 keywords 39",
              "langStatus": "1",
              "lastname": "Łódź Ковалский 漢字 lastname 43",
              "name": "Łódź Ковалский 漢字 name 45",
              "position": "Łódź Ковалский 漢字 position 47"
            }
          }
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.getCard" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "non-translatable": {
            "addrCity": "Zürich Y̆ 👩‍👧 addrCity 1",
            "addrCountry": "Zürich Y̆ 👩‍👧 addrCountry 2",
            "addrState": "Zürich Y̆ 👩‍👧 addrState 3",
            "addrStreet": "Zürich Y̆ 👩‍👧 addrStreet 4",
            "addrZip": "Zürich Y̆ 👩‍👧 addrZip 5",
            "emailA": "Zürich Y̆ 👩‍👧 emailA 6",
            "emailB": "Zürich Y̆ 👩‍👧 emailB 7",
            "faxA": "Zürich Y̆ 👩‍👧 faxA 8",
            "faxB": "Zürich Y̆ 👩‍👧 faxB 9",
            "mobileA": "Zürich Y̆ 👩‍👧 mobileA 10",
            "mobileB": "Zürich Y̆ 👩‍👧 mobileB 11",
            "phoneA": "Zürich Y̆ 👩‍👧 phoneA 12",
            "phoneB": "Zürich Y̆ 👩‍👧 phoneB 13",
            "skypeA": "Zürich Y̆ 👩‍👧 skypeA 14",
            "skypeB": "Zürich Y̆ 👩‍👧 skypeB 15",
            "thumbnail": "Zürich Y̆ 👩‍👧 thumbnail 16",
            "webA": "Zürich Y̆ 👩‍👧 webA 17",
            "webB": "Zürich Y̆ 👩‍👧 webB 18",
            "webC": "Zürich Y̆ 👩‍👧 webC 19"
          },
          "settings": {
            "cardAddr": "Zürich Y̆ 👩‍👧 cardAddr 20",
            "cardQrc": "Zürich Y̆ 👩‍👧 cardQrc 21",
            "cardStatus": "1",
            "usePhoto": "0"
          },
          "translatable": {
            "pl": {
              "addrCity": "Zürich Y̆ 👩‍👧 addrCity 24",
              "addrCountry": "Zürich Y̆ 👩‍👧 addrCountry 26",
              "addrState": "Zürich Y̆ 👩‍👧 addrState 28",
              "addrStreet": "Zürich Y̆ 👩‍👧 addrStreet 30",
              "addrZip": "Zürich Y̆ 👩‍👧 addrZip 32",
              "company": "Zürich Y̆ 👩‍👧 company 34",
              "displayName": "Zürich Y̆ 👩‍👧 displayName 36",
              "keywords": "Zürich Y̆ 👩‍👧 keywords 38",
              "langStatus": "1",
              "lastname": "Zürich Y̆ 👩‍👧 lastname 42",
              "name": "Zürich Y̆ 👩‍👧 name 44",
              "position": "Zürich Y̆ 👩‍👧 position 46"
            },
            "ru": {
              "addrCity": "Zürich Y̆ 👩‍👧 addrCity 25",
              "addrCountry": "Zürich Y̆ 👩‍👧 addrCountry 27",
              "addrState": "Zürich Y̆ 👩‍👧 addrState 29",
              "addrStreet": "Zürich Y̆ 👩‍👧 addrStreet 31",
              "addrZip": "Zürich Y̆ 👩‍👧 addrZip 33",
              "company": "Zürich Y̆ 👩‍👧 company 35",
              "displayName": "Zürich Y̆ 👩‍👧 displayName 37",
              "keywords": "Zürich Y̆ 👩‍👧 keywords 39",
              "langStatus": "0",
              "lastname": "Zürich Y̆ 👩‍👧 lastname 43",
              "name": "Zürich Y̆ 👩‍👧 name 45",
              "position": "Zürich Y̆ 👩‍👧 position 47"
            }
          }
        },
        "success": true
      }
      """
    When the client is asked for "bonder.loadCard" with:
      | card_id | 4hGkW0tq7ZrLx2MdPc9YbN5vJs8Ra1Ef |
    And the client is asked for "bonder.loadCard" with:
      | card_id | 4hGkW0tq7ZrLx2MdPc9YbN5vJs8Ra1Ef |
    And the client is asked for "bonder.loadCard" with:
      | card_id | Qk3ZrLx2MdPc9YbN5vJs8Ra1Ef4hGkW0 |
    And the client is asked for "bonder.loadCard" with:
      | card_id | Qk3ZrLx2MdPc9YbN5vJs8Ra1Ef4hGkW0 |
    And the faults end
    Then every call reports success

  @should
  Scenario: a card that is loaded carries quotes and markup, leading zeros, large numbers and long texts
    Source: bonder#L564-L618.
    Given the server responds to the next "bonder.getCard" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "non-translatable": {
            "addrCity": "\"addrCity\" & <b>1</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "addrCountry": "\"addrCountry\" & <b>2</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "addrState": "\"addrState\" & <b>3</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "addrStreet": "\"addrStreet\" & <b>4</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "addrZip": "\"addrZip\" & <b>5</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "emailA": "\"emailA\" & <b>6</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "emailB": "\"emailB\" & <b>7</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "faxA": "\"faxA\" & <b>8</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "faxB": "\"faxB\" & <b>9</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "mobileA": "\"mobileA\" & <b>10</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "mobileB": "\"mobileB\" & <b>11</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "phoneA": "\"phoneA\" & <b>12</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "phoneB": "\"phoneB\" & <b>13</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "skypeA": "\"skypeA\" & <b>14</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "skypeB": "\"skypeB\" & <b>15</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "thumbnail": "\"thumbnail\" & <b>16</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "webA": "\"webA\" & <b>17</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "webB": "\"webB\" & <b>18</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "webC": "\"webC\" & <b>19</b> &lt; 'a' 100% %41 a+b;c/d\\e"
          },
          "settings": {
            "cardAddr": "\"cardAddr\" & <b>20</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "cardQrc": "\"cardQrc\" & <b>21</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "cardStatus": "0",
            "usePhoto": "1"
          },
          "translatable": {
            "pl": {
              "addrCity": "\"addrCity\" & <b>24</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "addrCountry": "\"addrCountry\" & <b>26</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "addrState": "\"addrState\" & <b>28</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "addrStreet": "\"addrStreet\" & <b>30</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "addrZip": "\"addrZip\" & <b>32</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "company": "\"company\" & <b>34</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "displayName": "\"displayName\" & <b>36</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "keywords": "\"keywords\" & <b>38</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "langStatus": "0",
              "lastname": "\"lastname\" & <b>42</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "name": "\"name\" & <b>44</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "position": "\"position\" & <b>46</b> &lt; 'a' 100% %41 a+b;c/d\\e"
            },
            "ru": {
              "addrCity": "\"addrCity\" & <b>25</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "addrCountry": "\"addrCountry\" & <b>27</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "addrState": "\"addrState\" & <b>29</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "addrStreet": "\"addrStreet\" & <b>31</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "addrZip": "\"addrZip\" & <b>33</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "company": "\"company\" & <b>35</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "displayName": "\"displayName\" & <b>37</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "keywords": "\"keywords\" & <b>39</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "langStatus": "1",
              "lastname": "\"lastname\" & <b>43</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "name": "\"name\" & <b>45</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "position": "\"position\" & <b>47</b> &lt; 'a' 100% %41 a+b;c/d\\e"
            }
          }
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.getCard" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "non-translatable": {
            "addrCity": "0011",
            "addrCountry": "0012",
            "addrState": "0013",
            "addrStreet": "0014",
            "addrZip": "0015",
            "emailA": "0016",
            "emailB": "0017",
            "faxA": "0018",
            "faxB": "0019",
            "mobileA": "0020",
            "mobileB": "0021",
            "phoneA": "0022",
            "phoneB": "0023",
            "skypeA": "0024",
            "skypeB": "0025",
            "thumbnail": "0026",
            "webA": "0027",
            "webB": "0028",
            "webC": "0029"
          },
          "settings": {
            "cardAddr": "0030",
            "cardQrc": "0031",
            "cardStatus": "1",
            "usePhoto": "0"
          },
          "translatable": {
            "pl": {
              "addrCity": "0034",
              "addrCountry": "0036",
              "addrState": "0038",
              "addrStreet": "0040",
              "addrZip": "0042",
              "company": "0044",
              "displayName": "0046",
              "keywords": "0048",
              "langStatus": "1",
              "lastname": "0052",
              "name": "0054",
              "position": "0056"
            },
            "ru": {
              "addrCity": "0035",
              "addrCountry": "0037",
              "addrState": "0039",
              "addrStreet": "0041",
              "addrZip": "0043",
              "company": "0045",
              "displayName": "0047",
              "keywords": "0049",
              "langStatus": "0",
              "lastname": "0053",
              "name": "0055",
              "position": "0057"
            }
          }
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.getCard" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "non-translatable": {
            "addrCity": "9007199254740993001",
            "addrCountry": "9007199254740993002",
            "addrState": "9007199254740993003",
            "addrStreet": "9007199254740993004",
            "addrZip": "9007199254740993005",
            "emailA": "9007199254740993006",
            "emailB": "9007199254740993007",
            "faxA": "9007199254740993008",
            "faxB": "9007199254740993009",
            "mobileA": "9007199254740993010",
            "mobileB": "9007199254740993011",
            "phoneA": "9007199254740993012",
            "phoneB": "9007199254740993013",
            "skypeA": "9007199254740993014",
            "skypeB": "9007199254740993015",
            "thumbnail": "9007199254740993016",
            "webA": "9007199254740993017",
            "webB": "9007199254740993018",
            "webC": "9007199254740993019"
          },
          "settings": {
            "cardAddr": "9007199254740993020",
            "cardQrc": "9007199254740993021",
            "cardStatus": "0",
            "usePhoto": "1"
          },
          "translatable": {
            "pl": {
              "addrCity": "9007199254740993024",
              "addrCountry": "9007199254740993026",
              "addrState": "9007199254740993028",
              "addrStreet": "9007199254740993030",
              "addrZip": "9007199254740993032",
              "company": "9007199254740993034",
              "displayName": "9007199254740993036",
              "keywords": "9007199254740993038",
              "langStatus": "0",
              "lastname": "9007199254740993042",
              "name": "9007199254740993044",
              "position": "9007199254740993046"
            },
            "ru": {
              "addrCity": "9007199254740993025",
              "addrCountry": "9007199254740993027",
              "addrState": "9007199254740993029",
              "addrStreet": "9007199254740993031",
              "addrZip": "9007199254740993033",
              "company": "9007199254740993035",
              "displayName": "9007199254740993037",
              "keywords": "9007199254740993039",
              "langStatus": "1",
              "lastname": "9007199254740993043",
              "name": "9007199254740993045",
              "position": "9007199254740993047"
            }
          }
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.getCard" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "non-translatable": {
            "addrCity": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 1",
            "addrCountry": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 2",
            "addrState": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 3",
            "addrStreet": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 4",
            "addrZip": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 5",
            "emailA": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 6",
            "emailB": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 7",
            "faxA": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 8",
            "faxB": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 9",
            "mobileA": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 10",
            "mobileB": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 11",
            "phoneA": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 12",
            "phoneB": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 13",
            "skypeA": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 14",
            "skypeB": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 15",
            "thumbnail": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 16",
            "webA": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 17",
            "webB": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 18",
            "webC": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 19"
          },
          "settings": {
            "cardAddr": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 20",
            "cardQrc": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 21",
            "cardStatus": "1",
            "usePhoto": "0"
          },
          "translatable": {
            "pl": {
              "addrCity": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 24",
              "addrCountry": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 26",
              "addrState": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 28",
              "addrStreet": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 30",
              "addrZip": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 32",
              "company": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 34",
              "displayName": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 36",
              "keywords": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 38",
              "langStatus": "1",
              "lastname": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 42",
              "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 44",
              "position": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 46"
            },
            "ru": {
              "addrCity": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 25",
              "addrCountry": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 27",
              "addrState": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 29",
              "addrStreet": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 31",
              "addrZip": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 33",
              "company": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 35",
              "displayName": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 37",
              "keywords": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 39",
              "langStatus": "0",
              "lastname": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 43",
              "name": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 45",
              "position": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 47"
            }
          }
        },
        "success": true
      }
      """
    When the client is asked for "bonder.loadCard" with:
      | card_id | 4hGkW0tq7ZrLx2MdPc9YbN5vJs8Ra1Ef |
    And the client is asked for "bonder.loadCard" with:
      | card_id | 4hGkW0tq7ZrLx2MdPc9YbN5vJs8Ra1Ef |
    And the client is asked for "bonder.loadCard" with:
      | card_id | Qk3ZrLx2MdPc9YbN5vJs8Ra1Ef4hGkW0 |
    And the client is asked for "bonder.loadCard" with:
      | card_id | Qk3ZrLx2MdPc9YbN5vJs8Ra1Ef4hGkW0 |
    And the faults end
    Then every call reports success

  @should
  Scenario: a card that is loaded carries empty values, null and missing values
    Source: bonder#L564-L618.
    Given the server responds to the next "bonder.getCard" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "non-translatable": {
            "addrCity": "AddrCity 1",
            "addrCountry": "",
            "addrState": "AddrState 3",
            "addrStreet": "",
            "addrZip": "AddrZip 5",
            "emailA": "",
            "emailB": "EmailB 7",
            "faxA": "",
            "faxB": "FaxB 9",
            "mobileA": "",
            "mobileB": "MobileB 11",
            "phoneA": "",
            "phoneB": "PhoneB 13",
            "skypeA": "",
            "skypeB": "SkypeB 15",
            "thumbnail": "",
            "webA": "WebA 17",
            "webB": "",
            "webC": "WebC 19"
          },
          "settings": {
            "cardAddr": "",
            "cardQrc": "CardQrc 21",
            "cardStatus": "0",
            "usePhoto": "1"
          },
          "translatable": {
            "pl": {
              "addrCity": "",
              "addrCountry": "",
              "addrState": "",
              "addrStreet": "",
              "addrZip": "",
              "company": "",
              "displayName": "",
              "keywords": "",
              "langStatus": "0",
              "lastname": "",
              "name": "",
              "position": ""
            },
            "ru": {
              "addrCity": "AddrCity 25",
              "addrCountry": "AddrCountry 27",
              "addrState": "AddrState 29",
              "addrStreet": "AddrStreet 31",
              "addrZip": "AddrZip 33",
              "company": "Company 35",
              "displayName": "DisplayName 37",
              "keywords": "Keywords 39",
              "langStatus": "1",
              "lastname": "Lastname 43",
              "name": "Name 45",
              "position": "Position 47"
            }
          }
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.getCard" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "non-translatable": {
            "addrCity": "AddrCity 1",
            "addrCountry": null,
            "addrState": "AddrState 3",
            "addrStreet": null,
            "addrZip": "AddrZip 5",
            "emailA": null,
            "emailB": "EmailB 7",
            "faxA": null,
            "faxB": "FaxB 9",
            "mobileA": null,
            "mobileB": "MobileB 11",
            "phoneA": null,
            "phoneB": "PhoneB 13",
            "skypeA": null,
            "skypeB": "SkypeB 15",
            "thumbnail": null,
            "webA": "WebA 17",
            "webB": null,
            "webC": "WebC 19"
          },
          "settings": {
            "cardAddr": null,
            "cardQrc": "CardQrc 21",
            "cardStatus": null,
            "usePhoto": "0"
          },
          "translatable": {
            "pl": {
              "addrCity": null,
              "addrCountry": null,
              "addrState": null,
              "addrStreet": null,
              "addrZip": null,
              "company": null,
              "displayName": null,
              "keywords": null,
              "langStatus": null,
              "lastname": null,
              "name": null,
              "position": null
            },
            "ru": {
              "addrCity": "AddrCity 25",
              "addrCountry": "AddrCountry 27",
              "addrState": "AddrState 29",
              "addrStreet": "AddrStreet 31",
              "addrZip": "AddrZip 33",
              "company": "Company 35",
              "displayName": "DisplayName 37",
              "keywords": "Keywords 39",
              "langStatus": "0",
              "lastname": "Lastname 43",
              "name": "Name 45",
              "position": "Position 47"
            }
          }
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.getCard" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "non-translatable": {
            "addrCity": "AddrCity 1",
            "addrState": "AddrState 3",
            "addrZip": "AddrZip 5",
            "emailB": "EmailB 7",
            "faxB": "FaxB 9",
            "mobileB": "MobileB 11",
            "phoneB": "PhoneB 13",
            "skypeB": "SkypeB 15",
            "webA": "WebA 17",
            "webC": "WebC 19"
          },
          "settings": {
            "cardQrc": "CardQrc 21",
            "usePhoto": "1"
          },
          "translatable": {
            "pl": {},
            "ru": {
              "addrCity": "AddrCity 25",
              "addrCountry": "AddrCountry 27",
              "addrState": "AddrState 29",
              "addrStreet": "AddrStreet 31",
              "addrZip": "AddrZip 33",
              "company": "Company 35",
              "displayName": "DisplayName 37",
              "keywords": "Keywords 39",
              "langStatus": "1",
              "lastname": "Lastname 43",
              "name": "Name 45",
              "position": "Position 47"
            }
          }
        },
        "success": true
      }
      """
    When the client is asked for "bonder.loadCard" with:
      | card_id | 4hGkW0tq7ZrLx2MdPc9YbN5vJs8Ra1Ef |
    And the client is asked for "bonder.loadCard" with:
      | card_id | 4hGkW0tq7ZrLx2MdPc9YbN5vJs8Ra1Ef |
    And the client is asked for "bonder.loadCard" with:
      | card_id | Qk3ZrLx2MdPc9YbN5vJs8Ra1Ef4hGkW0 |
    And the faults end
    Then every call reports success

  @should
  Scenario: a card that is saved carries samples, blanks around them, other scripts and combining characters
    Source: bonder#L85-L272, bonder#L414-L502.
    Given a profile
    And the server responds to every "bonder.saveCard" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {},
        "success": true
      }
      """
    When the client saves:
          """json
          {
            "non-translatable": {
              "addrCity": "AddrCity 1",
              "addrCountry": "AddrCountry 2",
              "addrState": "AddrState 3",
              "addrStreet": "AddrStreet 4",
              "addrZip": "AddrZip 5",
              "emailA": "EmailA 6",
              "emailB": "EmailB 7",
              "faxA": "81355501015",
              "faxB": "81355501016",
              "mobileA": "81355501013",
              "mobileB": "81355501014",
              "phoneA": "81355501011",
              "phoneB": "81355501012",
              "skypeA": "SkypeA 14",
              "skypeB": "SkypeB 15",
              "thumbnail": "Thumbnail 16",
              "webA": "WebA 17",
              "webB": "WebB 18",
              "webC": "WebC 19"
            },
            "settings": {
              "cardStatus": "1",
              "usePhoto": "0"
            },
            "translatable": {
              "pl": {
                "addrCity": "AddrCity 22",
                "addrCountry": "AddrCountry 24",
                "addrState": "AddrState 26",
                "addrStreet": "AddrStreet 28",
                "addrZip": "AddrZip 30",
                "company": "Company 32",
                "displayName": "DisplayName 34",
                "keywords": "Keywords 36",
                "langStatus": "0",
                "lastname": "Lastname 40",
                "name": "JanPL",
                "position": "Position 44"
              },
              "ru": {
                "addrCity": "AddrCity 23",
                "addrCountry": "AddrCountry 25",
                "addrState": "AddrState 27",
                "addrStreet": "AddrStreet 29",
                "addrZip": "AddrZip 31",
                "company": "Company 33",
                "displayName": "DisplayName 35",
                "keywords": "Keywords 37",
                "langStatus": "0",
                "lastname": "Lastname 41",
                "name": "JanRU",
                "position": "Position 45"
              }
            }
          }
          """
    Then the client succeeds by itself or advises "fix_request"
    When the client saves:
          """json
          {
            "non-translatable": {
              "addrCity": " Two  words of\naddrCity 1 ",
              "addrCountry": " Two  words of\naddrCountry 2 ",
              "addrState": " Two  words of\naddrState 3 ",
              "addrStreet": " Two  words of\naddrStreet 4 ",
              "addrZip": " Two  words of\naddrZip 5 ",
              "emailA": " Two  words of\nemailA 6 ",
              "emailB": " Two  words of\nemailB 7 ",
              "faxA": " +7 (495) 555-01-05 ",
              "faxB": " +7 (495) 555-01-06 ",
              "mobileA": " +7 (495) 555-01-03 ",
              "mobileB": " +7 (495) 555-01-04 ",
              "phoneA": " +7 (495) 555-01-01 ",
              "phoneB": " +7 (495) 555-01-02 ",
              "skypeA": " Two  words of\nskypeA 14 ",
              "skypeB": " Two  words of\nskypeB 15 ",
              "thumbnail": " Two  words of\nthumbnail 16 ",
              "webA": " Two  words of\nwebA 17 ",
              "webB": " Two  words of\nwebB 18 ",
              "webC": " Two  words of\nwebC 19 "
            },
            "settings": {
              "cardStatus": "0",
              "usePhoto": "1"
            },
            "translatable": {
              "pl": {
                "addrCity": " Two  words of\naddrCity 22 ",
                "addrCountry": " Two  words of\naddrCountry 24 ",
                "addrState": " Two  words of\naddrState 26 ",
                "addrStreet": " Two  words of\naddrStreet 28 ",
                "addrZip": " Two  words of\naddrZip 30 ",
                "company": " Two  words of\ncompany 32 ",
                "displayName": " Two  words of\ndisplayName 34 ",
                "keywords": " Two  words of\nkeywords 36 ",
                "langStatus": "1",
                "lastname": " Two  words of\nlastname 40 ",
                "name": " Jan \nMaria PL",
                "position": " Two  words of\nposition 44 "
              },
              "ru": {
                "addrCity": " Two  words of\naddrCity 23 ",
                "addrCountry": " Two  words of\naddrCountry 25 ",
                "addrState": " Two  words of\naddrState 27 ",
                "addrStreet": " Two  words of\naddrStreet 29 ",
                "addrZip": " Two  words of\naddrZip 31 ",
                "company": " Two  words of\ncompany 33 ",
                "displayName": " Two  words of\ndisplayName 35 ",
                "keywords": " Two  words of\nkeywords 37 ",
                "langStatus": "1",
                "lastname": " Two  words of\nlastname 41 ",
                "name": " Jan \nMaria RU",
                "position": " Two  words of\nposition 45 "
              }
            }
          }
          """
    Then the client succeeds by itself or advises "fix_request"
    When the client saves:
          """json
          {
            "non-translatable": {
              "addrCity": "Łódź Ковалский 漢字 addrCity 1",
              "addrCountry": "Łódź Ковалский 漢字 addrCountry 2",
              "addrState": "Łódź Ковалский 漢字 addrState 3",
              "addrStreet": "Łódź Ковалский 漢字 addrStreet 4",
              "addrZip": "Łódź Ковалский 漢字 addrZip 5",
              "emailA": "Łódź Ковалский 漢字 emailA 6",
              "emailB": "Łódź Ковалский 漢字 emailB 7",
              "faxA": "+48 22 555 01 05",
              "faxB": "+48 22 555 01 06",
              "mobileA": "+48 22 555 01 03",
              "mobileB": "+48 22 555 01 04",
              "phoneA": "+48 22 555 01 01",
              "phoneB": "+48 22 555 01 02",
              "skypeA": "Łódź Ковалский 漢字 skypeA 14",
              "skypeB": "Łódź Ковалский 漢字 skypeB 15",
              "thumbnail": "Łódź Ковалский 漢字 thumbnail 16",
              "webA": "Łódź Ковалский 漢字 webA 17",
              "webB": "Łódź Ковалский 漢字 webB 18",
              "webC": "Łódź Ковалский 漢字 webC 19"
            },
            "settings": {
              "cardStatus": "1",
              "usePhoto": "0"
            },
            "translatable": {
              "pl": {
                "addrCity": "Łódź Ковалский 漢字 addrCity 22",
                "addrCountry": "Łódź Ковалский 漢字 addrCountry 24",
                "addrState": "Łódź Ковалский 漢字 addrState 26",
                "addrStreet": "Łódź Ковалский 漢字 addrStreet 28",
                "addrZip": "Łódź Ковалский 漢字 addrZip 30",
                "company": "Łódź Ковалский 漢字 company 32",
                "displayName": "Łódź Ковалский 漢字 displayName 34",
                "keywords": "Łódź Ковалский 漢字 keywords 36",
                "langStatus": "0",
                "lastname": "Łódź Ковалский 漢字 lastname 40",
                "name": "Łukasz Ян 漢字PL",
                "position": "Łódź Ковалский 漢字 position 44"
              },
              "ru": {
                "addrCity": "Łódź Ковалский 漢字 addrCity 23",
                "addrCountry": "Łódź Ковалский 漢字 addrCountry 25",
                "addrState": "Łódź Ковалский 漢字 addrState 27",
                "addrStreet": "Łódź Ковалский 漢字 addrStreet 29",
                "addrZip": "Łódź Ковалский 漢字 addrZip 31",
                "company": "Łódź Ковалский 漢字 company 33",
                "displayName": "Łódź Ковалский 漢字 displayName 35",
                "keywords": "Łódź Ковалский 漢字 keywords 37",
                "langStatus": "0",
                "lastname": "Łódź Ковалский 漢字 lastname 41",
                "name": "Łukasz Ян 漢字RU",
                "position": "Łódź Ковалский 漢字 position 45"
              }
            }
          }
          """
    Then the client succeeds by itself or advises "fix_request"
    When the client saves:
          """json
          {
            "non-translatable": {
              "addrCity": "Zürich Y̆ 👩‍👧 addrCity 1",
              "addrCountry": "Zürich Y̆ 👩‍👧 addrCountry 2",
              "addrState": "Zürich Y̆ 👩‍👧 addrState 3",
              "addrStreet": "Zürich Y̆ 👩‍👧 addrStreet 4",
              "addrZip": "Zürich Y̆ 👩‍👧 addrZip 5",
              "emailA": "Zürich Y̆ 👩‍👧 emailA 6",
              "emailB": "Zürich Y̆ 👩‍👧 emailB 7",
              "faxA": "81 6 5555-0105",
              "faxB": "81 6 5555-0106",
              "mobileA": "81 6 5555-0103",
              "mobileB": "81 6 5555-0104",
              "phoneA": "81 6 5555-0101",
              "phoneB": "81 6 5555-0102",
              "skypeA": "Zürich Y̆ 👩‍👧 skypeA 14",
              "skypeB": "Zürich Y̆ 👩‍👧 skypeB 15",
              "thumbnail": "Zürich Y̆ 👩‍👧 thumbnail 16",
              "webA": "Zürich Y̆ 👩‍👧 webA 17",
              "webB": "Zürich Y̆ 👩‍👧 webB 18",
              "webC": "Zürich Y̆ 👩‍👧 webC 19"
            },
            "settings": {
              "cardStatus": "0",
              "usePhoto": "1"
            },
            "translatable": {
              "pl": {
                "addrCity": "Zürich Y̆ 👩‍👧 addrCity 22",
                "addrCountry": "Zürich Y̆ 👩‍👧 addrCountry 24",
                "addrState": "Zürich Y̆ 👩‍👧 addrState 26",
                "addrStreet": "Zürich Y̆ 👩‍👧 addrStreet 28",
                "addrZip": "Zürich Y̆ 👩‍👧 addrZip 30",
                "company": "Zürich Y̆ 👩‍👧 company 32",
                "displayName": "Zürich Y̆ 👩‍👧 displayName 34",
                "keywords": "Zürich Y̆ 👩‍👧 keywords 36",
                "langStatus": "1",
                "lastname": "Zürich Y̆ 👩‍👧 lastname 40",
                "name": "ZürichPL",
                "position": "Zürich Y̆ 👩‍👧 position 44"
              },
              "ru": {
                "addrCity": "Zürich Y̆ 👩‍👧 addrCity 23",
                "addrCountry": "Zürich Y̆ 👩‍👧 addrCountry 25",
                "addrState": "Zürich Y̆ 👩‍👧 addrState 27",
                "addrStreet": "Zürich Y̆ 👩‍👧 addrStreet 29",
                "addrZip": "Zürich Y̆ 👩‍👧 addrZip 31",
                "company": "Zürich Y̆ 👩‍👧 company 33",
                "displayName": "Zürich Y̆ 👩‍👧 displayName 35",
                "keywords": "Zürich Y̆ 👩‍👧 keywords 37",
                "langStatus": "1",
                "lastname": "Zürich Y̆ 👩‍👧 lastname 41",
                "name": "ZürichRU",
                "position": "Zürich Y̆ 👩‍👧 position 45"
              }
            }
          }
          """
    Then the client succeeds by itself or advises "fix_request"
    When the faults end
    Then the client still works

  @should
  Scenario: a card that is saved carries quotes and markup, leading zeros, large numbers and long texts
    Source: bonder#L85-L272, bonder#L414-L502.
    Given a profile
    And the server responds to every "bonder.saveCard" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {},
        "success": true
      }
      """
    When the client saves:
          """json
          {
            "non-translatable": {
              "addrCity": "\"addrCity\" & <b>1</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "addrCountry": "\"addrCountry\" & <b>2</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "addrState": "\"addrState\" & <b>3</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "addrStreet": "\"addrStreet\" & <b>4</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "addrZip": "\"addrZip\" & <b>5</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "emailA": "\"emailA\" & <b>6</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "emailB": "\"emailB\" & <b>7</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "faxA": "+44 (20) 5555.0105",
              "faxB": "+44 (20) 5555.0106",
              "mobileA": "+44 (20) 5555.0103",
              "mobileB": "+44 (20) 5555.0104",
              "phoneA": "+44 (20) 5555.0101",
              "phoneB": "+44 (20) 5555.0102",
              "skypeA": "\"skypeA\" & <b>14</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "skypeB": "\"skypeB\" & <b>15</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "thumbnail": "\"thumbnail\" & <b>16</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "webA": "\"webA\" & <b>17</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "webB": "\"webB\" & <b>18</b> &lt; 'a' 100% %41 a+b;c/d\\e",
              "webC": "\"webC\" & <b>19</b> &lt; 'a' 100% %41 a+b;c/d\\e"
            },
            "settings": {
              "cardStatus": "1",
              "usePhoto": "0"
            },
            "translatable": {
              "pl": {
                "addrCity": "\"addrCity\" & <b>22</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "addrCountry": "\"addrCountry\" & <b>24</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "addrState": "\"addrState\" & <b>26</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "addrStreet": "\"addrStreet\" & <b>28</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "addrZip": "\"addrZip\" & <b>30</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "company": "\"company\" & <b>32</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "displayName": "\"displayName\" & <b>34</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "keywords": "\"keywords\" & <b>36</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "langStatus": "0",
                "lastname": "\"lastname\" & <b>40</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "name": "J%41&<\"b\\ePL",
                "position": "\"position\" & <b>44</b> &lt; 'a' 100% %41 a+b;c/d\\e"
              },
              "ru": {
                "addrCity": "\"addrCity\" & <b>23</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "addrCountry": "\"addrCountry\" & <b>25</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "addrState": "\"addrState\" & <b>27</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "addrStreet": "\"addrStreet\" & <b>29</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "addrZip": "\"addrZip\" & <b>31</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "company": "\"company\" & <b>33</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "displayName": "\"displayName\" & <b>35</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "keywords": "\"keywords\" & <b>37</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "langStatus": "0",
                "lastname": "\"lastname\" & <b>41</b> &lt; 'a' 100% %41 a+b;c/d\\e",
                "name": "J%41&<\"b\\eRU",
                "position": "\"position\" & <b>45</b> &lt; 'a' 100% %41 a+b;c/d\\e"
              }
            }
          }
          """
    Then the client succeeds by itself or advises "fix_request"
    When the client saves:
          """json
          {
            "non-translatable": {
              "addrCity": "0011",
              "addrCountry": "0012",
              "addrState": "0013",
              "addrStreet": "0014",
              "addrZip": "0015",
              "emailA": "0016",
              "emailB": "0017",
              "faxA": "0086 10 5555 0105",
              "faxB": "0086 10 5555 0106",
              "mobileA": "0086 10 5555 0103",
              "mobileB": "0086 10 5555 0104",
              "phoneA": "0086 10 5555 0101",
              "phoneB": "0086 10 5555 0102",
              "skypeA": "0024",
              "skypeB": "0025",
              "thumbnail": "0026",
              "webA": "0027",
              "webB": "0028",
              "webC": "0029"
            },
            "settings": {
              "cardStatus": "1",
              "usePhoto": "0"
            },
            "translatable": {
              "pl": {
                "addrCity": "0032",
                "addrCountry": "0034",
                "addrState": "0036",
                "addrStreet": "0038",
                "addrZip": "0040",
                "company": "0042",
                "displayName": "0044",
                "keywords": "0046",
                "langStatus": "0",
                "lastname": "0050",
                "name": "00121",
                "position": "0054"
              },
              "ru": {
                "addrCity": "0033",
                "addrCountry": "0035",
                "addrState": "0037",
                "addrStreet": "0039",
                "addrZip": "0041",
                "company": "0043",
                "displayName": "0045",
                "keywords": "0047",
                "langStatus": "0",
                "lastname": "0051",
                "name": "00122",
                "position": "0055"
              }
            }
          }
          """
    Then the client succeeds by itself or advises "fix_request"
    When the client saves:
          """json
          {
            "non-translatable": {
              "addrCity": "9007199254740993001",
              "addrCountry": "9007199254740993002",
              "addrState": "9007199254740993003",
              "addrStreet": "9007199254740993004",
              "addrZip": "9007199254740993005",
              "emailA": "9007199254740993006",
              "emailB": "9007199254740993007",
              "faxA": "9007199254740995",
              "faxB": "9007199254740996",
              "mobileA": "9007199254740993",
              "mobileB": "9007199254740994",
              "phoneA": "9007199254740991",
              "phoneB": "9007199254740992",
              "skypeA": "9007199254740993014",
              "skypeB": "9007199254740993015",
              "thumbnail": "9007199254740993016",
              "webA": "9007199254740993017",
              "webB": "9007199254740993018",
              "webC": "9007199254740993019"
            },
            "settings": {
              "cardStatus": "1",
              "usePhoto": "0"
            },
            "translatable": {
              "pl": {
                "addrCity": "9007199254740993022",
                "addrCountry": "9007199254740993024",
                "addrState": "9007199254740993026",
                "addrStreet": "9007199254740993028",
                "addrZip": "9007199254740993030",
                "company": "9007199254740993032",
                "displayName": "9007199254740993034",
                "keywords": "9007199254740993036",
                "langStatus": "0",
                "lastname": "9007199254740993040",
                "name": "9007199254740993PL",
                "position": "9007199254740993044"
              },
              "ru": {
                "addrCity": "9007199254740993023",
                "addrCountry": "9007199254740993025",
                "addrState": "9007199254740993027",
                "addrStreet": "9007199254740993029",
                "addrZip": "9007199254740993031",
                "company": "9007199254740993033",
                "displayName": "9007199254740993035",
                "keywords": "9007199254740993037",
                "langStatus": "0",
                "lastname": "9007199254740993041",
                "name": "9007199254740993RU",
                "position": "9007199254740993045"
              }
            }
          }
          """
    Then the client succeeds by itself or advises "fix_request"
    When the client saves:
          """json
          {
            "non-translatable": {
              "addrCity": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi addrCity",
              "addrCountry": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi addrCountry",
              "addrState": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi addrState",
              "addrStreet": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi addrStreet",
              "addrZip": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi addrZip",
              "emailA": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi emailA",
              "emailB": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi emailB",
              "faxA": "+49 (30) 5555 - 0101 - 0101 - 0105",
              "faxB": "+49 (30) 5555 - 0101 - 0101 - 0106",
              "mobileA": "+49 (30) 5555 - 0101 - 0101 - 0103",
              "mobileB": "+49 (30) 5555 - 0101 - 0101 - 0104",
              "phoneA": "+49 (30) 5555 - 0101 - 0101 - 0101",
              "phoneB": "+49 (30) 5555 - 0101 - 0101 - 0102",
              "skypeA": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi skypeA",
              "skypeB": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi skypeB",
              "thumbnail": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi thumbnail",
              "webA": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi webA",
              "webB": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi webB",
              "webC": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi webC"
            },
            "settings": {
              "cardStatus": "0",
              "usePhoto": "1"
            },
            "translatable": {
              "pl": {
                "addrCity": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi addrCity",
                "addrCountry": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi addrCountry",
                "addrState": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi addrState",
                "addrStreet": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi addrStreet",
                "addrZip": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi addrZip",
                "company": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi company",
                "displayName": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi displayName",
                "keywords": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi keywords",
                "langStatus": "1",
                "lastname": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi lastname",
                "name": "Abcdefghi Abcdefghi Abcde",
                "position": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi position"
              },
              "ru": {
                "addrCity": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi addrCity",
                "addrCountry": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi addrCountry",
                "addrState": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi addrState",
                "addrStreet": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi addrStreet",
                "addrZip": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi addrZip",
                "company": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi company",
                "displayName": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi displayName",
                "keywords": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi keywords",
                "langStatus": "1",
                "lastname": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi lastname",
                "name": "Abcdefghi Abcdefghi Abcde",
                "position": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi position"
              }
            }
          }
          """
    Then the client succeeds by itself or advises "fix_request"
    When the faults end
    Then the client still works

  @should
  Scenario: a card that is saved carries empty values, null and missing values
    Source: bonder#L85-L272, bonder#L414-L502.
    Given a profile
    And the server responds to every "bonder.saveCard" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {},
        "success": true
      }
      """
    When the client saves:
          """json
          {
            "non-translatable": {
              "addrCity": "AddrCity 1",
              "addrCountry": "",
              "addrState": "AddrState 3",
              "addrStreet": "",
              "addrZip": "AddrZip 5",
              "emailA": "",
              "emailB": "EmailB 7",
              "faxA": "",
              "faxB": "FaxB 9",
              "mobileA": "",
              "mobileB": "MobileB 11",
              "phoneA": "",
              "phoneB": "PhoneB 13",
              "skypeA": "",
              "skypeB": "SkypeB 15",
              "thumbnail": "",
              "webA": "WebA 17",
              "webB": "",
              "webC": "WebC 19"
            },
            "settings": {
              "cardStatus": "0",
              "usePhoto": "1"
            },
            "translatable": {
              "pl": {
                "addrCity": "",
                "addrCountry": "",
                "addrState": "",
                "addrStreet": "",
                "addrZip": "",
                "company": "",
                "displayName": "",
                "keywords": "",
                "langStatus": "1",
                "lastname": "",
                "name": "",
                "position": ""
              },
              "ru": {
                "addrCity": "AddrCity 23",
                "addrCountry": "AddrCountry 25",
                "addrState": "AddrState 27",
                "addrStreet": "AddrStreet 29",
                "addrZip": "AddrZip 31",
                "company": "Company 33",
                "displayName": "DisplayName 35",
                "keywords": "Keywords 37",
                "langStatus": "1",
                "lastname": "Lastname 41",
                "name": "Name 43",
                "position": "Position 45"
              }
            }
          }
          """
    Then the client succeeds by itself or advises "fix_request"
    When the client saves:
          """json
          {
            "non-translatable": {
              "addrCity": "AddrCity 1",
              "addrCountry": null,
              "addrState": "AddrState 3",
              "addrStreet": null,
              "addrZip": "AddrZip 5",
              "emailA": null,
              "emailB": "EmailB 7",
              "faxA": null,
              "faxB": "FaxB 9",
              "mobileA": null,
              "mobileB": "MobileB 11",
              "phoneA": null,
              "phoneB": "PhoneB 13",
              "skypeA": null,
              "skypeB": "SkypeB 15",
              "thumbnail": null,
              "webA": "WebA 17",
              "webB": null,
              "webC": "WebC 19"
            },
            "settings": {
              "cardStatus": "0",
              "usePhoto": "1"
            },
            "translatable": {
              "pl": {
                "addrCity": null,
                "addrCountry": null,
                "addrState": null,
                "addrStreet": null,
                "addrZip": null,
                "company": null,
                "displayName": null,
                "keywords": null,
                "langStatus": "1",
                "lastname": null,
                "name": null,
                "position": null
              },
              "ru": {
                "addrCity": "AddrCity 23",
                "addrCountry": "AddrCountry 25",
                "addrState": "AddrState 27",
                "addrStreet": "AddrStreet 29",
                "addrZip": "AddrZip 31",
                "company": "Company 33",
                "displayName": "DisplayName 35",
                "keywords": "Keywords 37",
                "langStatus": "1",
                "lastname": "Lastname 41",
                "name": "Name 43",
                "position": "Position 45"
              }
            }
          }
          """
    Then the client succeeds by itself or advises "fix_request"
    When the client saves:
          """json
          {
            "non-translatable": {
              "addrCity": "AddrCity 1",
              "addrState": "AddrState 3",
              "addrZip": "AddrZip 5",
              "emailB": "EmailB 7",
              "faxB": "FaxB 9",
              "mobileB": "MobileB 11",
              "phoneB": "PhoneB 13",
              "skypeB": "SkypeB 15",
              "webA": "WebA 17",
              "webC": "WebC 19"
            },
            "settings": {
              "cardStatus": "0",
              "usePhoto": "1"
            },
            "translatable": {
              "pl": {
                "langStatus": "1"
              },
              "ru": {
                "addrCity": "AddrCity 23",
                "addrCountry": "AddrCountry 25",
                "addrState": "AddrState 27",
                "addrStreet": "AddrStreet 29",
                "addrZip": "AddrZip 31",
                "company": "Company 33",
                "displayName": "DisplayName 35",
                "keywords": "Keywords 37",
                "langStatus": "1",
                "lastname": "Lastname 41",
                "name": "Name 43",
                "position": "Position 45"
              }
            }
          }
          """
    Then the client succeeds by itself or advises "fix_request"
    When the faults end
    Then the client still works

  @should
  Scenario: a warning that comes with success carries several codes
    Source: bonder#L479-L485.
    Given a profile
    And the server responds to the next "bonder.saveCard" with the status 200 and the body:
      """json
      {
        "errors": [
          "INTERNAL_SERVER_ERROR",
          "INVALID_CREDENTIALS_ERROR",
          "PROFILE_LIMIT_REACHED_ERROR"
        ],
        "result": {},
        "success": true
      }
      """
    And the server responds to the next "bonder.saveCard" with the status 200 and the body:
      """json
      {
        "errors": [
          "INVALID_CREDENTIALS_ERROR",
          "PROFILE_LIMIT_REACHED_ERROR",
          "SERVER_OFFLINE_ERROR"
        ],
        "result": {},
        "success": true
      }
      """
    And the server responds to the next "bonder.saveCard" with the status 200 and the body:
      """json
      {
        "errors": [
          "PROFILE_LIMIT_REACHED_ERROR",
          "SERVER_OFFLINE_ERROR",
          "THUMBNAIL_REJECTED_ERROR"
        ],
        "result": {},
        "success": true
      }
      """
    When the client saves "pl" "name" as "Jan"
    And the client saves "pl" "name" as "Jan"
    And the client saves "pl" "name" as "Anna"
    And the faults end
    Then every call reports success

  @should
  Scenario: a profile that is created carries samples, blanks around them, other scripts and combining characters
    Source: bonder#L361-L412.
    Given the server responds to the next "bonder.createProfile" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "cardAddr": "CardAddr 1",
          "cardId": "CardId 2",
          "cardQrc": "CardQrc 3"
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.createProfile" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "cardAddr": " Two  words of\ncardAddr 1 ",
          "cardId": " Two  words of\ncardId 2 ",
          "cardQrc": " Two  words of\ncardQrc 3 "
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.createProfile" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "cardAddr": "Łódź Ковалский 漢字 cardAddr 1",
          "cardId": "Łódź Ковалский 漢字 cardId 2",
          "cardQrc": "Łódź Ковалский 漢字 cardQrc 3"
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.createProfile" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "cardAddr": "Zürich Y̆ 👩‍👧 cardAddr 1",
          "cardId": "Zürich Y̆ 👩‍👧 cardId 2",
          "cardQrc": "Zürich Y̆ 👩‍👧 cardQrc 3"
        },
        "success": true
      }
      """
    When the client creates a profile
    And the client creates a profile
    And the client creates a profile
    And the client creates a profile
    And the faults end
    Then every call reports success

  @should
  Scenario: a profile that is created carries quotes and markup and leading zeros
    Source: bonder#L361-L412.
    Given the server responds to the next "bonder.createProfile" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "cardAddr": "\"cardAddr\" & <b>1</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "cardId": "\"cardId\" & <b>2</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "cardQrc": "\"cardQrc\" & <b>3</b> &lt; 'a' 100% %41 a+b;c/d\\e"
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.createProfile" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "cardAddr": "0011",
          "cardId": "0012",
          "cardQrc": "0013"
        },
        "success": true
      }
      """
    When the client creates a profile
    And the client creates a profile
    And the faults end
    Then every call reports success

  @should
  Scenario: a list of repositories carries samples, blanks around them, other scripts and combining characters
    Source: bonder#L274-L311.
    Given the server responds to the next "bonder.listRepositories" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "langList": [
            "Value 1",
            "Value 2",
            "Value 3"
          ]
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.listRepositories" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "langList": [
            " Two  words of\nvalue 1 ",
            " Two  words of\nvalue 2 ",
            " Two  words of\nvalue 3 "
          ]
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.listRepositories" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "langList": [
            "Łódź Ковалский 漢字 value 1",
            "Łódź Ковалский 漢字 value 2",
            "Łódź Ковалский 漢字 value 3"
          ]
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.listRepositories" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "langList": [
            "Zürich Y̆ 👩‍👧 value 1",
            "Zürich Y̆ 👩‍👧 value 2",
            "Zürich Y̆ 👩‍👧 value 3"
          ]
        },
        "success": true
      }
      """
    When the client is asked for "bonder.languages"
    And the client is asked for "bonder.languages"
    And the client is asked for "bonder.languages"
    And the client is asked for "bonder.languages"
    And the faults end
    Then every call reports success

  @should
  Scenario: a list of repositories carries quotes and markup and leading zeros
    Source: bonder#L274-L311.
    Given the server responds to the next "bonder.listRepositories" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "langList": [
            "\"value\" & <b>1</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "\"value\" & <b>2</b> &lt; 'a' 100% %41 a+b;c/d\\e",
            "\"value\" & <b>3</b> &lt; 'a' 100% %41 a+b;c/d\\e"
          ]
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.listRepositories" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "langList": [
            "0011",
            "0012",
            "0013"
          ]
        },
        "success": true
      }
      """
    When the client is asked for "bonder.languages"
    And the client is asked for "bonder.languages"
    And the faults end
    Then every call reports success

  @should
  Scenario: a repository that is read carries samples, blanks around them, other scripts and combining characters
    Source: bonder#L313-L358.
    Given the server responds to the next "bonder.getRepository" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "en": "Value 2",
          "pl": "Value 1",
          "ru": "Value 3",
          "zh": "Value 4"
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.getRepository" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "en": " Two  words of\nvalue 2 ",
          "pl": " Two  words of\nvalue 1 ",
          "ru": " Two  words of\nvalue 3 ",
          "zh": " Two  words of\nvalue 4 "
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.getRepository" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "en": "Łódź Ковалский 漢字 value 2",
          "pl": "Łódź Ковалский 漢字 value 1",
          "ru": "Łódź Ковалский 漢字 value 3",
          "zh": "Łódź Ковалский 漢字 value 4"
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.getRepository" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "en": "Zürich Y̆ 👩‍👧 value 2",
          "pl": "Zürich Y̆ 👩‍👧 value 1",
          "ru": "Zürich Y̆ 👩‍👧 value 3",
          "zh": "Zürich Y̆ 👩‍👧 value 4"
        },
        "success": true
      }
      """
    When the client is asked for "bonder.languages" with:
      | in | local |
    And the client is asked for "bonder.languages" with:
      | in | ru |
    And the client is asked for "bonder.languages" with:
      | in | pl |
    And the client is asked for "bonder.languages" with:
      | in | en |
    And the faults end
    Then every call reports success

  @should
  Scenario: a repository that is read carries quotes and markup, leading zeros, large numbers and long texts
    Source: bonder#L313-L358.
    Given the server responds to the next "bonder.getRepository" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "en": "\"value\" & <b>2</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "pl": "\"value\" & <b>1</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "ru": "\"value\" & <b>3</b> &lt; 'a' 100% %41 a+b;c/d\\e",
          "zh": "\"value\" & <b>4</b> &lt; 'a' 100% %41 a+b;c/d\\e"
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.getRepository" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "en": "0012",
          "pl": "0011",
          "ru": "0013",
          "zh": "0014"
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.getRepository" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "en": "9007199254740993002",
          "pl": "9007199254740993001",
          "ru": "9007199254740993003",
          "zh": "9007199254740993004"
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.getRepository" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "en": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 2",
          "pl": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 1",
          "ru": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 3",
          "zh": "Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi Abcdefghi 4"
        },
        "success": true
      }
      """
    When the client is asked for "bonder.languages" with:
      | in | local |
    And the client is asked for "bonder.languages" with:
      | in | ru |
    And the client is asked for "bonder.languages" with:
      | in | pl |
    And the client is asked for "bonder.languages" with:
      | in | en |
    And the faults end
    Then every call reports success

  @should
  Scenario: a repository that is read carries empty values, null and missing values
    Source: bonder#L313-L358.
    Given the server responds to the next "bonder.getRepository" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "en": "",
          "pl": "Value 1",
          "ru": "Value 3",
          "zh": ""
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.getRepository" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "en": null,
          "pl": "Value 1",
          "ru": "Value 3",
          "zh": null
        },
        "success": true
      }
      """
    And the server responds to the next "bonder.getRepository" with the status 200 and the body:
      """json
      {
        "errors": [],
        "result": {
          "pl": "Value 1",
          "ru": "Value 3"
        },
        "success": true
      }
      """
    When the client is asked for "bonder.languages" with:
      | in | local |
    And the client is asked for "bonder.languages" with:
      | in | ru |
    And the client is asked for "bonder.languages" with:
      | in | pl |
    And the faults end
    Then every call reports success
