package bonder

import (
	"context"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// liberties are what clients of Bonder may do otherwise than the reference client.
func liberties() []reference.Liberty {
	return []reference.Liberty{
		{Name: "bonder-obeys-printed-expressions", Doc: "Values that the printed expressions refuse are not sent (bonder#L135, bonder#L146-L250)"},
		{Name: "bonder-switches-by-body", Doc: "Cards, photos and languages are switched by a save (bonder#L429-L432, bonder#L447)"},
		{Name: "bonder-saves-one-language-a-request", Doc: "Each language has a request of its own (bonder#L420, “до пяти”)"},
		{Name: "bonder-refuses-a-sixth-language", Doc: "More than five languages are refused before anything is sent (bonder#L420)"},
		{Name: "bonder-sends-empty-bodies", Doc: "Requests without data carry {} (bonder#L364-L369, bonder#L517-L523 show none and forbid none)"},
		{Name: "bonder-authorises-every-time", Doc: "Every request gets a token of its own (bonder#L31, bonder#L51)"},
		{Name: "bonder-deletes-what-is-gone", Doc: "A deletion of what is not there is a success (bonder#L661-L663)"},
		{Name: "bonder-leaves-retries-to-its-caller", Doc: "Failures inside the server are reported, to be tried again later (bonder#L78-L83 says no time)"},
		{Name: "bonder-retries-what-is-final", Doc: "A failure is tried again before it is reported (bonder#L349-L359 forbids none)"},
		{Name: "bonder-verifies-saves", Doc: "A card is loaded after it was saved, as success says nothing of the values (bonder#L135)"},
		{Name: "bonder-lists-repositories-first", Doc: "langList is read before a repository (bonder#L311)"},
		{Name: "bonder-remembers-languages", Doc: "Names of languages are read once (bonder#L342)"},
		{Name: "bonder-sends-integers", Doc: "Numbers and flags are sent as integers, as the tables have them (bonder#L30, bonder#L259)"},
		{Name: "bonder-refuses-new-members", Doc: "Members that are not documented are refused (bonder#L575-L601)"},
	}
}

// printed are the vendor's expressions. Source: bonder#L146-L250; a field without one takes any value.
func printed(field string) *regexp.Regexp {
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
func (b *client) refusesToSave(data map[string]any) *driver.Result {
	languages := reference.Object(data["translatable"])
	if b.is("refuses-a-sixth-language") && len(languages) > mostLanguages {
		r := reference.Fail("too_many_languages", driver.FixRequest, "at most %d languages at a time: nothing was sent", mostLanguages)
		return &r
	}
	if !b.is("obeys-printed-expressions") {
		return nil
	}
	sections := []map[string]any{reference.Object(data["non-translatable"])}
	for _, lang := range slices.Sorted(maps.Keys(languages)) {
		sections = append(sections, reference.Object(languages[lang]))
	}
	for _, values := range sections {
		for _, field := range slices.Sorted(maps.Keys(values)) {
			text, isText := values[field].(string)
			if printed := printed(field); printed != nil && isText && !printed.MatchString(text) {
				r := reference.Fail("bad_value", driver.FixRequest, "%s does not match %s: nothing was sent", field, printed)
				return &r
			}
		}
	}
	return nil
}

// asIntegers writes flags as the vendor's tables have them.
func (b *client) asIntegers(data map[string]any) map[string]any {
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
func (b *client) switchByBody(ctx context.Context, c driver.Call, id string, on bool) driver.Result {
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
	return b.plain(b.do(ctx, c.Params, request{method: http.MethodPut, path: "/users/" + id, body: body}))
}

// noData is the body of a request that has nothing to say.
func (b *client) noData() map[string]any {
	if b.is("sends-empty-bodies") {
		return map[string]any{}
	}
	return nil
}

// deleted is what the caller is told of a deletion.
func (b *client) deleted(e *envelope, failed *driver.Result) driver.Result {
	if b.is("deletes-what-is-gone") && failed != nil && failed.Error != nil && failed.Error.Code == "CARD_ID_NOT_FOUND_ERROR" {
		return reference.Done(nil)
	}
	return b.plain(e, failed)
}

// remembered are the names of languages that were read before; nil if there are none.
func (b *client) remembered(p driver.Params, path string) map[string]any {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.names[p.BaseURL+path]
}

func (b *client) remember(p driver.Params, path string, names map[string]any) {
	if !b.is("remembers-languages") {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.names[p.BaseURL+path] = names
}
