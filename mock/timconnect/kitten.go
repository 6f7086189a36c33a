package timconnect

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"sparring/mock/fake"
	"sparring/mock/message"
	"sparring/mock/world"
)

// Kitten is a kitten or a cat. What is shown of it has no sign of being a cat, adopted, hidden or removed.
type Kitten struct {
	ID         int64  `json:"id"`
	Name       string `json:"name"`
	Breed      string `json:"breed"`
	Fluffiness int    `json:"fluffiness"`
	Cuteness   int    `json:"cuteness"`
	Cat        bool   `json:"cat,omitempty"`     // listed only with include_cats=true
	Adopted    bool   `json:"adopted,omitempty"` // listed only with available=false
	Hidden     bool   `json:"hidden,omitempty"`  // 403
	Removed    bool   `json:"removed,omitempty"` // 410
}

type kittenJSON struct {
	ID         int64  `json:"id"`
	Name       string `json:"name"`
	Breed      string `json:"breed"`
	Fluffiness int    `json:"fluffiness"`
	Cuteness   int    `json:"cuteness"`
}

func (k *Kitten) shown() kittenJSON {
	return kittenJSON{k.ID, k.Name, k.Breed, k.Fluffiness, k.Cuteness}
}

// firstKittens are the two of the page, and one behind each flag and behind both.
func firstKittens() []Kitten {
	return []Kitten{
		{ID: 1, Name: "Fluffums", Breed: "calico", Fluffiness: 6, Cuteness: 7},
		{ID: 2, Name: "Max", Breed: "unknown", Fluffiness: 5, Cuteness: 10},
		{ID: 3, Name: "Thomas", Breed: "siberian", Fluffiness: 9, Cuteness: 4, Cat: true},
		{ID: 4, Name: "Luna", Breed: "siamese", Fluffiness: 3, Cuteness: 9, Adopted: true},
		{ID: 5, Name: "Baron", Breed: "persian", Fluffiness: 10, Cuteness: 6, Cat: true, Adopted: true},
	}
}

// kittenRoute is what a Kittn request asks for: an operation, or a path without one.
type kittenRoute struct {
	operation string
	path      kittenPath // if operation is empty
	alias     bool       // by the path without /api
}

type kittenPath int

const (
	elsewhere kittenPath = iota // under the kittens' paths, but neither of them
	allKittens
	oneKitten
)

func kittenOperation(name string) bool {
	return name == listKittens || name == getKitten || name == deleteKitten
}

// underKittens reports whether a path belongs to Kittn, known or not.
func underKittens(path string) bool {
	for _, root := range []string{"/api/kittens", "/kittens"} {
		if path == root || strings.HasPrefix(path, root+"/") {
			return true
		}
	}
	return false
}

// missedKitten returns what a path is that has no operation for the method.
func missedKitten(r *world.Request, m world.Miss) kittenRoute {
	route := kittenRoute{alias: strings.HasPrefix(r.Path, "/kittens")}
	switch {
	case len(m.Allow) == 0:
	case r.Path == "/api/kittens":
		route.path = allKittens
	default:
		route.path = oneKitten
	}
	return route
}

// allowed is the header Allow of a path: the methods it takes under the present switches.
func (x *exchange) allowed(list bool) string {
	if !list && kittensDelete.Get(x) {
		return "GET, DELETE"
	}
	return http.MethodGet
}

// kitten answers an operation of Kittn.
func (x *exchange) kitten() (fake.Response, error) {
	return x.answerKitten(kittenRoute{operation: x.Operation, alias: x.Alias})
}

// answerKitten answers everything under the kittens' paths. The order of checks: 503, injected, 429, 401, 405, 406,
// 400, then 404, 410 or 403. Source: timconnect, "Kittens"; the template's errors; T-02…T-09, T-40.
// Assumed: the order, and the JSON around code and text.
func (x *exchange) answerKitten(route kittenRoute) (fake.Response, error) {
	if route.alias && !kittensAlias.Get(x) {
		x.Because("alias_off", "the switch kittensAlias takes the path without /api away")
		route = kittenRoute{}
	}
	sent := x.Header.Get("Authorization")
	x.judgeKey(sent)
	if err := x.kittensDown(); err != nil {
		return refused(err)
	}
	if !x.hasLiveKey(sent) {
		x.keyRefused(sent)
		return refused(&fake.Refusal{Status: http.StatusUnauthorized})
	}
	list := route.operation == listKittens || route.path == allKittens
	if route.path != elsewhere || (route.operation == deleteKitten && !kittensDelete.Get(x)) {
		allow := x.allowed(list)
		r := x.kittenRefusal(http.StatusMethodNotAllowed, "method_not_allowed",
			"the path takes "+allow+", not "+x.Method)
		r.Args = allow
		return refused(r)
	}
	if message.Weight(x.Header, "application/json") == 0 {
		x.Finding(jsonNotAccepted(x.Header.Values("Accept")))
		return refused(x.kittenRefusal(http.StatusNotAcceptable, "json_not_accepted",
			"Accept leaves application/json out"))
	}
	switch route.operation {
	case listKittens:
		return x.listKittens()
	case getKitten, deleteKitten:
		return x.oneKitten(route.operation == deleteKitten)
	default:
		return refused(x.kittenRefusal(http.StatusNotFound, "not_found", "no operation has this path"))
	}
}

// kittensDown checks what comes before everything else: maintenance, failing, the rate limit.
func (x *exchange) kittensDown() error {
	if x.maintenance.Get() {
		return x.kittenRefusal(http.StatusServiceUnavailable, "maintenance", "maintenance was started and not ended")
	}
	if failing := x.failing.Get(); failing.Times > 0 {
		left := Failing{failing.Status, failing.Times - 1}
		if left.Times == 0 {
			left = Failing{}
		}
		x.failing.Set(left)
		return x.kittenRefusal(failing.Status, "failing", "the event kittens.failing made this request fail")
	}
	return x.limitKittens()
}

// limitKittens counts a request, unless the last minute has as many as the switch allows.
func (x *exchange) limitKittens() error {
	limit := kittenRateLimit.Get(x)
	for {
		number, at, ok := x.kittenTimes.First()
		if !ok || limit > 0 && x.Now().Before(at.Add(time.Minute)) {
			break
		}
		x.kittenTimes.Delete(number)
	}
	if limit == 0 {
		return nil
	}
	if x.kittenTimes.Len() >= limit {
		return x.kittenRefusal(http.StatusTooManyRequests, "rate_limit",
			"the switch kittenRateLimit allows "+strconv.Itoa(limit)+" requests in any minute")
	}
	last, _, _ := x.kittenTimes.Last()
	x.kittenTimes.Put(last+1, x.Now())
	return nil
}

// listKittens leaves out cats, adopted kittens, and always the hidden and removed ones. Source:
// timconnect#L126-129; T-07, T-08.
func (x *exchange) listKittens() (fake.Response, error) {
	cats, ok := x.flag("include_cats", false)
	available, ok2 := x.flag("available", true)
	if !ok || !ok2 {
		return refused(x.kittenRefusal(http.StatusBadRequest, "flag_invalid",
			"include_cats and available are true or false"))
	}
	list := []kittenJSON{}
	for _, k := range x.kittens.All() {
		if (cats || !k.Cat) && (!available || !k.Adopted) && !k.Hidden && !k.Removed {
			list = append(list, k.shown())
		}
	}
	return success(list)
}

// flag reads true or false. If it is absent, it has a default; anything else is not a flag (T-08).
func (x *exchange) flag(name string, absent bool) (value, ok bool) {
	values, given := x.Query()[name]
	if !given {
		return absent, true
	}
	switch values[len(values)-1] {
	case "true":
		return true, true
	case "false":
		return false, true
	default:
		return false, false
	}
}

// oneKitten shows a kitten, or with the switch kittensDelete removes it. Source: timconnect#L139-190; T-03, T-04.
func (x *exchange) oneKitten(remove bool) (fake.Response, error) {
	text := x.Vars["id"]
	if strings.Trim(text, "0") == "" || !isDigits(text) {
		return refused(x.kittenRefusal(http.StatusBadRequest, "id_invalid", "the id is not a positive integer"))
	}
	id, _ := parseID(text) // one beyond 64 bits is a positive integer that no kitten has
	k, ok := x.kittens.Get(id)
	switch {
	case !ok:
		return refused(x.kittenRefusal(http.StatusNotFound, "kitten_unknown", "no kitten of this world has this id"))
	case k.Removed:
		return refused(x.kittenRefusal(http.StatusGone, "kitten_removed", "the kitten was removed"))
	case k.Hidden:
		return refused(x.kittenRefusal(http.StatusForbidden, "kitten_hidden",
			"the kitten is hidden for administrators only"))
	case remove:
		k.Removed = true
		x.kittens.Put(k.ID, k)
		return success(struct {
			ID      int64  `json:"id"`
			Deleted string `json:"deleted"`
		}{k.ID, ":("})
	}
	return success(k.shown())
}
