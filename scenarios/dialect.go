package scenarios

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	gherkin "github.com/cucumber/gherkin/go/v42"
)

// dialects are Gherkin's keywords, of all languages.
type dialects struct {
	own   map[string]bool // step keywords of the file's language, English and Russian, in lower case
	steps []string        // of all languages, as written, the longest first
	heads []string        // Feature, Scenario, Examples …, of all languages, the longest first
	near  []string        // the same of the file's language, English and Russian
}

// dialectsOf are those of each language that was asked for: sorting the keywords of all takes longer than to read a
// short feature.
var dialectsOf sync.Map

// newDialects returns the dialects of a file's language. They are shared, and not to be changed.
func newDialects(language string) *dialects {
	if known, ok := dialectsOf.Load(language); ok {
		return known.(*dialects) //nolint:forcetypeassert // only these are stored
	}
	d, _ := dialectsOf.LoadOrStore(language, sortedDialects(language))
	return d.(*dialects) //nolint:forcetypeassert // as above
}

func sortedDialects(language string) *dialects {
	d := &dialects{own: map[string]bool{}}
	for name, dialect := range allDialects() {
		near := name == language || name == "en" || name == "ru"
		for _, keyword := range dialect.StepKeywords() {
			if keyword == "* " {
				continue // a list in a description
			}
			d.steps = append(d.steps, keyword)
			if near {
				d.own[strings.ToLower(strings.TrimSpace(keyword))] = true
			}
		}
		for _, heads := range [][]string{
			dialect.FeatureKeywords(), dialect.RuleKeywords(), dialect.BackgroundKeywords(), dialect.ScenarioKeywords(),
			dialect.ScenarioOutlineKeywords(), dialect.ExamplesKeywords()} {
			d.heads = append(d.heads, heads...)
			if near {
				d.near = append(d.near, heads...)
			}
		}
	}
	for _, list := range [][]string{d.steps, d.heads, d.near} {
		slices.SortFunc(list, func(a, b string) int {
			if len(a) != len(b) {
				return len(b) - len(a)
			}
			return strings.Compare(a, b)
		})
	}
	return d
}

// allDialects lists Gherkin's languages. The library has no list of them, so the names are given here; a test knows
// if one is missing.
func allDialects() map[string]*gherkin.Dialect {
	out := map[string]*gherkin.Dialect{}
	for _, name := range strings.Fields(languages) {
		if d := gherkin.DialectsBuiltin().GetDialect(name); d != nil {
			out[name] = d
		}
	}
	return out
}

const languages = "af am amh an ar ast az be bg bm bs ca cs cy-GB da de el em en en-Scouse en-au en-lol en-old " +
	"en-pirate en-tx eo es et fa fi fr ga gj gl " +
	"he hi hr ht hu id is it ja jv ka kn ko lt lu lv mk-Cyrl mk-Latn ml mn mr ne nl no pa pl pt ro ru sk sl " +
	"sr-Cyrl sr-Latn sv ta te th tlh tr tt uk ur " +
	"uz vi zh-CN zh-TW"

// stripped returns a line without the white space and the invisible characters around it.
func stripped(line string) string {
	return strings.TrimFunc(
		line,
		func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) },
	)
}

// behind returns what follows a keyword at the beginning of a line, whatever its case.
func behind(line, keyword string) (rest string, ok bool) {
	keyword = strings.TrimRight(keyword, " ")
	i := 0
	for range []rune(keyword) {
		if i >= len(line) {
			return "", false
		}
		for i++; i < len(line) && line[i]&0xc0 == 0x80; i++ {
		}
	}
	if !strings.EqualFold(line[:i], keyword) {
		return "", false
	}
	return line[i:], true
}

// shortest is the number of letters of a keyword of another language that makes a step of a line by itself: "A " is
// Given in Slovak, and many an English sentence begins with it.
const shortest = 3

// likeStep returns the keyword of a step that a line of a description looks like: a keyword of any language in any
// case, with any white space or a colon behind it.
func (d *dialects) likeStep(line string) (keyword string, ok bool) {
	for _, keyword := range d.steps {
		rest, ok := behind(line, keyword)
		if !ok {
			continue
		}
		word := strings.TrimRight(keyword, " ")
		switch next, _ := firstRune(rest); {
		case rest == "", next == ':', next == '：', unicode.IsSpace(next) && next != ' ', unicode.Is(unicode.Cf, next):
			return word, true
		case next == ' ' && (d.own[strings.ToLower(word)] || len([]rune(word)) >= shortest):
			return word, true
		case !strings.HasSuffix(keyword, " ") && (len([]rune(word)) >= shortest || word[0] >= 0x80):
			// no blank belongs behind it
			return word, true
		}
	}
	return "", false
}

// likeHead returns the keyword of a line that looks like the beginning of a Scenario, an Examples and so on.
func likeHead(line string, heads []string) (keyword string, ok bool) {
	for _, keyword := range heads {
		rest, ok := behind(line, keyword)
		if rest = strings.TrimLeftFunc(rest, unicode.IsSpace); ok &&
			(rest == "" || strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "：")) {
			return keyword, true
		}
	}
	return "", false
}

func firstRune(text string) (rune, bool) {
	for _, r := range text {
		return r, true
	}
	return 0, false
}

// languageLine matches a comment that is meant to choose the language.
var languageLine = regexp.MustCompile(`(?i)^\s*#\s*(language|lang|язык)\s*[:=：]`)

// foreign returns the language whose Feature keyword a line begins with.
func foreign(line string) (language, keyword string) {
	all := allDialects()
	for _, name := range append([]string{"en", "ru"}, strings.Fields(languages)...) {
		if all[name] == nil {
			continue
		}
		for _, keyword := range all[name].FeatureKeywords() {
			if strings.HasPrefix(line, keyword+":") {
				return name, keyword
			}
		}
	}
	return "", ""
}
