// Package iqchannels is what the suite knows of iQChannels: the chat server and the Auth API: the abilities that a
// client
// may have, the rules that judge it, and the reference client with its mutants and liberties.
package iqchannels

import (
	"sparring/scenarios/reference"
	"sparring/scenarios/suite"
)

// API returns all of it.
func API() suite.API {
	return suite.API{
		Name: "iqchannels", Abilities: abilities(), Wire: wire(), Plans: plans(), Losses: losses(), Rules: rules(),
		Flows:    flows(),
		Between:  []string{`"session.expired" happens at iqchannels`},
		Renewal:  "iqchannels.one-sign-in",
		Readings: []string{"scalars=string"},
		Client:   newClient, Mutants: reference.Mutants(mutants()),
		Liberties: reference.Liberties(liberties()),
	}
}
