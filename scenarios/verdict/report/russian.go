package report

import (
	"fmt"
	"html/template"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report/diagram"
)

// The flavours of the page: its language. What vendors and clients say and the texts of features stay in the language
// that they were written in.
const (
	inEnglish Flavour = "en"
	inRussian Flavour = "ru"
)

// translated returns a text of the page's source in Russian: each piece is replaced where it stands.
func translated(source string, pieces [][2]string) string {
	for _, p := range pieces {
		source = strings.ReplaceAll(source, p[0], p[1])
	}
	return source
}

// wordInRussian is a word that the page shows: a verdict, a provenance, a change.
func wordInRussian(name string) string {
	if russian, is := wordsInRussian()[name]; is {
		return russian
	}
	return name
}

func wordsInRussian() map[string]string {
	return map[string]string{
		"passed": "прошёл", "warned": "замечание", "skipped": "пропущен", "cancelled": "отменён",
		"not exercised": "не случилось", "inconclusive": "неясно", "failed": "не прошёл", "error": "ошибка",
		"known failing": "известная неудача", "documented": "по документу", "observed": "по наблюдению",
		"derived": "наше толкование", "worse": "хуже", "better": "лучше", "new": "новый",
		"violation": "нарушение", "defect": "дефект", "client": "клиент", "service": "сервис", "fake": "сервер",
		"once": "один раз", "every": "каждый раз",
	}
}

// countsInRussian puts the words of "3 passed, 1 failed" into Russian, and those behind the kind of a fault: "reset,
// once: 3 passed".
func countsInRussian(counts string) string {
	kind, rest, is := strings.Cut(counts, ", ")
	if !is || !strings.Contains(rest, ": ") {
		return counting().ReplaceAllStringFunc(counts, wordInRussian)
	}
	return kind + ", " + counting().ReplaceAllStringFunc(rest, wordInRussian)
}

var counting = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\b(` + strings.Join(slices.Collect(maps.Keys(wordsInRussian())), "|") + `)\b`)
})

// exitInRussian says what the exit code of the run means.
func exitInRussian(r *verdict.Report) string {
	switch r.ExitCode {
	case verdict.ExitGood:
		return "проверено, всё хорошо"
	case verdict.ExitBad:
		bad := 0
		for _, s := range r.Scenarios {
			if !s.Good(r.Strict) && !s.Unused() {
				bad++
			}
		}
		return fmt.Sprintf("проверено, требуют внимания: %d", bad)
	case verdict.ExitInterrupted:
		return "прервано до конца проверки"
	case verdict.ExitCommand:
		return "не удалась сама команда, остальное хорошо"
	case verdict.ExitNothing:
		return "ничего не проверено"
	}
	return "не удался сам прогон; о клиенте это ничего не говорит"
}

// tookInRussian is a duration.
func tookInRussian(ms float64) string {
	return strings.NewReplacer("ms", " мс", "min", " мин", "m", " мин ", "s", " с", ".", ",").Replace(diagram.Took(ms))
}

// stampInRussian is a moment.
func stampInRussian(t time.Time) string { return t.UTC().Format("02.01.2006, 15:04:05 UTC") }

// inWords puts the texts that the page is given into Russian.
func (p *page) inWords() {
	script := translated(reportScript, scriptPieces)
	p.Script = template.JS(script) //nolint:gosec // ours, embedded
	p.Policy = strings.Replace(p.Policy, digest(reportScript), digest(script), 1)
	p.Exit = exitInRussian(p.Report)
	p.Rate = strings.Replace(p.Rate, "a second", "в секунду", 1)
	for i, notice := range p.Notices {
		p.Notices[i] = strings.NewReplacer(
			"Interrupted: what is cancelled was not judged, and is not a failure.",
			"Прервано: отменённое не проверено, но и неудачей не считается.",
			"Ended by --fail-fast after ", "Остановлено по --fail-fast после ",
			": what is cancelled was not judged.", ": отменённое не проверено.",
			"Strict: warned and skipped count as failed.",
			"Строго: предупреждения и пропуски считаются неудачами.",
			"Note: ", "Замечание: ", "Warning: ", "Внимание: ",
		).Replace(notice)
	}
}

// scriptPieces are the texts of the page's script.
var scriptPieces = [][2]string{
	{"`all ${n} shown`", "`показаны все: ${n}`"},
	{"`${n} of ${all.length} shown`", "`показано ${n} из ${all.length}`"},
	{`"Copied" : "Selected"`, `"Скопировано" : "Выделено"`},
	{`button.textContent = "Copy"`, `button.textContent = "Копировать"`},
}
