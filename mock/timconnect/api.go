package timconnect

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"sparring/mock/journal"
	"sparring/mock/outbound"
	"sparring/mock/world"
)

// Fake is TIM Connect and Kittn in one world.
type Fake struct {
	w          *world.World
	api        *world.API
	operations map[string]operation
	chance     *world.Chance

	mu     sync.Mutex
	state  *State
	index  *index
	meters meters
}

// operation is how one operation of timconnect.yaml is answered. Operations of kittn.yaml have no handler here: kitten
// answers them, with an order of checks of its own.
type operation struct {
	open   bool // needs no session
	handle func(*exchange) (any, error)
}

// exchange is one request being answered, under the fake's lock.
type exchange struct {
	f        *Fake
	r        *world.Request
	now      time.Time
	fields   fields
	key      string  // the API key of the header; empty where none was asked for
	device   *Device // found by the gate
	session  string  // opened by this request
	why      []journal.Why
	findings []journal.Finding
	calls    []outbound.Call // made when the lock is released
}

const (
	digits       = world.Digits
	lowerDigits  = world.LowerDigits
	alphanumeric = world.Alphanumeric
)

func operations() map[string]operation {
	return map[string]operation{
		"registerPhone":      {open: true, handle: (*exchange).registerPhone},
		"confirmPhone":       {open: true, handle: (*exchange).confirmPhone},
		"registerByDigest":   {open: true, handle: (*exchange).registerByDigest},
		"authorize":          {open: true, handle: (*exchange).authorize},
		"getAuthorization":   {open: true, handle: (*exchange).getAuthorization},
		"removeDevice":       {handle: (*exchange).removeDevice},
		"listQueue":          {handle: (*exchange).listQueue},
		"listMessages":       {handle: (*exchange).listMessages},
		"getMessage":         {handle: (*exchange).getMessage},
		"reportDelivery":     {handle: (*exchange).reportDelivery},
		"setCategory":        {handle: (*exchange).setCategory},
		"setGeotag":          {handle: (*exchange).setGeotag},
		"setHashtag":         {handle: (*exchange).setHashtag},
		"listCategories":     {handle: (*exchange).listCategories},
		"getStatistics":      {handle: (*exchange).getStatistics},
		"createCallPassword": {handle: (*exchange).createCallPassword},
		"registerVoip":       {handle: (*exchange).registerVoip},
		"startCall":          {handle: (*exchange).startCall},
		"answerCall":         {handle: (*exchange).answerCall},
		"hangUpCall":         {handle: (*exchange).hangUpCall},
		"getCall":            {handle: (*exchange).getCall},
	}
}

const (
	listKittens  = "listKittens"
	getKitten    = "getKitten"
	deleteKitten = "deleteKitten"
)

func kittenOperation(name string) bool {
	return name == listKittens || name == getKitten || name == deleteKitten
}

// API describes the fake.
func API() *world.API {
	ops := operations()
	a := &world.API{
		Name:       Name,
		Switches:   switches(),
		Events:     events(),
		Secrets:    secrets(),
		Bounds:     bounds(),
		Operations: append(slices.Sorted(maps.Keys(ops)), listKittens, getKitten, deleteKitten),
		Credential: func(operation string) bool {
			op, ok := ops[operation]
			return kittenOperation(operation) || operation == "getAuthorization" || (ok && !op.open)
		},
		Code:    codeOf,
		Reasons: reasons(), Findings: findingReasons(),
	}
	a.New = func(w *world.World) world.Fake { return newFake(w, a, ops) }
	return a
}

func secrets() journal.Positions {
	return journal.Positions{
		Headers: map[string]string{"Authorization": "api_key", "X-Push-Token": "token"},
		Cookies: map[string]string{"sessionid": "session"},
		Fields: map[string]string{"sessionid": "session", "credentials": "credentials", "app_key": "api_key", "token": "token",
			"code": "code", "digest": "digest", "digest_secret": "secret", "password": "password", "asteriskpass": "password"},
	}
}

func newFake(w *world.World, a *world.API, ops map[string]operation) *Fake {
	f := &Fake{w: w, api: a, operations: ops, chance: w.Chance(Name)}
	f.state = &State{
		Keys:        []*Key{{Key: firstKey, DigestSecret: f.newSecret()}},
		Codes:       map[string]*Code{},
		Kittens:     firstKittens(),
		NextMessage: firstMessage,
		NextCall:    1,
	}
	f.index, f.meters = newIndex(f.state), newMeters(w, a)
	f.meters.set(f.state.totals())
	f.tellSecrets()
	return f
}

// firstKey is the page's sample key (T-11).
const firstKey = "meowmeowmeow"

func (f *Fake) newSecret() string { return f.chance.Text(world.Hex, 32) }

// tellSecrets registers the secrets of the state, so that the journal marks them.
func (f *Fake) tellSecrets() {
	for _, k := range f.state.Keys {
		f.w.Secret("api_key", k.Key)
		f.w.Secret("secret", k.DigestSecret)
	}
	for _, phone := range slices.Sorted(maps.Keys(f.state.Codes)) {
		f.w.Secret("code", f.state.Codes[phone].Code)
	}
	for _, d := range f.state.Devices {
		f.w.Secret("credentials", d.Credentials)
		for _, s := range d.Sessions {
			f.w.Secret("session", s.ID)
		}
		for _, p := range d.Passwords {
			f.w.Secret("password", p.Value)
		}
	}
}

// API gives the description.
func (f *Fake) API() *world.API { return f.api }

// Credentials are the first live API key and its secret for digests.
func (f *Fake) Credentials() map[string]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, k := range f.state.Keys {
		if k.RevokedAt.IsZero() {
			return map[string]string{"api_key": k.Key, "digest_secret": k.DigestSecret}
		}
	}
	return map[string]string{"api_key": "", "digest_secret": ""}
}

// Handle answers a request for an operation of either document.
func (f *Fake) Handle(r *world.Request) world.Answer {
	x := &exchange{f: f, r: r}
	f.mu.Lock()
	x.now = f.w.Now()
	var a world.Answer
	if kittenOperation(r.Operation) {
		a = x.kitten(kittenRoute{operation: r.Operation, alias: r.Alias})
	} else {
		a = x.tim()
	}
	f.mu.Unlock()
	return x.finish(a)
}

// tim answers an operation of timconnect.yaml: the API key first, then the session, then the operation's own rules.
func (x *exchange) tim() world.Answer {
	op, ok := x.f.operations[x.r.Operation]
	if !ok {
		return x.refuse(notFound)
	}
	x.fields = x.read()
	err := x.checkKey()
	if err == nil && !op.open {
		if _, ok := x.r.Cookie("sessionid"); !ok {
			x.findings = append(x.findings, sessionMissing())
		}
		err = x.gate()
	}
	var body any
	if err == nil {
		body, err = op.handle(x)
	}
	var failed *failure
	if errors.As(err, &failed) {
		return x.refuse(failed)
	}
	a := world.JSON(0, encode(body))
	x.setCookie(&a)
	return a
}

// refuse writes a failure. The journal always says why.
func (x *exchange) refuse(e *failure) world.Answer {
	if len(x.why) == 0 {
		x.because(e.code, e.why)
	}
	return x.f.refuse(e)
}

// finish adds what the client is never told, and makes the calls.
func (x *exchange) finish(a world.Answer) world.Answer {
	for _, c := range x.calls {
		x.f.w.Outbound.Go(c)
	}
	a.Why, a.Findings = append(a.Why, x.why...), append(a.Findings, x.findings...)
	return a
}

// Miss answers where no operation fits: Kittn's own errors under its paths, else the envelope of TIM Connect.
func (f *Fake) Miss(r *world.Request, m world.Miss) world.Answer {
	x := &exchange{f: f, r: r}
	if !underKittens(r.Path) {
		if len(m.Allow) == 0 {
			return x.finish(x.refuse(notFound))
		}
		a := x.refuse(methodNotAllowed(r.Method))
		a.Header.Set("Allow", strings.Join(m.Allow, ", "))
		return x.finish(a)
	}
	f.mu.Lock()
	x.now = f.w.Now()
	a := x.kitten(missedKitten(r, m))
	f.mu.Unlock()
	return x.finish(a)
}

// Fail writes the answer for a code of either catalogue.
func (f *Fake) Fail(r *world.Request, code string) world.Answer {
	if kittenOperation(r.Operation) {
		status, err := strconv.Atoi(code)
		if err != nil {
			status = http.StatusInternalServerError
		}
		return refuseKitten(status, f.allowed(r.Operation == listKittens))
	}
	if e := catalogue(r, code); e != nil {
		return f.refuse(e)
	}
	return f.refuse(notFound)
}

// Expire ends the credential of this request: the session, or on Kittn the API key.
func (f *Fake) Expire(r *world.Request, reason string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.w.Now()
	if kittenOperation(r.Operation) {
		k := f.key(r.Header.Get("Authorization"))
		if k == nil {
			return errors.New("the request's Authorization is no live API key")
		}
		k.RevokedAt, k.Reason, k.Fault = now, reason, true
		return nil
	}
	id, _ := r.Cookie("sessionid")
	d := f.index.sessions[id]
	if d == nil {
		return errors.New("the request's cookie sessionid is no session of this world")
	}
	for i := range d.Sessions {
		if s := &d.Sessions[i]; s.ID == id && s.alive(now) {
			s.Ended, s.Fault = reason, true
			return nil
		}
	}
	return errors.New("the session of the request had ended already")
}

// NextDue tells when the next message falls back to SMS.
func (f *Fake) NextDue() (time.Time, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.index.due) == 0 {
		return time.Time{}, false
	}
	return f.index.due[0].SMSDue, true
}

// Fire sends the duplicate SMS of every message whose report is late at at.
func (f *Fake) Fire(at time.Time) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	x := &exchange{f: f, now: at}
	fired := 0
	for len(f.index.due) > 0 && !f.index.due[0].SMSDue.After(at) {
		m := f.index.due[0]
		f.index.due = f.index.due[1:]
		x.fallBack(m)
		fired++
	}
	return fired
}

// Pending counts the messages that wait for a report.
func (f *Fake) Pending() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.index.due)
}
