package reference

// Liberty is the reference client with one freedom that the vendor's text leaves to clients. No scenario may fail it: a
// verdict that blames an honest client is worse than one that misses a wrong one. A liberty may be a mutant, too, of
// which a @should warns.
type Liberty struct {
	Name string // "bonder-switches-by-body"
	Doc  string // the freedom in a sentence, and where the text leaves it
}
