// Package timconnect is what the suite knows of TIM Connect and Kittn: the abilities that a client
// may have, the rules that judge it, and the reference client with its mutants and liberties.
package timconnect

import (
	"sparring/scenarios/reference"
	"sparring/scenarios/suite"
)

// API returns all of it.
func API() suite.API {
	return suite.API{
		Name: "timconnect", Abilities: abilities(), Wire: declared(), Plans: plans(), Losses: losses(), Rules: rules(),
		Flows:    flows(),
		Between:  []string{`the session expires`},
		Renewal:  "timconnect.one-renewal",
		Readings: []string{"httpStatus=mapped", "multiDevice=true", "phoneFormat=e164", "pageSize=1"},
		Client:   newClient, Mutants: reference.Mutants(mutants()),
		Liberties: reference.Liberties(liberties()), Profiles: profiles(),
	}
}
