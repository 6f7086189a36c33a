package control

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"sparring/mock/clock"
	"sparring/mock/input"
	"sparring/mock/problem"
)

const (
	maxBody  = 8 << 20
	bodyTime = 30 * time.Second // wire time in which a body must have come

	maxDiscard = 64 << 20 // bytes of a body that is too large, which are read and dropped
)

const byteOrderMark = "\ufeff" // some clients begin every text with one

// body reads the request's body, without a byte order mark.
func (c *call) body() ([]byte, error) {
	wire := http.NewResponseController(c.w)
	_ = wire.SetReadDeadline(clock.Wire().Add(bodyTime)) // a recorder has no deadline
	body, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, maxBody))
	large := new(http.MaxBytesError)
	if errors.As(err, &large) {
		_, _ = io.CopyN(io.Discard, c.r.Body, maxDiscard) // many clients read no answer before they have sent all
	}
	_ = wire.SetReadDeadline(time.Time{})
	switch {
	case errors.As(err, &large):
		return nil, problem.New(problem.BodyTooLarge, fmt.Sprintf("the body is larger than %d bytes", maxBody))
	case err != nil:
		return nil, problem.New(problem.MalformedJSON, "the body could not be read: "+err.Error())
	}
	done, err := c.Server.Reserve(bodyWeight * int64(len(body)))
	if err != nil {
		return nil, err
	}
	c.done = done
	return bytes.TrimPrefix(body, []byte(byteOrderMark)), c.r.Context().Err()
}

// bodyWeight is how many times its size a body needs while it is read, checked, kept and shown again.
const bodyWeight = 4

// decode reads a JSON object strictly into a struct. No body is taken for {} if it is optional.
func decode[T any](c *call, optional bool) (out T, err error) {
	body, err := c.body()
	if err != nil {
		return out, err
	}
	if optional && len(bytes.TrimSpace(body)) == 0 {
		return out, nil
	}
	if err := input.DecodeCall(body, &out); err != nil {
		return out, badInput(err, problem.BadValue)
	}
	return out, nil
}

// checkQuery refuses parameters that do not exist, are given twice or cannot be read.
func checkQuery(r *http.Request, known []string) error {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return problem.New(problem.BadQuery, "the query cannot be read: "+err.Error())
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(known, name) {
			return problem.Unknown(problem.BadQuery, "parameter", name, known).At("query/" + name)
		}
		if len(values[name]) > 1 {
			detail := fmt.Sprintf("%s is given twice: %s", name, strings.Join(values[name], ", "))
			return problem.New(problem.BadQuery, detail).At("query/" + name)
		}
	}
	return nil
}

func unescape(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}
