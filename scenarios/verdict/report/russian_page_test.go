package report_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report"
)

func russianPage(t *testing.T, r *verdict.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.HTML().Write(&b, r, "ru"); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestHTMLRussian: headings, names of columns, verdicts and buttons are Russian; the policy lets the translated script
// run.
func TestHTMLRussian(t *testing.T) {
	text := russianPage(t, sample())
	if dir := os.Getenv("SHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "report.ru.html"), []byte(text), 0o600); err != nil {
			t.Error(err)
		}
	}
	for _, want := range []string{
		`<html lang="ru">`, "отчёт о проверке клиента", "код завершения 2: не удался сам прогон",
		"21.11.2026, 20:22:33 UTC",
		"4,92 с", ">не прошёл</span>", ">известная неудача</span>", ">по документу</span>", "Допуск: ±200 ms",
		"клиент сообщил:", "<h4>Шаги</h4>", "Показать все</button>", "показаны все:",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
	shown := regexp.MustCompile(`(?s)<(style|script|pre|code|svg class="seq")[^>]*>.*?</(style|script|pre|code|svg)>`).
		ReplaceAllString(text, "")
	for _, heading := range regexp.MustCompile(`(?s)<(h2|h4|dt|th|legend|button|summary|option)[^>]*>(.*?)</`).
		FindAllStringSubmatch(shown, -1) {
		plain := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(heading[2], "")
		if strings.TrimSpace(plain) != "" && !regexp.MustCompile(`[А-Яа-яё]|^(API|Sparring|bonder|must|should|`+
			`iqchannels|radist|timconnect|[\d\s]+)$`).MatchString(plain) {
			t.Errorf("<%s> is %q", heading[1], plain)
		}
	}
	if strings.Contains(text, "ZgotmplZ") || len(diagrams(t, text)) != len(diagrams(t, page(t, sample()))) {
		t.Error("the page is not whole")
	}
	empty := &verdict.Report{}
	empty.Finish(false)
	if text := russianPage(t, empty); !strings.Contains(text, "Ни одного сценария не запущено.") {
		t.Error("an empty report")
	}
}
