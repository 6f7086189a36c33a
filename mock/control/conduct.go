package control

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"sparring/mock/control/wire"
	"sparring/mock/journal"
	"sparring/mock/problem"
)

// getConduct judges the journal of a world. The judge knows the rules, the server does not.
func getConduct(c *call) (answer, error) {
	if c.Judge == nil {
		return answer{}, problem.New(problem.NoJudge, "this server judges no conduct")
	}
	language := c.r.URL.Query().Get("language")
	if !spoken(language) {
		return answer{}, unknownIn(c.r.URL.Query(), "language", languages)
	}
	return ok(c.Judge(c.world.ID, language, c.world.Journal.Query(journal.Filter{})))
}

// languages are those of texts for people.
var languages = []string{"en", "ru"}

// spoken reports whether texts can be had in a language; empty means English.
func spoken(language string) bool { return language == "" || slices.Contains(languages, language) }

// maxTitle bounds the title of a scenario, in characters.
const maxTitle = 500

// recordScenario writes the journal of a world as a scenario. Who writes it knows the sentences, the server does not.
func recordScenario(c *call) (answer, error) {
	asked, err := decode[wire.RecordRequest](c, true)
	if err != nil {
		return answer{}, err
	}
	if !spoken(asked.Language) {
		return answer{}, problem.Unknown(problem.BadValue, "language", asked.Language, languages).At("/language")
	}
	if n := utf8.RuneCountInString(asked.Title); n > maxTitle {
		return answer{}, wrong(problem.BadValue, "/title", fmt.Sprintf("/title: expected at most %d characters, got %d",
			maxTitle, n))
	}
	if c.Record == nil {
		return answer{}, problem.New(problem.NoRecorder, "this server writes no scenarios")
	}
	return ok(c.Record(c.world.ID, asked, c.world.Journal.Query(journal.Filter{})))
}
