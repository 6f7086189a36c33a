package reference

import (
	"context"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sparring/scenarios/driver"
)

// bonderLiberties are what clients of Bonder may do otherwise than the reference client.
func bonderLiberties() []Liberty {
	return []Liberty{
		{"bonder-obeys-printed-expressions", "Values that the printed expressions refuse are not sent (bonder#L135, bonder#L146-L250)"},
		{"bonder-switches-by-body", "Cards, photos and languages are switched by a save (bonder#L429-L432, bonder#L447)"},
		{"bonder-saves-one-language-a-request", "Each language has a request of its own (bonder#L420, “до пяти”)"},
		{"bonder-refuses-a-sixth-language", "More than five languages are refused before anything is sent (bonder#L420)"},
		{"bonder-sends-empty-bodies", "Requests without data carry {} (bonder#L364-L369, bonder#L517-L523 show none and forbid none)"},
		{"bonder-authorises-every-time", "Every request gets a token of its own (bonder#L31, bonder#L51)"},
		{"bonder-deletes-what-is-gone", "A deletion of what is not there is a success (bonder#L661-L663)"},
		{"bonder-leaves-retries-to-its-caller", "Failures inside the server are reported, to be tried again later (bonder#L78-L83 says no time)"},
		{"bonder-retries-what-is-final", "A failure is tried again before it is reported (bonder#L349-L359 forbids none)"},
		{"bonder-verifies-saves", "A card is loaded after it was saved, as success says nothing of the values (bonder#L135)"},
		{"bonder-lists-repositories-first", "langList is read before a repository (bonder#L311)"},
		{"bonder-remembers-languages", "Names of languages are read once (bonder#L342)"},
		{"bonder-sends-integers", "Numbers and flags are sent as integers, as the tables have them (bonder#L30, bonder#L259)"},
		{"bonder-refuses-new-members", "Members that are not documented are refused (bonder#L575-L601)"},
	}
}

// bonderPrinted are the vendor's expressions. Source: bonder#L146-L250; a field without one takes any value.
func bonderPrinted(field string) *regexp.Regexp {
	switch {
	case field == "name":
		return regexp.MustCompile(`^[a-zA-Z0-9]{2,25}$`)
	case field == "keywords":
		return regexp.MustCompile(`^[a-zA-Z0-9]{1,150}$`)
	case field == "thumbnail" || strings.HasPrefix(field, "email") || strings.HasSuffix(field, "Status") || field == "usePhoto":
		return nil
	}
	return regexp.MustCompile(`^[a-zA-Z0-9]{32,128}$`)
}

// refusesToSave is the failure of a client that takes the text to the letter, nil for others.
func (b *bonder) refusesToSave(data map[string]any) *driver.Result {
	languages := object(data["translatable"])
	if b.is("refuses-a-sixth-language") && len(languages) > bonderMostLanguages {
		r := fail("too_many_languages", driver.FixRequest, "at most %d languages at a time: nothing was sent", bonderMostLanguages)
		return &r
	}
	if !b.is("obeys-printed-expressions") {
		return nil
	}
	sections := []map[string]any{object(data["non-translatable"])}
	for _, lang := range slices.Sorted(maps.Keys(languages)) {
		sections = append(sections, object(languages[lang]))
	}
	for _, values := range sections {
		for _, field := range slices.Sorted(maps.Keys(values)) {
			text, isText := values[field].(string)
			if printed := bonderPrinted(field); printed != nil && isText && !printed.MatchString(text) {
				r := fail("bad_value", driver.FixRequest, "%s does not match %s: nothing was sent", field, printed)
				return &r
			}
		}
	}
	return nil
}

// asIntegers writes flags as the vendor's tables have them.
func (b *bonder) asIntegers(data map[string]any) map[string]any {
	if !b.is("sends-integers") {
		return data
	}
	out := map[string]any{}
	for name, value := range data {
		switch v := value.(type) {
		case map[string]any:
			out[name] = b.asIntegers(v)
		case string:
			out[name] = v
			if n, err := strconv.Atoi(v); err == nil && (strings.HasSuffix(name, "Status") || name == "usePhoto") {
				out[name] = n
			}
		default:
			out[name] = v
		}
	}
	return out
}

// switchByBody throws a switch by a save.
func (b *bonder) switchByBody(ctx context.Context, c driver.Call, id string, on bool) driver.Result {
	flag := map[bool]string{true: "1", false: "0"}[on]
	body := map[string]any{}
	switch c.Arg("what") {
	case "card":
		body["settings"] = map[string]any{"cardStatus": flag}
	case "photo":
		body["settings"] = map[string]any{"usePhoto": flag}
	default:
		body["translatable"] = map[string]any{c.Arg("language"): map[string]any{"langStatus": flag}}
	}
	return b.plain(b.do(ctx, c.Params, bonderRequest{method: http.MethodPut, path: "/users/" + id, body: body}))
}

// noData is the body of a request that has nothing to say.
func (b *bonder) noData() map[string]any {
	if b.is("sends-empty-bodies") {
		return map[string]any{}
	}
	return nil
}

// deleted is what the caller is told of a deletion.
func (b *bonder) deleted(e *bonderEnvelope, failed *driver.Result) driver.Result {
	if b.is("deletes-what-is-gone") && failed != nil && failed.Error != nil && failed.Error.Code == "CARD_ID_NOT_FOUND_ERROR" {
		return done(nil)
	}
	return b.plain(e, failed)
}

// remembered are the names of languages that were read before; nil if there are none.
func (b *bonder) remembered(p driver.Params, path string) map[string]any {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.names[p.BaseURL+path]
}

func (b *bonder) remember(p driver.Params, path string, names map[string]any) {
	if !b.is("remembers-languages") {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.names[p.BaseURL+path] = names
}
