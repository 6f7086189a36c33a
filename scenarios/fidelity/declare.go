package fidelity

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sparring/mock/pointer"
	"sparring/spec"
)

// API is what one API declares.
type API struct {
	Name      string
	Abilities []Ability
	// Free are operations that a client may use in any call: logins, and reading that is no GET.
	Free []string
	// CamelKeys is set if a request may have each key of its body in lower camel case as well.
	CamelKeys bool
	// Sessions say what a login issues, to whom, and who carries it.
	Sessions []Session
	// Credentials say where a request carries what came with its call, by name: header/NAME or path/NAME.
	Credentials map[string]string
	// Said reports whether a response has done what was asked, by its decoded body; nil: 2xx.
	Said func(status int, body any) bool
}

func (a API) ability(name string) (Ability, bool) {
	i := slices.IndexFunc(a.Abilities, func(b Ability) bool { return b.Name == name })
	if i < 0 {
		return Ability{}, false
	}
	return a.Abilities[i], true
}

// Ability says where the arguments and values of an ability are on the wire.
type Ability struct {
	Name         string
	Args, Values []Fact
	// Answers are what users enter when the client asks them, by what it asks for: they are sent as they are.
	Answers []Fact
	// Only says that the requests carry nothing but the arguments, and by which text of the vendor. Without it, what a
	// request has beside them is not judged.
	Only string
	// Parts are operations by which parts of the arguments may be sent instead: if one is used, nothing counts as
	// missing.
	Parts []string
}

// Fact is an argument or a value.
type Fact struct {
	Name string
	// Part is a JSON pointer to the part of an argument that the places have; "" is all of it.
	Part string
	// Places are those on the wire that it may have: any that fits the call.
	Places []Place
	// Own says why it is not on the wire, if it has no place.
	Own string
	// Optional is set for a value that an adapter may leave out: then it is not judged.
	Optional bool
	// Blank is the vendor's text by which an empty value of an argument is one like any other: it empties what was
	// there. Without it nobody tells an empty value from one that is missing.
	Blank string
	// Now is set for a value that only responses of the call itself can give: a client may know it another way, too.
	Now bool
}

// Place is a place on the wire.
type Place struct {
	Side      Side
	Operation string
	// At is a JSON pointer into the body, or path/NAME, query/NAME, header/NAME. {NAME} in it stands for an argument.
	At string
	// When are arguments and the values that they must have for the place to count: "" means not given.
	When map[string]string
	// Gathered is set for a list whose items come in several responses, one after the other.
	Gathered bool
	// Count is where each response says how many items the pages have together.
	Count string
	// Key is set for a list, or one item, of things that the client keeps, by the member that names each: what came
	// before may be left out, and nothing comes twice.
	Key string
	// Items is set for a list of which the caller is told objects with some members of each item: its names for them.
	Items map[string]string
	// Same are the differences that the vendor's text allows.
	Same []Allowance
}

// Side is the half of an exchange.
type Side string

// The sides.
const (
	Request  Side = "request"
	Response Side = "response"
)

// Allowance is a difference between caller and wire that the vendor's text allows, in one direction: that of the fact.
type Allowance struct {
	Name   string // "switch"
	Doc    string // what may differ, in a sentence
	Source string
	// At chooses the values by the tokens of their pointer below the place; nil: all.
	At func(tokens []string) bool
	// Equal reports whether the caller's value and the one on the wire mean the same.
	Equal func(caller, wire any) bool
}

// Sent returns a place in requests.
func Sent(operation, at string) Place { return Place{Side: Request, Operation: operation, At: at} }

// Said returns a place in responses.
func Said(operation, at string) Place { return Place{Side: Response, Operation: operation, At: at} }

// If returns the place with a condition: an argument has this value. "" means that it is not given.
func (p Place) If(arg, value string) Place {
	when := map[string]string{arg: value}
	for name, v := range p.When {
		when[name] = v
	}
	p.When = when
	return p
}

// Parts returns the place as one whose list comes in several responses.
func (p Place) Parts() Place {
	p.Gathered = true
	return p
}

// Counted returns the place as one whose list comes in pages, with the place of the number of all items.
func (p Place) Counted(at string) Place {
	p.Gathered, p.Count = true, at
	return p
}

// Kept returns the place as one of things that the client keeps, by the member that names each.
func (p Place) Kept(key string) Place {
	p.Key = key
	return p
}

// Of returns the place as one whose list becomes objects: pairs of the caller's name of a member and the wire's.
func (p Place) Of(pairs ...string) Place {
	p.Items = map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		p.Items[pairs[i]] = pairs[i+1]
	}
	return p
}

// May returns the place with a difference that is allowed.
func (p Place) May(a ...Allowance) Place {
	p.Same = append(slices.Clone(p.Same), a...)
	return p
}

// Is returns a fact with its places.
func Is(name string, places ...Place) Fact { return Fact{Name: name, Places: places} }

// Maybe returns a value that an adapter may leave out.
func Maybe(name string, places ...Place) Fact {
	return Fact{Name: name, Places: places, Optional: true}
}

// In returns the fact as a part of an argument.
func (f Fact) In(part string) Fact {
	f.Part = part
	return f
}

// of returns the part of an argument that the places have.
func (f Fact) of(args map[string]any) (any, bool) {
	value, given := args[f.Name]
	if f.Part == "" || !given {
		return value, given
	}
	return pointer.Lookup(value, tokens(f.Part, nil))
}

// NotSent returns a fact that is not on the wire, with the reason.
func NotSent(name, why string) Fact { return Fact{Name: name, Own: why} }

// Session says what a login issues and what carries it.
type Session struct {
	// Issued is where the response has the credential.
	Issued Place
	// To are the credentials of a call by which it is issued, and where the request has them.
	To map[string]Place
	// For are the arguments of a call by which it is issued, for one that serves that call alone.
	For map[string]Place
	// With says where requests name the account beside it, by the credentials of a call; may be nil.
	With map[string]string
	// Used is where requests carry it: header/NAME, query/NAME or path/NAME of any operation, or a JSON pointer.
	Used string
	// Scheme stands before it there.
	Scheme string
	// Should is set if the vendor's text leaves it open: then a difference warns.
	Should bool
	// Source is where the vendor says so.
	Source string
}

// String is the place as `sparring abilities` shows it.
func (p Place) String() string {
	at := p.At
	if at == "" {
		at = "/"
	}
	text := fmt.Sprintf("%s %s %s", p.Side, p.Operation, at)
	if p.Gathered {
		text += " of each"
	}
	if p.Count != "" {
		text += ", " + p.Count + " in all"
	}
	if p.Key != "" {
		text += ", each " + p.Key + " once; what came before may be left out"
	}
	if len(p.Items) > 0 {
		var pairs []string
		for _, name := range slices.Sorted(maps.Keys(p.Items)) {
			pairs = append(pairs, name+" from "+p.Items[name])
		}
		text += ", of each item " + strings.Join(pairs, ", ")
	}
	names := make([]string, 0, len(p.When))
	for name := range p.When {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		value := p.When[name]
		if value == "" {
			text += ", without " + name
			continue
		}
		text += fmt.Sprintf(", if %s is %s", name, value)
	}
	return text
}

// String is the fact as `sparring abilities` shows it behind its name.
func (f Fact) String() string {
	if f.Own != "" {
		return "not on the wire: " + f.Own
	}
	var places []string
	for _, p := range f.Places {
		places = append(places, p.String())
	}
	text := strings.Join(places, " or ")
	if f.Part != "" {
		text = f.Part + " of it: " + text
	}
	return text
}

// anything is the value of a condition that only asks that the argument is given.
const anything = "given"

// IfGiven returns the place with the condition that an argument is given.
func (p Place) IfGiven(arg string) Place { return p.If(arg, anything) }

// holds reports whether a place counts for arguments.
func (p Place) holds(args map[string]any) bool {
	for name, want := range p.When {
		have := literal(args[name])
		if want == anything && have == "" || want != anything && have != want {
			return false
		}
	}
	return true
}

// Described reports whether an API's document describes a place. It returns an error if its pointer cannot be read.
func Described(api string, p Place) (bool, error) {
	if _, found := spec.Find(api, p.Operation); !found {
		return false, nil
	}
	if in, name, _ := strings.Cut(p.At, "/"); parameter(p) {
		_, described := spec.ParameterField(api, p.Operation, in, name)
		return described, nil
	}
	list, err := pointer.Parse(p.At)
	if err != nil {
		return false, err
	}
	_, described := spec.BodyField(api, p.Operation, p.Side == Response, list)
	return described, nil
}
