package steps

import (
	"fmt"
	"strings"
	"time"

	"sparring/mock/journal"
	"sparring/scenarios/feature"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
	"sparring/scenarios/vocabulary"
)

// journalSteps are about what the server saw.
func journalSteps() []vocabulary.Step {
	return []vocabulary.Step{
		{
			Keyword:  vocabulary.Then,
			Validate: vocabulary.All(aCount(0), operation(1)),
			Pattern:  `the server saw (no|exactly \d+|at least \d+|at most \d+) "([^"]*)"`,
			Example:  `the server saw exactly 1 "bonder.saveCard"`,
			Russian: vocabulary.Sentence{
				Pattern: `сервер (не видел|видел ровно \d+|видел не меньше \d+|видел не больше \d+) "([^"]*)"`,
				Example: `сервер видел ровно 1 "bonder.saveCard"`,
				Doc: "число запросов одной операции за весь сценарий; \"bonder.*\" — все запросы " +
					"API; не видел, видел ровно, не меньше, не больше",
			},
			Doc: `count requests of an operation in the whole scenario; "bonder.*" are all of the API; no, ` +
				`exactly, at least, at most (не видел, видел ровно, не меньше, не больше)`,
			Bind: bind(func(s sentences) any { return s.sawInAll }),
		},
		{
			Keyword:  vocabulary.Then,
			Validate: vocabulary.All(aCount(0), operation(1)),
			Pattern:  `the last call made (no|exactly \d+|at least \d+|at most \d+) "([^"]*)"`,
			Example:  `the last call made no "bonder.authorize"`,
			Russian: vocabulary.Sentence{
				Pattern: `за последний вызов сервер (не видел|видел ровно \d+|видел не меньше \d+|видел не больше ` +
					`\d+) "([^"]*)"`,
				Example: `за последний вызов сервер не видел "bonder.authorize"`,
				Doc:     "число запросов за последний вызов клиента",
			},
			Doc:  "count the requests of the client's last call",
			Bind: bind(func(s sentences) any { return s.sawInCall }),
		},
		{
			Keyword:  vocabulary.Then,
			Validate: vocabulary.All(operation(0), aPointer(1), aPlace(0, 1, false), aValue(2)),
			Pattern:  `the last "([^"]*)" has "([^"]*)" as (.+)`,
			Example:  `the last "bonder.saveCard" has "/translatable/pl/name" as "Jan"`,
			Russian: vocabulary.Sentence{
				Pattern: `в последнем "([^"]*)" есть "([^"]*)" со значением (.+)`,
				Example: `в последнем "bonder.saveCard" есть "/translatable/pl/name" со значением "Jan"`,
				Doc:     "значение JSON в теле последнего запроса, по указателю JSON",
			},
			Doc:  "a JSON value in the body of the last request, by JSON pointer",
			Bind: bind(func(s sentences) any { return s.lastHas }),
		},
		{
			Keyword:  vocabulary.Then,
			Validate: vocabulary.All(operation(0), aPointer(1), aPlace(0, 1, true)),
			Pattern:  `the last "([^"]*)" has no "([^"]*)"`,
			Example:  `the last "bonder.saveCard" has no "/settings"`,
			Russian: vocabulary.Sentence{
				Pattern: `в последнем "([^"]*)" нет "([^"]*)"`,
				Example: `в последнем "bonder.saveCard" нет "/settings"`,
				Doc:     "такого поля в теле последнего запроса нет",
			},
			Doc:  "the body of the last request lacks a member",
			Bind: bind(func(s sentences) any { return s.lastLacks }),
		},
		{
			Keyword:  vocabulary.Then,
			Validate: operation(0),
			Pattern:  `the last "([^"]*)" has the header "([^"]*)"(?: as "([^"]*)")?`,
			Example:  `the last "bonder.saveCard" has the header "Content-Type" as "application/json"`,
			Russian: vocabulary.Sentence{
				Pattern: `в последнем "([^"]*)" есть заголовок "([^"]*)"(?: со значением "([^"]*)")?`,
				Example: `в последнем "bonder.saveCard" есть заголовок "Content-Type" со значением "application/json"`,
				Doc:     "заголовок последнего запроса",
			},
			Doc:  "a header of the last request",
			Bind: bind(func(s sentences) any { return s.lastHeader }),
		},
		{
			Keyword:  vocabulary.Then,
			Validate: vocabulary.All(operation(0), aDuration(1)),
			Pattern:  `the "([^"]*)" come at least "([^"]*)" apart`,
			Example:  `the "radist.getSession" come at least "2s" apart`,
			Russian: vocabulary.Sentence{
				Pattern: `между "([^"]*)" проходит не меньше "([^"]*)"`,
				Example: `между "radist.getSession" проходит не меньше "2s"`,
				Doc:     "паузы самого клиента, по реальному времени, с допуском в одну пятую",
			},
			Doc:  "the client's own waiting, on wire time, with a tolerance of a fifth",
			Bind: bind(func(s sentences) any { return s.apart }),
		},
		{
			Keyword:  vocabulary.Then,
			Validate: aRule(0),
			Pattern:  `the rule "([^"]*)" is kept`,
			Example:  `the rule "bonder.renew-once" is kept`,
			Russian: vocabulary.Sentence{
				Pattern: `правило "([^"]*)" соблюдено`,
				Example: `правило "bonder.renew-once" соблюдено`,
				Doc:     "правило, проверяется по журналу; все правила печатает sparring steps --rules",
			},
			Doc:  "a rule, judged by the journal; sparring steps --rules lists them",
			Bind: bind(func(s sentences) any { return s.rule }),
		},
		{
			Keyword:  vocabulary.Then,
			Validate: aFinding(0),
			Pattern:  `the server records the violation "([^"]*)"`,
			Example:  `the server records the violation "thumbnail_rejected"`,
			Russian: vocabulary.Sentence{
				Pattern: `сервер отмечает нарушение "([^"]*)"`,
				Example: `сервер отмечает нарушение "thumbnail_rejected"`,
				Doc: "сервер нашёл в запросе клиента именно это; оно ожидается и сценарий не " +
					"проваливает",
			},
			Doc: "the server found this fault in a request of the client; it is expected and does not fail the " +
				"scenario",
			Bind: bind(func(s sentences) any { return s.notes }),
		},
		{
			Keyword:  vocabulary.Then,
			Validate: oneOf(1, "kind of message", "sms", "push"),
			Pattern:  `the outbox holds (\d+) "([^"]*)" to "([^"]*)"`,
			Example:  `the outbox holds 1 "sms" to "+79990000001"`,
			Russian: vocabulary.Sentence{
				Pattern: `в исходящих (\d+) "([^"]*)" для "([^"]*)"`,
				Example: `в исходящих 1 "sms" для "+79990000001"`,
				Doc: "сообщения, которые сервер отправил по SMS или push, без тех, что относятся " +
					"к заранее данной регистрации",
			},
			Doc:  "messages that the server has sent by SMS or push, without those of a registration that was given",
			Bind: bind(func(s sentences) any { return s.outbox }),
		},
	}
}

// counts compares a number of entries with "no", "exactly 2", "at least 2", "at most 2".
func counts(want string, n int) (bool, error) {
	if want == "no" {
		return n == 0, nil
	}
	var number int
	word := want[:strings.LastIndex(want, " ")]
	if _, err := fmt.Sscan(want[len(word):], &number); err != nil {
		return false, feature.Usagef("expected a number in %q", want)
	}
	switch word {
	case "at least":
		return n >= number, nil
	case "at most":
		return n <= number, nil
	}
	return n == number, nil
}

// aCount checks that a group is a number of requests that can be wrong: “at least 0” is always true.
func aCount(group int) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		want := inEnglish.Replace(q.Args[group])
		if none, err := counts(want, 0); err != nil || none && strings.HasPrefix(want, "at least") {
			return feature.Usagef("%q says nothing: expected a number above 0", q.Args[group])
		}
		return nil
	}
}

// inEnglish translates a number of requests for counts.
var inEnglish = strings.NewReplacer(
	"не видел",
	"no",
	"видел ровно",
	"exactly",
	"видел не меньше",
	"at least",
	"видел не больше",
	"at most",
)

func (s sentences) sawInAll(want, op string) error {
	entries, err := s.Seen(op)
	if err != nil {
		return err
	}
	return s.count("journal.count", want, op, entries)
}

func (s sentences) sawInCall(want, op string) error {
	entries, err := s.Seen(op)
	if err != nil {
		return err
	}
	c, err := s.Calls.Last()
	if err != nil {
		return err
	}
	return s.count("journal.count", want, op, c.During(entries))
}

func (s sentences) count(id, want, op string, entries []journal.Entry) error {
	want = inEnglish.Replace(want)
	ok, err := counts(want, len(entries))
	if err != nil {
		return err
	}
	return s.Demand(id, ok, entries, "expected %s requests of %s, the server saw %d", want, op, len(entries))
}

// lastOf returns the last request of an operation; without one, a demand that was not exercised.
func (s sentences) lastOf(op string) (journal.Entry, error) {
	entries, err := s.Seen(op)
	if err != nil {
		return journal.Entry{}, err
	}
	if len(entries) == 0 {
		return journal.Entry{}, s.Missing("journal.request", "the server saw no %s", op)
	}
	return entries[len(entries)-1], nil
}

func (s sentences) lastHas(op, pointer, want string) error {
	e, err := s.lastOf(op)
	if err != nil {
		return err
	}
	got, ok, err := feature.At(rule.Value(e.Request), pointer)
	if err != nil {
		return err
	}
	expected, err := s.Wanted(want)
	if err != nil {
		return err
	}
	if expected, err = s.comparable(got, expected); err != nil {
		return err
	}
	return s.Demand(
		"journal.body",
		ok && feature.Same(got, expected),
		[]journal.Entry{e},
		"expected %s in the last %s to be %s, got %s",
		pointer,
		op,
		feature.Show(expected, true),
		feature.Show(got, ok),
	)
}

// comparable returns an expected value as the journal shows it: if the journal shows a mark, the mark of the expected
// secret.
func (s sentences) comparable(got, expected any) (any, error) {
	shown, isText := got.(string)
	text, wanted := expected.(string)
	if !isText || !wanted || !strings.Contains(shown, "‹") {
		return expected, nil
	}
	return s.World.AsShown(text)
}

func (s sentences) lastLacks(op, pointer string) error {
	e, err := s.lastOf(op)
	if err != nil {
		return err
	}
	got, ok, err := feature.At(rule.Value(e.Request), pointer)
	if err != nil {
		return err
	}
	return s.Demand(
		"journal.body",
		!ok,
		[]journal.Entry{e},
		"expected no %s in the last %s, got %s",
		pointer,
		op,
		feature.Show(got, ok),
	)
}

func (s sentences) lastHeader(op, name, want string) error {
	e, err := s.lastOf(op)
	if err != nil {
		return err
	}
	got := e.Request.Header.Get(name)
	if want, err = s.Text(want); err != nil {
		return err
	}
	if shown, err := s.comparable(got, want); err != nil {
		return err
	} else if text, ok := shown.(string); ok {
		want = text
	}
	return s.Demand(
		"journal.header",
		got != "" && (want == "" || got == want),
		[]journal.Entry{e},
		"expected the header %s %s in the last %s, got %q",
		name,
		want,
		op,
		got,
	)
}

// apart judges the client's own waiting. Timers and slow machines may take a fifth off.
func (s sentences) apart(op, text string) error {
	least, err := feature.Duration(text)
	if err != nil {
		return err
	}
	entries, err := s.Seen(op)
	if err != nil {
		return err
	}
	tolerance := fmt.Sprintf("%s less a fifth: %s of wire time", least, least-least/5)
	c := &verdict.Check{ID: "journal.apart", Level: s.Level, Tolerance: tolerance}
	for i := 1; i < len(entries); i++ {
		a, b := entries[i-1].WireTime, entries[i].WireTime
		if a == nil || b == nil {
			continue
		}
		c.Outcome = verdict.Kept
		c.Entries = []int64{entries[i-1].Seq, entries[i].Seq}
		if gap := b.Sub(*a); gap < least-least/5 {
			c.Outcome, c.Message = verdict.Broken, fmt.Sprintf(
				"expected %s at least %s apart, two came within %s",
				op,
				least,
				gap.Round(time.Millisecond),
			)
			break
		}
	}
	if c.Outcome == verdict.NothingSeen {
		c.Message = fmt.Sprintf("fewer than two %s came", op)
	}
	return s.Add(c)
}

func (s sentences) rule(id string) error {
	rule, ok := s.APIs.Rule(id)
	if !ok {
		return noRule(s.APIs, id)
	}
	if err := s.Journal.Sync(); err != nil {
		return err
	}
	c := rule.Check(s.Record())
	return s.Add(c)
}

func (s sentences) notes(code string) error {
	if err := s.Journal.Sync(); err != nil {
		return err
	}
	s.Expect(code)
	var found []journal.Entry
	for _, e := range s.Journal.Entries() {
		for _, f := range e.Findings {
			if f.Kind == journal.Violation && f.Code == code {
				found = append(found, e)
			}
		}
	}
	return s.Demand(
		"journal.violation",
		len(found) > 0,
		found,
		"expected the server to note the violation %s, it did not",
		code,
	)
}

func (s sentences) outbox(want int, kind, to string) error {
	to, err := s.Text(to)
	if err != nil {
		return err
	}
	out, err := s.World.Control.Outbox(s.Ctx, s.World.ID)
	if err != nil {
		return err
	}
	n := 0
	for _, m := range out.Messages {
		if m.Kind == kind && m.To == to && m.Seq > s.Prepared {
			n++
		}
	}
	return s.Demand("world.outbox", n == want, nil, "expected %d %s to %s, the outbox holds %d", want, kind, to, n)
}
