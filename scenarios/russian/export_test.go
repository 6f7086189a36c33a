package russian

// All returns all sentences.
func All() map[string]string {
	out := map[string]string{}
	for _, p := range all() {
		out[p.english] = p.russian
	}
	return out
}
