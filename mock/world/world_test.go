package world_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/mock/world"
)

func apis() []*world.API {
	return []*world.API{{Name: "a", Switches: []world.Switch{
		{Name: "on", Type: world.Bool, Default: true},
		{Name: "mode", Type: world.Enum, Values: []string{"x", "y"}, Default: "x"},
		{Name: "max", Type: world.Int, Min: 1, Default: 5},
		{Name: "ttl", Type: world.Duration, Default: time.Hour},
		{Name: "url", Type: world.URL, Default: ""},
	}}}
}

func TestSwitchesTakeWhatFits(t *testing.T) {
	for _, row := range []struct {
		name string
		in   any
		want any // as All shows it
	}{
		{"on", false, false}, {"on", "off", false}, {"on", "TRUE", true},
		{"mode", "y", "y"},
		{"max", float64(7), 7}, {"max", "8", 8},
		{"ttl", "90s", "1m30s"}, {"ttl", "0s", "0s"},
		{"url", "http://h:1/x/", "http://h:1/x"}, {"url", "", ""},
	} {
		s := world.NewSwitches(apis())
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
	for name, bad := range map[string]map[string]map[string]any{
		"no such API":    {"a": {"mode": "y"}, "b": {"x": 1}},
		"no such switch": {"a": {"mode": "y", "nothing": 1}},
		"mode":           {"a": {"mode": "z"}},
		"max":            {"a": {"mode": "y", "max": 0}},
		"integer":        {"a": {"mode": "y", "max": 1.5}},
		"duration":       {"a": {"mode": "y", "ttl": "soon"}},
		"-1s":            {"a": {"mode": "y", "ttl": "-1s"}},
		"URL":            {"a": {"mode": "y", "url": "ftp://x"}},
		"true or false":  {"a": {"mode": "y", "on": 1}},
	} {
		s := world.NewSwitches(apis())
		err := s.Set(bad)
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%v: error %v, want one that says %q", bad, err, name)
		}
		if s.Text("a", "mode") != "x" {
			t.Errorf("%v changed a switch although it was refused", bad)
		}
	}
}

func TestEventArguments(t *testing.T) {
	e := world.Event{Name: "e", Args: []world.Arg{
		{Name: "id", Type: world.String, Required: true}, {Name: "n", Type: world.Int}, {Name: "kind", Type: world.Enum, Values: []string{"p", "q"}},
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
	args, err := check(`{"id":9007199254740993,"n":"7","kind":"q","card":{"id":9007199254740993},"scopes":["s",7],"yes":true}`)
	if err != nil {
		t.Fatal(err)
	}
	if args.Text("id") != "9007199254740993" || args.Int("n") != 7 || args.Text("kind") != "q" || !args.Bool("yes") ||
		string(args.Object("card")) != `{"id":9007199254740993}` || !slices.Equal(args.Texts("scopes"), []string{"s", "7"}) || args.Has("nothing") {
		t.Errorf("args %v", args)
	}
	for _, bad := range []string{`{}`, `{"id":null}`, `{"id":"1","other":1}`, `{"id":{}}`, `{"id":"1","n":1.5}`, `{"id":"1","kind":"r"}`, `{"id":"1","card":[]}`,
		`{"id":"1","scopes":[true]}`, `{"id":"1","yes":"perhaps"}`} {
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
	if draw(world.NewChance(1, "a")) == draw(world.NewChance(1, "b")) || draw(world.NewChance(1, "a")) == draw(world.NewChance(2, "a")) {
		t.Error("streams are not independent")
	}
	if u := world.NewChance(1, "a").UUID(); !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(u) {
		t.Errorf("%s is no UUID of version 4", u)
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
