package russian

// findings is what the contract and fidelity say of exchanges.
var findings = []pair{
	{"%s: %s of %s by %s at %s: expected %s, got %s", "$1: $2, $3 ($4), место $5: ожидалось $6, пришло $7"},
	{"%s; the nearest is %s", "$1; ближайшая: $2"},
	{"%s %s fits no operation", "$1 $2 не соответствует ни одной операции"},
	{"the operation needs the header %s; send it", "операции нужен заголовок $1: отправьте его"},
	{"the operation needs a body; send one", "операции нужно тело: отправьте его"},
	{"the operation takes no body; send none", "у операции нет тела: не отправляйте его"},
	{"the %s parameter %s is required; send it", "обязателен параметр $2 ($1): отправьте его"},
	{
		"the %s parameter %s is sent more than once; send one",
		"параметр $2 ($1) отправлен несколько раз: отправьте один",
	},
	{"the %s at %s lacks a required field; send it", "$1, место $2: нет обязательного поля: отправьте его"},
	{"the %s lacks a required field; send it", "$1: нет обязательного поля: отправьте его"},
	{
		"the %s at %s has a field that the document of %s does not list; check its name and its place",
		"$1, место $2: такого поля нет в документе $3; проверьте имя и место",
	},
	{
		"the %s at %s is null, and must be there; send %s",
		"$1, место $2: null вместо обязательного значения; нужно: $3",
	},
	{"the %s at %s is null; send %s or leave it out", "$1, место $2: null; нужно: $3, либо уберите поле"},
	{
		"the %s at %s does not fit the document of %s; expected %s",
		"$1, место $2: не соответствует документу $3; ожидалось: $4",
	},
	{"the %s does not fit the document of %s; expected %s", "$1: не соответствует документу $2; ожидалось: $3"},
	{
		"the content type of the %s is not one that the document lists",
		"тип содержимого ($1) — не из тех, что есть в документе",
	},
	{
		"the document of %s has no query parameter of this name; remove it or correct its name",
		"в документе $1 нет такого параметра query: уберите его или исправьте имя",
	},
	{"the document of %s lists no header %s", "в документе $1 нет заголовка $2"},
	{"the document promises the header %s", "по документу здесь есть заголовок $1"},
	{"the document promises a body", "по документу здесь есть тело"},
	{"the document does not list this status for %s", "для $1 в документе нет такого статуса"},
	{"the %s cannot be read as JSON: %s", "$1 не читается как JSON: $2"},
	{
		"which of the values counts is not defined; send the key once",
		"какое из значений считается, не определено: отправьте ключ один раз",
	},
	{"one of %s", "одно из: $1"},
	{"%s is unknown and is ignored", "поле $1 неизвестно и не учитывается"},
	{"%s contains %s", "$1 содержит $2"},
	{"%s did not tell %s", "$1: не сообщено $2"},
	{
		"%s told %d of %s, %s has %d at %s: there are more pages",
		"$1: сообщено $2 из $3, в $4 их $5 ($6): есть ещё страницы",
	},
	{"%s told %s as %s, the response to %s had %s at %s", "$1: $2 сообщено как $3, в ответе на $4 было $5 ($6)"},
	{
		"%s was asked for once, the client sent %s again after it had succeeded (entry %d)",
		"$1: просили один раз, клиент отправил $2 снова после успеха (запись $3)",
	},
	{"%s was asked for with %s, the client sent %s %s (%s)", "$1: просили с $2, клиент отправил $3 $4 ($5)"},
	{"%s was given %s as %s, the request of %s has %s at %s", "$1: задано $2 как $3, в запросе $4 стоит $5 ($6)"},
	{
		"the user of %s entered %s as %s, the request of %s has %s at %s",
		"$1: пользователь ввёл $2 ($3), в запросе $4 стоит $5 ($6)",
	},
	{
		"%s was given %s as %s, the server has not taken the request of %s that has it",
		"$1: задано $2 как $3, запрос $4 с этим значением сервер не принял",
	},
	{
		"the request of %s for %s carries the %s of another call, %s",
		"запрос $1 для $2 несёт $3 другого вызова: $4",
	},
	{"%s was not given %s, the request of %s has %s at %s", "$1: $2 не задано, в запросе $3 стоит $4 ($5)"},
	{
		"the request of %s has %s at %s, which %s was not asked for",
		"в запросе $1 есть $2 ($3), о чём $4 не просили",
	},
	{
		"the request of %s for %s carries what entry %d issued to %s; the call came with other credentials",
		"запрос $1 для $2 несёт то, что запись $3 выдала $4; у вызова другие учётные данные",
	},
}
