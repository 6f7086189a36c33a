// Package bonder is the fake of the Bonder business-card API: accounts, tokens that die by time or by count, profiles
// with their cards in several languages, and the repositories of language names.
//
// Use it through API: the server makes one Fake per world and hands it requests for the operations of spec/bonder.yaml.
// What the vendor leaves open is a switch (switches.go); what happens outside HTTP is an event (events.go). It is not a
// client, and it does not judge requests against the document: its findings are about the vendor's rules only, mainly
// about what the vendor would have dropped without a word.
//
// Source of the behaviour: bonder; B-01…B-66 are the ids of the register of gaps in spec/PROVENANCE.md.
package bonder
