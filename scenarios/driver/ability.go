package driver

// Ability is something that a scenario may ask a client to do, in the client's words.
type Ability struct {
	Name   string // "bonder.saveCard"
	Doc    string
	Args   []Field
	Values []Field // of a result that is ok
	// Paced is set if the client polls at a pace of its own, or waits for its user.
	Paced bool
}

// Field is an argument or a value of an ability.
type Field struct {
	Name     string
	Type     string // text, number, boolean, object, list
	Optional bool
	Doc      string
}
