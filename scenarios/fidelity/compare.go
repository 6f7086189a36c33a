package fidelity

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// difference is one value that the caller's side and the wire do not share.
type difference struct {
	at           []string // below the place
	callers      []string // below the caller's value, if it is elsewhere there
	caller, wire any
	told, said   bool // whether each side has a value there
}

// compare lists the differences between the caller's value and the one on the wire.
func (j *judge) compare(caller, wire any, allowed []Allowance, at []string) []difference {
	if j.same(caller, wire, allowed, at) {
		return nil
	}
	switch c := caller.(type) {
	case map[string]any:
		w, ok := wire.(map[string]any)
		if !ok {
			break
		}
		var out []difference
		for _, name := range slices.Sorted(maps.Keys(merged(c, w))) {
			cv, told := c[name]
			wv, said := w[name]
			below := append(slices.Clone(at), name)
			switch {
			case told && said:
				out = append(out, j.compare(cv, wv, allowed, below)...)
			case told && cv != nil || said && wv != nil && !j.same(nil, wv, allowed, below):
				out = append(out, difference{at: below, caller: cv, wire: wv, told: told, said: said})
			}
		}
		return out
	case []any:
		w, ok := wire.([]any)
		if !ok {
			break
		}
		if len(c) != len(w) || permuted(c, w) {
			return []difference{{at: at, caller: caller, wire: wire, told: true, said: true}}
		}
		var out []difference
		for i := range c {
			out = append(out, j.compare(c[i], w[i], allowed, append(slices.Clone(at), strconv.Itoa(i)))...)
		}
		return out
	}
	return []difference{{at: at, caller: caller, wire: wire, told: true, said: true}}
}

func merged(a, b map[string]any) map[string]bool {
	out := map[string]bool{}
	for name := range a {
		out[name] = true
	}
	for name := range b {
		out[name] = true
	}
	return out
}

// permuted reports whether two lists have the same items in another order.
func permuted(a, b []any) bool {
	left, right := texted(a), texted(b)
	if slices.Equal(left, right) {
		return false
	}
	slices.Sort(left)
	slices.Sort(right)
	return slices.Equal(left, right)
}

func texted(list []any) []string {
	out := make([]string, 0, len(list))
	for _, v := range list {
		out = append(out, encode(v))
	}
	return out
}

// same reports whether two values are one: numbers by value, a number and the text of its digits, nothing and null. A
// secret is one with the mark that the journal shows for it.
func (j *judge) same(caller, wire any, allowed []Allowance, at []string) bool {
	for _, a := range allowed {
		if (a.At == nil || a.At(at)) && a.Equal(caller, wire) {
			return true
		}
	}
	switch c := caller.(type) {
	case nil:
		return wire == nil
	case bool:
		return caller == wire
	case string:
		switch w := wire.(type) {
		case string:
			return c == w || strings.Contains(w, "‹") && j.Shown(c) == w
		case json.Number:
			return c == w.String()
		}
	case json.Number:
		switch w := wire.(type) {
		case string:
			return c.String() == w
		case json.Number:
			return equal(c, w)
		}
	}
	if emptiness(caller) == container && emptiness(wire) == container {
		return true // an empty object may come as an empty list
	}
	return false
}

// equal compares numbers without losing a digit.
func equal(a, b json.Number) bool {
	if a == b {
		return true
	}
	x, ok := new(big.Rat).SetString(a.String())
	y, also := new(big.Rat).SetString(b.String())
	return ok && also && len(a) < mostDigits && len(b) < mostDigits && x.Cmp(y) == 0
}

// mostDigits bounds the numbers that are compared by value: 1e999999999 has a value that no memory holds.
const mostDigits = 64

// The kinds of emptiness.
const (
	filled = iota
	absent
	blank     // "", 0, false
	container // [], {}
)

// emptiness says how a value is empty.
func emptiness(v any) int {
	switch v := v.(type) {
	case nil:
		return absent
	case string:
		if v == "" {
			return blank
		}
	case bool:
		if !v {
			return blank
		}
	case json.Number:
		if v == "0" {
			return blank
		}
	case []any:
		if len(v) == 0 {
			return container
		}
	case map[string]any:
		if len(v) == 0 {
			return container
		}
	}
	return filled
}

// doubtful reports whether a difference is only one between kinds of emptiness, which languages confuse: a record's
// text that was never set is "" in some and nothing in others.
func (d difference) doubtful() bool {
	caller, wire := emptiness(d.caller), emptiness(d.wire)
	return caller != filled && wire != filled && (caller == absent || wire == absent)
}

// literal is a value as a word: a text as it is, anything else as JSON, "" for nothing.
func literal(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	return encode(v)
}

func encode(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return fmt.Sprint(v)
	}
	return strings.TrimSuffix(b.String(), "\n")
}
