package reference

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"sparring/scenarios/driver"
)

// header makes the headers of the document's samples.
func (b *bonder) header(p driver.Params, r bonderRequest, token string) http.Header {
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
func (b *bonder) exchange(ctx context.Context, p driver.Params, r bonderRequest, token string) (e *bonderEnvelope, failed *driver.Result, gone bool) {
	var body any
	if r.body != nil {
		body = r.body
	}
	a, err := b.send(ctx, r.method, strings.TrimSuffix(p.BaseURL, "/")+r.path, b.header(p, r, token), body)
	reading := r.method == http.MethodGet || r.path == "/auth"
	var never *unsent
	switch {
	case err == nil:
	case errors.As(err, &never):
		f := failLater("unreachable", 30, "%v", err)
		return nil, &f, false
	default:
		if b.is("hangs-on-silence") {
			<-ctx.Done()
		}
		// Silence is not worth another wait.
		return nil, b.unknown(reading, "%v", err), !errors.Is(err, context.DeadlineExceeded)
	}
	if a.status != http.StatusOK {
		return nil, b.byStatus(a, reading), false
	}
	e, err = b.read(a.body)
	if err != nil {
		return nil, b.unknown(reading, "the answer cannot be read: %v", err), reading
	}
	return e, nil, false
}

// unknown is the caller's view of an answer that did not come or cannot be read.
func (b *bonder) unknown(reading bool, format string, args ...any) *driver.Result {
	f := fail("no_answer", driver.UnknownOutcome, format, args...)
	switch {
	case b.is("breaks-on-lost-replies"):
		f = fail("no_answer", driver.FixRequest, format, args...)
	case reading:
		f = failLater("no_answer", 5, format, args...)
	case b.is("knows-lost-outcomes"):
		f = fail("no_answer", driver.RetryNow, format, args...)
	}
	return &f
}

// byStatus is the caller's view of an answer that is none of Bonder's.
func (b *bonder) byStatus(a *answer, reading bool) *driver.Result {
	if b.is("trusts-any-answer") {
		f := done(nil)
		return &f
	}
	after := 30.0
	if s, err := strconv.ParseFloat(a.header.Get("Retry-After"), 64); err == nil {
		after = s
	}
	var f driver.Result
	switch {
	case a.status == http.StatusTooManyRequests, a.status == http.StatusServiceUnavailable:
		f = failLater(strconv.Itoa(a.status), after, "HTTP %d", a.status)
	case a.status >= 500 && !reading:
		f = fail(strconv.Itoa(a.status), driver.UnknownOutcome, "HTTP %d", a.status)
	case a.status >= 500:
		f = failLater(strconv.Itoa(a.status), after, "HTTP %d", a.status)
	default:
		f = fail(strconv.Itoa(a.status), driver.FixRequest, "HTTP %d", a.status)
	}
	return &f
}

// read reads an envelope: unknown members are let pass, an empty result may be {} or [] (PHP).
func (b *bonder) read(data []byte) (*bonderEnvelope, error) {
	var raw map[string]any
	if err := json.Unmarshal(data, &raw); err != nil {
		if b.is("trusts-any-answer") {
			return &bonderEnvelope{success: true, result: map[string]any{}}, nil
		}
		return nil, err
	}
	success, ok := raw["success"].(bool)
	if !ok && !b.is("trusts-any-answer") {
		return nil, fmt.Errorf("no success in it")
	}
	e := &bonderEnvelope{success: success || !ok, result: map[string]any{}}
	if b.is("refuses-new-members") && (len(raw) > 3 || len(object(object(raw["result"])["settings"])) > 4) {
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
		for _, values := range object(e.result["translatable"]) {
			if _, ok := object(values)["lastname"]; !ok {
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

// object is a JSON object, empty where it is none.
func object(value any) map[string]any {
	m, _ := value.(map[string]any)
	return m
}
