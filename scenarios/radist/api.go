// Package radist is what the suite knows of Radist.Online: the abilities that a client
// may have, the rules that judge it, and the reference client with its mutants and liberties.
package radist

import (
	"sparring/scenarios/reference"
	"sparring/scenarios/suite"
)

// API returns all of it.
func API() suite.API {
	return suite.API{
		Name: "radist", Abilities: abilities(), Wire: wire(), Plans: plans(), Losses: losses(), Rules: rules(),
		Flows:    flows(),
		Between:  []string{`"1h" passes`},
		Readings: []string{"telegramType=telegram_personal", "duplicateAccounts=allow"},
		Client:   newClient, Mutants: reference.Mutants(mutants()),
		Liberties: reference.Liberties(liberties()), Recorded: recorded,
	}
}
