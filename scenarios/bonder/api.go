// Package bonder is what the suite knows of the Bonder business-card API: the abilities that a client
// may have, the rules that judge it, and the reference client with its mutants and liberties.
package bonder

import (
	"sparring/scenarios/reference"
	"sparring/scenarios/suite"
)

// API returns all of it.
func API() suite.API {
	return suite.API{
		Name: "bonder", Abilities: abilities(), Wire: wire(), Plans: plans(), Losses: losses(),
		Rules: rules(), Flows: flows(),
		Between:  []string{`"1h" passes`, `"token.revoked" happens at bonder`},
		Renewal:  "bonder.one-renewal",
		Readings: []string{"scalars=integer", "emptyResult=array", "nullFields=omit", "tokens=single"},
		Client:   newClient, Mutants: reference.Mutants(mutants()),
		Liberties: reference.Liberties(liberties()),
	}
}
