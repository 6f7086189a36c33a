package diagnose

import (
	"reflect"
	"testing"
)

// TestPack: what is packed is what is unpacked.
func TestPack(t *testing.T) {
	want := Kills{
		"a-one": {"a/x.feature: first": {"client.advice"}, "a/x.feature: second": {"a.rule", "client.advice"}},
		"a-two": {},
	}
	packed, err := want.Pack()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := unpack(packed); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, got %v", err, got)
	}
	if _, err := unpack(packed[:len(packed)/2]); err == nil {
		t.Error("half of it was read without an error")
	}
}

// TestCauses: of two mistakes that were made both are named, though a third one explains as much of either.
func TestCauses(t *testing.T) {
	known := func(name string, kills map[string][]string) Known {
		return Known{Name: name, Text: name, Fails: func(of string) []string { return kills[of] }}
	}
	seen := Observation{"s1": {"r"}, "s2": {"r"}, "s3": {"q"}, "s4": {"other"}, "s5": nil, "s6": nil}
	causes, rest := Causes(seen, []Known{
		known("both", map[string][]string{"s1": {"r"}, "s2": {"r"}, "s5": {"r"}, "s6": {"r"}}),
		known("first", map[string][]string{"s1": {"r"}, "s2": {"r"}}),
		known("second", map[string][]string{"s3": {"q"}}),
		known("reason", map[string][]string{"s3": {"another"}}),
	}, func(of, reason string) string { return of + " " + reason })
	if len(causes) != 2 || causes[0].Mistake != "first" || causes[1].Mistake != "second" || causes[0].Explains != 2 ||
		causes[0].Mend != "s1 r" || causes[0].Share != 0.5 {
		t.Errorf("causes: %+v", causes)
	}
	if len(rest) != 1 || rest[0].Rule != "other" || len(rest[0].Failures) != 1 {
		t.Errorf("not explained: %+v", rest)
	}
}

// TestDetails: two mistakes that break one check in every scenario are told apart by what each gets wrong, and one
// whose details nobody knows is still found by the check.
func TestDetails(t *testing.T) {
	known := func(name string, reasons ...string) Known {
		return Known{Name: name, Text: name, Fails: func(string) []string { return reasons }}
	}
	dictionary := []Known{
		known("first", "alive", "violation login required header/First"),
		known("second", "alive", "violation login required header/Second"),
		known("other", "alive", "advice retry_later"),
	}
	mend := func(_, id string) string { return id }
	for _, test := range []struct {
		seen []string
		want []string
	}{
		{[]string{"violation login required header/First", "violation login required header/Second", "alive"},
			[]string{"first", "second"}},
		{[]string{"violation login required header/Second", "alive"}, []string{"second"}},
		{[]string{"advice none", "alive"}, []string{"other"}},
	} {
		seen := Observation{}
		for _, of := range []string{"a", "b", "c"} {
			seen[of] = test.seen
		}
		causes, rest := Causes(seen, dictionary, mend)
		var names []string
		for _, c := range causes {
			if names = append(names, c.Mistake); len(c.Alike) > 0 {
				t.Errorf("%q: %s is like %q", test.seen, c.Mistake, c.Alike)
			}
		}
		if !reflect.DeepEqual(names, test.want) || len(rest) > 0 {
			t.Errorf("%q: expected %q, got %q and %d not explained", test.seen, test.want, names, len(rest))
		}
	}
}
