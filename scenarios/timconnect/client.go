package timconnect

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"sync"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// client is an application on TIM Connect, which registers, receives a bank's messages and takes calls, and a client of
// Kittn. What it decides is in its policies.
type client struct {
	*reference.Wire
	policies
	handle reference.Handler

	mu   sync.Mutex
	apps map[string]*app // by base URL
}

// app is what one installation keeps. renewing is held while the session is renewed: requests that need a new one wait
// for it. mu guards the fields.
type app struct {
	renewing sync.Mutex
	keep     func() // keeps all of it for the next start, while mu is held

	mu          sync.Mutex
	phone       string
	credentials string // the password that registration answered
	session     string
	voip        bool // registered in the VoIP service
	store       []map[string]any
	known       map[string]bool // ids in the store
}

// installed is what outlives the process: the password in the key chain and the messages in the phone's memory.
// Source: timconnect-1.7.1 §confirmPhone, timconnect#L34, timconnect#L41.
type installed struct {
	Phone, Credentials, Session string
	Voip                        bool
	Messages                    []map[string]any
	Known                       map[string]bool
}

// kept is what an installation keeps now.
func (a *app) kept() installed {
	return installed{a.phone, a.credentials, a.session, a.voip, a.store, a.known}
}

// takeUp goes on with what was kept.
func (a *app) takeUp(i installed) {
	a.phone, a.credentials, a.session, a.voip, a.store = i.Phone, i.Credentials, i.Session, i.Voip, i.Messages
	if i.Known != nil {
		a.known = i.Known
	}
}

// newClient returns the reference client, or the mutant of a name.
func newClient(name string) reference.Client {
	c := &client{
		Wire:     reference.NewWire(),
		policies: reference.Patched(documented(), name, mutants, liberties),
		apps:     map[string]*app{},
	}
	c.Time(c.Wire)
	c.Use(c.Seams)
	c.handle = c.Seams.Handler(c.do)
	return c
}

// Call does what is asked. Errors: driver.ErrNoAbility.
func (c *client) Call(ctx context.Context, call driver.Call) (driver.Result, error) {
	if !slices.ContainsFunc(abilities(), func(a driver.Ability) bool { return a.Name == call.Method }) {
		return driver.Result{}, driver.ErrNoAbility
	}
	return c.handle(ctx, call), nil
}

// do does what one ability asks for.
func (c *client) do(ctx context.Context, call driver.Call) driver.Result {
	a := c.app(call.Params)
	switch call.Method {
	case "timconnect.registerPhone":
		return c.registerPhone(ctx, call, a)
	case "timconnect.confirmPhone":
		return c.confirmPhone(ctx, call, a)
	case "timconnect.registerByDigest":
		return c.registerByDigest(ctx, call, a)
	case "timconnect.signIn":
		return c.signIn(ctx, call, a)
	case "timconnect.isAuthorized":
		return c.isAuthorized(ctx, call, a)
	case "timconnect.removeDevice":
		return c.removeDevice(ctx, call, a)
	case "timconnect.receiveMessages":
		return c.receiveMessages(ctx, call, a)
	case "timconnect.takePush":
		return c.takePush(ctx, call, a)
	case "timconnect.feed":
		return a.feed()
	case "timconnect.restoreMessages":
		return c.restoreMessages(ctx, call, a)
	case "timconnect.setCategory", "timconnect.setGeotag", "timconnect.setHashtag":
		return c.mark(ctx, call, a)
	case "timconnect.categories":
		return c.list(ctx, call, a, "/api/categories", nil, "categories")
	case "timconnect.statistics":
		return c.list(ctx, call, a, "/api/statistics", days(call), "statistics")
	case "timconnect.call":
		return c.startCall(ctx, call, a)
	case "timconnect.callState", "timconnect.answerCall", "timconnect.hangUp":
		return c.onCall(ctx, call, a)
	default: // timconnect.listKittens, timconnect.getKitten
		return c.kittens(ctx, call)
	}
}

// app returns the installation that a call is about.
func (c *client) app(p driver.Params) *app {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := c.apps[p.BaseURL]
	if a == nil {
		name := c.Store.Name("timconnect", p.BaseURL)
		a = &app{known: map[string]bool{}}
		a.keep = func() { c.keeps(c.Store, name, a.kept()) }
		var before installed
		if c.Store.Get(name, &before) {
			a.takeUp(before)
		}
		c.apps[p.BaseURL] = a
	}
	return a
}

// days are the dates of an interval, as far as they were given.
func days(call driver.Call) url.Values {
	q := url.Values{}
	for arg, name := range map[string]string{"from": "start_date", "to": "end_date"} {
		if day := call.Arg(arg); day != "" {
			q.Set(name, day)
		}
	}
	return q
}

// list hands out the body of a response.
func (c *client) list(
	ctx context.Context, call driver.Call, a *app, path string, q url.Values, name string,
) driver.Result {
	r := request{method: http.MethodGet, path: path, query: q, harmless: true}
	e, failed := c.operate(ctx, call.Params, a, r)
	if failed != nil {
		return *failed
	}
	list, ok := e.raw["body"].([]any)
	if !ok {
		return reference.FailLater("bad_answer", 5, "the response has no list")
	}
	return reference.Done(map[string]any{name: list})
}

// mark sets the category, the place or the hashtag of a message.
func (c *client) mark(ctx context.Context, call driver.Call, a *app) driver.Result {
	args := call.Params.Args
	r := request{method: http.MethodPut, path: c.messagePath(call.Arg("id")), harmless: true}
	switch call.Method {
	case "timconnect.setCategory":
		r.path, r.body = r.path+"/category", map[string]any{"category": args["category"]}
	case "timconnect.setGeotag":
		r.path += "/geotag"
		r.body = map[string]any{"latitude": args["latitude"], "longitude": args["longitude"]}
	default:
		r.path, r.body = r.path+"/hashtag", map[string]any{"hashtag": call.Arg("hashtag")}
	}
	if _, failed := c.operate(ctx, call.Params, a, r); failed != nil {
		return *failed
	}
	return reference.Done(nil)
}

func (c *client) messagePath(id string) string {
	return "/api/messages/" + url.PathEscape(c.messageID(id))
}
