package bonder

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"sparring/mock/journal"
	"sparring/mock/journal/secret"
	"sparring/mock/world"
)

// name is the API's name in addresses, switches and events.
const name = "bonder"

// operation is one operation of the document and who handles it.
type operation struct {
	id     string
	handle func(*Fake, *world.Request) world.Answer
	token  bool // the request carries a token
}

// operations are all there are, in the order of the document.
var operations = [...]operation{
	{"authorize", (*Fake).authorize, false},
	{"listRepositories", (*Fake).listRepositories, true},
	{"getRepository", (*Fake).getRepository, true},
	{"createProfile", (*Fake).createProfile, true},
	{"saveCard", (*Fake).saveCard, true},
	{"getCard", (*Fake).getCard, true},
	{"deleteProfile", (*Fake).deleteProfile, true},
	{"setCardStatus", (*Fake).setCardStatus, true},
	{"setUsePhoto", (*Fake).setUsePhoto, true},
	{"setLangStatus", (*Fake).setLangStatus, true},
	{"deleteLanguage", (*Fake).deleteLanguage, true},
	{"viewCard", (*Fake).viewCard, false},
}

// API describes the fake to the server.
func API() *world.API {
	api := &world.API{
		Name:     name,
		Switches: switches(), Contradiction: contradiction, BodySize: bodySize,
		Events: events(),
		Secrets: secret.Positions{
			Headers: map[string]string{"X-Auth-Key": "token"},
			Fields:  map[string]string{"password": "password", "token": "token"},
		},
		Credential: func(id string) bool {
			return slices.ContainsFunc(operations[:], func(o operation) bool { return o.id == id && o.token })
		},
		Code:    codeOf,
		Reasons: reasons(), Findings: findingReasons(), Bounds: bounds(), Warnings: []string{string(thumbnailRejected)},
	}
	for _, o := range operations {
		api.Operations = append(api.Operations, o.id)
	}
	api.New = func(w *world.World) world.Fake { return newFake(api, w) }
	return api
}

// Fake is Bonder in one world. All methods are safe for concurrent use.
type Fake struct {
	api    *world.API
	w      *world.World
	chance *world.Chance

	mu     sync.Mutex
	facts  facts
	meters meters
	names  map[string][]byte // repositories written before, by name
}

func newFake(api *world.API, w *world.World) *Fake {
	f := &Fake{api: api, w: w, chance: w.Chance(name), facts: freshFacts(), meters: newMeters(w, api), names: map[string][]byte{}}
	f.meters.set(f.facts.totals())
	f.register()
	return f
}

// API describes the fake.
func (f *Fake) API() *world.API { return f.api }

// Handle answers a request for one of the operations.
func (f *Fake) Handle(r *world.Request) world.Answer {
	for i := range operations {
		if operations[i].id == r.Operation {
			return operations[i].handle(f, r)
		}
	}
	return f.Miss(r, world.Miss{})
}

// Miss answers an unknown path or method with the vendor's envelope.
// Assumed: nothing is said about either; 404 and 405 are loud where the vendor's own 200 would not be. B-03.
func (f *Fake) Miss(r *world.Request, m world.Miss) world.Answer {
	if r.Method == http.MethodPut && r.Path == "/users" && f.text("createByPut") == "users" {
		return f.createByPut(r)
	}
	answer := f.write(reply{code: resourceNotFound})
	if upper := strings.ToUpper(r.Method); upper != r.Method && slices.Contains(m.Allow, upper) {
		answer.Why = append(answer.Why, journal.Why{Code: "method_in_lower_case",
			Text: "methods are written in capital letters (RFC 9110 §9.1): send " + upper + ", not " + r.Method})
	}
	answer.Status = http.StatusNotFound
	if len(m.Allow) > 0 {
		answer.Status = http.StatusMethodNotAllowed
		answer.Header.Set("Allow", strings.Join(m.Allow, ", "))
	}
	if f.text("unknownRoute") == "200" {
		answer.Status = http.StatusOK
	}
	return answer
}

// NextDue tells that nothing is ever due: tokens expire by being looked at.
func (f *Fake) NextDue() (time.Time, bool) { return time.Time{}, false }

// Fire has nothing to do.
func (f *Fake) Fire(time.Time) int { return 0 }

// Pending is always none.
func (f *Fake) Pending() int { return 0 }
