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
		Name: "timconnect", Abilities: abilities(), Rules: rules(),
		Client: newClient, Mutants: reference.Mutants(mutants()), Profiles: profiles(),
	}
}
