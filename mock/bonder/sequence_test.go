package bonder_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// modelToken is what a token must do, written down a second time.
type modelToken struct {
	value     string
	expire    time.Time
	rpt, used int
	ended     string
}

func (m *modelToken) death(now time.Time) string {
	if m.ended != "" {
		return m.ended
	}
	if m.used >= m.rpt {
		return "count"
	}
	if !now.Before(m.expire) {
		return "time"
	}
	return ""
}

var deathWhy = map[string]string{
	"":         "",
	"time":     "token_dead_time",
	"count":    "token_dead_count",
	"revoked":  "token_revoked",
	"replaced": "token_replaced",
}

// step is one action of a random sequence, as data, so that it can be replayed.
type step struct {
	Do     string
	Token  int
	Amount int
}

// walk plays a sequence, checks it against the model, and gives all answers.
func walk(t *rapid.T, b *bench, steps []step) string {
	var tokens []*modelToken
	var answers strings.Builder
	suspended := false
	for i, s := range steps {
		var m *modelToken
		if len(tokens) > 0 {
			m = tokens[s.Token%len(tokens)]
		}
		now := b.w.Now()
		var got answered
		switch {
		case s.Do == "authorize" || m == nil:
			single := s.Amount%2 == 1
			b.set("tokens=" + map[bool]string{true: "single", false: "independent"}[single])
			got = b.do(
				"authorize",
				nil,
				fmt.Sprintf(
					`{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME","rpt":%d}`,
					s.Amount,
				),
			)
			if suspended {
				break
			}
			for _, old := range tokens {
				if single && old.death(now) == "" {
					old.ended = "replaced"
				}
			}
			tokens = append(
				tokens,
				&modelToken{value: got.text("token"), expire: now.Add(time.Hour), rpt: max(1, s.Amount)},
			)
		case s.Do == "advance":
			if _, err := b.w.Clock.Advance(time.Duration(s.Amount) * 5 * time.Minute); err != nil {
				t.Fatal(err)
			}
		case s.Do == "suspend":
			suspended = s.Amount%2 == 1
			b.must(map[bool]string{true: "account.suspended", false: "account.restored"}[suspended], `{}`)
		case s.Do == "spend":
			_, err := b.event("token.spent", fmt.Sprintf(`{"token":%q,"requests":%d}`, m.value, s.Amount))
			if (err != nil) != (m.death(now) != "") {
				t.Fatalf("step %d: token.spent on a token in state %q: %v", i, m.death(now), err)
			}
			if err == nil {
				m.used = min(m.rpt, m.used+s.Amount)
			}
		case s.Do == "revoke":
			if _, err := b.event("token.revoked", fmt.Sprintf(`{"token":%q}`, m.value)); err == nil {
				m.ended = "revoked"
			}
		default:
			b.key = m.value
			want := deathWhy[m.death(now)]
			if want == "" && suspended {
				want = "account_suspended"
			} else if want == "" {
				m.used++
			}
			got = b.do(s.Do, vars("card_id", "none"), "")
			if why := firstWhy(got); s.Do == "listRepositories" && why != want || (want != "" && why != want) {
				t.Fatalf("step %d %v: why %q, the model says %q", i, s, why, want)
			}
		}
		answers.Write(got.Body)
		for n, state := range b.state()["tokens"].([]any) {
			if death, _ := state.(map[string]any)["death"].(string); death != tokens[n].death(b.w.Now()) {
				t.Fatalf(
					"step %d %v: token %d is in state %q, the model says %q",
					i,
					s,
					n,
					death,
					tokens[n].death(b.w.Now()),
				)
			}
		}
	}
	answers.Write(mustJSON(b.tb, b.fake.State()))
	return answers.String()
}

func firstWhy(a answered) string {
	if len(a.Why) == 0 {
		return ""
	}
	return a.Why[0].Code
}

// TestRandomSequences: the model holds after every step, and the same seed answers the same bytes again.
func TestRandomSequences(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		steps := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) step {
			return step{
				Do: rapid.SampledFrom([]string{"authorize", "advance", "suspend", "spend", "revoke",
					"listRepositories", "listRepositories",
					"createProfile", "getCard", "saveCard"}).
					Draw(r, "do"),
				Token: rapid.IntRange(0, 5).Draw(r, "token"), Amount: rapid.IntRange(0, 8).Draw(r, "amount"),
			}
		}), 1, 30).Draw(r, "steps")
		first := walk(r, newBench(t, "rptMin=1"), steps)
		if second := walk(r, newBench(t, "rptMin=1"), steps); first != second {
			r.Fatalf("the replay differs:\n%s\n%s", first, second)
		}
	})
}
