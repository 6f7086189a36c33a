package param_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"sparring/mock/param"
)

func value(t *testing.T, text string) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestParse compares each type with the JSON values that it takes and refuses; want is nil for a refusal.
func TestParse(t *testing.T) {
	choice := param.Param{Type: param.Enum, Values: []string{"x", "404"}}
	between := param.Param{Type: param.Int, Range: param.Between(400, 599)}
	wait := param.Param{Type: param.Duration, Range: param.Between(int64(time.Millisecond), int64(time.Hour))}
	root := param.Param{Type: param.URL, Root: true}
	once := param.Param{Type: param.Texts, Once: true}
	of := func(t param.Type) param.Param { return param.Param{Type: t} }
	for _, row := range []struct {
		p    param.Param
		in   string
		want any
		says string
	}{
		{of(param.Bool), `true`, true, ""},
		{of(param.Bool), `"true"`, nil, `expected true or false, got "true"`},
		{of(param.Bool), `1`, nil, `expected true or false, got 1`},
		{choice, `"x"`, "x", ""},
		{choice, `404`, "404", ""},
		{choice, `"y"`, nil, `expected one of x, 404, got "y"`},
		{choice, `true`, nil, `got true`},
		{of(param.Int), `-7`, int64(-7), ""},
		{of(param.Int), `9007199254740993`, int64(9007199254740993), ""},
		{of(param.Int), `2e2`, int64(200), ""},
		{of(param.Int), `9223372036854775808`, nil, "expected an integer, got 9223372036854775808"},
		{of(param.Int), `1.5`, nil, "expected an integer, got 1.5"},
		{of(param.Int), `"5"`, nil, `expected an integer, got "5"`},
		{between, `599`, int64(599), ""},
		{between, `600`, nil, "expected an integer from 400 to 599, got 600"},
		{param.Param{Type: param.Int, Range: param.AtLeast(1)}, `0`, nil, "expected an integer of at least 1, got 0"},
		{param.Param{Type: param.Int, Range: param.AtLeast(0)}, `-1`, nil, "expected an integer of at least 0, got -1"},
		{of(param.Duration), `"90s"`, 90 * time.Second, ""},
		{of(param.Duration), `90`, nil, `expected a duration such as "30s" or "1h", at most "2562047h", got 90`},
		{of(param.Duration), `"-1s"`, nil, `expected a duration that is not negative, got "-1s"`},
		{wait, `"1h"`, time.Hour, ""},
		{wait, `"61m"`, nil, `expected a duration of at most "1h", got "61m"`},
		{wait, `"0s"`, nil, `expected a duration of at least "1ms", got "0s"`},
		{of(param.URL), `"http://h:1/x/?k=1"`, "http://h:1/x/?k=1", ""},
		{of(param.URL), `""`, "", ""},
		{of(param.URL), `"ftp://h"`, nil, "expected an http or https URL"},
		{of(param.URL), `5`, nil, "expected an http or https URL"},
		{root, `"http://h/x/"`, "http://h/x", ""},
		{root, `"http://h?x=1"`, nil, "without query"},
		{of(param.String), `"t"`, "t", ""},
		{of(param.String), `5`, nil, "expected a text, got 5"},
		{of(param.String), `""`, nil, `expected a text that is not empty, got ""`},
		{param.Param{Type: param.String, Empty: true}, `""`, "", ""},
		{of(param.Object), `{"a":1}`, map[string]any{"a": json.Number("1")}, ""},
		{of(param.Object), `[]`, nil, "expected an object, got []"},
		{of(param.Texts), `["a","a"]`, []string{"a", "a"}, ""},
		{of(param.Texts), `["a",""]`, nil, "expected a list of texts that are not empty"},
		{of(param.Texts), `"a"`, nil, "expected a list"},
		{once, `["a","b","a"]`, nil, "expected each text once"},
		{of(param.Number), `1.5`, json.Number("1.5"), ""},
		{of(param.Number), `"1.5"`, nil, `expected a number, got "1.5"`},
		{of(param.Array), `[1]`, []any{json.Number("1")}, ""},
		{of(param.Array), `{}`, nil, "expected a list, got {}"},
		{of(param.Any), `[1]`, []any{json.Number("1")}, ""},
	} {
		row.p.Name = "p"
		got, err := row.p.Parse(value(t, row.in))
		var bad *param.Error
		switch {
		case row.want != nil && (err != nil || !reflect.DeepEqual(got, row.want)):
			t.Errorf("%s %s: got %#v, %v", row.p.Type, row.in, got, err)
		case row.want == nil && (!errors.As(err, &bad) || bad.Name != "p" || !strings.Contains(err.Error(), row.says)):
			t.Errorf("%s %s: got %#v, %v; want an error that says %q", row.p.Type, row.in, got, err, row.says)
		}
	}
}

func TestURLErrorsShowNoPassword(t *testing.T) {
	_, err := (&param.Param{Type: param.URL}).Parse("http://u:hunter2@h")
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("got %v", err)
	}
}

// TestFromText reads command lines: what is read must parse if it fits, and stay a text if not.
func TestFromText(t *testing.T) {
	for _, row := range []struct {
		t    param.Type
		text string
		want any
	}{
		{param.Bool, "on", true}, {param.Bool, "False", false}, {param.Bool, "1", "1"},
		{param.Int, "007", int64(7)},
		{param.Int, "2e2", json.Number("2e2")}, {param.Int, "0x1", "0x1"}, {param.Int, "NaN", "NaN"},
		{param.String, "79991234567", "79991234567"}, {param.Duration, "1s", "1s"},
		{param.Object, `{"a":1}`, json.RawMessage(`{"a":1}`)}, {param.Object, "{", "{"},
		{param.Texts, "a,b", []any{"a", "b"}}, {param.Texts, `["a"]`, json.RawMessage(`["a"]`)},
		{param.Number, "1.5", json.Number("1.5")}, {param.Number, "x", "x"},
		{param.Any, "down", "down"}, {param.Any, `"503"`, "503"}, {param.Any, "503", json.RawMessage("503")},
	} {
		p := param.Param{Name: "p", Type: row.t}
		if got := p.FromText(row.text); !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s %q: got %#v, want %#v", row.t, row.text, got, row.want)
		}
	}
	p := param.Param{Type: param.Object}
	if got, err := p.Parse(p.FromText(`{"a":[1]}`)); err != nil || !reflect.DeepEqual(got, value(t, `{"a":[1]}`)) {
		t.Errorf("an object from the command line: %#v, %v", got, err)
	}
}

func TestFromLiteral(t *testing.T) {
	text, choice := param.Param{Type: param.String}, param.Param{Type: param.String, Values: []string{"null", "x"}}
	for _, row := range []struct {
		p    param.Param
		in   any
		want any
	}{
		{text, json.Number("7"), "7"}, {text, true, "true"}, {text, nil, nil}, {choice, nil, "null"},
		{param.Param{Type: param.Int}, json.Number("7"), json.Number("7")},
	} {
		if got := row.p.FromLiteral(row.in); got != row.want {
			t.Errorf("%v: got %#v, want %#v", row.in, got, row.want)
		}
	}
}

func TestList(t *testing.T) {
	list := param.List{
		{Name: "id", Type: param.String, Required: true},
		{Name: "wait", Type: param.Duration, Default: 2 * time.Second},
		{Name: "by", Type: param.String, Values: []string{"a", "b"}},
	}
	got, err := list.Parse(map[string]any{"id": "7", "by": nil})
	if err != nil || got.Text("id") != "7" || got.Duration("wait") != 2*time.Second || got.Has("by") {
		t.Errorf("got %v, %v", got, err)
	}
	for _, row := range []struct {
		given   map[string]any
		name    string
		problem param.Problem
	}{
		{map[string]any{"wait": "1s"}, "id", param.Missing},
		{map[string]any{"id": "1", "other": 1}, "other", param.Unknown},
		{map[string]any{"id": "1", "by": "c"}, "by", param.Misfit},
	} {
		_, err := list.Parse(row.given)
		if bad := (*param.Error)(nil); !errors.As(err, &bad) || bad.Name != row.name || bad.Problem != row.problem {
			t.Errorf("%v: got %v", row.given, err)
		}
	}
	if got := list[2].Usage(); got != "[by=a|b]" {
		t.Errorf("usage: %s", got)
	}
}
