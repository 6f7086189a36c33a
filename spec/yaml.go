package spec

import "github.com/oasdiff/yaml"

// YAML returns a value as a file in YAML has it, by its JSON form.
func YAML(v any) ([]byte, error) { return yaml.Marshal(v) }
