package steps

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"sparring/mock/control/client"
	"sparring/scenarios/driver"
)

// which is the beginning of every sentence on a fault: which requests of which operation meet it.
const which = `(every|the next|the next \d+) "([^"]*)"(?: after (\d+) more)?`

// whichRussian says the same.
const whichRussian = `на (каждый|следующий|следующие \d+) "([^"]*)"(?:, пропустив (\d+),)?`

// faultSteps are about what goes wrong on demand.
func faultSteps() []Step {
	return []Step{
		{Subject: "fault", Keyword: Given, Plants: true, Sense: checks(timesFit, errorCode(1, 3)), Pattern: which + ` (?:is|are) answered with the error "([^"]*)"`,
			Example: `the next 2 "bonder.saveCard" are answered with the error "DATABASE_ERROR"`,
			Russian: Sentence{whichRussian + ` сервер отвечает ошибкой "([^"]*)"`, `на следующие 2 "bonder.saveCard" сервер отвечает ошибкой "DATABASE_ERROR"`},
			Doc:     "an error of the vendor's catalogue; the request is not handled. “every” and “after 3 more” (каждый; , пропустив 3,) can be said of all faults",
			Bind: func(s *Scene) any {
				return func(times, op, after, code string) error {
					return s.fault(times, op, after, "error", map[string]any{"code": code})
				}
			}},
		{Subject: "fault", Keyword: Given, Plants: true, Sense: checks(timesFit, operation(1), aNumber(3, 100, 999), aBody), Pattern: which + ` (?:is|are) answered with the status (\d+)`,
			Example: `the next "bonder.saveCard" is answered with the status 503`,
			Russian: Sentence{whichRussian + ` сервер отвечает статусом (\d+)`, `на следующий "bonder.saveCard" сервер отвечает статусом 503`},
			Doc:     "a bare HTTP status, or any answer at all; the request is not handled",
			Bind: func(s *Scene) any {
				return func(times, op, after string, status int) error {
					return s.fault(times, op, after, "status", map[string]any{"status": status})
				}
			},
			With: &With{Suffix: " and the body:",
				Example: "the next \"bonder.saveCard\" is answered with the status 200 and the body:\n  \"\"\"json\n  {\"success\": false, \"errors\": [\"NEW_ERROR\"], \"result\": {}}\n  \"\"\"",
				Russian: Sentence{` и телом:`, "на следующий \"bonder.saveCard\" сервер отвечает статусом 200 и телом:\n  \"\"\"json\n  {\"success\": false, \"errors\": [\"NEW_ERROR\"], \"result\": {}}\n  \"\"\""},
				Bind: func(s *Scene) any {
					return func(times, op, after string, status int, doc *godog.DocString) error {
						body, err := s.wanted(doc.Content)
						if err != nil {
							return err
						}
						return s.fault(times, op, after, "status", map[string]any{"status": status, "body": body})
					}
				}}},
		{Subject: "fault", Keyword: Given, Plants: true, Sense: checks(timesFit, faultKind(1, 3)), Pattern: which + ` meets? the fault "([^"]*)"`,
			Example: `the next "bonder.getCard" meets the fault "reset"`,
			Russian: Sentence{whichRussian + ` сервер отвечает сбоем "([^"]*)"`, `на следующий "bonder.getCard" сервер отвечает сбоем "reset"`},
			Doc:     "a fault with its default parameters, or with these",
			Bind: func(s *Scene) any {
				return func(times, op, after, kind string) error {
					return s.fault(times, op, after, kind, nil)
				}
			},
			With: &With{Suffix: " with:", Example: "the next \"bonder.getCard\" after 1 more meets the fault \"delay\" with:\n  | duration | 300ms |",
				Russian: Sentence{` с параметрами:`, "на следующий \"bonder.getCard\", пропустив 1, сервер отвечает сбоем \"delay\" с параметрами:\n  | duration | 300ms |"},
				Bind: func(s *Scene) any {
					return func(times, op, after, kind string, table *godog.Table) error {
						parameters, err := s.arguments(table)
						if err != nil {
							return err
						}
						api, _, _ := strings.Cut(op, ".")
						s.Catalogue.faultTakes(api, kind).FromLiterals(parameters)
						return s.fault(times, op, after, kind, parameters)
					}
				}}},
		{Subject: "fault", Keyword: When, Sense: aNumber(0, 1, 10000), Pattern: `(\d+) requests? (?:is|are) held`, Example: `2 requests are held`,
			Russian: Sentence{`сервер удерживает (\d+) запрос(?:а|ов)?`, `сервер удерживает 2 запроса`},
			Doc:     "wait until so many requests are held by a fault of the kind hold", Bind: func(s *Scene) any { return s.awaitHeld }},
		{Subject: "fault", Keyword: When, Pattern: `the held requests are released`, Example: `the held requests are released`,
			Russian: Sentence{`сервер отпускает удержанные запросы`, `сервер отпускает удержанные запросы`},
			Doc:     "let all held requests go",
			Bind:    func(s *Scene) any { return s.release }},
		{Subject: "fault", Keyword: When, Pattern: `the faults end`, Example: `the faults end`,
			Russian: Sentence{`сбои прекращаются`, `сбои прекращаются`},
			Doc:     "remove all fault rules",
			Bind: func(s *Scene) any {
				return func() error { return s.Control.ClearFaults(s.Ctx, s.World.ID) }
			}},
	}
}

var someTimes = regexp.MustCompile(`\d+`)

// timesFit checks how often a fault fires and how many requests it lets pass.
func timesFit(q said) error {
	_, _, err := timing(q.args[0], q.args[2])
	return err
}

// aBody checks the text that a fault answers with: JSON, if it begins so.
func aBody(q said) error {
	if q.doc == nil {
		return nil
	}
	_, err := literal(q.doc.Content)
	return err
}

// timing reads how often a fault fires (0: always) and how many requests it lets pass before.
func timing(times, after string) (n, skip int, err error) {
	n = 1
	switch digits := someTimes.FindString(times); {
	case times == "every", times == "каждый":
		n = 0
	case digits != "":
		if n, err = strconv.Atoi(digits); err != nil || n == 0 {
			return 0, 0, misuse("expected a number above 0, got %q", digits)
		}
	}
	if after != "" {
		if skip, err = strconv.Atoi(after); err != nil {
			return 0, 0, misuse("expected a number, got %q", after)
		}
	}
	return n, skip, nil
}

func (s *Scene) fault(times, op, after, kind string, parameters map[string]any) error {
	api, id, err := s.Catalogue.operation(op)
	if err != nil {
		return err
	}
	n, skip, err := timing(times, after)
	if err != nil {
		return err
	}
	r := client.FaultRequest{After: skip, Times: &n}
	r.Match.API, r.Fault.Kind, r.Fault.Parameters = api, kind, parameters
	if id != "*" {
		r.Match.Operation = id
	}
	began := time.Now()
	defer func() { s.spend(&s.Spent.Control, began) }()
	_, err = s.Control.AddFault(s.Ctx, s.World.ID, r)
	return err
}

// together is how long fewer requests than wanted must be held before that is all that the client sends at once.
const together = time.Second

// awaitHeld waits until requests are held. A client may work on fewer calls at a time than were started: then what it has
// sent is all that comes before the release, and the rest is not held any more.
func (s *Scene) awaitHeld(want int) error {
	began, had, same := time.Now(), driver.NewWatch(s.Session), driver.NewWatch(s.Session)
	defer func() { s.spend(&s.Spent.Waiting, began) }()
	held := 0
	for {
		rules, err := s.Control.Faults(s.Ctx, s.World.ID)
		if err != nil {
			return err
		}
		before := held
		held = 0
		for _, r := range rules {
			held += len(r.Waiting)
		}
		if held != before {
			same = driver.NewWatch(s.Session)
		}
		if held >= want || s.waitedOut(had) {
			break
		}
		if over, _ := same.Over(together); over && held > 0 && s.openCalls() > held {
			s.mu.Lock()
			s.Said = fmt.Sprintf("%d of %d requests: the client works on no more calls at a time", held, want)
			s.mu.Unlock()
			s.fewer = true
			return nil
		}
		if err := s.again(began); err != nil {
			return err
		}
	}
	return s.Demand("fault.held", held >= want, nil, "expected %d requests to be held within %s, got %d", want, driver.Rounded(had.Wall()), held)
}

func (s *Scene) release() error {
	rules, err := s.Control.Faults(s.Ctx, s.World.ID)
	if err != nil {
		return err
	}
	for _, r := range rules {
		if len(r.Waiting) == 0 {
			continue
		}
		if s.fewer { // the next would be held where nobody releases it; what is held goes with the rule
			err = s.Control.RemoveFault(s.Ctx, s.World.ID, r.ID)
		} else {
			_, err = s.Control.Release(s.Ctx, s.World.ID, r.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Unfired are the rules of a scene that never acted.
func Unfired(rules []client.FaultRule) []string {
	var out []string
	for _, r := range rules {
		if r.Hits == 0 {
			out = append(out, fmt.Sprintf("%s on %s.%s", r.Fault.Kind, r.Match.API, cmp.Or(r.Match.Operation, r.Match.Method, "*")))
		}
	}
	return out
}

// Unharmed tells whether no fault rule is waiting for an operation.
func (s *Scene) Unharmed(api, operation string) (bool, error) {
	rules, err := s.Control.Faults(s.Ctx, s.World.ID)
	if err != nil {
		return false, err
	}
	return !slices.ContainsFunc(rules, func(r client.FaultRule) bool {
		spent := r.Remaining != nil && *r.Remaining == 0
		return !spent && (r.Match.API == "" || r.Match.API == api) && (r.Match.Operation == "" || r.Match.Operation == operation)
	}), nil
}
