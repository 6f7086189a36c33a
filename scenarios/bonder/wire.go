package bonder

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// header makes the headers of the document's samples.
func (b *client) header(p driver.Params, r request, token string) http.Header {
	h := http.Header{"Accept": {"application/json"}}
	if r.body != nil {
		h.Set("Content-Type", "application/json")
	}
	if token != "" {
		h.Set("X-Auth-Key", token)
		if !b.is("forgets-its-e-mail") {
			h.Set("X-Auth-Email", p.Credentials["username"])
		}
	}
	return h
}

// exchange sends one request. gone: no whole answer came, so the outcome is unknown; failed tells the caller so.
func (b *client) exchange(ctx context.Context, p driver.Params, r request, token string) (e *envelope, failed *driver.Result, gone bool) {
	var body any
	if r.body != nil {
		body = r.body
	}
	a, err := b.Send(ctx, r.method, strings.TrimSuffix(p.BaseURL, "/")+r.path, b.header(p, r, token), body)
	reading := r.method == http.MethodGet || r.path == "/auth"
	var never *reference.Unsent
	switch {
	case err == nil:
	case errors.As(err, &never):
		f := reference.FailLater("unreachable", 30, "%v", err)
		return nil, &f, false
	default:
		if b.is("hangs-on-silence") {
			<-ctx.Done()
		}
		// Silence is not worth another wait.
		return nil, b.unknown(reading, "%v", err), !errors.Is(err, context.DeadlineExceeded)
	}
	if a.Status != http.StatusOK {
		return nil, b.byStatus(a, reading), false
	}
	e, err = b.read(a.Body)
	if err != nil {
		return nil, b.unknown(reading, "the answer cannot be read: %v", err), reading
	}
	return e, nil, false
}

// unknown is the caller's view of an answer that did not come or cannot be read.
func (b *client) unknown(reading bool, format string, args ...any) *driver.Result {
	f := reference.Fail("no_answer", driver.UnknownOutcome, format, args...)
	switch {
	case b.is("breaks-on-lost-replies"):
		f = reference.Fail("no_answer", driver.FixRequest, format, args...)
	case reading:
		f = reference.FailLater("no_answer", 5, format, args...)
	case b.is("knows-lost-outcomes"):
		f = reference.Fail("no_answer", driver.RetryNow, format, args...)
	}
	return &f
}

// byStatus is the caller's view of an answer that is none of Bonder's.
func (b *client) byStatus(a *reference.Answer, reading bool) *driver.Result {
	if b.is("trusts-any-answer") {
		f := reference.Done(nil)
		return &f
	}
	after := 30.0
	if s, err := strconv.ParseFloat(a.Header.Get("Retry-After"), 64); err == nil {
		after = s
	}
	var f driver.Result
	switch {
	case a.Status == http.StatusTooManyRequests, a.Status == http.StatusServiceUnavailable:
		f = reference.FailLater(strconv.Itoa(a.Status), after, "HTTP %d", a.Status)
	case a.Status >= 500 && !reading:
		f = reference.Fail(strconv.Itoa(a.Status), driver.UnknownOutcome, "HTTP %d", a.Status)
	case a.Status >= 500:
		f = reference.FailLater(strconv.Itoa(a.Status), after, "HTTP %d", a.Status)
	default:
		f = reference.Fail(strconv.Itoa(a.Status), driver.FixRequest, "HTTP %d", a.Status)
	}
	return &f
}

// read reads an envelope: unknown members are let pass, an empty result may be {} or [] (PHP).
func (b *client) read(data []byte) (*envelope, error) {
	var raw map[string]any
	if err := json.Unmarshal(data, &raw); err != nil {
		if b.is("trusts-any-answer") {
			return &envelope{success: true, result: map[string]any{}}, nil
		}
		return nil, err
	}
	success, ok := raw["success"].(bool)
	if !ok && !b.is("trusts-any-answer") {
		return nil, fmt.Errorf("no success in it")
	}
	e := &envelope{success: success || !ok, result: map[string]any{}}
	if b.is("refuses-new-members") && (len(raw) > 3 || len(reference.Object(reference.Object(raw["result"])["settings"])) > 4) {
		return nil, fmt.Errorf("unknown members")
	}
	codes, _ := raw["errors"].([]any)
	if e.success {
		e.warnings = codes
	} else if len(codes) > 0 {
		e.code = fmt.Sprint(codes[0])
	}
	switch result := raw["result"].(type) {
	case map[string]any:
		e.result = result
	case []any:
		if b.is("refuses-empty-lists") {
			return nil, fmt.Errorf("result is a list")
		}
	}
	if b.is("demands-all-fields") {
		for _, values := range reference.Object(e.result["translatable"]) {
			if _, ok := reference.Object(values)["lastname"]; !ok {
				return nil, fmt.Errorf("lastname is missing")
			}
		}
	}
	if b.is("demands-text-numbers") {
		settings, _ := e.result["settings"].(map[string]any)
		if _, text := settings["cardStatus"].(string); settings != nil && !text {
			return nil, fmt.Errorf("cardStatus is no text")
		}
	}
	return e, nil
}
