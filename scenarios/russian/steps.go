package russian

// steps is what steps and runs say of clients.
var steps = []pair{
	{
		"no answer to %s within %s: the client has asked for the %s, and no step of the scenario answers",
		"нет ответа на $1 за $2: клиент спросил $3, и ни один шаг сценария не отвечает",
	},
	{"no answer to %s within %s, but more than %d requests", "нет ответа на $1 за $2, зато запросов больше $3"},
	{
		"no answer to %s within %s, the last %s of it without a sign of the client",
		"нет ответа на $1 за $2, последние $3 клиент не подавал признаков жизни",
	},
	{
		"no answer to %s within %s, though the client is still at work",
		"нет ответа на $1 за $2, хотя клиент ещё работает",
	},
	{"no answer to %s within %s", "нет ответа на $1 за $2"},
	{
		"in %s the client has waited %s for the end of a response; its hello says that it takes a limit, and it " +
			"was told %s",
		"в $1 клиент ждёт конца ответа уже $2; его hello говорит, что он принимает предел, и указано было $3",
	},
	{
		"the client does not have the ability to be told how long to wait for a response: %s; what it does when " +
			"none comes is judged by the scenarios with @slow alone",
		"клиенту нельзя указать, сколько ждать ответа: $1; что он делает, если ответа нет, судят лишь " +
			"сценарии с меткой @slow",
	},
	{
		"the client has not come so far that this can happen: %s",
		"клиент не дошёл до того места, где это может случиться: $1",
	},
	{"the fault never met a request: %s", "сбой не встретил ни одного запроса: $1"},
	{
		"the client was asked to act and sent no request to %s",
		"клиента попросили действовать, но запросов к $1 он не отправил",
	},
	{"the client has no ability %s", "у клиента нет умения $1"},
	{"the client has not been asked for anything", "клиента ещё ни о чём не просили"},
	{"the run was interrupted during this scenario", "прогон прерван во время этого сценария"},
	{"the run was stopped during this scenario", "прогон остановлен во время этого сценария"},
	{
		"listed as known to fail, but it passes: take it off the list",
		"сценарий в списке известных неудач, но проходит: уберите его из списка",
	},
	{
		"expected %s to succeed, the client reported: %s; so this cannot happen: %v",
		"ожидался успех $1, клиент сообщил: $2; поэтому этого не может случиться: $3",
	},
	{
		"expected a request of the API, got %s %s, which no operation has",
		"ожидался запрос к API, пришёл $1 $2, такой операции нет",
	},
	{
		"expected the client to show each %q once, it showed the same again %d times",
		"ожидалось, что клиент покажет каждое ($1) один раз; одно и то же он показал ещё $2 раз",
	},
	{"expected %d requests to be held within %s, got %d", "ожидалось задержанных запросов: $1 за $2, их $3"},
	{"expected at least %d requests to be held, got %d", "ожидалось задержанных запросов не меньше $1, их $2"},
	{"expected the client to ask for the %s, it %s", "ожидалось, что клиент спросит: $1; вышло иначе: $2"},
	{
		"expected the client to do one ordinary thing (%s) correctly; it reported: %s",
		"ожидалось, что клиент верно выполнит обычное действие ($1); он сообщил: $2",
	},
	{"failure %s, advice %s: %s", "ошибка $1, совет $2: $3"},
	{"expected %d %s to %s, the outbox holds %d", "ожидалось отправлений: $1 ($2, на $3), в исходящих их $4"},
	{"expected %s in the last %s to be %s, got %s", "$1 в последнем $2: ожидалось $3, пришло $4"},
	{"expected %s of %s to be %s, got %s", "$1 ($2): ожидалось $3, пришло $4"},
	{"expected %s requests of %s, the server saw %d", "ожидалось запросов $2: $1, сервер увидел $3"},
	{
		"expected every call to succeed, call %d (%s) reported: %s",
		"ожидался успех каждого вызова, вызов $1 ($2) сообщил: $3",
	},
	{"expected no %s in the last %s, got %s", "не ожидалось $1 в последнем $2, пришло $3"},
	{
		"expected retry_after_s between %v and %v, the client reported %s",
		"ожидалось retry_after_s от $1 до $2, клиент сообщил $3",
	},
	{
		"expected success, or a failure with the advice %s for %s; it reported: %s",
		"ожидался успех или ошибка с советом $1 для $2; клиент сообщил: $3",
	},
	{"expected the advice %s for %s, got %s: %s", "для $2 ожидался совет $1, пришёл $3: $4"},
	{
		"expected the client to receive the %s %q once, it did %d times",
		"ожидалось, что клиент получит $2 ($1) один раз; получил $3 раз",
	},
	{
		"expected the client to report %s as %s, it reported %s",
		"ожидалось, что клиент сообщит $1 как $2; он сообщил $3",
	},
	{
		"expected the client to report a failure of %s, it reported: %s",
		"ожидалось, что клиент сообщит об ошибке $1; он сообщил: $2",
	},
	{
		"expected the client to report success of %s, it reported: %s",
		"ожидалось, что клиент сообщит об успехе $1; он сообщил: $2",
	},
	{
		"expected the client to report the error %s, it reported: %s",
		"ожидалось, что клиент сообщит об ошибке $1; он сообщил: $2",
	},
	{"expected the client to report %s, it reported %s", "ожидалось, что клиент сообщит $1; он сообщил $2"},
	{
		"expected the client to show %q %d times, each time another, it did %d times",
		"ожидалось, что клиент покажет $1 $2 раз, каждый раз новое; показал $3 раз",
	},
	{"expected the header %s %s in the last %s, got %q", "ожидался заголовок $1 $2 в последнем $3, пришёл $4"},
	{
		"expected the server to note the violation %s, it did not",
		"ожидалось, что сервер отметит нарушение $1; он не отметил",
	},
	{"the server saw no %s", "сервер не увидел: $1"},
	{"expected %s at least %s apart, two came within %s", "между $1 ожидалось не меньше $2, два пришли за $3"},
	{"expected %d profiles, the server remembers %d", "ожидалось профилей: $1, сервер помнит: $2"},
	{"expected a card %s, the server has no such card", "ожидалась карточка $1, на сервере её нет"},
	{"expected the card to hold %s %s as %q, it holds %q", "ожидалось, что в карточке $1 $2 — $3; там $4"},
	{
		"the client reported success, so expected the card to hold %s %s as %q, it holds %q",
		"клиент сообщил об успехе, поэтому ожидалось, что в карточке $1 $2 — $3; там $4",
	},
	{
		"expected a client that an operator can write to: %s",
		"ожидался клиент, которому может написать оператор: $1",
	},
	{
		"expected the chat server to know %d clients, it knows %d",
		"ожидалось, что чат-сервер знает клиентов: $1; он знает: $2",
	},
	{"expected the chat to have %s messages %q, it has %d", "ожидалось сообщений $2 в чате: $1; там их $3"},
	{
		"expected the client to have an open stream%s, it opened %d in all",
		"ожидался открытый клиентом поток$1; всего он открыл: $2",
	},
	{
		"expected the client to report %s as the boolean %s, it reported %s",
		"ожидалось, что клиент сообщит $1 как логическое $2; он сообщил $3",
	},
	{"expected the client to mark %q as received within %s", "ожидалось, что клиент отметит $1 полученным за $2"},
	{"expected %d connections, the server remembers %d", "ожидалось подключений: $1, сервер помнит: $2"},
	{
		"expected a connection that %s, the client reported none: %s",
		"ожидалось подключение ($1), клиент не сообщил ни об одном: $2",
	},
	{
		"expected that connection %v %s, what the server remembers of it says otherwise",
		"подключение $1: ожидалось $2, сервер помнит другое",
	},
	{
		"expected the client to ask for a code that was sent to the user: %v",
		"ожидалось, что клиент спросит код, отправленный пользователю: $1",
	},
	{"expected the client to ask for the code, it %s", "ожидалось, что клиент спросит код; вышло иначе: $1"},
	{
		"expected the client to show a QR that can be scanned: %s",
		"ожидалось, что клиент покажет QR-код, который можно отсканировать: $1",
	},
	{
		"expected the reported error to contain %q, the client reported: %s",
		"ожидалось, что в ошибке есть $1; клиент сообщил: $2",
	},
	{
		"expected %d messages to wait for their delivery report, %d do",
		"ожидалось, что отчёта о доставке ждут сообщений: $1; ждут: $2",
	},
	{"expected %d usable devices of %v, there are %d", "ожидалось рабочих устройств $2: $1; их $3"},
	{"expected a code to be sent to %s, none was", "ожидалось, что на $1 отправят код; его не отправили"},
	{"expected a message %v, the server has no such message", "ожидалось сообщение $1, на сервере его нет"},
	{
		"expected the client to register %s, it reported: %s",
		"ожидалось, что клиент зарегистрирует $1; он сообщил: $2",
	},
	{
		"expected the client to report %d %s, it reported: %s",
		"ожидалось, что клиент сообщит: $1 $2; он сообщил: $3",
	},
	{"expected the message %v to have %s as %s, it has %s", "сообщение $1: ожидалось $2 — $3, там $4"},
	{
		"expected the words %q in the message of a failure, the client reported: %s",
		"ожидались слова $1 в сообщении об ошибке; клиент сообщил: $2",
	},
	{
		"expected a device of %v to be registered, no device is",
		"ожидалось зарегистрированное устройство $1, его нет",
	},
	{"expected a push to %v, none was sent", "ожидался пуш на $1, его не отправили"},
	{"no message was ever sent to %v", "на $1 не отправлено ни одного сообщения"},
	{"it ended before: %s", "вызов закончился раньше: $1"},
	{
		"expected a login session of %s, the server has no such session",
		"ожидалась сессия входа номера $1, на сервере её нет",
	},
	{
		"expected the client to ask for the code of one of its logins, it asked for %q in the call %s",
		"ожидалось, что клиент запросит код одного из своих входов; он запросил $1 в вызове $2",
	},
}
