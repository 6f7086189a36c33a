package radist

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// instead takes other steps in one status.
func instead(of string, steps ...step) func(status string, unknown int) []step {
	return func(status string, unknown int) []step {
		if status == of {
			return steps
		}
		return wants(status, unknown)
	}
}

// Mistakes with logins.

func stopAsking(int) (driver.Result, bool) { return driver.Result{}, false }

func sendPasswordsAsCodes(_ *http.Request, body map[string]any) {
	if password, ok := body["password"]; ok {
		delete(body, "password")
		body["code"] = password
	}
}

func waitOnUnknown(status string, unknown int) []step {
	steps := wants(status, unknown)
	if slices.Contains(steps, stop) && unknown < 8 {
		return []step{hurry}
	}
	return steps
}

func takeUnknownForDone(status string, unknown int) []step {
	steps := wants(status, unknown)
	if slices.Contains(steps, stop) {
		return []step{connect}
	}
	return steps
}

type finished = func(c *client, ctx context.Context, call driver.Call, status string) bool

func claimAtOnce(due finished) finished {
	return func(c *client, ctx context.Context, call driver.Call, status string) bool {
		return connectionID(call) == nil || due(c, ctx, call, status)
	}
}

func claimByALook(due finished) finished {
	return func(c *client, ctx context.Context, call driver.Call, status string) bool {
		id := call.Arg("connection_id")
		if id == "" || status != "waiting_for_qr" {
			return due(c, ctx, call, status)
		}
		_, _ = c.request(ctx, call.Params, request{method: http.MethodGet, path: connectionPath(id)})
		return true
	}
}

// Mistakes with connections.

func sendDelete(c *client, ctx context.Context, call driver.Call) driver.Result {
	path := connectionPath(call.Arg("connection_id"))
	if _, failed := c.request(ctx, call.Params, request{method: http.MethodDelete, path: path}); failed == nil {
		return reference.Done(nil)
	}
	return documented().deletion(c, ctx, call)
}

func knowFiveTypes(_ driver.Call, r *driver.Result) {
	list, _ := r.Values["connections"].([]any)
	known := []any{"telegram", "max_personal", "whatsapp", "telegram_bot", "odnoklassniki"}
	for _, item := range list {
		if kind := reference.Object(item)["type"]; !slices.Contains(known, kind) {
			*r = reference.FailLater("no_answer", 5, "unknown type %v", kind)
			return
		}
	}
}

func dieOfNoPhone(_ driver.Call, r *driver.Result) {
	list, _ := r.Values["connections"].([]any)
	for _, item := range list {
		if phone, ok := reference.Object(reference.Object(item)["params"])["phone"]; ok && phone == nil {
			panic("connection without a phone")
		}
	}
}

func forgetTheCompany(r *http.Request) {
	base, rest, ok := strings.Cut(r.URL.Path, "/companies/")
	if _, path, below := strings.Cut(rest, "/"); ok && below {
		r.URL.Path, r.URL.RawPath = base+"/"+path, ""
	}
}

// Mistakes with failures.

// retryOn advises to retry after some statuses.
func retryOn(before func(status int) string, statuses ...int) func(status int) string {
	return func(status int) string {
		if slices.Contains(statuses, status) {
			return driver.RetryNow
		}
		return before(status)
	}
}

// trustAnything makes a success of every response.
func trustAnything(_ *http.Request, a *reference.Response) {
	var body map[string]any
	if json.Unmarshal(a.Body, &body) != nil || body == nil {
		body = map[string]any{}
	}
	for name, value := range map[string]any{"connections": []any{}, "id": 0} {
		if _, ok := body[name]; !ok {
			body[name] = value
		}
	}
	a.Status = http.StatusOK
	a.Body, _ = json.Marshal(body)
}

func refuseNewMembers(data []byte) (map[string]any, *problem) {
	body, failed := read(data)
	if failed == nil && (len(body) > 4 || len(reference.Object(body["params"])) > 4) {
		return nil, unread("unknown members among %d", len(body))
	}
	return body, failed
}
