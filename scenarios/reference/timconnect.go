package reference

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"sparring/scenarios/driver"
)

// timconnect is an application on TIM Connect: it registers, receives a bank's messages and takes calls; and a client of
// Kittn. Source of its duties: timconnect, and the finished page timconnect-1.7.1.
type timconnect struct {
	*wire
	mistake string

	mu   sync.Mutex
	apps map[string]*timApp // by base URL
}

// timApp is what one installation keeps. renewing is held while the session is renewed: whoever else needs a new one waits
// for it; mu guards the fields.
type timApp struct {
	renewing sync.Mutex

	mu          sync.Mutex
	phone       string
	credentials string // the password that registration answered
	session     string
	voip        bool // registered in the VoIP service
	store       []map[string]any
	known       map[string]bool // ids in the store
}

func newTIMConnect(mistake string) part {
	w := newWire()
	if mistake == "timconnect-has-no-patience" {
		w.patience = haste
	}
	return &timconnect{wire: w, mistake: mistake, apps: map[string]*timApp{}}
}

// is tells whether this is the mutant of a name.
func (t *timconnect) is(mistake string) bool { return t.mistake == "timconnect-"+mistake }

// app finds the installation that a call is about.
func (t *timconnect) app(p driver.Params) *timApp {
	t.mu.Lock()
	defer t.mu.Unlock()
	a := t.apps[p.BaseURL]
	if a == nil {
		a = &timApp{known: map[string]bool{}}
		t.apps[p.BaseURL] = a
	}
	return a
}

func (t *timconnect) call(ctx context.Context, c driver.Call) (driver.Result, error) {
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
			return done(map[string]any{"statistics": []any{}}), nil
		}
		return t.list(ctx, c, a, "/api/statistics", timDays(c), "statistics"), nil
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
func (t *timconnect) keep(a *timApp, phone string, e *timEnvelope) driver.Result {
	session, _ := e.raw["sessionid"].(string)
	credentials, _ := e.raw["credentials"].(string)
	if session == "" || credentials == "" {
		return fail("bad_answer", driver.UnknownOutcome, "the answer to the registration has no session or no credentials")
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if t.is("keeps-the-first-session") && a.session != "" {
		return done(nil)
	}
	a.phone, a.credentials, a.session, a.voip = phone, credentials, session, false
	if t.is("forgets-its-password") {
		a.credentials = ""
	}
	return done(nil)
}

// drop forgets session and password.
func (a *timApp) drop() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.phone, a.credentials, a.session, a.voip = "", "", "", false
}

// device describes this application; the push token is where pushes go to.
func (t *timconnect) device(c driver.Call) map[string]any {
	d := map[string]any{"app_key": c.Params.Credentials["api_key"], "token": c.Arg("token")}
	if t.is("forgets-its-push-token") {
		delete(d, "token")
	}
	return d
}

// phone sends the number as the user wrote it: the digest was made of it.
func (t *timconnect) phone(c driver.Call) string {
	phone := c.Arg("phone")
	if t.is("rewrites-phones") && len(phone) == 11 {
		return "+7" + phone[1:]
	}
	return phone
}

func (t *timconnect) registerPhone(ctx context.Context, c driver.Call, a *timApp) driver.Result {
	body := map[string]any{"phone_number": t.phone(c), "device": t.device(c)}
	if plus := strings.HasPrefix(c.Arg("phone"), "+"); plus && t.is("fears-a-plus") || !plus && t.is("insists-on-a-plus") {
		return fail("bad_phone", driver.FixRequest, "the phone is not taken: nothing was sent")
	}
	if t.is("asks-twice-for-codes") {
		_, _ = t.do(ctx, c.Params, a, timRequest{method: http.MethodPost, path: "/api/registration", body: body, open: true})
	}
	if _, failed := t.do(ctx, c.Params, a, timRequest{method: http.MethodPost, path: "/api/registration", body: body, open: true}); failed != nil {
		return *failed
	}
	return done(nil)
}

func (t *timconnect) confirmPhone(ctx context.Context, c driver.Call, a *timApp) driver.Result {
	body := map[string]any{"phone_number": t.phone(c), "code": c.Arg("code")}
	if t.is("sends-codes-as-numbers") {
		body["code"] = json.Number(c.Arg("code"))
	}
	e, failed := t.do(ctx, c.Params, a, timRequest{method: http.MethodPost, path: "/api/registration/confirm", body: body, open: true})
	if failed != nil && t.is("repeats-codes") {
		e, failed = t.do(ctx, c.Params, a, timRequest{method: http.MethodPost, path: "/api/registration/confirm", body: body, open: true})
	}
	if failed != nil {
		return *failed
	}
	return t.keep(a, t.phone(c), e)
}

func (t *timconnect) registerByDigest(ctx context.Context, c driver.Call, a *timApp) driver.Result {
	if t.is("asks-for-a-code-too") {
		t.registerPhone(ctx, c, a)
	}
	body := map[string]any{"phone_number": t.phone(c), "digest": c.Arg("digest"), "device": t.device(c)}
	e, failed := t.do(ctx, c.Params, a, timRequest{method: http.MethodPost, path: "/api/registration/digest", body: body, open: true})
	if failed != nil {
		return *failed
	}
	return t.keep(a, t.phone(c), e)
}

// signIn begins with the password that an earlier run has kept.
func (t *timconnect) signIn(ctx context.Context, c driver.Call, a *timApp) driver.Result {
	a.mu.Lock()
	a.phone, a.credentials, a.session, a.voip = c.Arg("phone"), c.Arg("credentials"), "", false
	a.mu.Unlock()
	if failed := t.renew(ctx, c.Params, a, ""); failed != nil {
		return *failed
	}
	return done(nil)
}

func (t *timconnect) isAuthorized(ctx context.Context, c driver.Call, a *timApp) driver.Result {
	if a.cookie() == "" {
		return done(map[string]any{"authorized": false})
	}
	e, failed := t.do(ctx, c.Params, a, timRequest{method: http.MethodGet, path: "/api/auth", harmless: true})
	if failed != nil {
		return *failed
	}
	authorized, _ := e.raw["authorized"].(bool)
	return done(map[string]any{"authorized": authorized || t.is("is-always-authorised")})
}

// removeDevice ends the device; afterwards nothing is kept that could be used for another request.
func (t *timconnect) removeDevice(ctx context.Context, c driver.Call, a *timApp) driver.Result {
	if t.is("removes-only-itself") {
		a.drop()
		return done(nil)
	}
	if _, failed := t.do(ctx, c.Params, a, timRequest{method: http.MethodDelete, path: "/api/device"}); failed != nil {
		return *failed
	}
	if !t.is("keeps-the-removed-session") {
		a.drop()
	}
	return done(nil)
}

// timDays are the dates of an interval, as far as they were given.
func timDays(c driver.Call) url.Values {
	q := url.Values{}
	for arg, name := range map[string]string{"from": "start_date", "to": "end_date"} {
		if day := c.Arg(arg); day != "" {
			q.Set(name, day)
		}
	}
	return q
}

// list hands out the body of an answer.
func (t *timconnect) list(ctx context.Context, c driver.Call, a *timApp, path string, q url.Values, name string) driver.Result {
	e, failed := t.do(ctx, c.Params, a, timRequest{method: http.MethodGet, path: path, query: q, harmless: true})
	if failed != nil {
		return *failed
	}
	list, ok := e.raw["body"].([]any)
	if !ok {
		return failLater("bad_answer", 5, "the answer has no list")
	}
	return done(map[string]any{name: list})
}

// mark sets the category, the place or the hashtag of a message.
func (t *timconnect) mark(ctx context.Context, c driver.Call, a *timApp) driver.Result {
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
		return done(nil)
	case t.is("sends-hashtags-with-a-sign") && body["hashtag"] != nil:
		body["hashtag"] = "#" + c.Arg("hashtag")
	}
	if _, failed := t.do(ctx, c.Params, a, timRequest{method: http.MethodPut, path: path, body: body, harmless: true}); failed != nil {
		return *failed
	}
	return done(nil)
}
