package scenarios_test

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"

	"sparring/scenarios"
	"sparring/scenarios/verdict/report"
)

// TestRussianReport: a Russian page of clients that fail has no English sentence of ours.
func TestRussianReport(t *testing.T) {
	ours := regexp.MustCompile(`\b[a-z]+ [a-z]+(?:[,;:]? [a-z]+){2,}\b`)
	// What others wrote: styles, scripts, code, sources, what the client said, and bodies in diagrams.
	others := regexp.MustCompile(`(?s)<(style|script|pre|code|cite|title)\b.*?</(style|script|pre|code|cite|title)>|` +
		`<p class="muted small src".*?</p>|<p class="said">.*?</p>|<text class="[mx]".*?</text>`)
	tags := regexp.MustCompile(`<[^>]*>`)
	for client, features := range map[string][]string{
		"bonder-never-renews":        {"bonder/errors_token.feature", "bonder/tokens.feature"},
		"bonder-sends-six-languages": {"bonder/portions.feature"},
		"radist-takes-wrong-answers": {"radist/telegram_qr.feature"},
		"timconnect-never-reports":   {"timconnect/messages.feature", "timconnect/pushes.feature"},
	} {
		r := judge(t, scenarios.Options{Client: scenarios.APIs().Starter(client), Scenarios: features})
		r.Russian = scenarios.RussianStep
		var page bytes.Buffer
		if err := report.HTML().Write(&page, &r, "ru"); err != nil {
			t.Fatal(err)
		}
		text := html.UnescapeString(tags.ReplaceAllString(others.ReplaceAllString(page.String(), "\n"), "\n"))
		if !strings.Contains(text, "Когда") || r.Counts.Failed+r.Counts.Warned == 0 {
			t.Fatalf("%s: %s", client, r.Counts)
		}
		for _, sentence := range ours.FindAllString(text, -1) {
			t.Errorf("%s: %q", client, sentence)
		}
	}
}
