package bonder

import (
	"fmt"
	"slices"
	"time"

	"sparring/mock/world"
)

// services are what maintenance can be about, in the order of precedence.
func services() []string { return []string{"server", "auth", "api", "database"} }

// events are what happens outside HTTP: the work of the vendor's support and of its operations.
func events() []world.Event {
	arg := func(name string, of world.Type, doc string) world.Arg {
		return world.Arg{Name: name, Type: of, Required: true, Doc: doc}
	}
	who := world.Arg{Name: "account", Type: world.String, Doc: "username; the first account if left out"}
	which := world.Arg{Name: "token", Type: world.String, Doc: "the newest if left out"}
	service := world.Arg{Name: "service", Type: world.Enum, Values: services(), Doc: "all if left out"}
	started := service
	started.Required, started.Doc = true, "what is under maintenance"
	return []world.Event{
		{Name: "account.put", Doc: "makes an account, or changes the one of this username and makes it active", Args: []world.Arg{
			arg("username", world.String, "what authorize and X-Auth-Email must send"),
			arg("password", world.String, "what authorize must send"),
			arg("client", world.String, "the client name that authorize must send"),
			{Name: "profile_limit", Type: world.Int, Doc: "profiles that the account may have; the switch profileLimit if left out"},
		}},
		{Name: "account.suspended", Doc: "ACCOUNT_INACTIVE_ERROR from now on, live tokens included", Args: []world.Arg{who}},
		{Name: "account.deletion_scheduled",
			Doc:  "the account is intended for deletion: ACCOUNT_INACTIVE_ERROR from now on; account.deleted deletes it",
			Args: []world.Arg{who}},
		{Name: "account.restored", Doc: "ends a suspension or an intended deletion", Args: []world.Arg{who}},
		{Name: "account.deleted", Doc: "INVALID_CREDENTIALS_ERROR from now on; its cards are gone", Args: []world.Arg{who}},
		{Name: "account.profile_limit", Doc: "changes how many profiles the account may have; those it has stay",
			Args: []world.Arg{who, arg("limit", world.Int, "profiles; PROFILE_LIMIT_REACHED_ERROR beyond")}},
		{Name: "token.spent", Doc: "counts that many more requests on a token, as if a client had made them",
			Args: []world.Arg{which, arg("requests", world.Int, "at most up to the token's rpt")}},
		{Name: "token.revoked", Doc: "ends a token: INVALID_CREDENTIALS_ERROR from now on", Args: []world.Arg{which}},
		{Name: "repository.added", Doc: "adds a repository of language names to langList",
			Args: []world.Arg{arg("lang", world.String, "code of a language that cards may have")}},
		{Name: "maintenance.started", Doc: "SERVER_OFFLINE_ERROR, AUTH_SERVICE_OFFLINE_ERROR, API_SERVICE_OFFLINE_ERROR or " +
			"DATABASE_ERROR from now on; auth concerns authorize only", Args: []world.Arg{started}},
		{Name: "maintenance.ended", Doc: "ends the maintenance", Args: []world.Arg{service}},
	}
}

// Event raises an event. *world.ArgError: an argument of the wrong value; *world.Refusal: impossible in this state.
func (f *Fake) Event(event string, args world.Args) (any, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch event {
	case "account.put":
		return f.putAccount(args)
	case "account.suspended", "account.deletion_scheduled", "account.restored", "account.deleted", "account.profile_limit":
		return f.changeAccount(event, args)
	case "token.spent", "token.revoked":
		return f.changeToken(event, args)
	case "repository.added":
		return f.addRepository(args.Text("lang"))
	case "maintenance.started":
		f.endMaintenance(args.Text("service"))
		f.facts.maintenance = append(f.facts.maintenance, args.Text("service"))
		return map[string]any{"maintenance": slices.Clone(f.facts.maintenance)}, nil
	case "maintenance.ended":
		f.endMaintenance(args.Text("service"))
		return map[string]any{"maintenance": append([]string{}, f.facts.maintenance...)}, nil
	}
	return nil, &world.Refusal{Message: "no such event: " + event}
}

// endMaintenance takes a service out of maintenance, all where it is empty.
func (f *Fake) endMaintenance(service string) {
	f.facts.maintenance = slices.DeleteFunc(f.facts.maintenance, func(s string) bool { return service == "" || s == service })
}

func notNegative(args world.Args, arg string) (int, error) {
	n := args.Int(arg)
	if n < 0 || n > 1e9 {
		return 0, &world.ArgError{Arg: arg, Reason: fmt.Sprintf("expected 0 to 1000000000, got %d", n)}
	}
	return int(n), nil
}

// putAccount makes an account or replaces what is known of one; its tokens and cards stay.
func (f *Fake) putAccount(args world.Args) (any, error) {
	if args.Text("username") == "" {
		return nil, &world.ArgError{Arg: "username", Reason: "expected a text that is not empty"}
	}
	limit, err := notNegative(args, "profile_limit")
	if err != nil {
		return nil, err
	}
	put := account{
		Username: args.Text("username"), Password: args.Text("password"), Client: args.Text("client"), Status: active,
	}
	if args.Has("profile_limit") {
		put.ProfileLimit = &limit
	}
	a := f.facts.account(put.Username)
	n := put.size()
	if a != nil {
		n -= a.size()
	}
	if n > 0 && !f.meters.accounts.Fits(n) {
		return nil, &world.Refusal{Message: f.meters.accounts.Full().Text}
	}
	f.meters.accounts.Add(n)
	if a == nil {
		a = &account{}
		f.facts.accounts = append(f.facts.accounts, a)
	}
	*a = put
	f.secretPassword(a.Password)
	return *a, nil
}

// changeAccount suspends, restores, deletes or limits an account. A deleted one stays deleted until it is put anew
// (B-18).
func (f *Fake) changeAccount(event string, args world.Args) (any, error) {
	var a *account
	if username := args.Text("account"); username != "" {
		a = f.facts.account(username)
	} else if len(f.facts.accounts) > 0 {
		a = f.facts.accounts[0]
	}
	switch {
	case a == nil:
		return nil, &world.Refusal{Message: fmt.Sprintf("no account %q", args.Text("account"))}
	case a.Status == deleted:
		return nil, &world.Refusal{Message: fmt.Sprintf("account %q is deleted", a.Username)}
	}
	switch event {
	case "account.suspended":
		a.Status = suspended
	case "account.deletion_scheduled":
		a.Status = condemned
	case "account.restored":
		a.Status = active
	case "account.deleted":
		a.Status = deleted
		f.endTokens(a.Username, revoked, event) // an account put anew is another one
		for _, c := range f.facts.cards {
			if c.Username == a.Username {
				f.dropCard(c)
			}
		}
	default:
		limit, err := notNegative(args, "limit")
		if err != nil {
			return nil, err
		}
		a.ProfileLimit = &limit
	}
	return *a, nil
}

// tokenState is the result of the events of a token.
type tokenState struct {
	token
	Remaining int `json:"remaining"`
}

// changeToken counts requests on a live token, or ends it. A dead token keeps the reason of its death.
func (f *Fake) changeToken(event string, args world.Args) (any, error) {
	var t *token
	if given := args.Text("token"); given != "" {
		t = f.facts.byToken[given]
	} else if n := len(f.facts.tokens); n > 0 {
		t = f.facts.tokens[n-1]
	}
	if t == nil {
		return nil, &world.Refusal{Message: "no such token was issued"}
	}
	now := f.w.Now()
	requests, err := notNegative(args, "requests")
	if err != nil {
		return nil, err
	}
	if death := t.death(now); death != "" {
		return nil, &world.Refusal{Message: "the token has already ended: " + death}
	}
	if event == "token.revoked" {
		t.Ended, t.EndedBy = revoked, event
	} else {
		requests = min(requests, t.RPT-t.Used)
		t.Used, t.Spent = t.Used+requests, t.Spent+requests
	}
	return f.tokenState(t, now), nil
}

func (f *Fake) tokenState(t *token, now time.Time) tokenState {
	s := tokenState{token: *t, Remaining: t.RPT - t.Used}
	s.Death = t.death(now)
	return s
}

// addRepository fills a gap in the repositories, as the vendor promises to (L341).
func (f *Fake) addRepository(lang string) (any, error) {
	if !listed(lang) {
		return nil, &world.ArgError{Arg: "lang", Reason: fmt.Sprintf("expected one of the supported languages, got %q", lang)}
	}
	if slices.Contains(f.facts.repositories, lang) {
		return nil, &world.Refusal{Message: fmt.Sprintf("repository %q is there already", lang)}
	}
	f.facts.repositories = append(f.facts.repositories, lang)
	return map[string]any{"langList": slices.Clone(f.facts.repositories)}, nil
}
