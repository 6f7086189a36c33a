package russian

// words are values of sentences.
var words = []pair{
	{"authorization", "авторизация"},
	{"authorisation", "авторизация"},
	{"sign-up", "регистрация"},
	{"log-in", "вход"},
	{"token", "токен"},
	{"session", "сессия"},
	{"password", "пароль"},
	{"code", "код"},
	{"present", "есть"},
	{"absent", "нет"},
	{"none", "нет"},
	{"nothing", "ничего"},
	{"client", "клиент"},
	{"service", "сервис"},
	{"fake", "сервер"},
	{"answer", "ответ"},
	{"request", "запрос"},
	{"response", "ответ"},
	{"query", "query"},
	{"success", "успех"},
	{"1 case", "один случай"},
	{"%d cases", "случаев: $1"},
	{"a text", "текст"},
	{"a number", "число"},
	{"no such request came", "таких запросов не было"},
	{"no request came", "запросов не было"},
	{"nothing happened that could be judged", "не случилось ничего, что можно проверить"},
}

// rules are what rules demand.
var rules = []pair{
	{
		"a card without the fields that are not set is read",
		"карточка читается и тогда, когда в ней нет незаполненных полей",
	},
	{
		"a code or password that was refused is not sent again by the client itself",
		"отклонённый код или пароль клиент не отправляет повторно сам",
	},
	{
		"a connection is made of a session only when the session was seen as authenticated",
		"подключение создаётся из сессии только после того, как клиент увидел её в состоянии authenticated",
	},
	{
		"a connection that is authorized again is not created again, and its session bears connection_id",
		"при повторной авторизации подключение не создаётся заново, а его сессия открывается с connection_id",
	},
	{
		"a device that the client has removed sends nothing until it is registered again",
		"удалённое клиентом устройство ничего не отправляет, пока его не зарегистрируют снова",
	},
	{
		"a kitten that is refused for good is not asked for again",
		"котёнка, в котором отказано окончательно, больше не запрашивают",
	},
	{"a message is shown once", "сообщение показывается один раз"},
	{"a message that is sent again keeps its LocalId", "повторно отправленное сообщение сохраняет свой LocalId"},
	{
		"a profile whose creation was not answered is not created again by itself",
		"профиль, на создание которого не пришёл ответ, не создаётся ещё раз сам собой",
	},
	{
		"a request for kittens that came too often, or at a bad time, is not repeated at once",
		"запрос котят, пришедший слишком часто или не вовремя, не повторяется сразу",
	},
	{
		"a request that failed inside the server is tried again, but not without end",
		"запрос, упавший внутри сервера, повторяется, но не бесконечно",
	},
	{"a request that is refused is not repeated without end", "отклонённый запрос не повторяется бесконечно"},
	{
		"a service that is offline is not tried again within the same call",
		"к недоступному сервису не обращаются ещё раз в рамках того же вызова",
	},
	{
		"a session is polled about every five seconds, where the caller has not said otherwise",
		"сессию опрашивают примерно раз в пять секунд, если вызывающая сторона не задала иного",
	},
	{"a session that answered 404 is not polled without end", "сессию, ответившую 404, не опрашивают бесконечно"},
	{
		"a session that is refused is renewed once, and the refused request repeated once",
		"отклонённую сессию обновляют один раз и один раз повторяют отклонённый запрос",
	},
	{
		"a session that was refused and replaced is not presented again by later calls",
		"отклонённую и заменённую сессию следующие вызовы больше не предъявляют",
	},
	{
		"a stream that is opened again goes on after the last event that came",
		"заново открытый поток продолжается с последнего полученного события",
	},
	{
		"a token that is refused is renewed once, and the refused request repeated once",
		"отклонённый токен обновляют один раз и один раз повторяют отклонённый запрос",
	},
	{
		"a token that was refused and renewed is not used again by later calls",
		"отклонённый и обновлённый токен следующие вызовы больше не используют",
	},
	{
		"a token that was refused is not sent again by itself",
		"отклонённый токен не отправляется повторно сам собой",
	},
	{
		"after 429 a call sends nothing more before the time in Retry-After",
		"после 429 вызов ничего не отправляет до времени из Retry-After",
	},
	{
		"after the refusal of a blocked or removed device nothing more is sent in the same call",
		"после отказа заблокированному или удалённому устройству тот же вызов больше ничего не отправляет",
	},
	{
		"an SMS whose fate is unknown is not sent again",
		"SMS, о судьбе которой ничего не известно, не отправляется ещё раз",
	},
	{"at most five languages are saved in one request", "в одном запросе сохраняется не больше пяти языков"},
	{
		"credentials that were refused are not sent again by themselves",
		"отклонённые учётные данные не отправляются повторно сами собой",
	},
	{"every request fits an operation", "каждый запрос соответствует какой-либо операции"},
	{"%s keeps the document", "$1: запросы соответствуют документу"},
	{"lists are read to their last page", "списки читаются до последней страницы"},
	{
		"one expired session is renewed once, however many requests it refuses",
		"истёкшая сессия обновляется один раз, сколько бы запросов с ней ни отклонили",
	},
	{
		"one expired session is replaced once, however many requests it refuses",
		"истёкшая сессия заменяется один раз, сколько бы запросов с ней ни отклонили",
	},
	{
		"one expired token is renewed once, however many requests it refuses",
		"истёкший токен обновляется один раз, сколько бы запросов с ним ни отклонили",
	},
	{"one order to call starts one call", "на одну просьбу позвонить приходится один звонок"},
	{"only data that needs updating is sent", "отправляются только данные, которые нужно обновить"},
	{
		"only messages that have arrived are reported as delivered",
		"доставленными сообщаются только пришедшие сообщения",
	},
	{
		"success is reported to the caller only if the server has answered it",
		"об успехе сообщается, только если сервер ответил успехом",
	},
	{
		"success is reported to the caller only if the server has answered success",
		"об успехе сообщается, только если сервер ответил успехом",
	},
	{
		"the archive is read only to restore messages",
		"архив читается только для восстановления сообщений",
	},
}

// broken is what rules say of clients that break them.
var broken = []pair{
	{
		"expected %s to read %d pages, the last that it read is %d",
		"$1: ожидалось чтение $2 страниц, последняя прочитанная — $3",
	},
	{
		"expected LastEventId=%d, the last event of the stream before, got %q",
		"ожидался LastEventId=$1, последнее событие прежнего потока, пришёл $2",
	},
	{
		"expected a failure, or a request that the server answered with success; the client reported " +
			"success of %s after %s, without a response that proves it",
		"ожидалась ошибка или запрос, на который сервер ответил успехом; клиент сообщил об успехе $1 после $2, " +
			"но ни один ответ этого не подтверждает",
	},
	{
		"expected a report on messages that have arrived, got one on %s, which never did: no SMS will replace it",
		"ожидался отчёт о пришедших сообщениях, пришёл отчёт о $1, которое не приходило: SMS вместо него " +
			"не отправят",
	},
	{
		"expected a request that had its effect, but whose response was lost, not to have it again",
		"ожидалось, что запрос, который подействовал, но ответ на который потерян, не подействует ещё раз",
	},
	{
		"expected a session that answered 404 to be left alone, it was asked again",
		"ожидалось, что сессию, ответившую 404, оставят в покое; её запросили снова",
	},
	{
		"expected a session with status=authenticated, the client made a connection when it had seen status=%v",
		"ожидалась сессия со status=authenticated; клиент создал подключение, увидев status=$1",
	},
	{
		"expected about %s between two polls unless the caller says otherwise, got %s",
		"ожидалось около $1 между опросами, если вызывающая сторона не задала иного, прошло $2",
	},
	{"expected about %s between two polls, got %s", "ожидалось около $1 между опросами, прошло $2"},
	{"expected at most %d repetitions after %s, got %d", "ожидалось не больше $1 повторов после $2, их $3"},
	{
		"expected at most %d repetitions shortly after %s, got %d in a row",
		"ожидалось не больше $1 повторов сразу после $2, подряд их $3",
	},
	{"expected at most five languages in one request, got %d", "ожидалось не больше пяти языков в запросе, их $1"},
	{
		"expected connection_id when the session of a re-authorization is opened, got none",
		"ожидался connection_id при открытии сессии повторной авторизации, его нет",
	},
	{
		"expected no new connection after a re-authorization, the client asked for %d",
		"после повторной авторизации не ожидалось новых подключений, клиент запросил их: $1",
	},
	{
		"expected no new connection of a session that was opened with connection_id, the client asked for one",
		"из сессии, открытой с connection_id, не ожидалось нового подключения; клиент его запросил",
	},
	{
		"expected no such request again in the same call after %s, got %d",
		"после $1 в том же вызове не ожидалось таких запросов, их $2",
	},
	{
		"expected no such request within %s of %s, one came after %s",
		"в течение $1 после $2 не ожидалось таких запросов, один пришёл через $3",
	},
	{
		"expected nothing after “%s”, got %d more requests in the same call",
		"после «$1» ничего не ожидалось, в том же вызове запросов ещё: $2",
	},
	{
		"expected nothing for the device that was removed in entry %d, got %s",
		"для устройства, удалённого в записи $1, ничего не ожидалось, пришёл $2",
	},
	{
		"expected nothing within %s of a 429, the next request came after %s",
		"в течение $1 после 429 ничего не ожидалось, следующий запрос пришёл через $2",
	},
	{
		"expected one %s after the refusal of a %s, %d came",
		"после отказа ($2) ожидался один запрос ($1), пришло: $3",
	},
	{
		"expected one %s after the refusal of a %s, at least %d came for one request",
		"после отказа ($2) ожидался один запрос ($1), на один отклонённый их пришло не меньше $3",
	},
	{
		"expected one %s for the %s %s, with which %d requests were refused; %d came",
		"ожидался один запрос ($1) вместо $3 ($2), с которым отклонено запросов: $4; пришло: $5",
	},
	{
		"expected one %s to succeed, %d did in one call of %s",
		"ожидался один успешный запрос ($1), в одном вызове $3 их $2",
	},
	{
		"expected only what the caller gave, got %s as well",
		"ожидалось только заданное вызывающей стороной, пришло ещё $1",
	},
	{
		"expected refused credentials not to be sent again, they were refused %d times in a row",
		"не ожидалось, что отклонённые учётные данные отправят снова; их отклонили подряд $1 раз",
	},
	{
		"expected refused credentials not to be sent again, they were refused %d times in one call",
		"не ожидалось, что отклонённые учётные данные отправят снова; за один вызов их отклонили $1 раз",
	},
	{
		"expected the LocalId of the message that the server has taken already, got %s",
		"ожидался LocalId сообщения, которое сервер уже принял, пришёл $1",
	},
	{
		"expected the archive to be left alone by %s, it was read %d times",
		"$1: архив читать не ожидалось, его прочли $2 раз",
	},
	{
		"expected the new %s, %d requests carried the one that was refused and replaced by entry %d",
		"ожидалось новое значение ($1), в запросах ($2) было отклонённое и заменённое записью $3",
	},
	{
		"expected the new %s, got the one that was refused and replaced by entry %d",
		"ожидалось новое значение ($1), пришло отклонённое и заменённое записью $2",
	},
	{
		"expected the refused request again once, it came %d times",
		"ожидался один повтор отклонённого запроса, он пришёл $1 раз",
	},
	{
		"expected the refused request again with the new %s, it did not come",
		"ожидался повтор отклонённого запроса с новым значением ($1), его не было",
	},
	{
		"expected what was refused not to be sent again, it came a second time",
		"не ожидалось, что отклонённое отправят снова; оно пришло второй раз",
	},
}
