package timconnect

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

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
func firstKittens() []*Kitten {
	return []*Kitten{
		{ID: 1, Name: "Fluffums", Breed: "calico", Fluffiness: 6, Cuteness: 7},
		{ID: 2, Name: "Max", Breed: "unknown", Fluffiness: 5, Cuteness: 10},
		{ID: 3, Name: "Thomas", Breed: "siberian", Fluffiness: 9, Cuteness: 4, Cat: true},
		{ID: 4, Name: "Luna", Breed: "siamese", Fluffiness: 3, Cuteness: 9, Adopted: true},
		{ID: 5, Name: "Baron", Breed: "persian", Fluffiness: 10, Cuteness: 6, Cat: true, Adopted: true},
	}
}

// kittenRoute is what a Kittn request asks for: an operation, or "" with what the path is.
type kittenRoute struct {
	operation string
	path      kittenPath // where operation is empty
	alias     bool       // by the path without /api
}

type kittenPath int

const (
	elsewhere kittenPath = iota // under the kittens' paths, but none of them
	allKittens
	oneKitten
)

// underKittens tells whether a path belongs to Kittn, known or not.
func underKittens(path string) bool {
	for _, root := range []string{"/api/kittens", "/kittens"} {
		if path == root || strings.HasPrefix(path, root+"/") {
			return true
		}
	}
	return false
}

// missedKitten tells what a path is that has no operation for the method.
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
func (f *Fake) allowed(list bool) string {
	if !list && f.on(kittensDelete) {
		return "GET, DELETE"
	}
	return http.MethodGet
}

// kitten answers everything under the kittens' paths. The order of checks: 503, injected, 429, 401, 405, 406, 400, then 404,
// 410 or 403. Source: timconnect, "Kittens"; the template's errors; T-02…T-09, T-40.
// Assumed: the order, and the JSON around code and text.
func (x *exchange) kitten(route kittenRoute) world.Answer {
	f := x.f
	if route.alias && !f.on(kittensAlias) {
		x.because("alias_off", "the switch kittensAlias takes the path without /api away")
		route = kittenRoute{}
	}
	sent := x.r.Header.Get("Authorization")
	x.judgeKey(sent)
	if status := x.kittensDown(); status != 0 {
		return refuseKitten(status, "")
	}
	if f.key(sent) == nil {
		x.keyRefused(sent)
		return refuseKitten(http.StatusUnauthorized, "")
	}
	list := route.operation == listKittens || route.path == allKittens
	if route.path != elsewhere || (route.operation == deleteKitten && !f.on(kittensDelete)) {
		x.because("method_not_allowed", "the path takes "+f.allowed(list)+", not "+x.r.Method)
		return refuseKitten(http.StatusMethodNotAllowed, f.allowed(list))
	}
	if message.Weight(x.r.Header, "application/json") == 0 {
		x.findings = append(x.findings, jsonNotAccepted(x.r.Header.Values("Accept")))
		return x.refuseKitten(http.StatusNotAcceptable, "json_not_accepted", "Accept leaves application/json out")
	}
	switch route.operation {
	case listKittens:
		return x.listKittens()
	case getKitten, deleteKitten:
		return x.oneKitten(route.operation == deleteKitten)
	default:
		return x.refuseKitten(http.StatusNotFound, "not_found", "no operation has this path")
	}
}

// kittensDown gives the status of what comes before everything: maintenance, failing, the rate limit; 0 for none.
func (x *exchange) kittensDown() int {
	s := x.f.state
	if s.Maintenance {
		x.because("maintenance", "maintenance was started and not ended")
		return http.StatusServiceUnavailable
	}
	if s.Failing != nil {
		status := s.Failing.Status
		if s.Failing.Times--; s.Failing.Times < 1 {
			s.Failing = nil
		}
		x.because("failing", "the event kittens.failing made this request fail")
		return status
	}
	limit := x.f.number(kittenRateLimit)
	if limit == 0 {
		s.KittenTimes = nil
		return 0
	}
	for len(s.KittenTimes) > 0 && !x.now.Before(s.KittenTimes[0].Add(time.Minute)) {
		s.KittenTimes = s.KittenTimes[1:]
	}
	if len(s.KittenTimes) >= limit {
		x.because("rate_limit", "the switch kittenRateLimit allows "+strconv.Itoa(limit)+" requests in any minute")
		return http.StatusTooManyRequests
	}
	s.KittenTimes = append(s.KittenTimes, x.now)
	return 0
}

// listKittens leaves out cats, adopted kittens, and always the hidden and removed ones. Source:
// timconnect#L126-129; T-07, T-08.
func (x *exchange) listKittens() world.Answer {
	cats, ok := x.flag("include_cats", false)
	available, ok2 := x.flag("available", true)
	if !ok || !ok2 {
		return x.refuseKitten(http.StatusBadRequest, "flag_invalid", "include_cats and available are true or false")
	}
	list := []kittenJSON{}
	for _, k := range x.f.state.Kittens {
		if (cats || !k.Cat) && (!available || !k.Adopted) && !k.Hidden && !k.Removed {
			list = append(list, k.shown())
		}
	}
	return world.JSON(0, encode(list))
}

// flag reads true or false; absent is the default, anything else no flag (T-08).
func (x *exchange) flag(name string, absent bool) (value, ok bool) {
	values, given := x.r.Query()[name]
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
func (x *exchange) oneKitten(remove bool) world.Answer {
	text := x.r.Vars["id"]
	if strings.Trim(text, "0") == "" || !isDigits(text) {
		return x.refuseKitten(http.StatusBadRequest, "id_invalid", "the id is not a positive integer")
	}
	id, _ := parseID(text) // one beyond 64 bits is a positive integer that no kitten has
	k := x.f.findKitten(id)
	switch {
	case k == nil:
		return x.refuseKitten(http.StatusNotFound, "kitten_unknown", "no kitten of this world has this id")
	case k.Removed:
		return x.refuseKitten(http.StatusGone, "kitten_removed", "the kitten was removed")
	case k.Hidden:
		return x.refuseKitten(http.StatusForbidden, "kitten_hidden", "the kitten is hidden for administrators only")
	case remove:
		k.Removed = true
		return world.JSON(0, encode(struct {
			ID      int64  `json:"id"`
			Deleted string `json:"deleted"`
		}{k.ID, ":("}))
	}
	return world.JSON(0, encode(k.shown()))
}

func (f *Fake) findKitten(id int64) *Kitten {
	i, found := slices.BinarySearchFunc(f.state.Kittens, id, func(k *Kitten, id int64) int { return cmp.Compare(k.ID, id) })
	if !found {
		return nil
	}
	return f.state.Kittens[i]
}

// putKitten adds a kitten or replaces the one with its id.
func (f *Fake) putKitten(k *Kitten) {
	i, found := slices.BinarySearchFunc(f.state.Kittens, k.ID, func(k *Kitten, id int64) int { return cmp.Compare(k.ID, id) })
	if found {
		f.state.Kittens[i] = k
		return
	}
	f.state.Kittens = slices.Insert(f.state.Kittens, i, k)
}
