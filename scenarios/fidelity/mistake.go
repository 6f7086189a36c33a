package fidelity

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sparring/spec"
)

// Mistake is one way in which a client gets one value wrong: a mutant that is made from the declarations.
type Mistake struct {
	Ability string
	Side    Side     // Request: of what it is given; Response: of what it tells
	Fact    string   // the argument or value
	At      []string // of the value in it, with spec.Any and spec.Item
	Kind    Kind
}

// Name names the mistake: "bonder-loadCard-values/translatable/*/name-trim".
func (m Mistake) Name() string {
	api, ability, _ := strings.Cut(m.Ability, ".")
	where := "values"
	if m.Side == Request {
		where = "args"
	}
	return api + "-" + ability + "-" + strings.Join(
		append([]string{where, m.Fact}, m.At...),
		"/",
	) + "-" + string(
		m.Kind,
	)
}

// Doc is the mistake in a sentence.
func (m Mistake) Doc() string {
	return "Of " + strings.Join(append([]string{m.Fact}, m.At...), "/") + " " + kinds[m.Kind].doc
}

// Kind is what a mistake does to a value.
type Kind string

// kind says what a kind does, and to which fields.
type kind struct {
	doc string
	// fits reports whether a field can have values on which the mistake shows.
	fits func(f spec.Field, list bool) bool
	// change returns the wrong value, and whether it is another one. beside are the other members of the object.
	change func(value any, beside []any) (any, bool)
}

func isText(f spec.Field, list bool) bool { return !list && free(f) }

// isPlain reports whether a field may have more than letters and digits.
func isPlain(f spec.Field, list bool) bool { return isText(f, list) && f.Types[0] != identifier }

// identifier is the type of a parameter that is a text: it has letters and digits, in general.
const identifier = "identifier"

// free reports whether a field may be any text.
func free(f spec.Field) bool {
	return (slices.Contains(f.Types, "string") || slices.Contains(f.Types, identifier)) && len(f.Enum) == 0 &&
		!slices.Contains(f.Types, "boolean")
}

func isValue(_ spec.Field, list bool) bool { return !list }

func isList(_ spec.Field, list bool) bool { return list }

// Drop takes the value away; Stale and Other tell that of an earlier call, with the same arguments or with others.
const (
	Drop  Kind = "drop"
	Stale Kind = "stale"
	Other Kind = "other"
)

// kinds are all kinds of mistakes.
var kinds = map[Kind]kind{
	Drop:  {doc: "nothing is left", fits: isValue},
	Stale: {doc: "an earlier value is handed out again", fits: func(spec.Field, bool) bool { return true }},
	Other: {doc: "the value of another call is taken", fits: isValue},
	"swap": {doc: "another member is taken", fits: isValue, change: func(value any, beside []any) (any, bool) {
		for _, other := range beside {
			if literal(other) != literal(value) && emptiness(other) == filled {
				return other, true
			}
		}
		return value, false
	}},
	"trim": {doc: "white space around it is cut off", fits: isPlain, change: onText(strings.TrimSpace)},
	"cut": {doc: "the last character is cut off", fits: isText, change: onText(func(text string) string {
		_, size := utf8.DecodeLastRuneInString(text)
		return text[:len(text)-size]
	})},
	"re-case": {doc: "capital letters become small", fits: isText, change: onText(strings.ToLower)},
	"re-encode": {doc: "UTF-8 is read as Latin-1", fits: isPlain, change: onText(func(text string) string {
		var out strings.Builder
		for _, b := range []byte(text) {
			out.WriteRune(rune(b))
		}
		return out.String()
	})},
	"plain": {doc: "what is not ASCII becomes a question mark", fits: isPlain, change: onText(func(text string) string {
		return strings.Map(func(r rune) rune {
			if r > unicode.MaxASCII {
				return '?'
			}
			return r
		}, text)
	})},
	"escape": {doc: "markup is escaped", fits: isPlain,
		change: onText(strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;").Replace)},
	"line": {doc: "a line break becomes a blank", fits: isPlain,
		change: onText(strings.NewReplacer("\r\n", " ", "\n", " ").Replace)},
	"unescape": {doc: "markup that is escaped, and percent signs, are resolved", fits: isPlain,
		change: onText(strings.NewReplacer("&lt;", "<", "%41", "A").Replace)},
	"number": {doc: "digits become a number", fits: isPlain, change: func(value any, _ []any) (any, bool) {
		text, ok := value.(string)
		digits := strings.TrimLeft(text, "0")
		if !ok || digits == "" || digits == text || strings.Trim(digits, "0123456789") != "" {
			return value, false
		}
		return json.Number(digits), true
	}},
	"float": {doc: "digits become a floating-point number", change: func(value any, _ []any) (any, bool) {
		n, ok := value.(json.Number)
		f, err := n.Float64()
		if !ok || err != nil {
			return value, false
		}
		data, err := json.Marshal(f)
		rounded := json.Number(data)
		return rounded, err == nil && !equal(n, rounded)
	}, fits: func(f spec.Field, list bool) bool {
		return !list && slices.Equal(f.Types, []string{"integer"}) && len(f.Enum) == 0
	}},
	"flip": {doc: "yes becomes no", change: func(value any, _ []any) (any, bool) {
		yes, ok := value.(bool)
		return !yes, ok
	}, fits: func(f spec.Field, list bool) bool { return !list && slices.Equal(f.Types, []string{"boolean"}) }},
	"reorder": {doc: "the items come in reverse", fits: isList, change: listed(func(list []any) []any {
		slices.Reverse(list)
		return list
	})},
	"first": {
		doc:    "only the first item is left",
		fits:   isList,
		change: listed(func(list []any) []any { return list[:1] }),
	},
	"double": {doc: "the first item comes twice", fits: isList, change: listed(func(list []any) []any {
		return append(list[:1:1], list...)
	})},
}

func onText(change func(text string) string) func(value any, beside []any) (any, bool) {
	return func(value any, _ []any) (any, bool) {
		text, ok := value.(string)
		if !ok || text == "" {
			return value, false
		}
		changed := change(text)
		return changed, changed != text
	}
}

func listed(change func(list []any) []any) func(value any, beside []any) (any, bool) {
	return func(value any, _ []any) (any, bool) {
		list, ok := value.([]any)
		if !ok || len(list) < 2 || encode(list[0]) == encode(list[len(list)-1]) {
			return value, false
		}
		return change(slices.Clone(list)), true
	}
}

// Mistakes returns every mistake that can be made with the declared arguments and values of an API. typeOf returns the
// type of an argument or a value, as the abilities declare it.
func Mistakes(api API, typeOf func(ability string, side Side, name string) string) []Mistake {
	var out []Mistake
	for _, a := range api.Abilities {
		for side, facts := range map[Side][]Fact{Request: a.Args, Response: a.Values} {
			for _, f := range facts {
				for _, target := range targets(api.Name, f, typeOf(a.Name, side, f.Name)) {
					for _, name := range slices.Sorted(maps.Keys(kinds)) {
						if kinds[name].fits(target.field, target.list) && !pointless(name, side, target, len(a.Args)) &&
							(name != "swap" || len(target.at) > 0 || len(facts) > 1) && // there is no other
							(name != Other || !f.alone()) && (name != Drop || !f.Optional || len(target.at) > 0) {
							at := append(tokens(f.Part, nil), target.at...)
							out = append(out, Mistake{a.Name, side, f.Name, at, name})
						}
					}
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b Mistake) int { return strings.Compare(a.Name(), b.Name()) })
	return out
}

// pointless reports whether a mistake with a whole argument or value is that of its parts, or cannot be made. args is
// how many arguments the ability has.
func pointless(name Kind, side Side, t target, args int) bool {
	return side == Request && name == Stale || // the caller says what it wants
		side == Response && name == Other && args == 0 || // every call is the same
		name == "swap" && len(t.at) > 0 && t.at[len(t.at)-1] == spec.Item || // an item has no members beside it
		side == Request && len(t.at) == 0 && slices.Contains([]Kind{Drop, Other, "swap"}, name) || // another call
		len(t.at) == 0 && name == "swap" && t.object
}

// alone reports whether the fact only counts for calls without some argument, which are all the same.
func (f Fact) alone() bool {
	return !slices.ContainsFunc(f.Places, func(p Place) bool {
		return !slices.Contains(slices.Collect(maps.Values(p.When)), "")
	})
}

// target is a value that mistakes are made with.
type target struct {
	at     []string
	field  spec.Field
	list   bool
	object bool
}

// targets returns the values of a fact: the fact itself if it holds no others, else each field in it, and each list.
func targets(api string, f Fact, of string) []target {
	var out []target
	seen := map[string]bool{}
	add := func(t target) {
		if key := strings.Join(t.at, "/"); !seen[key] {
			seen[key] = true
			out = append(out, t)
		}
	}
	for _, p := range f.Places {
		if parameter(p) {
			types := map[string]string{"boolean": "boolean", "number": "integer"}
			add(target{field: spec.Field{Types: []string{cmp.Or(types[of], identifier)}}})
			continue
		}
		if of == "number" { // whatever the wire takes
			add(target{field: spec.Field{Types: []string{"integer"}}})
			continue
		}
		if of == "boolean" || len(p.Items) > 0 { // it is not as the wire has it
			add(target{field: spec.Field{Types: []string{"boolean"}}, list: len(p.Items) > 0})
			for name := range p.Items {
				add(target{at: []string{spec.Item, name}, field: spec.Field{Types: []string{"string"}}})
			}
			continue
		}
		for _, field := range spec.BodyFields(api, p.Operation, p.Side == Response, tokens(p.At, nil)) {
			add(target{at: field.Tokens, field: field})
			for i, token := range field.Tokens {
				if token == spec.Item {
					add(target{at: field.Tokens[:i], list: true})
				}
			}
		}
	}
	return out
}

// Memory is what a client with a mistake keeps of earlier calls. The zero Memory is ready.
type Memory struct{ told map[string]any }

// Make makes the mistake in the values of an object (the arguments of a call, or its result) and returns the object
// that it has become, and whether it is another one. args are those of the call.
func (m Mistake) Make(values, args map[string]any, memory *Memory) (map[string]any, bool) {
	whole, has := values[m.Fact]
	if !has || whole == nil {
		return values, false
	}
	key := encode(args)
	earlier := memory.recall(m.Kind, key)
	memory.keep(key, whole)
	changed, ok := m.in(whole, m.At, siblings(values, m.Fact), earlier)
	if !ok {
		return values, false
	}
	out := maps.Clone(values)
	if out[m.Fact] = changed; m.Kind == Drop && len(m.At) == 0 {
		delete(out, m.Fact)
	}
	return out, true
}

// recall returns what an earlier call had: of the same arguments, or of others.
func (m *Memory) recall(kind Kind, key string) any {
	for _, k := range slices.Sorted(maps.Keys(m.told)) {
		if (k == key) == (kind == Stale) {
			return m.told[k]
		}
	}
	return nil
}

// keep keeps the first value of each call.
func (m *Memory) keep(key string, value any) {
	if m.told == nil {
		m.told = map[string]any{}
	}
	if _, known := m.told[key]; !known {
		m.told[key] = value
	}
}

func siblings(object map[string]any, name string) []any {
	var out []any
	for _, other := range slices.Sorted(maps.Keys(object)) {
		if other != name {
			out = append(out, object[other])
		}
	}
	return out
}

// in makes the mistake in a value, wherever its tokens lead.
func (m Mistake) in(value any, at []string, beside []any, earlier any) (any, bool) {
	if len(at) == 0 {
		return m.wrong(value, beside, earlier)
	}
	switch v := value.(type) {
	case map[string]any:
		out, made := maps.Clone(v), false
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if name != at[0] && at[0] != spec.Any {
				continue
			}
			before, _ := earlier.(map[string]any)
			changed, ok := m.in(v[name], at[1:], siblings(v, name), before[name])
			if !ok {
				continue
			}
			if out[name], made = changed, true; m.Kind == Drop && len(at) == 1 {
				delete(out, name)
			}
		}
		return out, made
	case []any:
		out, made := slices.Clone(v), false
		before, _ := earlier.([]any)
		for i := range v {
			if at[0] != spec.Item {
				break
			}
			var was any
			if i < len(before) {
				was = before[i]
			}
			if changed, ok := m.in(v[i], at[1:], nil, was); ok {
				out[i], made = changed, true
			}
		}
		return out, made
	}
	return value, false
}

// wrong is the value with the mistake.
func (m Mistake) wrong(value any, beside []any, earlier any) (any, bool) {
	switch m.Kind {
	case Drop:
		return nil, emptiness(value) == filled
	case Stale, Other:
		return earlier, earlier != nil && encode(earlier) != encode(value)
	}
	return kinds[m.Kind].change(value, beside)
}
