package run

// Caller is what a scenario does in the place of the caller of a client of one API.
type Caller struct {
	// Alive asks the client for one ordinary thing: the sign of life after a negative scenario.
	Alive func(*Scenario) error
	// Reauthorize does what a caller does if it is advised to authorize again: it gives the client new credentials,
	// or lets it sign in.
	Reauthorize func(*Scenario) error
	// Ordinary returns the abilities of which Alive asks for one, after others have been asked for.
	Ordinary func(asked []string) []string
	// Waits returns what a client rightly waits for although no scenario makes it happen; "" if nothing. May be nil.
	Waits func(*Scenario) string
}
