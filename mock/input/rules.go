package input

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"sparring/mock/clock"
	"sparring/mock/pointer"
)

// Rules demand what types cannot express, by place. A place is a JSON pointer in which * is any element of a
// list or any member of a map; a last # is the names of the members: {"/chats/*/contact": Ref("/contacts/#")}. Every
// scalar and every map of the type needs a rule, so that none is forgotten: see Gaps.
type Rules map[string]Rule

// Rule is what is demanded at one place. The zero Rule demands nothing.
type Rule struct {
	fits     func(v reflect.Value) bool
	expected string
	known    []string
	zeroToo  bool   // the zero value is taken, too
	once     string // "list": each value once in its list; "all": once among all
	of       string // the place whose values it must be one of
	whole    func(v reflect.Value) *Error
}

// Free demands nothing: any value of the type will do.
func Free() Rule { return Rule{} }

// Text demands a text that is not empty.
func Text() Rule {
	return Rule{expected: "a text that is not empty", fits: func(v reflect.Value) bool { return v.String() != "" }}
}

// Like demands a text of a form.
func Like(expected string, fits func(string) bool) Rule {
	return Rule{expected: expected, fits: func(v reflect.Value) bool { return fits(v.String()) }}
}

// OneOf demands one of some texts.
func OneOf(known ...string) Rule {
	return Rule{
		expected: "one of " + strings.Join(known, ", "), known: known,
		fits: func(v reflect.Value) bool { return slices.Contains(known, v.String()) },
	}
}

// Range demands a number between two, both included.
func Range(least, most int64) Rule {
	return Rule{
		expected: fmt.Sprintf("a number from %d to %d", least, most),
		fits: func(v reflect.Value) bool {
			if v.CanFloat() {
				return v.Float() >= float64(least) && v.Float() <= float64(most)
			}
			return v.Int() >= least && v.Int() <= most
		},
	}
}

// most is for numbers without a bound of their own: far from the end of their type, so that counting on is safe.
const most = 1 << 53

// Least demands a number of at least n.
func Least(n int64) Rule { return Range(n, most) }

// Time demands a time that world time can be.
func Time() Rule {
	return Rule{expected: "a time " + clock.Span, fits: func(v reflect.Value) bool {
		at, _ := v.Interface().(time.Time)
		return clock.InSpan(at)
	}}
}

// Due demands the time of a future event, which world time may never reach: any time up to the range of a Duration from
// world time.
func Due() Rule {
	return Rule{expected: "a time from 1970 to 2600", fits: func(v reflect.Value) bool {
		at, _ := v.Interface().(time.Time)
		year := at.UTC().Year()
		return year >= 1970 && year <= 2600
	}}
}

// Some demands a list or a map that is not empty.
func Some() Rule {
	return Rule{expected: "at least one", fits: func(v reflect.Value) bool { return v.Len() > 0 }}
}

// Ref demands one of the values at another place.
func Ref(place string) Rule { return Rule{of: place} }

// Whole demands what a function checks of several fields together. The pointer of its error begins at the place.
func Whole[T any](find func(v *T) *Error) Rule {
	return Rule{whole: func(v reflect.Value) *Error {
		switch x := v.Interface().(type) {
		case *T:
			return find(x)
		case T:
			return find(&x)
		}
		return &Error{Reason: fmt.Sprintf("no rule for a %s", v.Type())}
	}}
}

// OrNone takes the zero value, too: "", 0, no time.
func (r Rule) OrNone() Rule {
	r.zeroToo = true
	return r
}

// Once demands each value once in its list or map.
func (r Rule) Once() Rule {
	r.once = "list"
	return r
}

// Unique demands each value once among all at this place.
func (r Rule) Unique() Rule {
	r.once = "all"
	return r
}

// place is a node of the tree that rules are looked up in.
type place struct {
	rule     *Rule
	names    *Rule // of the members of a map
	members  map[string]*place
	each     *place
	referred string // by others: its values are collected under this name
	named    string // the same for the names of its members
}

func (p *place) under(token string) *place {
	if p == nil {
		return nil
	}
	if inner := p.members[token]; inner != nil {
		return inner
	}
	return p.each
}

// Compiled are rules prepared for checking. Safe for concurrent use.
type Compiled struct{ root *place }

// Compile prepares rules. It panics if a pointer cannot be parsed, because rules are written in code.
func (r Rules) Compile() *Compiled {
	root := &place{members: map[string]*place{}}
	for _, at := range slices.Sorted(maps.Keys(r)) {
		rule := r[at]
		p, names := root.make(at)
		if names {
			p.names = &rule
		} else {
			p.rule = &rule
		}
		if rule.of == "" {
			continue
		}
		if to, names := root.make(rule.of); names {
			to.named = rule.of
		} else {
			to.referred = rule.of
		}
	}
	return &Compiled{root}
}

func (p *place) make(at string) (end *place, names bool) {
	tokens, err := pointer.Parse(at)
	if err != nil {
		panic(err)
	}
	for i, token := range tokens {
		if token == "#" && i == len(tokens)-1 {
			return p, true
		}
		if token == "*" {
			if p.each == nil {
				p.each = &place{members: map[string]*place{}}
			}
			p = p.each
			continue
		}
		if p.members[token] == nil {
			p.members[token] = &place{members: map[string]*place{}}
		}
		p = p.members[token]
	}
	return p, false
}

// leaf reports whether a type has no places inside.
func leaf(t reflect.Type) bool {
	switch {
	case t == timeType, t == rawType, t.Kind() == reflect.Interface, reflect.PointerTo(t).Implements(decodes):
		return true
	case t.Kind() == reflect.Slice:
		return t.Elem().Kind() == reflect.Uint8
	case t.Kind() == reflect.Map:
		return t.Elem().Kind() == reflect.Interface
	}
	return t.Kind() != reflect.Struct && t.Kind() != reflect.Map && t.Kind() != reflect.Array
}

// Gaps returns the places of a type without a rule, and the rules without a place. A test demands that there are
// neither.
func (r Rules) Gaps(facts any) (missing, vain []string) {
	used := map[string]bool{}
	var visit func(t reflect.Type, at string, within []reflect.Type)
	visit = func(t reflect.Type, at string, within []reflect.Type) {
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if _, ok := r[at]; ok {
			used[at] = true
		} else if leaf(t) {
			missing = append(missing, at)
		}
		if leaf(t) || slices.Contains(within, t) {
			return
		}
		within = append(slices.Clone(within), t)
		switch t.Kind() {
		case reflect.Struct:
			f := fieldsOf(t)
			for _, name := range f.names {
				visit(f.types[name], at+pointer.Format(name), within)
			}
		case reflect.Map:
			if _, ok := r[at+"/#"]; ok {
				used[at+"/#"] = true
			} else {
				missing = append(missing, at+"/#")
			}
			visit(t.Elem(), at+"/*", within)
		default:
			visit(t.Elem(), at+"/*", within)
		}
	}
	visit(reflect.TypeOf(facts), "", nil)
	for _, at := range slices.Sorted(maps.Keys(r)) {
		if of := r[at].of; !used[at] {
			vain = append(vain, at)
		} else if _, ok := r[of]; of != "" && !ok {
			vain = append(vain, at+" refers to "+of)
		}
	}
	return missing, vain
}
