package driver

// Ability is something that a scenario may ask a client to do, in the client's words.
type Ability struct {
	Name   string // "bonder.saveCard"
	Doc    string
	Args   []Field
	Values []Field // of a result that is ok
	// Paced says that the client polls at a pace of its own, or waits for its user.
	Paced bool
}

// Field is an argument or a value of an ability.
type Field struct {
	Name     string
	Type     string // text, number, boolean, object, list
	Optional bool
	Doc      string
}

// APIs lists the names of the APIs, in the order in which they are always shown.
func APIs() []string { return []string{"bonder", "iqchannels", "radist", "timconnect"} }

// Abilities lists the abilities of an API; of all, where api is empty. One file an API declares them.
func Abilities(api string) []Ability {
	switch api {
	case "bonder":
		return bonderAbilities()
	case "iqchannels":
		return iqchannelsAbilities()
	case "radist":
		return radistAbilities()
	case "timconnect":
		return timconnectAbilities()
	case "":
		var all []Ability
		for _, name := range APIs() {
			all = append(all, Abilities(name)...)
		}
		return all
	}
	return nil
}
