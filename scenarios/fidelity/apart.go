package fidelity

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// apart judges whether each request carries what a login issued to the account of its call.
func (j *judge) apart() {
	for _, s := range j.api.Sessions {
		owners := map[string]*journal.Entry{}
		for i := range j.Entries {
			e := &j.Entries[i]
			if e.Kind != journal.Exchange || e.API != j.api.Name {
				continue
			}
			carried, ok := j.at(e, Place{Side: Request, At: s.Used}, nil)
			if login := owners[strings.TrimPrefix(literal(carried), s.Scheme)]; ok && login != nil {
				j.stranger(s, login, e)
			}
			if issued, ok := j.at(e, s.Issued, nil); ok && e.Operation == s.Issued.Operation && literal(issued) != "" {
				owners[literal(issued)] = e
			}
		}
	}
}

// credentials judges whether a request carries a credential that came with other calls alone.
func (j *judge) credentials() {
	for i := range j.Entries {
		e := &j.Entries[i]
		if e.Kind != journal.Exchange || e.API != j.api.Name || e.Preflight() {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(j.api.Credentials)) {
			at := Place{Side: Request, Operation: e.Operation, At: j.api.Credentials[name]}
			carried, has := j.at(e, at, nil)
			if !has {
				continue
			}
			var open *Call
			var other, own bool
			for i := range j.Calls {
				c := &j.Calls[i]
				theirs := c.API == j.api.Name && j.same(c.Credentials[name], carried, nil, nil)
				if c.API != j.api.Name || e.Seq <= c.After || c.Until >= 0 && e.Seq > c.Until {
					other = other || theirs
					continue
				}
				open, own = c, own || theirs
			}
			if open == nil || own || !other {
				continue
			}
			mark, described := j.mark(e, at, nil)
			if !described {
				mark = j.operationMark(e)
			}
			j.add(finding{
				kind: Apart, call: open, name: "credentials", pointer: at.At, entry: e, mark: mark,
				message: fmt.Sprintf("the request of %s for %s carries the %s of another call, %s", e.Operation,
					open.Ability, name, j.shown(carried)),
			})
		}
	}
}

// stranger adds a finding if no call that the request can belong to has the account that a credential was issued to.
func (j *judge) stranger(s Session, login, e *journal.Entry) {
	open := j.of(s, e)
	if len(open) == 0 || slices.ContainsFunc(open, func(c *Call) bool { return j.hasAccount(s, login, c) }) {
		return
	}
	c := open[0]
	var whose []string
	for _, names := range []map[string]Place{s.To, s.For} {
		for _, name := range slices.Sorted(maps.Keys(names)) {
			if had, ok := j.at(login, names[name], nil); ok {
				whose = append(whose, fmt.Sprintf("%s %s", name, j.shown(had)))
			}
		}
	}
	other := "credentials"
	if len(s.For) > 0 {
		other = "arguments"
	}
	mark := j.operationMark(login)
	mark.Source = s.Source
	j.add(finding{
		kind: Apart, call: c, name: "credentials", pointer: s.Used, entry: e, mark: mark, should: s.Should,
		message: fmt.Sprintf("the request of %s for %s carries what entry %d issued to %s; the call came with other %s",
			e.Operation, c.Ability, login.Seq, strings.Join(whose, ", "), other),
	})
}

// of returns the calls that went on when a request came: those whose account and arguments it carries, all if it
// carries those of none.
func (j *judge) of(s Session, e *journal.Entry) []*Call {
	var open, fitting []*Call
	for i := range j.Calls {
		c := &j.Calls[i]
		if c.API != j.api.Name || e.Seq <= c.After || c.Until >= 0 && e.Seq > c.Until {
			continue
		}
		open = append(open, c)
		ability, declared := j.api.ability(c.Ability)
		if declared && ability.uses(e.Operation) && j.names(s, c, e) && j.fits(&trial{Call: c, ability: ability}, e) &&
			j.carriesText(c, ability, e) {
			fitting = append(fitting, c)
		}
	}
	if len(fitting) > 0 {
		return fitting
	}
	return open
}

// names reports whether a request names the account of a call, as far as it names one.
func (j *judge) names(s Session, c *Call, e *journal.Entry) bool {
	for credential, at := range s.With {
		if named, has := j.at(e, Place{Side: Request, At: at}, nil); has &&
			!j.same(c.Credentials[credential], named, nil, nil) {
			return false
		}
	}
	return true
}

// carriesText reports whether a request has no text in its body that contradicts an argument of a call.
func (j *judge) carriesText(c *Call, a Ability, e *journal.Entry) bool {
	for _, f := range a.Args {
		given, isText := c.Args[f.Name].(string)
		for _, p := range f.Places {
			if !isText || p.Side != Request || p.Operation != e.Operation || !strings.HasPrefix(p.At, "/") ||
				!p.holds(c.Args) {
				continue
			}
			if wire, has := j.at(e, p, c.Args); has && !j.same(given, wire, p.Same, nil) {
				return false
			}
		}
	}
	return true
}

// hasAccount reports whether a login was made with the credentials, and for the arguments, of a call.
func (j *judge) hasAccount(s Session, login *journal.Entry, c *Call) bool {
	for name, p := range s.To {
		if had, ok := j.at(login, p, nil); ok && !j.same(c.Credentials[name], had, nil, nil) {
			return false
		}
	}
	for name, p := range s.For {
		if had, ok := j.at(login, p, nil); p.Operation == login.Operation && ok &&
			!j.same(c.Args[name], had, p.Same, nil) {
			return false
		}
	}
	return true
}

// shortest is the length of the shortest secret that is looked for: a code of four digits occurs in other numbers, too.
const shortest = 6

// inside judges whether a secret is in what the client told its caller or wrote to stderr.
func (j *judge) inside() {
	tell := func(c *Call, where, text string) {
		for _, secret := range j.Secrets {
			if len(secret) < shortest || !hasWord(text, secret) {
				continue
			}
			j.Checks = append(j.Checks, &verdict.Check{
				ID: Inside, Level: verdict.Must, Text: texts[Inside], Provenance: journal.Derived, Source: "sparring",
				Outcome: verdict.Broken, Unasked: true,
				Message:    fmt.Sprintf("%s contains %s", where, j.Shown(secret)),
				Difference: &verdict.Difference{Ability: c.Ability, Name: where},
			})
			return
		}
	}
	for i := range j.Calls {
		c := &j.Calls[i]
		if c.Until < 0 {
			continue
		}
		if !c.OK {
			tell(c, "the failure that "+c.Ability+" reported", encode(c.Values))
			continue
		}
		ability, declared := ability(j.all, c)
		if !declared {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(c.Values)) {
			if !slices.ContainsFunc(ability.Values, func(f Fact) bool { return f.Name == name }) {
				tell(c, "values/"+name+" of "+c.Ability, encode(c.Values[name]))
			}
		}
	}
	if len(j.Calls) > 0 {
		tell(&Call{}, "what the client wrote to stderr", j.Log)
	}
	j.outside()
}

// marked matches a secret as the journal shows it.
var marked = regexp.MustCompile(`‹[^›]+›`)

// outside judges whether a secret is in a request that a redirect led to another host: in its address, a header or its
// body.
func (j *judge) outside() {
	for i := range j.Entries {
		e := &j.Entries[i]
		if !e.IsElsewhere() || e.Request == nil {
			continue
		}
		where, found := "the address", marked.FindString(e.URL)
		for _, name := range slices.Sorted(maps.Keys(e.Request.Header)) {
			if found == "" {
				where, found = "the header "+name, marked.FindString(strings.Join(e.Request.Header[name], " "))
			}
		}
		if found == "" {
			where, found = "the body", marked.FindString(string(e.Request.Body))
		}
		if found == "" {
			continue
		}
		j.Checks = append(j.Checks, &verdict.Check{
			ID: Inside, Level: verdict.Must, Text: texts[Inside], Provenance: journal.Derived, Source: "sparring",
			Outcome: verdict.Broken, Unasked: true, Entries: []int64{e.Seq},
			Message: fmt.Sprintf("%s of the request that a redirect led to another host contains %s", where, found),
		})
	}
}

// ability returns what is declared of the ability of a call.
func ability(all []API, c *Call) (Ability, bool) {
	for _, api := range all {
		if api.Name == c.API {
			return api.ability(c.Ability)
		}
	}
	return Ability{}, false
}

// hasWord reports whether a text contains a word that is not part of a longer one.
func hasWord(text, word string) bool {
	for rest := text; ; {
		i := strings.Index(rest, word)
		if i < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(rest[:i])
		after, _ := utf8.DecodeRuneInString(rest[i+len(word):])
		if !wordly(before) && !wordly(after) {
			return true
		}
		rest = rest[i+len(word):]
	}
}

func wordly(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }
