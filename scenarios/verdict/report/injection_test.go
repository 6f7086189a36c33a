package report_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/scenarios/verdict"
)

// infect puts the text into every string of a value.
func infect(v reflect.Value) {
	if v.Type() == reflect.TypeFor[json.RawMessage]() {
		data, _ := json.Marshal(map[string]any{ // of a command: what was asked, or its result
			"args": map[string]string{hostile: hostile}, "advance": hostile, "id": hostile, "now": hostile,
			"match": map[string]string{"api": hostile}, "fault": map[string]string{"kind": hostile},
		})
		v.SetBytes(data)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + hostile)
	case reflect.Pointer:
		if !v.IsNil() {
			infect(v.Elem())
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes(append(bytes.Clone(v.Bytes()), hostile...))
			return
		}
		for i := range v.Len() {
			infect(v.Index(i))
		}
	case reflect.Map:
		if v.Type() == reflect.TypeFor[http.Header]() {
			v.Set(reflect.ValueOf(http.Header{hostile: {hostile}}))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; v.Field(i).CanSet() &&
				!slices.Contains([]string{"Kind", "State", "Peer", "By"}, name) {
				infect(v.Field(i))
			}
		}
	}
}

// infected are reports whose every text is hostile: those that are told apart by a text stay what they are, once, and
// are something unknown the second time.
func infected() []*verdict.Report {
	known := sample()
	infect(reflect.ValueOf(known).Elem())
	unknown := sample()
	infect(reflect.ValueOf(unknown).Elem())
	for _, s := range unknown.Scenarios {
		for i := range s.Entries {
			e := &s.Entries[i]
			e.Kind, e.State, e.Peer = e.Kind+hostile, e.State+hostile, e.Peer+hostile
			for j := range e.Findings {
				e.Findings[j].Kind, e.Findings[j].By = hostile, hostile
			}
		}
	}
	calls := sample()
	infect(reflect.ValueOf(calls).Elem())
	for _, s := range calls.Scenarios {
		for i := range s.Entries {
			s.Entries[i].Peer = hostile // an exchange with nobody known
		}
	}
	return []*verdict.Report{known, unknown, calls}
}

func TestInjection(t *testing.T) {
	clean := page(t, sample())
	for i, r := range infected() {
		text := page(t, r)
		diagrams(t, text)
		for _, tag := range []string{"<script", "</script", "<style", "</style", "<title>error", "<body",
			"</svg></text>"} {
			if got, want := strings.Count(text, tag), strings.Count(clean, tag); got > want {
				t.Errorf("report %d: %d times %s, a clean page has %d", i, got, tag, want)
			}
		}
		for _, bad := range []string{"<img", "<script>window", "\x00", "\x1b", "href=\"javascript"} {
			if strings.Contains(text, bad) {
				t.Errorf("report %d: the page holds %q", i, bad)
			}
		}
		for _, svg := range anyDiagram.FindAllString(text, -1) {
			if strings.Contains(svg, "\u202e") {
				t.Errorf("report %d: a label can be turned round", i)
			}
		}
		if !strings.Contains(text, "&lt;img src=x onerror=window.owned=1&gt;") {
			t.Errorf("report %d: the text is not there as text", i)
		}
	}
}
