package scenarios_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sparring/mock/mocktest/outside"
	"sparring/scenarios"
	"sparring/scenarios/driver"
	"sparring/scenarios/suite"
	"sparring/scenarios/verdict"
)

// shell is a client that is a line of shell.
func shell(line string) driver.Command { return driver.Command{Args: []string{"sh", "-c", line}} }

// TestHopeless: where no client answers hello, the run ends before it begins, with one line that says why.
func TestHopeless(t *testing.T) {
	outside.Waits(t)
	for line, says := range map[string]string{
		"echo cannot open no_such.py >&2; exit 2": "before it answered hello; it last said on stderr: cannot open " +
			"no_such.py",
		"kill -9 $$":               "killed) before it answered hello",
		"exec sleep 100":           "no answer to hello",
		"read line; exit 0":        "(exit status 0) before it answered hello",
		"exec 1>&-; sleep 0.01":    "before it answered hello",
		"exec 1>&-; exec sleep 99": "closed its stdout though it still runs",
	} {
		o := scenarios.Options{Client: shell(line), Timeout: 20 * time.Second}
		if strings.Contains(line, "100") {
			o.Timeout = 300 * time.Millisecond
		}
		r, err := scenarios.Run(t.Context(), o)
		var failure *driver.Failure
		if !errors.As(err, &failure) || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "\n") ||
			len(r.Scenarios) > 0 {
			t.Errorf("%s: expected an error with %q and no scenario, got %v and %d", line, says, err, len(r.Scenarios))
		}
	}
}

// TestGarbageGoesOn: a client that answers hello with what it must not is judged in every scenario.
func TestGarbageGoesOn(t *testing.T) {
	again := strings.Replace(strings.TrimPrefix(ordinary, "Feature: F\n"), "ordinary", "again", 1)
	dir := write(t, map[string]string{"bonder/x.feature": ordinary + again})
	r := judge(t, scenarios.Options{Client: shell("echo Welcome!; cat >/dev/null"), Features: []string{dir}})
	if r.Counts.Failed != 2 || r.ExitCode != verdict.ExitBad {
		t.Errorf("got %s, exit %d", r.Counts, r.ExitCode)
	}
}

// starts counts the sessions that are started.
type starts struct {
	driver.Local
	n *atomic.Int32
}

func (s starts) Start(ctx context.Context) (driver.Session, error) {
	s.n.Add(1)
	return s.Local.Start(ctx)
}

// having is the reference client with some abilities only.
type having struct {
	*suite.Client
	abilities []string
}

func (h having) Hello() driver.Hello {
	return driver.Hello{Name: "having", Version: "1", Abilities: h.abilities, Patience: true}
}

// TestAbilitiesAskedOnce: the first hello rules out what needs other abilities: no client is started for that. What
// was not judged is counted by ability, with all that a scenario lacks.
func TestAbilitiesAskedOnce(t *testing.T) {
	list := []string{"timconnect.listKittens", "timconnect.getKitten", "timconnect.getKitty"}
	client := starts{n: &atomic.Int32{}}
	client.Local = driver.Local{
		Name: "having",
		New:  func() driver.Adapter { return having{scenarios.APIs().Client(""), list} },
	}
	r := judge(t, scenarios.Options{Client: client, APIs: []string{"timconnect"}, Tags: []string{"not @slow"}})
	if r.ExitCode != verdict.ExitGood || r.Counts.Passed == 0 || r.Counts.Passed+r.Counts.Skipped != r.Counts.Total {
		t.Errorf("got %s, exit %d", r.Counts, r.ExitCode)
	}
	if n := int(client.n.Load()); n != r.Counts.Passed {
		t.Errorf("%d clients were started for %d scenarios that could be judged", n, r.Counts.Passed)
	}
	if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], `"timconnect.getKitty"`) ||
		!strings.Contains(r.Warnings[0], "nearest is timconnect.getKitten") {
		t.Errorf("warnings: %q", r.Warnings)
	}
	byAbility := map[string]int{}
	for _, u := range r.NotJudged {
		byAbility[u.Ability] = u.Scenarios
		if u.Why == "" || u.Scenarios == 0 {
			t.Errorf("%+v", u)
		}
	}
	for _, ability := range []string{"timconnect.takePush", "timconnect.call", "timconnect.feed"} {
		if byAbility[ability] == 0 {
			t.Errorf("%s is not named among %+v", ability, r.NotJudged)
		}
	}
	i := slices.IndexFunc(r.Scenarios, func(s *verdict.Scenario) bool {
		return strings.HasPrefix(s.Address, "timconnect/mandatory.feature")
	})
	s := r.Scenarios[i]
	if s.Verdict != verdict.Skipped || s.World != "" || len(s.Lacks) != 3 || !strings.Contains(s.Reason,
		", nor timconnect.takePush, nor timconnect.feed") {
		t.Errorf("%s: %s, %+v, world %q", s.Verdict, s.Reason, s.Lacks, s.World)
	}
	for strict, want := range map[bool]int{false: verdict.ExitGood, true: verdict.ExitBad} {
		r := judge(t, scenarios.Options{Client: client, Features: []string{"builtin"},
			Scenarios: []string{"timconnect/kittens.feature"}, Strict: strict})
		if r.Counts.Passed != r.Counts.Total || r.ExitCode != want {
			t.Errorf("strict %v, with a warning about the client: %s, exit %d", strict, r.Counts, r.ExitCode)
		}
	}
}

// TestWithoutProxy: the proxy of our environment is not between a client's process and the server.
func TestWithoutProxy(t *testing.T) {
	t.Setenv("NO_PROXY", "corp.test")
	t.Setenv("no_proxy", "")
	client := shell(`read hello; echo '{"jsonrpc":"2.0","id":1,"result":{"abilities":["bonder.languages"]}}'
echo "$NO_PROXY and $no_proxy" >&2; read call`)
	s := one(t, ordinary, scenarios.Options{Client: client})
	if want := "corp.test,127.0.0.1 and corp.test,127.0.0.1\n"; s.Log != want {
		t.Errorf("expected %q, got %q", want, s.Log)
	}
	python := outside.Tool(t, "python3")
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"} {
		t.Setenv(name, "http://127.0.0.1:1")
	}
	s = one(t, savesAndLoads, scenarios.Options{Client: driver.Command{Args: []string{python, smallestAdapter(t)}}})
	if s.Verdict != verdict.Passed {
		t.Errorf("%s: %s\n%s", s.Verdict, s.Reason, s.Log)
	}
}

// TestKeepsNothing: a client that keeps nothing is judged by everything but the scenarios that start it again, and the
// report says why.
func TestKeepsNothing(t *testing.T) {
	running := httptest.NewServer(http.HandlerFunc(answerHello))
	defer running.Close()
	for why, client := range map[string]driver.Starter{
		`its hello does not say "keeps": true`: shell(
			`read hello; echo '{"jsonrpc":"2.0","id":1,"result":{"abilities":["timconnect.registerByDigest",` +
				`"timconnect.categories"]}}'; read call`),
		"it runs already, and is not Sparring's to end": driver.NewRemote(running.URL),
	} {
		r := judge(t, scenarios.Options{Client: client, Jobs: 1, Features: []string{"builtin"},
			Scenarios: []string{"a device is still registered after the application was started again"}})
		s := r.Scenarios[0]
		want := []verdict.Lack{{Ability: driver.Restart, Why: why}}
		if s.Verdict != verdict.Skipped || s.World != "" || !slices.Equal(s.Lacks, want) {
			t.Errorf("%s: %s, %+v", s.Verdict, s.Reason, s.Lacks)
		}
	}
}

// answerHello is the hello of a client over HTTP.
func answerHello(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		ID json.RawMessage `json:"id"`
	}
	_ = json.NewDecoder(r.Body).Decode(&asked) // without an id the answer is refused
	fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":{"abilities":["timconnect.registerByDigest",`+
		`"timconnect.categories"],"keeps":true}}`, asked.ID)
}

// TestRefusedAbility: an ability that hello lists and a call refuses is named with the refusal.
func TestRefusedAbility(t *testing.T) {
	refusing := local(func(context.Context, driver.Call) (driver.Result, error) {
		return driver.Result{},
			driver.ErrNoAbility
	})
	s := one(t, ordinary, scenarios.Options{Client: refusing})
	if s.Verdict != verdict.Skipped || len(s.Lacks) != 1 || s.Lacks[0].Ability != "bonder.languages" ||
		!strings.Contains(s.Lacks[0].Why, "-32601") {
		t.Errorf("%s: %s, %+v", s.Verdict, s.Reason, s.Lacks)
	}
}

// oneAtATime is the reference client that works on one call at a time; only the answers of its user come in between.
type oneAtATime struct {
	*suite.Client
	mu *sync.Mutex
}

func (o oneAtATime) Call(ctx context.Context, c driver.Call) (driver.Result, error) {
	if !strings.HasSuffix(c.Method, ".answer") {
		o.mu.Lock()
		defer o.mu.Unlock()
	}
	return o.Client.Call(ctx, c)
}

// TestRemoteSilence: a client behind HTTP that answers nothing after hello hangs its scenario, and not the run.
func TestRemoteSilence(t *testing.T) {
	outside.Waits(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			ID     int64  `json:"id"`
			Method string `json:"method"`
		}
		_ = json.NewDecoder(r.Body).Decode(&in)
		if in.Method != "hello" {
			<-r.Context().Done()
			return
		}
		fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%d,"result":{"name":"x","abilities":["bonder.languages"]}}`, in.ID)
	}))
	t.Cleanup(server.Close)
	s := one(t, ordinary, scenarios.Options{Client: driver.NewRemote(server.URL), Timeout: 300 * time.Millisecond})
	if s.Cause != "client.hang" || len(s.Evidence()) != 1 {
		t.Errorf("%s by %s: %s, %d reasons", s.Verdict, s.Cause, s.Reason, len(s.Evidence()))
	}
}

// TestMisspelt: a name that looks like one of the protocol's is warned of once, with the place and the nearest name;
// a member of the client's own is let pass.
func TestMisspelt(t *testing.T) {
	const hello = `{"name":"x","abilities":["bonder.languages","bonder.createProfile"],"timeout":30}`
	const failed = `{"ok":false,"trace":7,"error":{"code":"x","message":"m","advise":"retry_now"}}`
	const answers = `read hello; echo '{"jsonrpc":"2.0","id":1,"result":` + hello + `}'
read call; echo '{"jsonrpc":"2.0","method":"receivd","params":{"what":"message","val":"x"}}'
echo '{"jsonrpc":"2.0","method":"log","params":{"text":"at work"}}'
echo '{"jsonrpc":"2.0","method":"ask","params":{"call":2,"what":"pasword"}}'
case $call in
*languages*) echo '{"jsonrpc":"2.0","id":2,"result":` + failed + `}' ;;
*) echo '{"jsonrpc":"2.0","id":2,"result":{"ok":true,"values":{"cardId":"7","more":1}}}' ;;
esac
cat >/dev/null`
	profile := "\n  Scenario: profile\n    When the client creates a profile\n    Then the client reports success\n"
	dir := write(t, map[string]string{"bonder/x.feature": ordinary + profile, "bonder/y.feature": ordinary})
	r := judge(t, scenarios.Options{Client: shell(answers), Features: []string{dir}})
	want := []string{
		`the client sends the notification "log", of which nothing comes; the protocol knows show, ask, received`,
		`the client uses "advise" in the error of bonder.languages, which the protocol does not know; the nearest ` +
			`is advice`,
		`the client uses "cardId" in the values of bonder.createProfile, which the protocol does not know; the ` +
			`nearest is card_id`,
		`the client uses "pasword" in what of ask, which the protocol does not know; the nearest is password`,
		`the client uses "receivd" in a notification, which the protocol does not know; the nearest is received`,
		`the client uses "timeout" in the answer to hello, which the protocol does not know; the nearest is timeout_s`,
		`the client uses "val" in the params of a notification, which the protocol does not know; the nearest is value`,
	}
	if !slices.Equal(r.Warnings, want) {
		t.Errorf("expected\n%s\ngot\n%s", strings.Join(want, "\n"), strings.Join(r.Warnings, "\n"))
	}
}

// TestOddMessages: what a client loses or says of nothing is warned of, and fails nothing.
func TestOddMessages(t *testing.T) {
	const answers = `read hello; echo '{"jsonrpc":"2.0","id":1,"result":{"name":"x","abilities":["bonder.languages"]}}'
read call; echo '{"jsonrpc":"2.0","method":"show","params":{"call":999,"what":"text","value":"x"}}'
echo '{"jsonrpc":"2.0","method":"show","params":{"call":2,"what":"text","value":"Hi \ud83d"}}'
echo '{"jsonrpc":"2.0","method":"progress","params":{"call":"2"}}'
echo '{"jsonrpc":"2.0","id":2,"result":{"ok":true,"ok":false,"error":{"code":"x","message":"m","retry_after_s":-5}}}'
cat >/dev/null`
	const fails = "Feature: F\n  Scenario: s\n    When the client lists the languages\n    Then the client reports " +
		"a failure\n"
	r := judge(t, scenarios.Options{
		Client: shell(answers), Features: []string{write(t, map[string]string{"bonder/x.feature": fails})},
	})
	want := []string{
		`/ok of the result of bonder.languages comes twice; the last one counts: send it once`,
		`the client sends the notification "progress", of which nothing comes; the protocol knows show, ask, received`,
		`the client's show names the call "999", which was never made`,
		`the error of bonder.languages has retry_after_s as -5; expected 0 seconds or more`,
		`the text at /value of the params of show holds \ud83d, half of a surrogate pair: it was cut inside a ` +
			`character`,
	}
	if !slices.Equal(r.Warnings, want) {
		t.Errorf("expected\n%s\ngot\n%s", strings.Join(want, "\n"), strings.Join(r.Warnings, "\n"))
	}
	// It sends no request, and nothing else is wrong.
	if len(r.Scenarios) != 1 || r.Scenarios[0].Cause != "unasked.idle" {
		t.Errorf("%s by %s: %s", r.Scenarios[0].Verdict, r.Scenarios[0].Cause, r.Scenarios[0].Reason)
	}
}
