package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"sparring/mock/excerpt"
)

// Client drives one server. Errors of its methods are *Problem if the server refused, otherwise those of the transport.
// Safe for concurrent use once its fields are set.
type Client struct {
	Base  string       // "http://127.0.0.1:8080", with or without Prefix
	Token string       // of --control-token; may be empty
	HTTP  *http.Client // nil means http.DefaultClient; its timeout must be longer than the waits asked for
}

// New makes a client of the server at base.
func New(base string) *Client { return &Client{Base: base} }

// get, and do for the other methods, call a path behind Prefix and decode the answer.
func get[T any](ctx context.Context, c *Client, path string) (out T, err error) {
	return do[T](ctx, c, http.MethodGet, path, nil)
}

func do[T any](ctx context.Context, c *Client, method, path string, in any) (out T, err error) {
	data, err := c.call(ctx, method, path, in)
	if err != nil {
		return out, err
	}
	if err := json.Unmarshal(data, &out); err != nil {
		return out, &ForeignError{Method: method, Path: path, Status: err.Error(), Body: string(data)}
	}
	return out, nil
}

func (c *Client) none(ctx context.Context, method, path string) error {
	_, err := c.call(ctx, method, path, nil)
	return err
}

func (c *Client) call(ctx context.Context, method, path string, in any) ([]byte, error) {
	resp, err := c.send(ctx, method, path, in, "application/json")
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, fmt.Errorf("%s %s: reading the answer: %w", method, path, err)
	}
	return data, nil
}

// send answers a response whose status is below 400; its body is the caller's to close.
func (c *Client) send(ctx context.Context, method, path string, in any, accept string) (*http.Response, error) {
	var body io.Reader
	if raw, ok := in.(json.RawMessage); ok {
		body = bytes.NewReader(raw)
	} else if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(data)
	}
	base := strings.TrimSuffix(strings.TrimSuffix(c.Base, "/"), Prefix)
	req, err := http.NewRequestWithContext(ctx, method, base+Prefix+path, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", accept)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if c.Token != "" {
		req.Header.Set("Authorization", "Bearer "+c.Token)
	}
	client := c.HTTP
	if client == nil {
		client = http.DefaultClient
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode < 400 || resp.StatusCode == http.StatusServiceUnavailable && path == "/health" {
		return resp, nil
	}
	defer resp.Body.Close()
	return nil, refused(method, path, resp)
}

// refused makes the error of a response: *Problem, or *ForeignError if it is not the control API's.
func refused(method, path string, resp *http.Response) error {
	data, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return fmt.Errorf("%s %s: %s: %w", method, path, resp.Status, err)
	}
	var p Problem
	if json.Unmarshal(data, &p) == nil && strings.HasPrefix(p.Type, URN) {
		return &p
	}
	return &ForeignError{Method: method, Path: path, Status: resp.Status, Body: string(data)}
}

// ForeignError is returned if the server is not Sparring.
type ForeignError struct {
	Method, Path string
	Status       string // of the response, or what is wrong with its body
	Body         string
}

// Error says what was asked and what came.
func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s %s: %s, not an answer of a Sparring server: %s", e.Method, e.Path, e.Status,
		excerpt.Of(e.Body, 200))
}

func at(world string, parts ...string) string {
	path := "/worlds/" + url.PathEscape(world)
	for _, part := range parts {
		path += "/" + url.PathEscape(part)
	}
	return path
}

func (q Query) encode(wait time.Duration) string {
	v := url.Values{}
	for name, value := range map[string]string{"api": q.API, "operation": q.Operation, "kind": string(q.Kind)} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if q.Since > 0 {
		v.Set("since", fmt.Sprint(q.Since))
	}
	if q.Limit > 0 {
		v.Set("limit", fmt.Sprint(q.Limit))
	}
	if wait > 0 {
		v.Set("wait", wait.String())
	}
	if q.Line {
		v.Set("view", "line")
	}
	if q.Canonical {
		v.Set("view", "canonical")
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}
