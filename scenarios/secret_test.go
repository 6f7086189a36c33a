package scenarios_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"sparring/mock"
	"sparring/scenarios"
	"sparring/scenarios/driver"
	"sparring/scenarios/fidelity"
	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report"
)

// TestSecrets: what the client was given does not stand in a report, wherever the client puts it.
func TestSecrets(t *testing.T) {
	leaky := local(func(_ context.Context, c driver.Call) (driver.Result, error) {
		return driver.Result{
			Error: &driver.Problem{Code: "x", Message: "tried " + c.Params.Credentials["password"], Advice: "none"},
		}, nil
	})
	s := one(t, ordinary, scenarios.Options{Client: leaky})
	told := reports(t, &verdict.Report{Scenarios: []*verdict.Scenario{s}})
	if strings.Contains(told, "PASSWORD") || !strings.Contains(told, "tried ‹password 1›") {
		t.Errorf("the password stands in the report: %s", told)
	}
}

// TestSecretsHaveOneName: what a client says and writes names a secret as the journal does, and a secret that is not
// written as it is says how.
func TestSecretsHaveOneName(t *testing.T) {
	client := local(func(ctx context.Context, c driver.Call) (driver.Result, error) {
		result, err := scenarios.APIs().Client("").Call(ctx, c)
		if err != nil || c.Method != "bonder.languages" {
			return result, err
		}
		password := c.Params.Credentials["password"]
		return driver.Result{
			Error: &driver.Problem{
				Code:   "x",
				Advice: "none",
				Message: "tried " + password + " and " + url.QueryEscape(password) +
					" and " + url.QueryEscape(url.QueryEscape(password)) + " and " + latin1(password),
			},
		}, nil
	})
	s := one(t, `Feature: F
  Scenario: s
    Given the client's "password" for bonder is "пароль & co"
    When the client lists the languages
    Then the client reports success
    And the last "bonder.authorize" has "/password" as "пароль & co"
    And the last "bonder.authorize" has "/username" as "USERNAME"
`, scenarios.Options{Client: client})
	var mark string
	for _, e := range s.Entries {
		if e.Operation == "authorize" {
			var body struct{ Password string }
			if err := json.Unmarshal(e.Request.Body, &body); err != nil {
				t.Fatal(err)
			}
			mark = strings.Trim(body.Password, "‹›")
		}
	}
	want := fmt.Sprintf(
		"tried ‹%s› and ‹%s, percent-encoded› and ‹%s, percent-encoded twice› and ‹%s, UTF-8 read as Latin-1›",
		mark,
		mark,
		mark,
		mark,
	)
	if !strings.HasPrefix(mark, "password ") || !strings.Contains(s.Steps[2].Message, want) {
		t.Errorf("the journal has %q, the report %q", mark, s.Steps[2].Message)
	}
	for i, status := range map[int]string{
		3: verdict.StepPassed, 4: verdict.StepPassed,
	} { // a secret is compared by its mark
		if s.Steps[i].Status != status {
			t.Errorf("%s: %s, %s", s.Steps[i].Text, s.Steps[i].Status, s.Steps[i].Message)
		}
	}
}

// latin1 is a text whose UTF-8 was read as Latin-1.
func latin1(text string) string {
	var out []rune
	for _, b := range []byte(text) {
		out = append(out, rune(b))
	}
	return string(out)
}

// reports is all that is written of a run.
func reports(t *testing.T, r *verdict.Report) string {
	t.Helper()
	var out bytes.Buffer
	pretty := report.NewPretty(&out, false)
	pretty.Started(r, len(r.Scenarios))
	for _, s := range r.Scenarios {
		pretty.Done(s)
	}
	pretty.Finished(r)
	if err := errors.Join(
		report.WriteJSON(&out, r), report.WriteJUnit(&out, r, report.XUnit), report.WriteHTML(&out, r),
	); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// wiretap stands before a server and keeps all that passes, by world.
type wiretap struct {
	mu   sync.Mutex
	said map[string]*bytes.Buffer
}

func (w *wiretap) write(world string, data []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.said[world] == nil {
		w.said[world] = &bytes.Buffer{}
	}
	w.said[world].Write(data)
}

func (w *wiretap) of(world string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.said[world] == nil {
		return ""
	}
	return w.said[world].String()
}

// worldOf finds the world in a path.
func worldOf(path string) string {
	if _, rest, ok := strings.Cut(path, "/w/"); ok {
		world, _, _ := strings.Cut(rest, "/")
		return world
	}
	return ""
}

type tapped struct {
	http.ResponseWriter
	tap   *wiretap
	world string
}

func (t *tapped) Write(data []byte) (int, error) {
	t.tap.write(t.world, data)
	return t.ResponseWriter.Write(data)
}

func (t *tapped) Unwrap() http.ResponseWriter { return t.ResponseWriter }

func (w *wiretap) before(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		world := worldOf(in.URL.Path)
		if world == "" {
			handler.ServeHTTP(out, in)
			return
		}
		body, _ := io.ReadAll(in.Body)
		in.Body = io.NopCloser(bytes.NewReader(body))
		w.write(world, fmt.Appendf(nil, "\n%s %s\n", in.Method, in.RequestURI))
		for name, values := range in.Header {
			w.write(world, fmt.Appendf(nil, "%s: %s\n", name, strings.Join(values, ", ")))
		}
		w.write(world, append(body, '\n'))
		handler.ServeHTTP(&tapped{out, w, world}, in)
		w.write(world, fmt.Appendf(nil, "\nSet-Cookie: %s\n", strings.Join(out.Header().Values("Set-Cookie"), "\n")))
	})
}

// talkative is the correct client, but it prints all that it is told and all that passes to stderr.
type talkative struct {
	driver.Session
	tap   *wiretap
	world string
	said  strings.Builder
}

const innocent = "author: client, user; session code password error token; the operator wrote DATABASE_ERROR, " +
	"errorCode 404_session_not_found\n"

func (s *talkative) Call(ctx context.Context, method string, p driver.Params) (driver.Result, error) {
	result, err := s.Session.Call(ctx, method, p)
	s.tap.mu.Lock()
	defer s.tap.mu.Unlock()
	s.world = worldOf(p.BaseURL + "/")
	asked, _ := json.Marshal(p)
	told, _ := json.Marshal(result)
	fmt.Fprintf(&s.said, "%s%s %s\n%s\n", innocent, method, asked, told)
	return result, err
}

func (s *talkative) Log() string { return s.said.String() + s.tap.of(s.world) }

type talkativeStarter struct {
	driver.Starter
	tap *wiretap
}

func (s talkativeStarter) Start(ctx context.Context) (driver.Session, error) {
	session, err := s.Starter.Start(ctx)
	return &talkative{Session: session, tap: s.tap}, err
}

// secret finds what is one in raw traffic, by the vendors' names: independent of how the suite looks for it.
var secret = regexp.MustCompile(
	`(?i)"(?:password|token|radist_token|sessionid|session_id|session|credentials|` +
		`digest|digest_secret|api_key|asteriskpass|qr_code)":"([^"\\]{4,})"` +
		`|"code":"(\d{4,})"|(?:X-Auth-Key|X-Api-Key|X-Push-Token|Authorization|X-Client-Authorization): (?:Client ` +
		`|Bearer )?(\S{4,})|sessionid=([^;\s]{4,})`,
)

// TestSecretsOfAll: a client that prints all it knows, of every API, gives no secret away, and no other word is hidden.
func TestSecretsOfAll(t *testing.T) {
	tap := &wiretap{said: map[string]*bytes.Buffer{}}
	front := httptest.NewUnstartedServer(nil)
	server, err := mock.New(mock.Options{PublicURL: "http://" + front.Listener.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	front.Config.Handler = tap.before(server.Handler())
	front.Start()
	defer front.Close()
	r := judge(
		t,
		scenarios.Options{
			Server: front.URL,
			Seed:   3,
			Tags:   []string{"not @slow"},
			Client: talkativeStarter{scenarios.APIs().Starter(""), tap},
			Scenarios: []string{
				"bonder/authorization.feature", "bonder/tokens.feature", "iqchannels/tokens.feature",
				"iqchannels/sign_in.feature", "iqchannels/anonymous.feature",
				"radist/telegram_code.feature", "radist/telegram_qr.feature", "radist/keys.feature",
				"timconnect/registration.feature", "timconnect/devices.feature",
				"timconnect/calls.feature", "timconnect/digest.feature",
			},
		},
	)
	all, found := reports(t, &r), map[string]int{}
	quoted := regexp.MustCompile(`"[^"]*"`)
	for _, s := range r.Scenarios {
		if s.Verdict != verdict.Passed && (s.Verdict != verdict.Warned || s.Cause != fidelity.Inside) {
			t.Errorf("%s %s: %s by %s: %s", s.Address, s.Name, s.Verdict, s.Cause, s.Reason)
		}
		own := s.Log
		for _, st := range s.Steps {
			own += "\n" + st.Text + "\n" + st.Argument + "\n" + st.Said
			if strings.Contains(quoted.ReplaceAllString(st.Text, ""), "‹secret") {
				t.Errorf("%s: a word of the sentence is hidden: %s", s.Address, st.Text)
			}
		}
		if !strings.Contains(s.Log, innocent) {
			t.Errorf("%s: ordinary words are hidden in %q", s.Address, s.Log[:min(len(s.Log), 300)])
		}
		for _, groups := range secret.FindAllStringSubmatch(tap.of(s.World), -1) {
			value := strings.Join(groups[1:], "")
			alone := regexp.MustCompile(`(^|[^\pL\pN_])` + regexp.QuoteMeta(value) + `($|[^\pL\pN_])`)
			if strings.HasPrefix(value, "‹") {
				t.Fatalf("the tap is behind the marks: %s", value)
			}
			if value == "wrong" { // a word of the sentences that a feature takes for a key
				continue
			}
			named := strings.Contains(s.Name, value) // names are addresses
			if found[s.API]++; alone.MatchString(own) || len(value) >= 8 && !named && strings.Contains(all, value) {
				t.Errorf("%s %s: %q stands in the report", s.Address, s.Name, groups[0])
			}
		}
	}
	for _, api := range scenarios.APIs().Names() {
		if found[api] == 0 {
			t.Errorf("no secret of %s was seen", api)
		}
	}
}
