package bonder

import (
	"fmt"
	"slices"

	"sparring/mock/fake"
	"sparring/mock/world"
)

// services are what maintenance can be about, in the order of precedence.
func services() []string { return []string{"server", "auth", "api", "database"} }

// events are what happens outside HTTP: the work of the vendor's support and of its operations.
func events() []fake.Event[*exchange] {
	arg := func(name string, of world.Type, doc string) world.Arg {
		return world.Arg{Name: name, Type: of, Required: true, Doc: doc}
	}
	who := world.Arg{Name: "account", Type: world.String, Doc: "username; the first account if left out"}
	which := world.Arg{Name: "token", Type: world.String, Doc: "the newest if left out"}
	service := world.Arg{Name: "service", Type: world.Enum, Values: services(), Doc: "all if left out"}
	started := service
	started.Required, started.Doc = true, "what is under maintenance"
	event := func(name, doc string, raise func(*exchange, world.Args) (any, error),
		args ...world.Arg) fake.Event[*exchange] {
		return fake.Event[*exchange]{Event: world.Event{Name: name, Doc: doc, Args: args}, Raise: raise}
	}
	return []fake.Event[*exchange]{
		event("account.put", "makes an account, or changes the one of this username and makes it active",
			(*exchange).putAccount,
			arg("username", world.String, "what authorize and X-Auth-Email must send"),
			arg("password", world.String, "what authorize must send"),
			arg("client", world.String, "the client name that authorize must send"),
			world.Arg{Name: "clients", Type: world.List, Once: true,
				Doc: "names of further clients of this user; none if left out"},
			world.Arg{Name: "profile_limit", Type: world.Int,
				Doc: "profiles that the account may have; the switch profileLimit if left out"}),
		event("account.suspended", "ACCOUNT_INACTIVE_ERROR from now on, live tokens included",
			setStatus(suspended), who),
		event("account.deletion_scheduled",
			"the account is intended for deletion: ACCOUNT_INACTIVE_ERROR from now on; account.deleted deletes it",
			setStatus(condemned), who),
		event("account.restored", "ends a suspension or an intended deletion", setStatus(active), who),
		event("account.deleted", "INVALID_CREDENTIALS_ERROR from now on; its cards are gone",
			(*exchange).deleteAccount, who),
		event("account.profile_limit", "changes how many profiles the account may have; those it has stay",
			(*exchange).limitProfiles,
			who, arg("limit", world.Int, "profiles; PROFILE_LIMIT_REACHED_ERROR beyond")),
		event("token.spent", "counts that many more requests on a token, as if a client had made them",
			(*exchange).spendToken, which, arg("requests", world.Int, "at most up to the token's rpt")),
		event("token.revoked", "ends a token: INVALID_CREDENTIALS_ERROR from now on", (*exchange).revokeToken, which),
		event("repository.added", "adds a repository of language names to langList", (*exchange).addRepository,
			arg("lang", world.String, "code of a language that cards may have")),
		event("maintenance.started", "SERVER_OFFLINE_ERROR, AUTH_SERVICE_OFFLINE_ERROR, API_SERVICE_OFFLINE_ERROR or "+
			"DATABASE_ERROR from now on; auth concerns authorize only", (*exchange).startMaintenance, started),
		event("maintenance.ended", "ends the maintenance", (*exchange).endMaintenance, service),
	}
}

func (x *exchange) startMaintenance(args world.Args) (any, error) {
	return x.setMaintenance(append(x.without(args.Text("service")), args.Text("service")))
}

func (x *exchange) endMaintenance(args world.Args) (any, error) {
	return x.setMaintenance(x.without(args.Text("service")))
}

func (x *exchange) setMaintenance(services []string) (any, error) {
	x.maintenance.Set(services)
	return map[string]any{"maintenance": slices.Clone(services)}, nil
}

// without returns the services under maintenance but for one; none if it is empty.
func (x *exchange) without(service string) []string {
	left := []string{}
	for _, s := range x.maintenance.Get() {
		if service != "" && s != service {
			left = append(left, s)
		}
	}
	return left
}

func notNegative(args world.Args, arg string) (int, error) {
	n := args.Int(arg)
	if n < 0 || n > 1e9 {
		return 0, &world.ArgError{Arg: arg, Reason: fmt.Sprintf("expected 0 to 1000000000, got %d", n)}
	}
	return int(n), nil
}

// putAccount makes an account or replaces what is known of one; its tokens and cards stay.
func (x *exchange) putAccount(args world.Args) (any, error) {
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
	if len(args.Texts("clients")) > 0 {
		put.Clients = slices.Clone(args.Texts("clients"))
	}
	if args.Has("profile_limit") {
		put.ProfileLimit = &limit
	}
	if err := x.accounts.ImpossibleIfFull(put.Username, put); err != nil {
		return nil, err
	}
	x.accounts.Put(put.Username, put)
	x.secretPassword(put.Password)
	return put, nil
}

// accountOf returns the account of an event. A deleted one stays deleted until it is put anew (B-18).
func (x *exchange) accountOf(args world.Args) (account, error) {
	_, a, ok := x.accounts.First()
	if username := args.Text("account"); username != "" {
		a, ok = x.accounts.Get(username)
	}
	switch {
	case !ok:
		return a, fake.Impossible("no account %q", args.Text("account"))
	case a.Status == deleted:
		return a, fake.Impossible("account %q is deleted", a.Username)
	}
	return a, nil
}

func setStatus(status string) func(*exchange, world.Args) (any, error) {
	return func(x *exchange, args world.Args) (any, error) {
		a, err := x.accountOf(args)
		if err != nil {
			return nil, err
		}
		a.Status = status
		x.accounts.Put(a.Username, a)
		return a, nil
	}
}

func (x *exchange) deleteAccount(args world.Args) (any, error) {
	a, err := x.accountOf(args)
	if err != nil {
		return nil, err
	}
	a.Status = deleted
	x.accounts.Put(a.Username, a)
	x.endTokens(a.Username, revoked, "account.deleted") // an account put anew is another one
	for _, id := range x.cardsOf.Keys(a.Username) {
		x.dropCard(id)
	}
	return a, nil
}

func (x *exchange) limitProfiles(args world.Args) (any, error) {
	a, err := x.accountOf(args)
	if err != nil {
		return nil, err
	}
	limit, err := notNegative(args, "limit")
	if err != nil {
		return nil, err
	}
	a.ProfileLimit = &limit
	x.accounts.Put(a.Username, a)
	return a, nil
}

// tokenState is the result of the events of a token.
type tokenState struct {
	token
	Remaining int `json:"remaining"`
}

// liveToken returns the token of an event. A token that has ended keeps its reason.
func (x *exchange) liveToken(args world.Args) (token, error) {
	_, t, ok := x.tokens.Last()
	if given := args.Text("token"); given != "" {
		t, ok = x.tokens.Get(given)
	}
	if !ok {
		return t, fake.Impossible("no such token was issued")
	}
	if death := t.death(x.Now()); death != "" {
		return t, fake.Impossible("the token has already ended: %s", death)
	}
	return t, nil
}

func (x *exchange) putToken(t token) tokenState {
	x.tokens.Put(t.Token, t)
	s := tokenState{token: t, Remaining: t.RPT - t.Used}
	s.Death = t.death(x.Now())
	return s
}

func (x *exchange) spendToken(args world.Args) (any, error) {
	requests, err := notNegative(args, "requests")
	if err != nil {
		return nil, err
	}
	t, err := x.liveToken(args)
	if err != nil {
		return nil, err
	}
	requests = min(requests, t.RPT-t.Used)
	t.Used, t.Spent = t.Used+requests, t.Spent+requests
	return x.putToken(t), nil
}

func (x *exchange) revokeToken(args world.Args) (any, error) {
	t, err := x.liveToken(args)
	if err != nil {
		return nil, err
	}
	t.Ended, t.EndedBy = revoked, "token.revoked"
	return x.putToken(t), nil
}

// addRepository fills a gap in the repositories, as the vendor promises to. Source: bonder#L341.
func (x *exchange) addRepository(args world.Args) (any, error) {
	lang := args.Text("lang")
	if !listed(lang) {
		return nil, &world.ArgError{
			Arg:    "lang",
			Reason: fmt.Sprintf("expected one of the supported languages, got %q", lang),
		}
	}
	repositories := x.repositories.Get()
	if slices.Contains(repositories, lang) {
		return nil, fake.Impossible("repository %q is there already", lang)
	}
	repositories = append(slices.Clone(repositories), lang)
	x.repositories.Set(repositories)
	return map[string]any{"langList": slices.Clone(repositories)}, nil
}
