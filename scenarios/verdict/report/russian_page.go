package report

// pagePieces are the texts of the page's template, each with its Russian one. A piece that is in the template no more
// fails a test.
var pagePieces = [][2]string{
	{`<html lang="en">`, `<html lang="ru">`},
	{`{{template "icon" slug .}}{{.}}</span>`, `{{template "icon" slug .}}{{say .}}</span>`},
	{`<title>{{.N}} {{.Verdict}}</title>`, `<title>{{say .Verdict}}: {{.N}}</title>`},
	{`{{reading .}}</span>`, `{{say (reading .)}}</span>`},
	{`<b class="level">should</b>`, `<b class="level">желательно</b>`},
	{`Failure {{.Nth}} of {{.Of}}`, `Неудача {{.Nth}} из {{.Of}}`},
	{`previous failure</a>`, `предыдущая неудача</a>`},
	{`>next failure</a>`, `>следующая неудача</a>`},
	{`<p class="muted">Rule: `, `<p class="muted">Правило: `},
	{`aria-label="What was not kept"`, `aria-label="Что не соблюдено"`},
	{`<b>{{.Judged}}</b>`, `<b>{{say .Judged}}</b>`},
	{`, holds after every scenario`, `, проверяется после каждого сценария`},
	{
		`<span class="tag p-{{.Provenance}}">{{.Provenance}}</span>`,
		`<span class="tag p-{{.Provenance}}">{{say .Provenance}}</span>`,
	},
	{`Tolerance: `, `Допуск: `},
	{`Journal entries: `, `Записи журнала: `},
	{`… {{.More}} more{{end}}`, `… и ещё {{.More}}{{end}}`},
	{`<h4>Steps</h4>`, `<h4>Шаги</h4>`},
	{`<span class="vh">{{.Status}}: </span>`, `<span class="vh">{{say .Status}}: </span>`},
	{`the client said:`, `клиент сообщил:`},
	{`<h4>Run it again</h4>`, `<h4>Запустить ещё раз</h4>`},
	{`hidden>Copy</button>`, `hidden>Копировать</button>`},
	{`<dt>Level</dt>`, `<dt>Уровень</dt>`},
	{`<dt>Reading</dt>`, `<dt>Толкование</dt>`},
	{`<dt>Tags</dt>`, `<dt>Метки</dt>`},
	{`<dt>World</dt>`, `<dt>Мир</dt>`},
	{`<dt>Decided by</dt>`, `<dt>Решающая проверка</dt>`},
	{`<summary>{{len .}} kept</summary>`, `<summary>Соблюдено: {{len .}}</summary>`},
	{`Log of the client (stderr)`, `Журнал клиента (stderr)`},
	{`… {{.LogCut}} bytes before`, `… байт до этого: {{.LogCut}}`},
	{`<h4>What passed between them</h4>`, `<h4>Обмен между ними</h4>`},
	{`aria-label="Sequence diagram of {{tell .Name}}"`, `aria-label="Диаграмма: {{tell .Name}}"`},
	{`Nothing is in the journal of this scenario.`, `В журнале этого сценария ничего нет.`},
	{`<summary>The exchanges in full</summary>`, `<summary>Обмены целиком</summary>`},
	{
		`… {{.Left}} more entries; the JSON report has them all.`,
		`… записей ещё: {{.Left}}; все они есть в отчёте JSON.`,
	},
	{`<span class="vh">evidence: </span>`, `<span class="vh">доказательство: </span>`},
	{` · the client left`, ` · клиент ушёл`},
	{` · late{{end}}`, ` · поздно{{end}}`},
	{` · never answered`, ` · без ответа`},
	{
		`{{.Kind}} by {{.By}}: {{.Code}}{{if .Pointer}} at {{.Pointer}}{{end}}`,
		`{{say .Kind}} ({{say .By}}): {{.Code}}{{if .Pointer}} в {{.Pointer}}{{end}}`,
	},
	{` Expected {{tell .Expected}}, got {{.Actual}}.`, ` Ожидалось {{tell .Expected}}, пришло {{.Actual}}.`},
	{
		`<span class="muted">{{.Provenance}}{{if .Source}}`,
		`<span class="muted">{{say .Provenance}}{{if .Source}}`,
	},
	{` fault {{.Rule}}: `, ` сбой {{.Rule}}: `},
	{`What really left the server`, `Что на самом деле отправил сервер`},
	{`… {{.MoreMessages}} more messages`, `… сообщений ещё: {{.MoreMessages}}`},
	{`<b>{{.How}}</b>`, `<b>{{say .How}}</b>`},
	{`<title>{{.Report.Verdict}}: `, `<title>{{say .Report.Verdict}}: `},
	{`conformance report`, `отчёт о проверке клиента`},
	{`exit {{.Report.ExitCode}}: `, `код завершения {{.Report.ExitCode}}: `},
	{`<dt>Date</dt>`, `<dt>Дата</dt>`},
	{`<dt>Took</dt>`, `<dt>Длилось</dt>`},
	{
		`<dt>Exchanges</dt><dd>{{.Exchanges}}{{if .Worlds}} in {{.Worlds}} world{{if ne .Worlds ` +
			`1}}s{{end}}{{end}}`,
		`<dt>Обменов</dt><dd>{{.Exchanges}}{{if .Worlds}}, миров: {{.Worlds}}{{end}}`,
	},
	{`<dt>The command</dt>`, `<dt>Команда</dt>`},
	{`<dt>Seed</dt>`, `<dt>Зерно</dt>`},
	{`<dt>The client says it is</dt>`, `<dt>Клиент называет себя</dt>`},
	{`<dt>Server</dt>`, `<dt>Сервер</dt>`},
	{`<dt>Selection</dt>`, `<dt>Отбор</dt>`},
	{`<dt>At a time</dt>`, `<dt>Одновременно</dt>`},
	{`<h2 id="summary">Summary</h2>`, `<h2 id="summary">Итог</h2>`},
	{
		`<b>{{len .Report.Scenarios}}</b> scenario{{if ne (len .Report.Scenarios) 1}}s{{end}}{{if ` +
			`.Report.Counts.KnownFailing}}, {{.Report.Counts.KnownFailing}} of them known to fail{{end}}`,
		`Сценариев: <b>{{len .Report.Scenarios}}</b>{{if .Report.Counts.KnownFailing}}, из них ` +
			`известных неудач: {{.Report.Counts.KnownFailing}}{{end}}`,
	},
	{
		`Go to the failure{{else}}Go to the first of {{.FailureCount}} failures`,
		`К неудаче{{else}}К первой неудаче из {{.FailureCount}}`,
	},
	{
		`keys: n next failure, p previous failure, / search`,
		`клавиши: n — следующая неудача, p — предыдущая, / — поиск`,
	},
	{`<b>{{.N}}</b><span>{{.Verdict}}</span>`, `<b>{{.N}}</b><span>{{say .Verdict}}</span>`},
	{
		`Time of all scenarios, summed up: worlds {{took .Report.Spent.Worlds}}, client {{took ` +
			`.Report.Spent.Client}}, control {{took .Report.Spent.Control}}, waiting {{took ` +
			`.Report.Spent.Waiting}}.`,
		`Время всех сценариев в сумме: миры {{took .Report.Spent.Worlds}}, клиент {{took ` +
			`.Report.Spent.Client}}, управление {{took .Report.Spent.Control}}, ожидание {{took ` +
			`.Report.Spent.Waiting}}.`,
	},
	{`<h2 id="matrix">By API</h2>`, `<h2 id="matrix">По API</h2>`},
	{`<span class="w">{{.}}</span>`, `<span class="w">{{say .}}</span>`},
	{
		`<th scope="col">all</th><th scope="col"><span class="vh">share</span></th>`,
		`<th scope="col">всего</th><th scope="col"><span class="vh">доля</span></th>`,
	},
	{`"none named"`, `"без API"`},
	{`<td data-name="{{.Verdict}}">`, `<td data-name="{{say .Verdict}}">`},
	{`"}} {{.Verdict}}: </span>{{.N}}</a>`, `"}} {{say .Verdict}}: </span>{{.N}}</a>`},
	{`data-name="all"`, `data-name="всего"`},
	{`<h2 id="causes">What decided</h2>`, `<h2 id="causes">Что решило</h2>`},
	{
		`<th scope="col">Verdict</th><th scope="col">Scenarios</th><th scope="col">Check</th><th ` +
			`scope="col">First seen in</th>`,
		`<th scope="col">Итог</th><th scope="col">Сценариев</th><th scope="col">Проверка</th><th ` +
			`scope="col">Впервые</th>`,
	},
	{`What was met of {{.API}}`, `Что встретилось из {{.API}}`},
	{
		`{{.Called}} of {{.Of}} operations were called; {{.Met}} of {{.All}} outcomes were met ` +
			`({{.Percent}}). A blank cell is no outcome of its operation; what the document does not ` +
			`list covers nothing.`,
		`Вызвано операций: {{.Called}} из {{.Of}}; встретилось исходов: {{.Met}} из {{.All}} ` +
			`({{.Percent}}). Пустая клетка: у операции нет такого исхода. Чего нет в документе, не ` +
			`засчитывается.`,
	},
	{
		`<th scope="col">Operation</th><th scope="col">requests</th>`,
		`<th scope="col">Операция</th><th scope="col">запросов</th>`,
	},
	{`What the real server does otherwise`, `Что настоящий сервер делает иначе`},
	{
		`Than our document says. An example is the shape of a value: each letter is x, each digit 0.`,
		`Не так, как говорит наш документ. Пример — это вид значения: вместо каждой буквы x, вместо ` +
			`каждой цифры 0.`,
	},
	{
		`<th scope="col">Field</th><th scope="col">What</th><th scope="col">Times</th><th ` +
			`scope="col">Expected</th><th scope="col">Example</th><th scope="col">First entry</th><th ` +
			`scope="col">Operations</th>`,
		`<th scope="col">Поле</th><th scope="col">Что</th><th scope="col">Раз</th><th ` +
			`scope="col">Ожидалось</th><th scope="col">Пример</th><th scope="col">Первая запись</th><th ` +
			`scope="col">Операции</th>`,
	},
	{`data-name="what"`, `data-name="что"`},
	{`data-name="times"`, `data-name="раз"`},
	{`data-name="expected"`, `data-name="ожидалось"`},
	{`data-name="example"`, `data-name="пример"`},
	{`data-name="first"`, `data-name="впервые"`},
	{`data-name="operations"`, `data-name="операции"`},
	{`Since the earlier run`, `По сравнению с прошлым прогоном`},
	{
		`Compared with <code>{{.Baseline}}</code> of {{stamp .Started}}`,
		`Сравнение с <code>{{.Baseline}}</code> от {{stamp .Started}}`,
	},
	{`, which judged <b`, `, где проверялся <b`},
	{
		`<b>{{len .Worse}}</b> worse, <b>{{len .Better}}</b> better, <b>{{len .New}}</b> new, ` +
			`<b>{{.Same}}</b> the same; <b>{{len .Gone}}</b> of the earlier run are not in this one{{if ` +
			`ne .Selection $.Report.Selection}}, which has another selection{{end}}.`,
		`хуже: <b>{{len .Worse}}</b>, лучше: <b>{{len .Better}}</b>, новых: <b>{{len .New}}</b>, без ` +
			`изменений: <b>{{.Same}}</b>; в этом прогоне нет: <b>{{len .Gone}}</b>{{if ne .Selection ` +
			`$.Report.Selection}} (отбор другой){{end}}.`,
	},
	{
		`<th scope="col">Change</th><th scope="col">Was</th><th scope="col">Is</th><th ` +
			`scope="col">Scenario</th>`,
		`<th scope="col">Изменение</th><th scope="col">Было</th><th scope="col">Стало</th><th ` +
			`scope="col">Сценарий</th>`,
	},
	{`Not in this run: {{len .Gone}}`, `Нет в этом прогоне: {{len .Gone}}`},
	{`</span>: {{.Was}}</li>`, `</span>: {{say .Was}}</li>`},
	{`By reading of the vendors' texts`, `По толкованиям текстов поставщиков`},
	{
		`<th scope="col">Reading</th><th scope="col">Scenarios</th><th scope="col">What became of ` +
			`them</th>`,
		`<th scope="col">Толкование</th><th scope="col">Сценариев</th><th scope="col">Итоги</th>`,
	},
	{
		`; {{.Contradicted}} of the skipped contradict the reading`,
		`; противоречат толкованию: {{.Contradicted}}`,
	},
	{`data-name="scenarios"`, `data-name="сценариев"`},
	{`<h2 id="lacking">Not judged</h2>`, `<h2 id="lacking">Не проверено</h2>`},
	{
		`{{$.Lacking}} of {{len $.Report.Scenarios}} scenarios were skipped for want of an ability. ` +
			`One that needs several counts for each.`,
		`Пропущено, потому что клиент этого не умеет: {{$.Lacking}} из {{len $.Report.Scenarios}}. ` +
			`Сценарий, которому нужно несколько умений, считается у каждого.`,
	},
	{
		`<th scope="col">Ability</th><th scope="col">Scenarios</th><th scope="col">Why it is ` +
			`known</th>`,
		`<th scope="col">Умение</th><th scope="col">Сценариев</th><th scope="col">Откуда ` +
			`известно</th>`,
	},
	{`Values that were not judged`, `Значения, которые не проверялись`},
	{
		`The client left these optional values out, so nobody compared them with what the server had ` +
			`said.`,
		`Клиент не сообщил эти необязательные значения, и сравнить их с ответом сервера не удалось.`,
	},
	{
		`</code>: {{.Scenarios}} scenario{{if ne .Scenarios 1}}s{{end}}</li>`,
		`</code>: сценариев {{.Scenarios}}</li>`,
	},
	{`tabindex="-1">Scenarios</h2>`, `tabindex="-1">Сценарии</h2>`},
	{`<span>Text</span>`, `<span>Текст</span>`},
	{`placeholder="name, file, check, operation …"`, `placeholder="название, файл, проверка, операция …"`},
	{`<option value="*">all</option>`, `<option value="*">все</option>`},
	{`<label><span>Level</span>`, `<label><span>Уровень</span>`},
	{`<legend>Verdict</legend>`, `<legend>Итог</legend>`},
	{`{{.Verdict}} {{.N}}</span></label>`, `{{say .Verdict}} {{.N}}</span></label>`},
	{`>Unfold all</button>`, `>Развернуть все</button>`},
	{`>Fold all</button>`, `>Свернуть все</button>`},
	{`>Show all</button>`, `>Показать все</button>`},
	{`No scenario was run.`, `Ни одного сценария не запущено.`},
	{`No scenario is like that.`, `Таких сценариев нет.`},
	{`<span class="vh"> {{.Verdict}}</span>`, `<span class="vh"> {{say .Verdict}}</span>`},
	{`<h2 id="sources">Sources</h2>`, `<h2 id="sources">Источники</h2>`},
	{
		`A source such as <code>bonder#L182</code> is a text and its line. The vendors' texts are ` +
			`theirs; this is how to find them. docs/sources.md has the sections of each.`,
		`Источник вида <code>bonder#L182</code> — это текст и строка в нём. Тексты принадлежат ` +
			`поставщикам; здесь сказано, где они опубликованы. Разделы каждого перечислены в ` +
			`docs/sources.md.`,
	},
	{
		`<th scope="col">Name</th><th scope="col">What it is</th><th scope="col">Published at</th>`,
		`<th scope="col">Имя</th><th scope="col">Что это</th><th scope="col">Где найти</th>`,
	},
	{`; {{.Lines}} lines`, `, строк: {{.Lines}}`},
	{
		`Made by Sparring {{.Report.Version}}. Secrets are marked, world time is the server's ` +
			`virtual time. Signs in the diagrams: {{template "icon" "failed"}} evidence against the ` +
			`client or a broken rule, {{template "icon" "fault"}} a fault, {{template "icon" "why"}} ` +
			`what the client is never told, {{template "icon" "clock"}} the clock, {{template "icon" ` +
			`"event"}} an event outside HTTP, {{template "icon" "state"}} planted state and switches.`,
		`Сделано Sparring {{.Report.Version}}. Секреты закрыты метками, время мира — виртуальное ` +
			`время сервера. Знаки на диаграммах: {{template "icon" "failed"}} доказательство против ` +
			`клиента или нарушенное правило, {{template "icon" "fault"}} сбой, {{template "icon" "why"}} ` +
			`то, о чём клиенту не говорят, {{template "icon" "clock"}} часы, {{template "icon" "event"}} ` +
			`событие помимо HTTP, {{template "icon" "state"}} записанные факты и переключатели.`,
	},
	{`<h2 id="walk">Operations and faults</h2>`, `<h2 id="walk">Операции и сбои</h2>`},
	{
		`{{.Walked}} cells were walked, {{.Left}} were left; {{.Pruned}} of {{.Whole}} were pruned. In each ` +
			`square the left mark is a fault that is met {{index .Moments 0}}, the right one a fault that ` +
			`{{index .Moments 1}} request meets. A mark that failed or warned leads to the smallest run that shows it.`,
		`Клеток пройдено: {{.Walked}}, осталось: {{.Left}}; отсечено {{.Pruned}} из {{.Whole}}. В каждом ` +
			`квадрате левая отметка — сбой, который случается один раз, правая — сбой на каждом запросе. ` +
			`Отметка о неудаче или предупреждении ведёт к наименьшему прогону, который её показывает.`,
	},
	{
		`<table class="heat"><thead><tr><th scope="col">Operation</th>{{range .Kinds}}`,
		`<table class="heat"><thead><tr><th scope="col">Операция</th>{{range .Kinds}}`,
	},
	{`<h2 id="explained">Causes</h2>`, `<h2 id="explained">Причины</h2>`},
	{
		`The fewest known mistakes that explain what failed; the first explains the most.`,
		`Наименьшее число известных ошибок, которое объясняет неудачи; первая объясняет больше всех.`,
	},
	{
		`<th scope="col">Mistake</th><th scope="col">Explains</th><th scope="col">How to mend it</th>`,
		`<th scope="col">Ошибка</th><th scope="col">Объясняет</th><th scope="col">Как исправить</th>`,
	},
	{`<br>or: `, `<br>или: `},
	{`data-name="explains"`, `data-name="объясняет"`},
	{`data-name="mend"`, `data-name="исправить"`},
	{`<td>not explained: `, `<td>не объяснено: `},
}
