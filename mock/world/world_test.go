package world_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/mock/param"
	"sparring/mock/world"
)

func apis() []*world.API {
	return []*world.API{{Name: "a", Switches: []world.Switch{
		{Name: "on", Type: world.Bool, Default: true},
		{Name: "mode", Type: world.Enum, Values: []string{"x", "y"}, Default: "x"},
		{Name: "max", Type: world.Int, Range: param.AtLeast(1), Default: 5},
		{Name: "status", Type: world.Int, Range: param.Between(400, 599), Default: 404},
		{Name: "route", Type: world.Enum, Values: []string{"404", "200"}, Default: "404"},
		{Name: "ttl", Type: world.Duration, Default: time.Hour},
		{Name: "timeout", Type: world.Duration, Range: param.AtLeast(int64(time.Millisecond)), Default: time.Second},
		{Name: "url", Type: world.URL, Root: true, Default: ""},
		{Name: "hook", Type: world.URL, Default: ""},
	}}}
}

func TestSwitchesTakeWhatFits(t *testing.T) {
	for _, row := range []struct {
		name string
		in   any
		want any // as All shows it
	}{
		{"on", false, false}, {"on", true, true},
		{"mode", "y", "y"}, {"route", "200", "200"}, {"route", json.Number("200"), "200"}, {"route", 200.0, "200"},
		{"max", float64(7), int64(7)}, {"max", json.Number("8"), int64(8)}, {"max", 9, int64(9)},
		{"status", 400, int64(400)}, {"status", 599, int64(599)},
		{"ttl", "90s", "1m30s"}, {"ttl", "0s", "0s"}, {"timeout", "1ms", "1ms"},
		{"url", "http://h:1/x/", "http://h:1/x"}, {"url", "", ""},
		{"hook", "http://h:1/x/?key=1", "http://h:1/x/?key=1"}, {"hook", "", ""},
	} {
		s := world.NewSwitches(apis(), 0)
		if err := s.Set(map[string]map[string]any{"a": {row.name: row.in}}); err != nil {
			t.Errorf("%s=%v: %v", row.name, row.in, err)
			continue
		}
		if got := s.All()["a"][row.name]; got != row.want {
			t.Errorf("%s=%v: shows %v, want %v", row.name, row.in, got, row.want)
		}
	}
}

func TestSwitchesRefuseAndChangeNothing(t *testing.T) {
	for _, row := range []struct {
		says string
		bad  map[string]map[string]any
	}{
		{"no such API", map[string]map[string]any{"a": {"mode": "y"}, "b": {"x": 1}}},
		{"no such switch", map[string]map[string]any{"a": {"mode": "y", "nothing": 1}}},
		{"one of x, y, got \"z\"", map[string]map[string]any{"a": {"mode": "z"}}},
		{"one of 404, 200, got 500", map[string]map[string]any{"a": {"mode": "y", "route": 500}}},
		{"one of 404, 200, got true", map[string]map[string]any{"a": {"mode": "y", "route": true}}},
		{"at least 1, got 0", map[string]map[string]any{"a": {"max": 0, "mode": "y"}}},
		{"integer", map[string]map[string]any{"a": {"max": 1.5, "mode": "y"}}},
		{"integer of at least 1, got \"5\"", map[string]map[string]any{"a": {"max": "5", "mode": "y"}}},
		{"from 400 to 599, got 399", map[string]map[string]any{"a": {"mode": "y", "status": 399}}},
		{"from 400 to 599, got 600", map[string]map[string]any{"a": {"mode": "y", "status": 600}}},
		{"duration", map[string]map[string]any{"a": {"mode": "y", "ttl": "soon"}}},
		{"-1s", map[string]map[string]any{"a": {"mode": "y", "ttl": "-1s"}}},
		{"at least \"1ms\", got \"0s\"", map[string]map[string]any{"a": {"mode": "y", "timeout": "0s"}}},
		{"URL", map[string]map[string]any{"a": {"mode": "y", "url": "ftp://x"}}},
		{"without query", map[string]map[string]any{"a": {"mode": "y", "url": "http://h?x=1"}}},
		{"without query", map[string]map[string]any{"a": {"mode": "y", "url": "http://h?"}}},
		{"without query", map[string]map[string]any{"a": {"mode": "y", "url": "http://h/#"}}},
		{"without a user", map[string]map[string]any{"a": {"mode": "y", "url": "http://u:hunter2@h"}}},
		{"without a user", map[string]map[string]any{"a": {"mode": "y", "hook": "http://u:hunter2@h"}}},
		{"true or false, got 1", map[string]map[string]any{"a": {"mode": "y", "on": 1}}},
		{"true or false, got \"true\"", map[string]map[string]any{"a": {"mode": "y", "on": "true"}}},
	} {
		name, bad := row.says, row.bad
		s := world.NewSwitches(apis(), 0)
		err := s.Set(bad)
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%v: error %v, want one that says %q", bad, err, name)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%v: the error shows the password: %v", bad, err)
		}
		if s.Value("a.mode") != "x" {
			t.Errorf("%v changed a switch although it was refused", bad)
		}
	}
}

func TestEventArguments(t *testing.T) {
	e := world.Event{Name: "e", Args: []world.Arg{
		{Name: "id", Type: world.String, Required: true}, {Name: "n", Type: world.Int},
		{Name: "kind", Type: world.Enum, Values: []string{"p", "q"}},
		{Name: "card", Type: world.Object}, {Name: "scopes", Type: world.List}, {Name: "yes", Type: world.Bool},
	}}
	check := func(text string) (world.Args, error) {
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		var m map[string]any
		if err := d.Decode(&m); err != nil {
			t.Fatal(err)
		}
		return e.Check(m)
	}
	args, err := check(`{"id":9007199254740993,"n":"-7","kind":"q","card":{"id":9007199254740993},` +
		`"scopes":["s",7],"yes":true}`)
	if err != nil {
		t.Fatal(err)
	}
	if args.Text("id") != "9007199254740993" || args.Int("n") != -7 || args.Text("kind") != "q" || !args.Bool("yes") ||
		string(args.Object("card")) != `{"id":9007199254740993}` ||
		!slices.Equal(args.Texts("scopes"), []string{"s", "7"}) || args.Has("nothing") {
		t.Errorf("args %v", args)
	}
	for _, bad := range []string{`{}`, `{"id":null}`, `{"id":"1","other":1}`, `{"id":{}}`, `{"id":"1","n":1.5}`,
		`{"id":"1","kind":"r"}`, `{"id":"1","card":[]}`,
		`{"id":"1","scopes":[true]}`, `{"id":"1","yes":"perhaps"}`,
		`{"id":true}`, `{"id":"1","n":"seven"}`, `{"id":"1","n":true}`, `{"id":"1","yes":"true"}`,
		`{"id":"1","scopes":{}}`, `{"id":"1","kind":5}`} {
		if _, err := check(bad); err == nil {
			t.Errorf("%s was taken", bad)
		}
	}
}

func TestChanceIsSeeded(t *testing.T) {
	draw := func(c *world.Chance) string {
		return c.Text(world.Hex, 8) + c.UUID() + string(rune('a'+c.IntN(26)))
	}
	if first, second := draw(world.NewChance(1, "a")), draw(world.NewChance(1, "a")); first != second {
		t.Error("the same seed and name draw differently")
	}
	if draw(world.NewChance(1, "a")) == draw(world.NewChance(1, "b")) ||
		draw(world.NewChance(1, "a")) == draw(world.NewChance(2, "a")) {
		t.Error("streams are not independent")
	}
	random := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	if u := world.NewChance(1, "a").UUID(); !random.MatchString(u) {
		t.Errorf("%s is not a UUID of version 4", u)
	}
	from, to := world.New(t.Context(), "x", 1), world.New(t.Context(), "y", 1)
	from.Chance("a").IntN(10)
	if err := to.ImportChance(from.ExportChance()); err != nil {
		t.Fatal(err)
	}
	if draw(from.Chance("a")) != draw(to.Chance("a")) {
		t.Error("a fork's chance goes another way")
	}
}
