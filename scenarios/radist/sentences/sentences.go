// Package sentences has the steps that only features of Radist.Online use.
package sentences

import (
	"sparring/scenarios/radist"
	"sparring/scenarios/run"
	"sparring/scenarios/vocabulary"
)

// API returns the vocabulary of Radist.Online.
func API() vocabulary.API {
	const kinds = `(Telegram|MAX|WhatsApp|Telegram bot|Odnoklassniki|AMOCRM)`
	return vocabulary.API{
		API: radist.API(),
		Caller: run.Caller{
			Alive:       func(s *run.Scenario) error { return s.AliveBy("radist.connections", nil) },
			Reauthorize: func(s *run.Scenario) error { return sentences{s}.reauthorize() },
			Ordinary:    func([]string) []string { return []string{"radist.connections"} },
			Waits:       waits,
		},
		Steps: []vocabulary.Step{
			{
				Keyword: vocabulary.Given,
				Pattern: `an? ` + kinds + ` connection( that was logged out)?`,
				Example: `a Telegram connection that was logged out`,
				Russian: vocabulary.Sentence{
					Pattern: `есть подключение ` + kinds + `( с завершённым сеансом)?`,
					Example: `есть подключение Telegram с завершённым сеансом`,
					Words:   map[string]string{" с завершённым сеансом": " that was logged out"},
					Doc: "подключение компании с оплаченной подпиской; его номер известен как " +
						"{connection_id}",
				},
				Doc:  "a connection of the company in a paid subscription; its id is known as {connection_id}",
				Bind: bind(func(s sentences) any { return s.connection }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client connects (Telegram by QR|Telegram by code|MAX|WhatsApp)( again)?( at its own ` +
					`pace)?`,
				Example: `the client connects Telegram by QR again`,
				Asks:    vocabulary.AsksByGroup(connecting()),
				Russian: vocabulary.Sentence{
					Pattern: `клиент подключает (Telegram по QR|Telegram по коду|MAX|WhatsApp)( снова)?( в своём ` +
						`темпе)?`,
					Example: `клиент подключает Telegram по QR снова`,
					Words: map[string]string{
						"Telegram по QR":   "Telegram by QR",
						"Telegram по коду": "Telegram by code",
						" снова":           " again", " в своём темпе": " at its own pace",
					},
					Doc: "начинает radist.connect… и не ждёт; «снова» — для {connection_id}; опрос " +
						"каждые 0,05 с, если не «в своём темпе»",
				},
				Doc: "starts radist.connect… without waiting: “again” with {connection_id}; with poll_every_s " +
					"0.05, unless at its own pace",
				Bind: bind(func(s sentences) any { return s.connects }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the user scans the QR( with another account)?`,
				Example: `the user scans the QR`,
				Russian: vocabulary.Sentence{
					Pattern: `пользователь сканирует QR( другой учётной записью)?`,
					Example: `пользователь сканирует QR`,
					Words:   map[string]string{" другой учётной записью": " with another account"},
					Doc: "сканирует код, который клиент показал последним; ждёт такого, который не " +
						"истёк. Пароль 2FA, если он есть, известен как {password}",
				},
				Doc: "the code that the client has shown last is scanned; waits for one that has not expired. The " +
					"2FA " +
					"password, if any, is known as {password}",
				Bind: bind(func(s sentences) any { return s.scans }),
			},
			{Keyword: vocabulary.When, Pattern: `the user reads the code`, Example: `the user reads the code`,
				Russian: vocabulary.Sentence{
					Pattern: `пользователь читает код`,
					Example: `пользователь читает код`,
					Doc: "ждёт, пока клиент не спросит код; он известен как {code}, а пароль 2FA, " +
						"если он есть, — как {password}",
				},
				Doc: "waits until the client asks for the code; it is known as {code}, the 2FA password, if any, " +
					"as {password}", Bind: bind(func(s sentences) any { return s.reads })},
			{
				Keyword: vocabulary.When,
				Pattern: `the user enters (the right|a wrong) (code|password)`,
				Example: `the user enters a wrong code`,
				Russian: vocabulary.Sentence{
					Pattern: `пользователь вводит (верный|неверный) (код|пароль)`,
					Example: `пользователь вводит неверный код`,
					Words: map[string]string{
						"верный":   "the right",
						"неверный": "a wrong",
						"код":      "code",
						"пароль":   "password",
					},
					Doc: "ждёт вопроса клиента и отвечает; пароль у Telegram спрашивают, если переключатель " +
						"twoFactor стоит на true",
				},
				Doc: "waits until the client asks, and answers; of Telegram a password is asked for if the switch " +
					"twoFactor is true",
				Bind: bind(func(s sentences) any { return s.enters }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the user, if asked again, enters the right (code|password)`,
				Example: `the user, if asked again, enters the right code`,
				Russian: vocabulary.Sentence{
					Pattern: `пользователь, если его спросят снова, вводит верный (код|пароль)`,
					Example: `пользователь, если его спросят снова, вводит верный код`,
					Words: map[string]string{
						"код":    "code",
						"пароль": "password",
					},
					Doc: "после ошибки клиент может спросить снова или закончить вызов: подойдёт и то " +
						"и другое",
				},
				Doc:  "a client may ask again after a mistake, or end its call: both will do",
				Bind: bind(func(s sentences) any { return s.entersAgain }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the user does what the client asks for until it has finished`,
				Example: `the user does what the client asks for until it has finished`,
				Russian: vocabulary.Sentence{
					Pattern: `пользователь делает, о чём просит клиент, пока тот не закончит`,
					Example: `пользователь делает, о чём просит клиент, пока тот не закончит`,
					Doc:     "сканирует каждый новый QR, вводит код и пароль; после десяти просьб уходит",
				},
				Doc:  "scans each new QR, enters code and password; leaves when asked for more than ten things",
				Bind: bind(func(s sentences) any { return s.doesAll }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `each user enters their own code`,
				Example: `each user enters their own code`,
				Russian: vocabulary.Sentence{
					Pattern: `каждый пользователь вводит свой код`,
					Example: `каждый пользователь вводит свой код`,
					Doc: "отвечает на каждый вопрос о коде тем кодом, который отправлен на телефон этого " +
						"подключения; кого спросили последним, тот отвечает первым",
				},
				Doc: "answers each question for a code by the one that was sent to the phone of that login; " +
					"who was asked last answers first",
				Bind: bind(func(s sentences) any { return s.ownCodes }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client has polled the session(?: (\d+) times)?`,
				Example: `the client has polled the session 6 times`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент опросил сеанс(?: (\d+) раза?)?`,
					Example: `клиент опросил сеанс 6 раз`,
					Doc:     "ждёт следующего опроса или стольких опросов, в любом темпе",
				},
				Doc:  "waits for the client's next poll, or for so many, at whatever pace",
				Bind: bind(func(s sentences) any { return s.polled }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client lists the connections`,
				Asks:    vocabulary.AsksFor("radist.connections"),
				Example: `the client lists the connections`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент запрашивает список подключений`,
					Example: `клиент запрашивает список подключений`,
					Doc:     "radist.connections",
				},
				Doc: "radist.connections",
				Bind: bind(
					func(s sentences) any { return func() error { return s.Ask("radist.connections", nil) } },
				),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client (reads the connection|connects a bot|connects a group)`,
				Example: `the client reads the connection`,
				Asks: vocabulary.AsksByGroup(
					map[string]string{
						"reads the connection": "radist.connection",
						"connects a bot":       "radist.connectBot",
						"connects a group":     "radist.connectGroup",
					},
				),
				Russian: vocabulary.Sentence{
					Pattern: `клиент (читает подключение|подключает бота|подключает группу)`,
					Example: `клиент читает подключение`,
					Words: map[string]string{
						"читает подключение": "reads the connection",
						"подключает бота":    "connects a bot",
						"подключает группу":  "connects a group",
					},
					Doc: "radist.connection для {connection_id}; radist.connectBot и " +
						"radist.connectGroup с новым ключом",
				},
				Doc:  "radist.connection of {connection_id}; radist.connectBot and radist.connectGroup with a new key",
				Bind: bind(func(s sentences) any { return s.asksFor }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client sets the key "([^"]*)"`,
				Asks:    vocabulary.AsksFor("radist.setKey"),
				Example: `the client sets the key "tkn2NEWKEY:CQABPOJKAKEKEKEKE"`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент меняет ключ на "([^"]*)"`,
					Example: `клиент меняет ключ на "tkn2NEWKEY:CQABPOJKAKEKEKEKE"`,
					Doc:     "radist.setKey для {connection_id}",
				},
				Doc:  "radist.setKey of {connection_id}",
				Bind: bind(func(s sentences) any { return s.setsKey }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `there (?:is|are) now (\d+) connections?`,
				Example: `there is now 1 connection`,
				Russian: vocabulary.Sentence{
					Pattern: `теперь есть (\d+) подключени(?:е|я|й)`,
					Example: `теперь есть 1 подключение`,
					Doc:     "сколько подключений помнит сервер",
				},
				Doc:  "connections that the server remembers",
				Bind: bind(func(s sentences) any { return s.counts }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the connection (works|does not work)`,
				Example: `the connection works`,
				Russian: vocabulary.Sentence{
					Pattern: `подключение (работает|не работает)`,
					Example: `подключение работает`,
					Words: map[string]string{
						"работает":    "works",
						"не работает": "does not work",
					},
					Doc: "пускает ли сервер учётная запись {connection_id} или подключения, о котором " +
						"сообщил последний вызов",
				},
				Doc: "whether the account of {connection_id}, or of the connection that the last call reported, " +
					"lets the server in",
				Bind: bind(func(s sentences) any { return s.works }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the reported error contains "([^"]*)"`,
				Example: `the reported error contains "sparring_unknown"`,
				Russian: vocabulary.Sentence{
					Pattern: `ошибка, о которой сообщил клиент, содержит "([^"]*)"`,
					Example: `ошибка, о которой сообщил клиент, содержит "sparring_unknown"`,
					Doc:     "этот текст есть в коде или сообщении последней неудачи",
				},
				Doc:  "code or message of the last failure contain this text",
				Bind: bind(func(s sentences) any { return s.contains }),
			},
		},
	}
}

// sentences are the handlers of the sentences of one scenario.
type sentences struct{ *run.Scenario }

func bind(handler func(sentences) any) func(*run.Scenario) any {
	return func(s *run.Scenario) any { return handler(sentences{s}) }
}
