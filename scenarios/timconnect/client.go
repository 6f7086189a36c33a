package timconnect

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// timconnect is an application on TIM Connect: it registers, receives a bank's messages and takes calls; and a client of
// Kittn. Source of its duties: timconnect, and the finished page timconnect-1.7.1.
type client struct {
	*reference.Wire
	mistake string

	mu   sync.Mutex
	apps map[string]*app // by base URL
}

// timApp is what one installation keeps. renewing is held while the session is renewed: whoever else needs a new one waits
// for it; mu guards the fields.
type app struct {
	renewing sync.Mutex

	mu          sync.Mutex
	phone       string
	credentials string // the password that registration answered
	session     string
	voip        bool // registered in the VoIP service
	store       []map[string]any
	known       map[string]bool // ids in the store
}

func newClient(mistake string) reference.Client {
	w := reference.NewWire()
	if mistake == "timconnect-has-no-patience" {
		w.Patience = reference.Haste
	}
	return &client{Wire: w, mistake: mistake, apps: map[string]*app{}}
}

// is tells whether this is the mutant of a name.
func (t *client) is(mistake string) bool { return t.mistake == "timconnect-"+mistake }

// app finds the installation that a call is about.
func (t *client) app(p driver.Params) *app {
	t.mu.Lock()
	defer t.mu.Unlock()
	a := t.apps[p.BaseURL]
	if a == nil {
		a = &app{known: map[string]bool{}}
		t.apps[p.BaseURL] = a
	}
	return a
}

func (t *client) Call(ctx context.Context, c driver.Call) (driver.Result, error) {
	a := t.app(c.Params)
	switch c.Method {
	case "timconnect.registerPhone":
		return t.registerPhone(ctx, c, a), nil
	case "timconnect.confirmPhone":
		return t.confirmPhone(ctx, c, a), nil
	case "timconnect.registerByDigest":
		return t.registerByDigest(ctx, c, a), nil
	case "timconnect.signIn":
		return t.signIn(ctx, c, a), nil
	case "timconnect.isAuthorized":
		return t.isAuthorized(ctx, c, a), nil
	case "timconnect.removeDevice":
		return t.removeDevice(ctx, c, a), nil
	case "timconnect.receiveMessages":
		return t.receiveMessages(ctx, c, a), nil
	case "timconnect.takePush":
		return t.takePush(ctx, c, a), nil
	case "timconnect.feed":
		return t.feed(ctx, c, a), nil
	case "timconnect.restoreMessages":
		return t.restoreMessages(ctx, c, a), nil
	case "timconnect.setCategory", "timconnect.setGeotag", "timconnect.setHashtag":
		return t.mark(ctx, c, a), nil
	case "timconnect.categories":
		return t.list(ctx, c, a, "/api/categories", nil, "categories"), nil
	case "timconnect.statistics":
		if t.is("counts-itself") {
			return reference.Done(map[string]any{"statistics": []any{}}), nil
		}
		return t.list(ctx, c, a, "/api/statistics", days(c), "statistics"), nil
	case "timconnect.call":
		return t.startCall(ctx, c, a), nil
	case "timconnect.callState", "timconnect.answerCall", "timconnect.hangUp":
		return t.onCall(ctx, c, a), nil
	case "timconnect.listKittens", "timconnect.getKitten":
		return t.kittens(ctx, c), nil
	}
	return driver.Result{}, driver.ErrNoAbility
}

// keep stores the session and the password of a registration; what was kept before belongs to a device that is no more.
func (t *client) keep(a *app, phone string, e *envelope) driver.Result {
	session, _ := e.raw["sessionid"].(string)
	credentials, _ := e.raw["credentials"].(string)
	if session == "" || credentials == "" {
		return reference.Fail("bad_answer", driver.UnknownOutcome, "the answer to the registration has no session or no credentials")
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if t.is("keeps-the-first-session") && a.session != "" {
		return reference.Done(nil)
	}
	a.phone, a.credentials, a.session, a.voip = phone, credentials, session, false
	if t.is("forgets-its-password") {
		a.credentials = ""
	}
	return reference.Done(nil)
}

// drop forgets session and password.
func (a *app) drop() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.phone, a.credentials, a.session, a.voip = "", "", "", false
}

// device describes this application; the push token is where pushes go to.
func (t *client) device(c driver.Call) map[string]any {
	d := map[string]any{"app_key": c.Params.Credentials["api_key"], "token": c.Arg("token")}
	if t.is("forgets-its-push-token") {
		delete(d, "token")
	}
	return d
}

// phone sends the number as the user wrote it: the digest was made of it.
func (t *client) phone(c driver.Call) string {
	phone := c.Arg("phone")
	if t.is("rewrites-phones") && len(phone) == 11 {
		return "+7" + phone[1:]
	}
	return phone
}

func (t *client) registerPhone(ctx context.Context, c driver.Call, a *app) driver.Result {
	body := map[string]any{"phone_number": t.phone(c), "device": t.device(c)}
	if plus := strings.HasPrefix(c.Arg("phone"), "+"); plus && t.is("fears-a-plus") || !plus && t.is("insists-on-a-plus") {
		return reference.Fail("bad_phone", driver.FixRequest, "the phone is not taken: nothing was sent")
	}
	if t.is("asks-twice-for-codes") {
		_, _ = t.do(ctx, c.Params, a, request{method: http.MethodPost, path: "/api/registration", body: body, open: true})
	}
	if _, failed := t.do(ctx, c.Params, a, request{method: http.MethodPost, path: "/api/registration", body: body, open: true}); failed != nil {
		return *failed
	}
	return reference.Done(nil)
}

func (t *client) confirmPhone(ctx context.Context, c driver.Call, a *app) driver.Result {
	body := map[string]any{"phone_number": t.phone(c), "code": c.Arg("code")}
	if t.is("sends-codes-as-numbers") {
		body["code"] = json.Number(c.Arg("code"))
	}
	e, failed := t.do(ctx, c.Params, a, request{method: http.MethodPost, path: "/api/registration/confirm", body: body, open: true})
	if failed != nil && t.is("repeats-codes") {
		e, failed = t.do(ctx, c.Params, a, request{method: http.MethodPost, path: "/api/registration/confirm", body: body, open: true})
	}
	if failed != nil {
		return *failed
	}
	return t.keep(a, t.phone(c), e)
}

func (t *client) registerByDigest(ctx context.Context, c driver.Call, a *app) driver.Result {
	if t.is("asks-for-a-code-too") {
		t.registerPhone(ctx, c, a)
	}
	body := map[string]any{"phone_number": t.phone(c), "digest": c.Arg("digest"), "device": t.device(c)}
	e, failed := t.do(ctx, c.Params, a, request{method: http.MethodPost, path: "/api/registration/digest", body: body, open: true})
	if failed != nil {
		return *failed
	}
	return t.keep(a, t.phone(c), e)
}

// signIn begins with the password that an earlier run has kept.
func (t *client) signIn(ctx context.Context, c driver.Call, a *app) driver.Result {
	a.mu.Lock()
	a.phone, a.credentials, a.session, a.voip = c.Arg("phone"), c.Arg("credentials"), "", false
	a.mu.Unlock()
	if failed := t.renew(ctx, c.Params, a, ""); failed != nil {
		return *failed
	}
	return reference.Done(nil)
}

func (t *client) isAuthorized(ctx context.Context, c driver.Call, a *app) driver.Result {
	if a.cookie() == "" {
		return reference.Done(map[string]any{"authorized": false})
	}
	e, failed := t.do(ctx, c.Params, a, request{method: http.MethodGet, path: "/api/auth", harmless: true})
	if failed != nil {
		return *failed
	}
	authorized, _ := e.raw["authorized"].(bool)
	return reference.Done(map[string]any{"authorized": authorized || t.is("is-always-authorised")})
}

// removeDevice ends the device; afterwards nothing is kept that could be used for another request.
func (t *client) removeDevice(ctx context.Context, c driver.Call, a *app) driver.Result {
	if t.is("removes-only-itself") {
		a.drop()
		return reference.Done(nil)
	}
	if _, failed := t.do(ctx, c.Params, a, request{method: http.MethodDelete, path: "/api/device"}); failed != nil {
		return *failed
	}
	if !t.is("keeps-the-removed-session") {
		a.drop()
	}
	return reference.Done(nil)
}

// days are the dates of an interval, as far as they were given.
func days(c driver.Call) url.Values {
	q := url.Values{}
	for arg, name := range map[string]string{"from": "start_date", "to": "end_date"} {
		if day := c.Arg(arg); day != "" {
			q.Set(name, day)
		}
	}
	return q
}

// list hands out the body of an answer.
func (t *client) list(ctx context.Context, c driver.Call, a *app, path string, q url.Values, name string) driver.Result {
	e, failed := t.do(ctx, c.Params, a, request{method: http.MethodGet, path: path, query: q, harmless: true})
	if failed != nil {
		return *failed
	}
	list, ok := e.raw["body"].([]any)
	if !ok {
		return reference.FailLater("bad_answer", 5, "the answer has no list")
	}
	return reference.Done(map[string]any{name: list})
}

// mark sets the category, the place or the hashtag of a message.
func (t *client) mark(ctx context.Context, c driver.Call, a *app) driver.Result {
	args := c.Params.Args
	path := "/api/messages/" + url.PathEscape(t.id(c.Arg("id")))
	var body map[string]any
	switch c.Method {
	case "timconnect.setCategory":
		body, path = map[string]any{"category": args["category"]}, path+"/category"
	case "timconnect.setGeotag":
		body, path = map[string]any{"latitude": args["latitude"], "longitude": args["longitude"]}, path+"/geotag"
	default:
		body, path = map[string]any{"hashtag": c.Arg("hashtag")}, path+"/hashtag"
	}
	switch {
	case t.is("swaps-places") && body["latitude"] != nil:
		body["latitude"], body["longitude"] = body["longitude"], body["latitude"]
	case t.is("rounds-places") && body["latitude"] != nil:
		for name, value := range body {
			var degrees float64
			if _, err := fmt.Sscan(fmt.Sprint(value), &degrees); err == nil {
				body[name] = int(degrees)
			}
		}
	case t.is("names-categories") && body["category"] != nil:
		body["category"] = "Кафе и рестораны"
	case t.is("keeps-empty-hashtags") && body["hashtag"] == "", t.is("marks-only-itself"):
		return reference.Done(nil)
	case t.is("sends-hashtags-with-a-sign") && body["hashtag"] != nil:
		body["hashtag"] = "#" + c.Arg("hashtag")
	}
	if _, failed := t.do(ctx, c.Params, a, request{method: http.MethodPut, path: path, body: body, harmless: true}); failed != nil {
		return *failed
	}
	return reference.Done(nil)
}
