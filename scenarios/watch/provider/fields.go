package provider

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"sparring/mock/pointer"
	"sparring/spec"
)

// field is one that the page names.
type field struct {
	path     string // "client.bankBranch.id"; items of lists have the path of their list
	required bool   // by the tables of version 1.0 to 1.2
	since    string // the version of the page
	source   string
}

// laterFields are those that came with a later version than 1.0, by the page's list of changes.
// Source: iqchannels#L407-L442.
var laterFields = map[string]string{
	"client.shortName": "1.1", "client.fieldList": "1.1",
	"client.contacts": "1.2", "client.secretWord": "1.2", "client.group": "1.2",
	"client.accountNumbers": "1.3", "client.positionStream": "1.3", "client.betaUser": "1.3",
	"client.lvlClient": "1.3", "client.timezone": "1.3", "client.osVersion": "1.3", "client.device": "1.3",
	"client.deviceVersion": "1.3",
}

// fields are all fields of the page, by path. They come from its document.
var fields = sync.OnceValues(readFields)

// schema is what is read of a schema of the document.
type schema struct {
	Ref        string            `json:"$ref"`
	Properties map[string]schema `json:"properties"`
	Items      *schema           `json:"items"`
	Required   []string          `json:"required"`
	Source     string            `json:"x-sparring-source"`
}

func readFields() (map[string]field, error) {
	text, err := spec.JSON("iqchannels-auth")
	if err != nil {
		return nil, err
	}
	var document struct {
		Components struct {
			Schemas map[string]schema `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(text, &document); err != nil {
		return nil, fmt.Errorf("the document iqchannels-auth: %w", err)
	}
	out := map[string]field{}
	var walk func(path, since string, s schema)
	walk = func(path, since string, s schema) {
		if s.Items != nil {
			s = *s.Items
		}
		if name, is := strings.CutPrefix(s.Ref, "#/components/schemas/"); is {
			s = document.Components.Schemas[name]
		}
		for name, inner := range s.Properties {
			at := strings.TrimPrefix(path+"."+name, ".")
			f := field{path: at, required: slices.Contains(s.Required, name), since: since, source: inner.Source}
			if later := laterFields[at]; later != "" {
				f.since = later
			}
			out[at] = f
			if name != "parentGroup" { // which has the fields of the group itself
				walk(at, f.since, inner)
			}
		}
	}
	walk("", "1.0", document.Components.Schemas["AuthResponse"])
	delete(out, "errorCode") // of errors
	delete(out, "errorText")
	if len(out) < 50 {
		return nil, fmt.Errorf("the document iqchannels-auth has %d fields, expected all of the page", len(out))
	}
	return out, nil
}

// pathOf returns the path of a field at a pointer into a response.
func pathOf(at string) string {
	tokens, err := pointer.Parse(at)
	if err != nil {
		return ""
	}
	path, parent := "", ""
	for _, token := range tokens {
		path, parent = below(path, parent, token), token
	}
	return path
}

// below returns the path of what a token of a pointer leads to, from the path and the token before it.
func below(path, parent, token string) string {
	if path == "client.fields" { // any names are below it
		return path
	}
	if _, item := pointer.Index(token); item && path != "" {
		return path
	}
	if parent == "parentGroup" { // its fields have the paths of the group's
		path = path[:max(0, strings.LastIndexByte(path, '.'))]
	}
	return strings.TrimPrefix(path+"."+token, ".")
}

// presence returns the paths of the fields of a response, also of those that the page does not name.
func presence(envelope map[string]any, known map[string]field) map[string]bool {
	out := map[string]bool{}
	var walk func(path, token string, value any)
	walk = func(path, token string, value any) {
		if _, is := known[path]; path != "" && (!is || path == "client.fields") {
			return
		}
		switch value := value.(type) {
		case map[string]any:
			for name, inner := range value {
				at := below(path, token, name)
				out[at] = true
				walk(at, name, inner)
			}
		case []any:
			for i, item := range value {
				walk(path, strconv.Itoa(i), item)
			}
		}
	}
	walk("", "", envelope)
	delete(out, "errorCode")
	delete(out, "errorText")
	return out
}
