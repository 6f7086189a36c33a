// Package suite says what belongs to one API in the suite: what a client can be asked to do, the rules that judge it,
// the reference client with its mutants and liberties. The APIs themselves are packages beside this one; package
// scenarios lists them.
package suite

import (
	"slices"

	"sparring/mock/journal"
	"sparring/scenarios/carry"
	"sparring/scenarios/driver"
	"sparring/scenarios/fidelity"
	"sparring/scenarios/reference"
	"sparring/scenarios/rule"
)

// API is all that the suite knows of one API.
type API struct {
	Name      string // "bonder"
	Abilities []driver.Ability
	// Wire says where the arguments and values of the abilities are on the wire.
	Wire  fidelity.API
	Rules []rule.Rule
	// Plans say which abilities carry the fields of the documents.
	Plans []carry.Plan
	// Losses are the operations with an effect whose responses are lost in scenarios that are generated.
	Losses []carry.Loss
	// Flows are the ordinary uses of the abilities.
	Flows []Flow
	// Between are the steps, without their keyword, that end what a client holds while its requests are under way.
	Between []string
	// Readings are values of switches, NAME=VALUE, under which the flows succeed, too: the vendor's text leaves them
	// open.
	Readings []string
	// Renewal is the id of the rule on what several calls do whose credential has ended; may be "".
	Renewal string
	// Client makes the reference client, or the mutant or liberty of a name.
	Client    func(mutant string) reference.Client
	Mutants   []reference.Mutant
	Liberties []reference.Liberty
	Profiles  []Profile
	// Recorded returns the API's own sentence for what an entry shows, in English and Russian, if there is one: for
	// the steps of a talk between client and user, which no single ability says. It may be nil.
	Recorded func(e *journal.Entry) (english, russian string)
}

// Profile is what a vendor demands of every client in so many words: scenarios that no client may skip.
type Profile struct {
	Name   string // "timconnect.mandatory"
	Doc    string // in a sentence
	Source string
	// Demands are the abilities that a client must have. A scenario belongs to the profile if it asks for one of
	// them, and for nothing beside them but what is in With.
	Demands, With []string
}

// APIs are those of a suite, in the order in which they are always shown.
type APIs []API

// Names returns the names of the APIs.
func (all APIs) Names() []string {
	var names []string
	for _, api := range all {
		names = append(names, api.Name)
	}
	return names
}

// Abilities returns the abilities of an API; of all, if api is empty.
func (all APIs) Abilities(api string) []driver.Ability {
	var out []driver.Ability
	for _, a := range all {
		if api == "" || a.Name == api {
			out = append(out, a.Abilities...)
		}
	}
	return out
}

// Ability returns the ability of a name.
func (all APIs) Ability(name string) (driver.Ability, bool) {
	for _, api := range all {
		for i := range api.Abilities {
			if api.Abilities[i].Name == name {
				return api.Abilities[i], true
			}
		}
	}
	return driver.Ability{}, false
}

// Wire returns what the APIs declare of the wire.
func (all APIs) Wire() []fidelity.API {
	var out []fidelity.API
	for _, a := range all {
		out = append(out, a.Wire)
	}
	return out
}

// Rules returns the rules of all APIs.
func (all APIs) Rules() []rule.Rule {
	var out []rule.Rule
	for _, a := range all {
		out = append(out, a.Rules...)
	}
	return out
}

// Rule returns the rule of an id.
func (all APIs) Rule(id string) (rule.Rule, bool) {
	rules := all.Rules()
	i := slices.IndexFunc(rules, func(r rule.Rule) bool { return r.ID == id })
	if i < 0 {
		return rule.Rule{}, false
	}
	return rules[i], true
}

// Mutants returns the mutants of all APIs.
func (all APIs) Mutants() []reference.Mutant {
	var out []reference.Mutant
	for _, a := range all {
		out = append(out, a.Mutants...)
	}
	return out
}

// Liberties returns the liberties of all APIs.
func (all APIs) Liberties() []reference.Liberty {
	var out []reference.Liberty
	for _, a := range all {
		out = append(out, a.Liberties...)
	}
	return out
}
