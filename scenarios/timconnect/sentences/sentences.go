// Package sentences has the steps that only features of TIM Connect and Kittn use.
package sentences

import (
	"sparring/scenarios/feature"
	"sparring/scenarios/run"
	"sparring/scenarios/timconnect"
	"sparring/scenarios/vocabulary"
)

// API returns the vocabulary of TIM Connect and Kittn.
func API() vocabulary.API {
	return vocabulary.API{
		API: timconnect.API(),
		Caller: run.Caller{
			Alive:       func(s *run.Scenario) error { return sentences{s}.alive() },
			Reauthorize: func(s *run.Scenario) error { return sentences{s}.reauthorize() },
			Ordinary: func(asked []string) []string {
				if n := len(asked); n > 0 && isKittn(asked[n-1]) {
					return []string{"timconnect.listKittens"}
				}
				return append(ordinary(), "timconnect.registerByDigest", "timconnect.registerPhone")
			},
		},
		Steps: []vocabulary.Step{
			{
				Keyword: vocabulary.Given,
				Pattern: `the client is registered as "([^"]*)"`,
				Asks:    vocabulary.AsksFor("timconnect.registerByDigest", "timconnect.confirmPhone"),
				Example: `the client is registered as "79991234567"`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент зарегистрирован как "([^"]*)"`,
					Example: `клиент зарегистрирован как "79991234567"`,
					Doc: "клиент уже зарегистрирован, по возможности без SMS; номер известен как " +
						"{phone}",
				},
				Doc:  "the client has registered, without SMS if it can; the phone is known as {phone}",
				Bind: bind(func(s sentences) any { return s.registered }),
			},
			{
				Keyword: vocabulary.Given,
				Pattern: `(\d+) messages (wait in the queue|are in the archive)(?: since "([^"]*)")?`,
				Example: `5 messages are in the archive since "2026-01-01"`,
				Russian: vocabulary.Sentence{
					Pattern: `(\d+) сообщени(?:е|я|й) (в очереди|в архиве)(?: с "([^"]*)")?`,
					Example: `5 сообщений в архиве с "2026-01-01"`,
					Words: map[string]string{
						"в очереди": "wait in the queue",
						"в архиве":  "are in the archive",
					},
					Doc: "сообщения для {phone} с текстами Message 1 и так далее; с датой — по одному " +
						"в каждую вторую секунду от неё",
				},
				Doc:  "of {phone}, called Message 1 and so on; with a date, one on every second day from then on",
				Bind: bind(func(s sentences) any { return s.messages }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client registers "([^"]*)" with (a|a wrong) digest of the bank`,
				Asks:    vocabulary.AsksFor("timconnect.registerByDigest"),
				Example: `the client registers "89991234567" with a digest of the bank`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент регистрирует "([^"]*)" с (подписью|неверной подписью) банка`,
					Example: `клиент регистрирует "89991234567" с подписью банка`,
					Words: map[string]string{
						"подписью":          "a",
						"неверной подписью": "a wrong",
					},
					Doc: "timconnect.registerByDigest; подписывает тест, как это делал бы сервер банка",
				},
				Doc:  "timconnect.registerByDigest; the suite signs as the bank's server would",
				Bind: bind(func(s sentences) any { return s.byDigest }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client asks for a code for "([^"]*)"`,
				Asks:    vocabulary.AsksFor("timconnect.registerPhone"),
				Example: `the client asks for a code for "79991234567"`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент запрашивает код для "([^"]*)"`,
					Example: `клиент запрашивает код для "79991234567"`,
					Doc:     "timconnect.registerPhone",
				},
				Doc:  "timconnect.registerPhone",
				Bind: bind(func(s sentences) any { return s.asksForCode }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client confirms "([^"]*)" with (the code of the SMS|a wrong code)`,
				Asks:    vocabulary.AsksFor("timconnect.confirmPhone"),
				Example: `the client confirms "79991234567" with the code of the SMS`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент подтверждает "([^"]*)" (кодом из SMS|неверным кодом)`,
					Example: `клиент подтверждает "79991234567" кодом из SMS`,
					Words: map[string]string{
						"кодом из SMS":   "the code of the SMS",
						"неверным кодом": "a wrong code",
					},
					Doc: "timconnect.confirmPhone",
				},
				Doc:  "timconnect.confirmPhone",
				Bind: bind(func(s sentences) any { return s.confirms }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the (session|code) expires( after 15 days)?`,
				Example: `the session expires`,
				Russian: vocabulary.Sentence{
					Pattern: `(сессия|код) истекает( через 15 дней)?`,
					Example: `сессия истекает`,
					Words: map[string]string{
						"сессия":         "session",
						"код":            "code",
						" через 15 дней": " after 15 days",
					},
					Doc: "сервер больше не принимает сессию или код активации {phone}; или проходит " +
						"15 дней",
				},
				Doc:  "the server accepts the session or the activation code of {phone} no longer; or 15 days pass",
				Bind: bind(func(s sentences) any { return s.expires }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `another device registers the phone`,
				Example: `another device registers the phone`,
				Russian: vocabulary.Sentence{
					Pattern: `другое устройство регистрирует этот номер`,
					Example: `другое устройство регистрирует этот номер`,
					Doc:     "сессия и пароль клиента для {phone} отозваны",
				},
				Doc:  "the client's session and password for {phone} are revoked",
				Bind: bind(func(s sentences) any { return s.takenOver }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the device is (blocked|unblocked|removed)`,
				Example: `the device is blocked`,
				Russian: vocabulary.Sentence{
					Pattern: `устройство (блокируют|разблокируют|удаляют)`,
					Example: `устройство блокируют`,
					Words: map[string]string{
						"блокируют":    "blocked",
						"разблокируют": "unblocked",
						"удаляют":      "removed",
					},
					Doc: "администратором; «удаляют» — сам владелец",
				},
				Doc:  "by the administrator, or removed by its owner",
				Bind: bind(func(s sentences) any { return s.device }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `(?:a message|(\d+) messages) "([^"]*)"(?: from "([^"]*)")? (?:is|are) sent to the phone`,
				Example: `a message "Hello" is sent to the phone`,
				Russian: vocabulary.Sentence{
					Pattern: `на номер отправляют (?:сообщение|(\d+) сообщени(?:е|я|й)) "([^"]*)"(?: от "([^"]*)")?`,
					Example: `на номер отправляют сообщение "Здравствуйте"`,
					Doc: "банк отправляет сообщение на {phone}; если их несколько, они нумеруются. " +
						"Самое новое известно как {message_id}",
				},
				Doc:  "a bank sends to {phone}; several are numbered. The newest is known as {message_id}",
				Bind: bind(func(s sentences) any { return s.sent }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the push reaches the client`,
				Asks:    vocabulary.AsksFor("timconnect.takePush"),
				Example: `the push reaches the client`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент получает push`,
					Example: `клиент получает push`,
					Doc:     "timconnect.takePush с самым новым push для {phone}",
				},
				Doc:  "timconnect.takePush with the newest push to {phone}",
				Bind: bind(func(s sentences) any { return s.push }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the client reports (\d+) (messages?|kittens|categories)`,
				Example: `the client reports 5 messages`,
				Russian: vocabulary.Sentence{
					Pattern: `клиент возвращает (\d+) (сообщени(?:е|я|й)|кот(?:ёнка|ят)|категори(?:ю|и|й))`,
					Example: `клиент возвращает 5 сообщений`,
					Words: map[string]string{
						"сообщение": "message",
						"сообщения": "messages",
						"сообщений": "messages",
						"котёнка":   "kittens",
						"котят":     "kittens",
						"категорию": "categories",
						"категории": "categories",
						"категорий": "categories",
					},
					Doc: "длина списка в последнем успехе",
				},
				Doc:  "length of a list in the last success",
				Bind: bind(func(s sentences) any { return s.reports }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the reported error message contains "([^"]*)"`,
				Example: `the reported error message contains "Device is blocked"`,
				Russian: vocabulary.Sentence{
					Pattern: `текст ошибки, о которой сообщил клиент, содержит "([^"]*)"`,
					Example: `текст ошибки, о которой сообщил клиент, содержит "Device is blocked"`,
					Doc:     "слова поставщика есть в сообщении последней неудачи",
				},
				Doc:  "the vendor's words are in the message of the last failure",
				Bind: bind(func(s sentences) any { return s.contains }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `(no|\d+) messages? (?:is|are) still in the queue`,
				Example: `no messages are still in the queue`,
				Russian: vocabulary.Sentence{
					Pattern: `в очереди (нет|\d+) сообщени(?:е|я|й)`,
					Example: `в очереди нет сообщений`,
					Doc:     "сообщения для {phone} без отчёта о доставке",
					Words: map[string]string{
						"нет": "no",
					},
				},
				Doc:  "messages to {phone} without a delivery report",
				Bind: bind(func(s sentences) any { return s.queue }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the message now has "([^"]*)" as (.+)`,
				Example: `the message now has "geotag/latitude" as "55.74722"`,
				Russian: vocabulary.Sentence{
					Pattern: `у сообщения теперь "([^"]*)" равно (.+)`,
					Example: `у сообщения теперь "geotag/latitude" равно "55.74722"`,
					Doc:     "что сервер помнит о {message_id}",
				},
				Doc: "what the server remembers of {message_id}",
				Fact: func(groups []string) (api, pointer string) {
					return "timconnect", "/messages/0" + feature.AsPointer(groups[0])
				},
				Bind: bind(func(s sentences) any { return s.has }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the phone has (no|\d+) usable devices?`,
				Example: `the phone has 1 usable device`,
				Russian: vocabulary.Sentence{
					Pattern: `у номера (нет|\d+) рабоч(?:ее|их) устройств(?:о|а|)`,
					Example: `у номера 1 рабочее устройство`,
					Words: map[string]string{
						"нет": "no",
					},
					Doc: "устройства {phone}, которые зарегистрированы, не заблокированы и не удалены",
				},
				Doc:  "devices of {phone} that are registered, not blocked and not removed",
				Bind: bind(func(s sentences) any { return s.devices }),
			},
		},
	}
}

// sentences are the handlers of the sentences of one scenario.
type sentences struct{ *run.Scenario }

func bind(handler func(sentences) any) func(*run.Scenario) any {
	return func(s *run.Scenario) any { return handler(sentences{s}) }
}
