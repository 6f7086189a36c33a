package world

import "regexp"

// IDs describes the ids of worlds for messages.
const IDs = "up to 63 lower-case letters, digits and dashes, the first no dash"

var idPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

// IsID reports whether a text may be the id of a world: it is part of a host name and of every path.
func IsID(text string) bool { return idPattern.MatchString(text) }
