package timconnect

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

type wrapper = func(ctx context.Context, c driver.Call, next reference.Handler) driver.Result

// claim tells a result without doing what was asked.
func claim(r driver.Result, methods ...string) wrapper {
	return func(ctx context.Context, c driver.Call, next reference.Handler) driver.Result {
		if slices.Contains(methods, c.Method) {
			return r
		}
		return next(ctx, c)
	}
}

// before does something else first.
func before(method, first string) wrapper {
	return func(ctx context.Context, c driver.Call, next reference.Handler) driver.Result {
		if c.Method == method {
			other := c
			other.Method = first
			next(ctx, other)
		}
		return next(ctx, c)
	}
}

// Mistakes with sessions and devices.

func renewAndGiveUp(c *client, ctx context.Context, p driver.Params, a *app, refused string) *driver.Result {
	if failed := c.renewOnce(ctx, p, a, refused); failed != nil || refused == "" {
		return failed
	}
	return c.refuse(a, &envelope{message: denied})
}

func renewAlone(c *client, ctx context.Context, p driver.Params, a *app, _ string) *driver.Result {
	return c.authorize(ctx, p, a)
}

// keepTheFirstPushToken sends the push token of the first registration with every other.
func keepTheFirstPushToken(p *policies) {
	var mu sync.Mutex
	var first any
	p.SentBody(func(_ *http.Request, body map[string]any) {
		mu.Lock()
		defer mu.Unlock()
		device := reference.Object(body["device"])
		if first == nil {
			first = device["token"]
		}
		if device["token"] != nil {
			device["token"] = first
		}
	})
}

func rewritePhones(c *driver.Call) {
	phone := c.Arg("phone")
	registers := c.Method != "timconnect.signIn"
	if registers && len(phone) == 11 {
		c.Params.Args["phone"] = "+7" + phone[1:]
	}
}

func refusePhones(which func(plus bool) bool) wrapper {
	return func(ctx context.Context, c driver.Call, next reference.Handler) driver.Result {
		if c.Method == "timconnect.registerPhone" && which(strings.HasPrefix(c.Arg("phone"), "+")) {
			return reference.Fail("bad_phone", driver.FixRequest, "the phone is not taken: nothing was sent")
		}
		return next(ctx, c)
	}
}

func repeatCodes(ctx context.Context, c driver.Call, next reference.Handler) driver.Result {
	r := next(ctx, c)
	if c.Method == "timconnect.confirmPhone" && !r.OK {
		return next(ctx, c)
	}
	return r
}

// Mistakes with failures.

// adviseOn advises something else about one code.
func adviseOn(before func(code, due string) string, about, wrong string) func(code, due string) string {
	return func(code, due string) string {
		if code == about {
			return wrong
		}
		return before(code, due)
	}
}

// adviseFor advises something else than what is due.
func adviseFor(before func(code, due string) string, what, wrong string) func(code, due string) string {
	return func(code, due string) string {
		if due == what {
			return wrong
		}
		return before(code, due)
	}
}

// instead advises one thing about Kittn's errors if another one was due.
func instead(before func(status int) string, due, wrong string) func(status int) string {
	return func(status int) string {
		if a := before(status); a != due {
			return a
		}
		return wrong
	}
}

func readPrintedForms(e *envelope, _ *driver.Result) {
	if !strings.HasPrefix(e.message, "{") && !strings.HasPrefix(e.message, "[") {
		return
	}
	var form any
	if err := json.Unmarshal([]byte(e.message), &form); err != nil {
		panic(err)
	}
}

func hangOnSilence(p *policies) {
	p.RepeatLost, p.unanswered = reference.HangOnSilence(repeatHarmless, unknownOutcome)
}

// trustAnything makes a success of every response that says nothing that TIM Connect would say.
func trustAnything(r *http.Request, a *reference.Response) {
	if ofKittn(r) {
		return
	}
	e, err := read(a.Body)
	foreign := err != nil && (a.Status != http.StatusOK || !json.Valid(a.Body))
	if foreign || err == nil && a.Status >= http.StatusTooManyRequests && !e.success && unknownWords(e.message) {
		a.Status, a.Body = http.StatusOK, []byte(`{"result":"success","message":"","body":[]}`)
	}
}

func refuseNewMembers(p *policies) {
	known := strings.Fields(
		"result message body paging sessionid credentials authorized password registered call_id state",
	)
	p.read = func(data []byte) (*envelope, error) {
		e, err := read(data)
		if err != nil {
			return nil, err
		}
		for name := range e.raw {
			if !slices.Contains(known, name) {
				return nil, fmt.Errorf("unknown member %s", name)
			}
		}
		return e, nil
	}
	p.Received(func(r *http.Request, a *reference.Response) {
		var kitten map[string]any
		if ofKittn(r) && json.Unmarshal(a.Body, &kitten) == nil && len(kitten) > 5 {
			a.Body = []byte(`"unknown members"`)
		}
	})
}

// Mistakes with messages, markers and calls.

func also(due func(moment) bool, more moment) func(moment) bool {
	return func(m moment) bool { return m == more || due(m) }
}

// claimReports makes a success of every report that fails, once the session has been renewed for it.
func claimReports() func(r *http.Request, a *reference.Response) {
	var refused atomic.Bool
	return func(r *http.Request, a *reference.Response) {
		if !reference.PathEnds(r, deliveryPath) {
			return
		}
		if strings.Contains(string(a.Body), denied) && refused.CompareAndSwap(false, true) {
			return
		}
		refused.Store(false)
		a.Status, a.Body = http.StatusOK, []byte(`{"result":"success","message":""}`)
	}
}

func readTheArchive(r *http.Request) {
	if base, ok := strings.CutSuffix(r.URL.Path, queuePath); ok {
		r.URL.Path = base + archivePath
		r.URL.RawQuery = strings.Trim("delivered=false&"+r.URL.RawQuery, "&")
	}
}

// number keeps ids as numbers of another kind.
func number(convert func(id int64) int64) func(id string) string {
	return func(id string) string {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return id
		}
		return strconv.FormatInt(convert(n), 10)
	}
}

func requireList(r *http.Request, a *reference.Response) {
	var raw map[string]any
	list := reference.PathEnds(r, queuePath) || reference.PathEnds(r, archivePath)
	if !list || json.Unmarshal(a.Body, &raw) != nil {
		return
	}
	if messages, ok := raw["body"].([]any); ok && len(messages) == 0 {
		delete(raw, "body")
		a.Body, _ = json.Marshal(raw)
	}
}

func roundPlaces(c *driver.Call) {
	if c.Method != "timconnect.setGeotag" {
		return
	}
	for _, name := range []string{"latitude", "longitude"} {
		if degrees, err := strconv.ParseFloat(fmt.Sprint(c.Params.Args[name]), 64); err == nil {
			c.Params.Args[name] = int(math.Trunc(degrees))
		}
	}
}

func keepEmptyHashtags(ctx context.Context, c driver.Call, next reference.Handler) driver.Result {
	if c.Method == "timconnect.setHashtag" && c.Arg("hashtag") == "" {
		return reference.Done(nil)
	}
	return next(ctx, c)
}

func trustVoIP(r *http.Request, a *reference.Response) {
	var raw map[string]any
	if reference.PathEnds(r, callRegistrationPath) && json.Unmarshal(a.Body, &raw) == nil &&
		raw["result"] == "success" {
		raw["registered"] = true
		a.Body, _ = json.Marshal(raw)
	}
}

func ignoreCallPushes(ctx context.Context, c driver.Call, next reference.Handler) driver.Result {
	push := reference.Object(c.Params.Args["payload"])
	if c.Method == "timconnect.takePush" && len(reference.Object(push["call_info"])) > 0 {
		return reference.Done(nil)
	}
	return next(ctx, c)
}

// Mistakes with Kittn.

func ofKittn(r *http.Request) bool { return strings.Contains(r.URL.Path, kittensPath) }

func trustKittn(r *http.Request, a *reference.Response) {
	if !ofKittn(r) || a.Status == http.StatusOK && json.Valid(a.Body) {
		return
	}
	a.Status, a.Body = http.StatusOK, []byte(`{"id":0}`)
	if reference.PathEnds(r, kittensPath) {
		a.Body = []byte(`[]`)
	}
}

func hideKittnCodes(c driver.Call, r *driver.Result) {
	kittn := c.Method == "timconnect.listKittens" || c.Method == "timconnect.getKitten"
	if !kittn || r.Error == nil {
		return
	}
	if _, err := strconv.Atoi(r.Error.Code); err == nil {
		r.Error.Code = "error"
	}
}
