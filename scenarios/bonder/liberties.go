package bonder

import (
	"context"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// liberties are what clients of Bonder may do otherwise than the reference client.
func liberties() []patch {
	return append(singleLiberties(), patch{
		Name: "bonder-liberal",
		Doc: "Switches are saves of one language a request with integers (bonder#L259, bonder#L420, " +
			"bonder#L429-L432), which are looked at afterwards (bonder#L135); what the text refuses is refused " +
			"(bonder#L146-L250, bonder#L420, bonder#L575-L601); each request gets a token (bonder#L31) and a body; " +
			"a deletion of what is gone is a success (bonder#L661-L663); retries are left to the caller " +
			"(bonder#L78-L83)",
		Apply: func(p *policies) {
			p.mostLanguages = 1
			p.SentBody(func(_ *http.Request, body map[string]any) { toIntegers(body) })
			p.Sent(sendEmptyBody)
			authorizeEveryTime(p)
			leaveRetries(p)
			p.read = demand(refuseNewMembers)
			p.Told(deletedAlready)
			p.Around(verifySaves)
			p.Around(listRepositoriesFirst)
			p.Around(rememberLanguages())
			p.Around(refuseTheSixth)
			p.Around(obeyPrintedExpressions)
			p.Asked(switchByBody)
		},
	})
}

// singleLiberties are the freedoms, each alone.
func singleLiberties() []patch {
	return []patch{
		{
			Name:  "bonder-obeys-printed-expressions",
			Doc:   "Values that the printed expressions refuse are not sent (bonder#L135, bonder#L146-L250)",
			Apply: func(p *policies) { p.Around(obeyPrintedExpressions) },
		},
		{
			Name:  "bonder-switches-by-body",
			Doc:   "Cards, photos and languages are switched by a save (bonder#L429-L432, bonder#L447)",
			Apply: func(p *policies) { p.Asked(switchByBody) },
		},
		{
			Name:  "bonder-saves-one-language-a-request",
			Doc:   "Each language has a request of its own (bonder#L420, “до пяти”)",
			Apply: func(p *policies) { p.mostLanguages = 1 },
		},
		{
			Name:  "bonder-refuses-a-sixth-language",
			Doc:   "More than five languages are refused before anything is sent (bonder#L420)",
			Apply: func(p *policies) { p.Around(refuseTheSixth) },
		},
		{
			Name:  "bonder-sends-empty-bodies",
			Doc:   "Requests without data carry {} (bonder#L364-L369, bonder#L517-L523 show none and forbid none)",
			Apply: func(p *policies) { p.Sent(sendEmptyBody) },
		},
		{
			Name:  "bonder-authorizes-every-time",
			Doc:   "Every request gets a token of its own (bonder#L31, bonder#L51)",
			Apply: authorizeEveryTime,
		},
		{
			Name:  "bonder-deletes-what-is-gone",
			Doc:   "A deletion of what is not there is a success (bonder#L661-L663)",
			Apply: func(p *policies) { p.Told(deletedAlready) },
		},
		{
			Name:  "bonder-leaves-retries-to-its-caller",
			Doc:   "Failures inside the server are reported, to be tried again later (bonder#L78-L83 says no time)",
			Apply: leaveRetries,
		},
		{
			Name:  "bonder-retries-what-is-final",
			Doc:   "A failure is tried again before it is reported (bonder#L349-L359 forbids none)",
			Apply: retryWhatIsFinal,
		},
		{
			Name:  "bonder-verifies-saves",
			Doc:   "A card is loaded after it was saved, as success says nothing of the values (bonder#L135)",
			Apply: func(p *policies) { p.Around(verifySaves) },
		},
		{
			Name:  "bonder-lists-repositories-first",
			Doc:   "langList is read before a repository (bonder#L311)",
			Apply: func(p *policies) { p.Around(listRepositoriesFirst) },
		},
		{
			Name:  "bonder-remembers-languages",
			Doc:   "Names of languages are read once (bonder#L342)",
			Apply: func(p *policies) { p.Around(rememberLanguages()) },
		},
		{
			Name:  "bonder-sends-integers",
			Doc:   "Numbers and flags are sent as integers, as the tables have them (bonder#L30, bonder#L259)",
			Apply: func(p *policies) { p.SentBody(func(_ *http.Request, body map[string]any) { toIntegers(body) }) },
		},
		{
			Name:  "bonder-refuses-new-members",
			Doc:   "Members that are not documented are refused (bonder#L575-L601)",
			Apply: func(p *policies) { p.read = demand(refuseNewMembers) },
		},
	}
}

// printed returns the vendor's expression for a field, nil if it takes any value. Source: bonder#L146-L250.
func printed(field string) *regexp.Regexp {
	switch {
	case field == "name":
		return regexp.MustCompile(`^[a-zA-Z0-9]{2,25}$`)
	case field == "keywords":
		return regexp.MustCompile(`^[a-zA-Z0-9]{1,150}$`)
	case field == "thumbnail", field == "usePhoto",
		strings.HasPrefix(field, "email"), strings.HasSuffix(field, "Status"):
		return nil
	}
	return regexp.MustCompile(`^[a-zA-Z0-9]{32,128}$`)
}

func obeyPrintedExpressions(ctx context.Context, c driver.Call, next reference.Handler) driver.Result {
	data := reference.Object(c.Params.Args["data"])
	sections := []map[string]any{reference.Object(data["non-translatable"])}
	languages := reference.Object(data["translatable"])
	for _, lang := range slices.Sorted(maps.Keys(languages)) {
		sections = append(sections, reference.Object(languages[lang]))
	}
	for _, values := range sections {
		for _, field := range slices.Sorted(maps.Keys(values)) {
			text, isText := values[field].(string)
			if printed := printed(field); printed != nil && isText && !printed.MatchString(text) {
				return reference.Fail("bad_value", driver.FixRequest,
					"%s does not match %s: nothing was sent", field, printed)
			}
		}
	}
	return next(ctx, c)
}

func refuseTheSixth(ctx context.Context, c driver.Call, next reference.Handler) driver.Result {
	most := documented().mostLanguages
	data := reference.Object(c.Params.Args["data"])
	if len(reference.Object(data["translatable"])) > most {
		return reference.Fail("too_many_languages", driver.FixRequest,
			"at most %d languages at a time: nothing was sent", most)
	}
	return next(ctx, c)
}

// switchByBody makes a save of a switch.
func switchByBody(c *driver.Call) {
	if c.Method != "bonder.setStatus" {
		return
	}
	flag := "0"
	if on, _ := c.Params.Args["on"].(bool); on {
		flag = "1"
	}
	body := map[string]any{}
	switch c.Arg("what") {
	case "card":
		body["settings"] = map[string]any{"cardStatus": flag}
	case "photo":
		body["settings"] = map[string]any{"usePhoto": flag}
	default:
		body["translatable"] = map[string]any{c.Arg("language"): map[string]any{"langStatus": flag}}
	}
	c.Method, c.Params.Args["data"] = "bonder.saveCard", body
}

func sendEmptyBody(r *http.Request) {
	if r.Body == nil && (r.Method == http.MethodPost || r.Method == http.MethodPut) {
		r.Header = r.Header.Clone()
		r.Header.Set("Content-Type", "application/json")
		reference.SetBody(r, []byte("{}"))
	}
}

func deletedAlready(c driver.Call, r *driver.Result) {
	deletes := c.Method == "bonder.deleteCard" || c.Method == "bonder.deleteLanguage"
	if deletes && r.Error != nil && r.Error.Code == "CARD_ID_NOT_FOUND_ERROR" {
		*r = reference.Done(nil)
	}
}

func leaveRetries(p *policies) {
	p.attempts = once
	p.refusal = func(code string, r *driver.Result) {
		if advice(code) == driver.RetryNow {
			*r = reference.FailLater(code, 60, "Bonder answered %s", code)
		}
	}
}

func verifySaves(ctx context.Context, c driver.Call, next reference.Handler) driver.Result {
	saved := next(ctx, c)
	if c.Method != "bonder.saveCard" || !saved.OK {
		return saved
	}
	c.Method = "bonder.loadCard"
	if loaded := next(ctx, c); !loaded.OK {
		return loaded
	}
	return saved
}

func listRepositoriesFirst(ctx context.Context, c driver.Call, next reference.Handler) driver.Result {
	if c.Method == "bonder.languages" && c.Arg("in") != "" {
		all := c
		all.Params.Args = nil
		if listed := next(ctx, all); !listed.OK {
			return listed
		}
	}
	return next(ctx, c)
}

// rememberLanguages keeps the names of languages by server and repository.
func rememberLanguages() func(context.Context, driver.Call, reference.Handler) driver.Result {
	var mu sync.Mutex
	known := map[string]driver.Result{}
	return func(ctx context.Context, c driver.Call, next reference.Handler) driver.Result {
		if c.Method != "bonder.languages" || c.Arg("in") == "" {
			return next(ctx, c)
		}
		mu.Lock()
		defer mu.Unlock()
		key := c.Params.BaseURL + "\x00" + c.Arg("in")
		if r, ok := known[key]; ok {
			return r
		}
		r := next(ctx, c)
		if r.OK {
			known[key] = r
		}
		return r
	}
}

// toIntegers writes numbers and flags as the vendor's tables have them.
func toIntegers(object map[string]any) {
	for name, value := range object {
		switch v := value.(type) {
		case map[string]any:
			toIntegers(v)
		case string:
			numeric := name == "rpt" || name == "usePhoto" || strings.HasSuffix(name, "Status")
			if n, err := strconv.Atoi(v); err == nil && numeric {
				object[name] = n
			}
		}
	}
}
