package bonder

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// bonder is a client of the Bonder business-card API. Source of its duties: bonder.
type client struct {
	*reference.Wire
	mistake string

	mu       sync.Mutex
	accounts map[string]*account       // by base URL and credentials: these come with every call
	names    map[string]map[string]any // of languages, by URL; only one liberty keeps them
}

// account holds the token of one account. mu is held while it is renewed: whoever else needs it waits for the result.
type account struct {
	mu    sync.Mutex
	token string
}

func newClient(mistake string) reference.Client {
	w := reference.NewWire()
	if mistake == "bonder-has-no-patience" {
		w.Patience = reference.Haste
	}
	return &client{Wire: w, mistake: mistake, accounts: map[string]*account{}, names: map[string]map[string]any{}}
}

// is tells whether this is the mutant of a name.
func (b *client) is(mistake string) bool { return b.mistake == "bonder-"+mistake }

func (b *client) Call(ctx context.Context, c driver.Call) (driver.Result, error) {
	id := url.PathEscape(b.cardID(c.Arg("card_id")))
	switch c.Method {
	case "bonder.languages":
		return b.languages(ctx, c), nil
	case "bonder.createProfile":
		return b.createProfile(ctx, c), nil
	case "bonder.saveCard":
		data, _ := c.Params.Args["data"].(map[string]any)
		return b.saveCard(ctx, c, id, data), nil
	case "bonder.loadCard":
		return b.plain(b.do(ctx, c.Params, request{method: http.MethodGet, path: "/users/" + id})), nil
	case "bonder.setStatus":
		return b.setStatus(ctx, c, id), nil
	case "bonder.deleteLanguage":
		path := "/users/" + id + "/" + url.PathEscape(c.Arg("language"))
		if b.is("deletes-the-profile-for-a-language") {
			path = "/users/" + id
		}
		return b.deleted(b.do(ctx, c.Params, request{method: http.MethodDelete, path: path})), nil
	case "bonder.deleteCard":
		return b.deleted(b.do(ctx, c.Params, request{method: http.MethodDelete, path: "/users/" + id})), nil
	}
	return driver.Result{}, driver.ErrNoAbility
}

// cardID keeps the letters as they are: the id is case-sensitive (L387).
func (b *client) cardID(id string) string {
	if b.is("lower-cases-card-ids") {
		return strings.ToLower(id)
	}
	return id
}

// plain hands the result of an operation to the caller as it is.
func (b *client) plain(e *envelope, failed *driver.Result) driver.Result {
	if failed != nil {
		return *failed
	}
	return reference.Done(e.result)
}

func (b *client) languages(ctx context.Context, c driver.Call) driver.Result {
	in := c.Arg("in")
	path := "/repositories"
	if in != "" {
		path += "/" + url.PathEscape(in)
	}
	if names := b.remembered(c.Params, path); names != nil {
		return reference.Done(map[string]any{"languages": names})
	}
	if in != "" && b.is("lists-repositories-first") {
		if _, failed := b.do(ctx, c.Params, request{method: http.MethodGet, path: "/repositories"}); failed != nil {
			return *failed
		}
	}
	e, failed := b.do(ctx, c.Params, request{method: http.MethodGet, path: path})
	switch {
	case failed != nil:
		return *failed
	case in != "":
		b.remember(c.Params, path, e.result)
		return reference.Done(map[string]any{"languages": e.result})
	}
	return reference.Done(map[string]any{"repositories": e.result["langList"]})
}

// createProfile hands out all three values: they are nowhere to be had again (L395).
func (b *client) createProfile(ctx context.Context, c driver.Call) driver.Result {
	e, failed := b.do(ctx, c.Params, request{method: http.MethodPost, path: "/users", body: b.noData()})
	if failed != nil {
		return *failed
	}
	id, _ := e.result["cardId"].(string)
	if id == "" {
		return reference.Fail("bad_answer", driver.UnknownOutcome, "the answer has no cardId: a profile may have been created")
	}
	values := map[string]any{"card_id": id, "card_qrc": e.result["cardQrc"], "card_addr": e.result["cardAddr"]}
	if b.is("keeps-only-the-id") {
		delete(values, "card_qrc")
		delete(values, "card_addr")
	}
	return reference.Done(values)
}

// setStatus uses the short form of the three switches (L504-562).
func (b *client) setStatus(ctx context.Context, c driver.Call, id string) driver.Result {
	status := "disable"
	on, _ := c.Params.Args["on"].(bool)
	if b.is("switches-by-body") {
		return b.switchByBody(ctx, c, id, on)
	}
	if on != b.is("switches-the-wrong-way") {
		status = "enable"
	}
	if b.is("switches-by-number") {
		status = map[string]string{"enable": "1", "disable": "0"}[status]
	}
	path := "/users/" + id
	switch c.Arg("what") {
	case "card":
		path += "/cardStatus/" + status
	case "photo":
		path += "/usePhoto/" + status
	case "language":
		path += "/langStatus/" + url.PathEscape(c.Arg("language")) + "/" + status
	default:
		return reference.Fail("bad_argument", driver.FixRequest, "what is one of card, photo and language")
	}
	method := http.MethodPut
	if b.is("posts-switches") {
		method = http.MethodPost
	}
	return b.plain(b.do(ctx, c.Params, request{method: method, path: path, body: b.noData()}))
}

// The documented bounds on which every reading of the document agrees (L146, L170).
// Mutants draw them too low and too high.
const (
	longestName     = 25
	longestKeywords = 150
	mostLanguages   = 5
)

// saveCard checks values before it sends them, sends only what it was given, and at most five languages at a time.
func (b *client) saveCard(ctx context.Context, c driver.Call, id string, data map[string]any) driver.Result {
	if b.is("claims-without-saving") {
		return reference.Done(nil)
	}
	languages, _ := data["translatable"].(map[string]any)
	for _, lang := range slices.Sorted(maps.Keys(languages)) {
		values, _ := languages[lang].(map[string]any)
		if name, ok := values["name"].(string); ok && b.length(name) > b.bound(longestName) && !b.is("sends-long-names") {
			return reference.Fail("bad_value", driver.FixRequest, "name in %s is longer than %d characters: nothing was sent", lang, longestName)
		}
		if words, ok := values["keywords"].(string); ok && b.length(words) > b.bound(longestKeywords) && !b.is("sends-long-keywords") {
			return reference.Fail("bad_value", driver.FixRequest, "keywords in %s are longer than %d characters: nothing was sent", lang, longestKeywords)
		}
	}
	if refused := b.refusesToSave(data); refused != nil {
		return *refused
	}
	data = b.asIntegers(data)
	if b.is("sends-the-whole-card") {
		data = b.whole(ctx, c, id, data)
	}
	var warnings []any
	for _, body := range b.portions(data) {
		e, failed := b.do(ctx, c.Params, request{method: http.MethodPut, path: "/users/" + id, body: body})
		if failed != nil {
			return *failed
		}
		warnings = append(warnings, e.warnings...)
	}
	if b.is("verifies-saves") {
		if _, failed := b.do(ctx, c.Params, request{method: http.MethodGet, path: "/users/" + id}); failed != nil {
			return *failed
		}
	}
	if len(warnings) == 0 || b.is("hides-warnings") {
		return reference.Done(nil)
	}
	return reference.Done(map[string]any{"warnings": warnings})
}

// bound is a documented bound.
func (b *client) bound(documented int) int {
	switch {
	case b.is("bounds-too-low"):
		return documented - 1
	case b.is("bounds-too-high"):
		return documented + 1
	}
	return documented
}

// length counts letters, not bytes.
func (b *client) length(text string) int {
	if b.is("counts-bytes") {
		return len(text)
	}
	return utf8.RuneCountInString(text)
}

// portions cuts data into bodies of at most five languages (L420).
func (b *client) portions(data map[string]any) []map[string]any {
	languages, _ := data["translatable"].(map[string]any)
	codes := slices.Sorted(maps.Keys(languages))
	most := mostLanguages
	if b.is("saves-one-language-a-request") {
		most = 1
	}
	if len(codes) <= most || b.is("sends-six-languages") {
		return []map[string]any{data}
	}
	var bodies []map[string]any
	for chunk := range slices.Chunk(codes, most) {
		body := map[string]any{}
		if len(bodies) == 0 {
			maps.Copy(body, data)
		}
		part := map[string]any{}
		for _, code := range chunk {
			part[code] = languages[code]
		}
		body["translatable"] = part
		bodies = append(bodies, body)
		if b.is("drops-the-sixth-language") {
			break
		}
	}
	return bodies
}

// whole is a mistake: it sends back everything it has loaded, with the changes in it.
func (b *client) whole(ctx context.Context, c driver.Call, id string, data map[string]any) map[string]any {
	e, failed := b.do(ctx, c.Params, request{method: http.MethodGet, path: "/users/" + id})
	if failed != nil {
		return data
	}
	all := map[string]any{"translatable": e.result["translatable"], "non-translatable": e.result["non-translatable"]}
	for section, values := range data {
		into, _ := all[section].(map[string]any)
		given, _ := values.(map[string]any)
		if into == nil {
			into = map[string]any{}
		}
		for name, value := range given {
			inner, _ := into[name].(map[string]any)
			fields, nested := value.(map[string]any)
			if nested && inner != nil {
				maps.Copy(inner, fields)
			} else {
				into[name] = value
			}
		}
		all[section] = into
	}
	return all
}
