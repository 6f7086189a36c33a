package bonder

import (
	"sparring/mock/excerpt"
	"sparring/mock/journal"
	jsonpointer "sparring/mock/pointer"
)

// mark is how far a finding may be trusted, and where to look it up. A finding is documented only if the vendor's own
// words refuse the value under every reading of them, whatever the switches say; everything else is derived.
type mark struct {
	provenance journal.Provenance
	source     string
}

func documented(source string) mark { return mark{journal.Documented, source} }

func derived(source string) mark { return mark{journal.Derived, source} }

// violation returns a finding of the vendor's rules against the client.
func violation(code, pointer, expected, actual, message string, m mark) journal.Finding {
	return journal.Finding{
		Kind: journal.Violation, By: journal.ByClient, Code: code, Pointer: pointer,
		Expected: expected, Actual: excerpt.Of(actual, longestActual), Message: message, Provenance: m.provenance,
		Source: m.source,
	}
}

const longestActual = 200 // characters of a value that a finding repeats

// pointer returns the JSON pointer of an object's member.
func pointer(parent, member string) string {
	return parent + jsonpointer.Format(member)
}
