package fault

import (
	"errors"
	"slices"

	"sparring/mock/excerpt"
	"sparring/mock/param"
	"sparring/mock/pointer"
	"sparring/mock/rawjson"
)

// Kind is a kind of fault with its parameters: a struct with a field for each, in a file of its own. What a kind does
// is said by the methods it has; the server's chain declares an interface for each place where a fault may act. A Kind
// is shared by all firings of its rule and is not changed by them.
type Kind interface {
	// describe returns the description; its parameters point to the fields of the struct.
	describe() KindInfo
	// Detail says for the journal what the fault will do.
	Detail() string
}

// KindInfo describes a kind.
type KindInfo struct {
	Kind       string     `json:"kind"`
	Doc        string     `json:"doc,omitempty"`
	Handled    bool       `json:"handled"` // whether the fake handles the request
	Parameters param.List `json:"parameters"`
}

// kinds lists all kinds in the order of the documentation.
func kinds() []Kind {
	return []Kind{
		&Error{}, &Status{}, &Redirect{}, &RateLimit{}, &Timeout{}, &Reset{}, &Empty{}, &Delay{},
		&Truncate{}, &Dribble{}, &Malform{}, &Mutate{}, &LoseReply{}, &Expire{}, &Hold{}, &Stream{},
	}
}

// Kinds describes all kinds in the order of the documentation.
func Kinds() []KindInfo {
	all := kinds()
	out := make([]KindInfo, len(all))
	for i, k := range all {
		out[i] = k.describe()
		for j := range out[i].Parameters {
			p := out[i].Parameters[j].Shown()
			p.To = nil
			out[i].Parameters[j] = p
		}
		if out[i].Parameters == nil {
			out[i].Parameters = param.List{}
		}
	}
	return out
}

// kindNames lists the names of all kinds.
func kindNames() []string {
	var out []string
	for _, k := range kinds() {
		out = append(out, k.describe().Kind)
	}
	return out
}

// checked is a kind with conditions on its parameters beyond their description.
type checked interface {
	check() *Refusal
}

// aimed is a kind that suits only some operations. misfit says which exist if a rule matches none of them.
type aimed interface {
	fits(c Catalogue, api, operation string) bool
	misfit(c Catalogue, among []key) *Refusal
}

// parks is a kind that keeps requests waiting until somebody releases them.
type parks interface {
	// together is how many requests one firing parks.
	together() int
}

// unseen warns of what happens when a connection breaks: nobody would look for it in the client's HTTP library.
const unseen = "; over a connection that it has used before, an HTTP library (Go's, Java's, browsers) repeats a GET " +
	"by itself, so that the client never sees a single firing: the rule's hits count it, and a greater times is seen"

// compile finds the kind and sets its parameters.
func (s *Spec) compile() (Kind, *Refusal) {
	all := kinds()
	i := slices.IndexFunc(all, func(k Kind) bool { return k.describe().Kind == s.Kind })
	if i < 0 {
		return nil, s.unknown()
	}
	info := all[i].describe()
	_, err := info.Parameters.Parse(s.Parameters)
	if bad := (*param.Error)(nil); errors.As(err, &bad) {
		return nil, info.refuse(bad)
	}
	if k, ok := all[i].(checked); ok {
		if r := k.check(); r != nil {
			return nil, r
		}
	}
	return all[i], nil
}

// unknown refuses a kind that does not exist.
func (s *Spec) unknown() *Refusal {
	reason := "there is no kind of fault " + show(s.Kind)
	if s.Kind == "" {
		reason = "missing: a fault has a kind"
	}
	return &Refusal{Field: field("fault", "kind"), Reason: reason, Known: kindNames()}
}

func (i *KindInfo) refuse(bad *param.Error) *Refusal {
	r := &Refusal{Field: field("fault", bad.Name), Reason: bad.Error(), Known: bad.Known}
	switch {
	case bad.Problem == param.Missing:
		r.Reason = "missing: kind " + i.Kind + " needs " + bad.Expected
	case bad.Problem == param.Unknown && len(i.Parameters) == 0:
		r.Reason = "kind " + i.Kind + " has no parameters"
	case bad.Problem == param.Unknown:
		r.Reason = "kind " + i.Kind + " has no such parameter"
	}
	return r
}

// show writes a value as JSON, shortened, for a message.
func show(v any) string { return excerpt.Of(rawjson.Encode(v), 80) }

// field is a JSON pointer into the rule.
func field(path ...string) string { return pointer.Format(path...) }
