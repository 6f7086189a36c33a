package timconnect

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// kittnAdvice is what the table of errors says about each status.
func kittnAdvice(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return driver.Reauthorize
	case http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable:
		return driver.RetryLater
	case http.StatusTeapot:
		return driver.NoAdvice
	}
	return driver.FixRequest
}

// kittens lists the kittens, or gets one.
func (t *client) kittens(ctx context.Context, c driver.Call) driver.Result {
	address := strings.TrimSuffix(c.Params.BaseURL, "/") + "/api/kittens"
	one := c.Method == "timconnect.getKitten"
	if one {
		address += "/" + url.PathEscape(t.id(c.Arg("id")))
	} else if q := t.filters(c); len(q) > 0 {
		address += "?" + q.Encode()
	}
	for attempt := 1; ; attempt++ {
		answered, err := t.Send(ctx, http.MethodGet, address, t.header(c.Params, false, ""), nil)
		if err != nil {
			if t.is("hangs-on-silence") {
				<-ctx.Done()
			}
			if attempt == 1 && !reference.Silent(err) && !t.is("breaks-on-lost-replies") {
				continue
			}
			return *t.unknown(true, "%v", err)
		}
		switch {
		case t.is("asks-for-gone-kittens-again") && answered.Status >= 400 && answered.Status < 411 && attempt < 3,
			t.is("hammers-kittn") && kittnAdvice(answered.Status) == driver.RetryLater && attempt < 4:
			continue
		case answered.Status != http.StatusOK && !t.is("trusts-kittn"):
			return t.kittnRefused(answered)
		}
		return t.kittensRead(answered, one)
	}
}

// filters are the flags that were given, as true and false.
func (t *client) filters(c driver.Call) url.Values {
	q := url.Values{}
	for _, name := range []string{"include_cats", "available"} {
		value, given := c.Params.Args[name].(bool)
		switch {
		case !given || t.is("lists-without-flags"):
		case t.is("writes-flags-as-numbers"):
			q.Set(name, map[bool]string{true: "1", false: "0"}[value])
		default:
			q.Set(name, strconv.FormatBool(value))
		}
	}
	return q
}

// kittnRefused is the caller's view of an error of Kittn.
func (t *client) kittnRefused(answered *reference.Answer) driver.Result {
	var body struct {
		Message string `json:"message"`
	}
	_ = json.Unmarshal(answered.Body, &body) // without a body the status says it
	code, advice := strconv.Itoa(answered.Status), kittnAdvice(answered.Status)
	switch {
	case t.is("hides-kittn-codes"):
		code = "error"
	case t.is("final-means-later") && advice == driver.FixRequest:
		advice = driver.RetryLater
	case t.is("later-means-now") && advice == driver.RetryLater:
		advice = driver.RetryNow
	case t.is("a-wrong-key-means-later") && advice == driver.Reauthorize:
		advice = driver.RetryLater
	case t.is("dies-of-teapots") && answered.Status == http.StatusTeapot:
		panic("a teapot")
	}
	if advice != driver.RetryLater {
		return reference.Fail(code, advice, "Kittn answered %s: %s", code, body.Message)
	}
	after := 60.0
	if s, err := strconv.ParseFloat(answered.Header.Get("Retry-After"), 64); err == nil && !t.is("ignores-retry-after") {
		after = s
	}
	return reference.FailLater(code, after, "Kittn answered %s: %s", code, body.Message)
}

// kittensRead reads one kitten or a list of them, numbers as they are.
func (t *client) kittensRead(answered *reference.Answer, one bool) driver.Result {
	d := json.NewDecoder(bytes.NewReader(answered.Body))
	d.UseNumber()
	var list []any
	var kitten map[string]any
	var err error
	if one {
		err = d.Decode(&kitten)
	} else {
		err = d.Decode(&list)
	}
	switch {
	case t.is("trusts-kittn"):
		return reference.Done(map[string]any{"kitten": kitten, "kittens": list})
	case err != nil || one && kitten["id"] == nil || !one && list == nil:
		return *t.unknown(true, "the answer is no kitten")
	case t.is("refuses-new-members") && len(kitten) > 5:
		return *t.unknown(true, "unknown members")
	case one:
		return reference.Done(map[string]any{"kitten": kitten})
	}
	return reference.Done(map[string]any{"kittens": list})
}
