package scenarios_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sparring/mock/mocktest/outside"
	"sparring/scenarios"
	"sparring/scenarios/diagnose"
	"sparring/scenarios/driver"
	"sparring/scenarios/explore"
	"sparring/scenarios/suite"
	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report"
)

// tried are the mistakes among which the tests look for a cause.
var tried = []string{"bonder-trusts-http-200", "bonder-never-renews", "bonder-hides-the-wait"}

// explored walks so many cells of an API with a mutant; "" is the reference client.
func explored(t testing.TB, base, api, mutant string, o explore.Options) *explore.Result {
	t.Helper()
	var client driver.Starter
	if mutant != "" {
		client = scenarios.APIs().Starter(mutant)
		reference, err := scenarios.Open(context.Background(), scenarios.Options{
			Seed: 1, Server: base, Switches: o.Switches,
		})
		if err != nil {
			t.Fatal(err)
		}
		defer reference.Close()
		o.Reference = reference
	}
	return walked(context.Background(), t, base, api, client, o)
}

// walked walks an API with a client; nil is the reference client.
func walked(
	ctx context.Context, t testing.TB, base, api string, client driver.Starter, o explore.Options,
) *explore.Result {
	t.Helper()
	batch, err := scenarios.Open(context.Background(), scenarios.Options{
		Seed: 1, Server: base, Client: client, Switches: o.Switches,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer batch.Close()
	o.Mend = func(_, rule string) string { return diagnose.Mend(scenarios.APIs(), rule, "") }
	o.Mistakes = func(api string) (all []explore.Mistake) {
		for _, m := range mutants(api) {
			if !slices.Contains(tried, m.Name) {
				continue
			}
			all = append(all, explore.Mistake{Name: m.Name, Text: m.Doc, Open: func() (explore.Runner, func(), error) {
				with, err := batch.As(scenarios.APIs().Starter(m.Name))
				return with, func() { with.Close() }, err
			}})
		}
		return all
	}
	follows, err := scenarios.Explored()
	if err != nil {
		t.Fatal(err)
	}
	if o.Flows == nil {
		o.Flows = follows.Flows
	}
	o.Between, o.Readings, o.Renewal = follows.Between, follows.Readings, follows.Renewal
	o.Asked, o.Renews = follows.Asked, follows.Renews
	o.APIs, o.Jobs, o.Seed = []string{api}, scenarios.DefaultJobs(nil), 1
	r, err := explore.Walk(ctx, batch, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestExploreReproduction: what exploring finds in a mutant ends as a feature that fails it for the same reason in a
// run of verify, and that the reference client passes.
func TestExploreReproduction(t *testing.T) {
	base := server(t)
	r := explored(t, base, "bonder", "bonder-trusts-http-200", explore.Options{Cells: 40, Depth: 1})
	if len(r.Failures) == 0 || r.ExitCode != verdict.ExitBad {
		t.Fatalf("expected failures, got exit %d after %d cells", r.ExitCode, r.Space.Walked)
	}
	if len(r.Causes) == 0 || r.Causes[0].Mistake != "bonder-trusts-http-200" || r.Causes[0].Mend == "" {
		t.Errorf("expected the mistake as the first cause, got %+v", r.Causes)
	}
	var page bytes.Buffer
	if err := report.HTML().Write(&page, r.Report(), ""); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		`<a class="mark m-failed" href="#s1"`, `id="s1"`, "<svg", "HTTP 200 is taken for success",
	} {
		if !strings.Contains(page.String(), part) {
			t.Errorf("the page lacks %s", part)
		}
	}
	dir := t.TempDir()
	reasons := map[string]string{}
	for i, f := range r.Failures {
		name := filepath.Join(dir, "bonder", string(rune('a'+i))+".feature")
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(f.Feature), 0o644); err != nil {
			t.Fatal(err)
		}
		reasons[filepath.Base(name)] = f.Rule
	}
	for _, mutant := range []string{"bonder-trusts-http-200", ""} {
		o := scenarios.Options{Server: base, Features: []string{dir}}
		if mutant != "" {
			o.Client = scenarios.APIs().Starter(mutant)
		}
		report, err := scenarios.Run(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range report.Scenarios {
			file, _, _ := strings.Cut(filepath.Base(s.Address), ":")
			if mutant == "" && s.Verdict > verdict.Warned {
				t.Errorf("the reference client fails %s: %s", s.Name, s.Reason)
			}
			if mutant != "" && s.Cause != reasons[file] {
				t.Errorf("%s fails by %s, in the walk by %s", s.Name, s.Cause, reasons[file])
			}
		}
	}
}

// TestExploreKnown: failures that are known do not fail the walk; one that is not known does.
func TestExploreKnown(t *testing.T) {
	base := server(t)
	walk := func(known ...string) *explore.Result {
		return explored(t, base, "bonder", "bonder-switches-the-wrong-way", explore.Options{
			Depth: 1, Known: known, Only: func(*explore.Cell) bool { return false },
		})
	}
	var ids []string
	for _, f := range walk().Failures {
		ids = append(ids, f.ID)
	}
	if len(ids) < 2 {
		t.Fatalf("expected some failures in the flows, got %q", ids)
	}
	if r := walk(ids...); r.ExitCode != verdict.ExitGood || !r.Failures[0].Known {
		t.Errorf("all %d failures are known: exit %d", len(ids), r.ExitCode)
	}
	if r := walk(ids[1:]...); r.ExitCode != verdict.ExitBad {
		t.Errorf("%s is not known: exit %d", ids[0], r.ExitCode)
	}
}

// TestExploreTogether: with depth 2 several calls at once are held and released in every order, and a client that
// renews its token for each of them is found.
func TestExploreTogether(t *testing.T) {
	r := explored(t, server(t), "bonder", "bonder-renews-in-parallel", explore.Options{
		Depth: 2, Only: func(c *explore.Cell) bool { return c.Order != nil && c.Flow == "load a card" },
	})
	found := false
	for _, f := range slices.Concat(r.Failures, r.Warnings) {
		found = found || f.Rule == "bonder.one-renewal" && strings.Contains(f.Feature, `the held requests are released`)
	}
	if !found {
		t.Errorf("expected bonder.one-renewal to be broken, got %d failures, %d warnings in %d cells",
			len(r.Failures), len(r.Warnings), r.Space.Walked)
	}
}

// TestExploreReference: the reference client passes the beginning of each API's space, which is the same in every
// walk of a seed.
func TestExploreReference(t *testing.T) {
	base := server(t)
	for _, api := range scenarios.APIs().Names() {
		var texts [2]string
		for i := range texts {
			r := explored(t, base, api, "", explore.Options{Cells: 24, Depth: 1})
			for _, f := range r.Failures {
				t.Errorf("%s: %s", f.Smallest, f.Text)
			}
			for _, c := range r.Cells {
				texts[i] += c.Cell + " " + c.Outcome + "\n"
			}
			var out bytes.Buffer
			if r.WriteText(&out); !strings.Contains(out.String(), "walked ") {
				t.Errorf("unexpected text: %s", out.String())
			}
		}
		r := explored(t, base, api, "", explore.Options{Depth: 1, Only: func(c *explore.Cell) bool {
			return c.Again || len(c.Hits) == 0 && api == "radist"
		}})
		for _, f := range append(r.Failures, r.Warnings...) {
			t.Errorf("%s: %s", f.Smallest, f.Text)
		}
		if texts[0] != texts[1] || texts[0] == "" {
			t.Errorf("two walks of one seed differ:\n%s\n%s", texts[0], texts[1])
		}
	}
}

// TestExploreWhole: no cell with one fault fails the reference client, or warns of it. It takes half a minute, so it
// runs with -outside.
func TestExploreWhole(t *testing.T) {
	if !outside.Enabled() {
		t.Skip("every cell is walked with -outside")
	}
	for _, api := range scenarios.APIs().Names() {
		t.Run(api, func(t *testing.T) {
			t.Parallel()
			r := explored(t, "", api, "", explore.Options{Depth: 1})
			for _, f := range slices.Concat(r.Failures, r.Warnings) {
				t.Errorf("%s %s: %s", f.Smallest, f.Verdict, f.Text)
			}
			t.Logf("%d cells", r.Space.Walked)
		})
	}
}

// TestExploreEmpty: a client that can do nothing has no space.
func TestExploreEmpty(t *testing.T) {
	batch, err := scenarios.Open(context.Background(), scenarios.Options{
		Seed: 1, Server: server(t), Client: driver.Local{Name: "idle", New: func() driver.Adapter { return idle{} }},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer batch.Close()
	_, err = explore.Space(context.Background(), batch, explore.Options{Flows: scenarios.APIs().Flows(), Jobs: 1})
	var empty *explore.EmptyError
	if !errors.As(err, &empty) || !strings.Contains(err.Error(), "none of the abilities") {
		t.Errorf("expected an empty space, got %v", err)
	}
}

type idle struct{}

func (idle) Hello() driver.Hello { return driver.Hello{Name: "idle"} }

func (idle) Call(context.Context, driver.Call) (driver.Result, error) {
	return driver.Result{}, driver.ErrNoAbility
}

// TestExploreSwitched: what fails only under another reading has the switch in its reproduction.
func TestExploreSwitched(t *testing.T) {
	base := server(t)
	r := explored(t, base, "bonder", "bonder-demands-text-numbers", explore.Options{
		Depth: 1, Switches: []string{"bonder.scalars=integer"},
		Only: func(c *explore.Cell) bool { return c.Flow == "load a card" && len(c.Hits) > 0 },
	})
	if len(r.Failures) == 0 {
		t.Fatal("expected failures")
	}
	for _, f := range r.Failures {
		if f.Doubtful || !strings.Contains(f.Feature, `the switch "scalars" of bonder is "integer"`) {
			t.Errorf("%s (%s):\n%s", f.ID, f.Why, f.Feature)
		}
	}
}

// satisfied is the reference client, which never reports a failure.
type satisfied struct{ *suite.Client }

func (c satisfied) Call(ctx context.Context, call driver.Call) (driver.Result, error) {
	r, err := c.Client.Call(ctx, call)
	if r.Error != nil {
		r = driver.Result{OK: true, Values: map[string]any{}}
	}
	return r, err
}

// TestExploreLasting: a reproduction with a fault that stays keeps the step that ends it, or the ordinary call would
// meet it and the reference client would fail, too. Every failure is explained, or said not to be.
func TestExploreLasting(t *testing.T) {
	base := server(t)
	reference, err := scenarios.Open(t.Context(), scenarios.Options{Seed: 1, Server: base})
	if err != nil {
		t.Fatal(err)
	}
	defer reference.Close()
	client := driver.Local{Name: "satisfied", New: func() driver.Adapter {
		return satisfied{scenarios.APIs().Client("")}
	}}
	r := walked(t.Context(), t, base, "bonder", client, explore.Options{
		Depth: 1, Reference: reference, Only: func(c *explore.Cell) bool {
			return c.Flow == "list the names of languages" && len(c.Hits) == 1 && c.Hits[0].Moment == explore.Every
		},
	})
	status, explained := false, 0
	for _, f := range r.Failures {
		status = status || f.Kind == "status"
		out, err := reference.Run("bonder/x.feature", f.Feature, nil)
		if err != nil || out.Verdict.Fails(false) || f.Doubtful || f.Unsteady {
			t.Errorf("%s %v, of the reference client %+v\n%s", f.ID, f.Why, out, f.Feature)
		}
	}
	for _, c := range r.Causes {
		explained += c.Explains
	}
	for _, u := range r.Unexplained {
		explained += len(u.Failures)
	}
	if !status || explained != len(r.Failures) {
		t.Errorf("%d of %d failures are explained, or said not to be", explained, len(r.Failures))
	}
}
