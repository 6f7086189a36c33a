package mock_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/param"
)

// The schemas of faults, events and switches in the control API's document are between these lines.
const (
	controlDocument = "../spec/control.yaml"
	generatedBegin  = "    # Generated: go test ./mock -run TestControlSchemas -update\n"
	generatedEnd    = "    # End of what is generated.\n"
)

// TestControlSchemas compares the schemas in the control API's document with the kinds of faults, the events and the
// switches that there are; with -update it writes them.
func TestControlSchemas(t *testing.T) {
	text, err := os.ReadFile(controlDocument)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begins := bytes.Cut(text, []byte(generatedBegin))
	_, after, ends := bytes.Cut(rest, []byte(generatedEnd))
	if !begins || !ends {
		t.Fatalf("%s has no line %q or %q", controlDocument, generatedBegin, generatedEnd)
	}
	var want bytes.Buffer
	want.Write(before)
	want.WriteString(generatedBegin)
	schemas := append(append(faultSchemas(), eventSchemas()...), switchSchemas()...)
	if len(schemas) < 40 {
		t.Errorf("only %d schemas were made", len(schemas))
	}
	writeYAML(&want, "    ", schemas)
	want.WriteString(generatedEnd)
	want.Write(after)
	if *update {
		if err := os.WriteFile(controlDocument, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(text, want.Bytes()) {
		t.Errorf("%s is not up to date: go test ./mock -run TestControlSchemas -update", controlDocument)
	}
}

// oneOf is a schema that is one of others, by a member of each.
func oneOf(description, member string, values, names []string) param.Schema {
	var alternatives []param.Schema
	var mapping param.Schema
	for i, name := range names {
		ref := "#/components/schemas/" + name
		alternatives = append(alternatives, param.Schema{{Name: "$ref", Value: ref}})
		mapping = append(mapping, param.Member{Name: values[i], Value: ref})
	}
	return param.Schema{
		{Name: "description", Value: description},
		{Name: "oneOf", Value: alternatives},
		{Name: "discriminator", Value: param.Schema{
			{Name: "propertyName", Value: member}, {Name: "mapping", Value: mapping},
		}},
	}
}

// constant is a member that has one value.
func constant(name, value, description string) param.Member {
	return param.Member{Name: name, Value: param.Schema{
		{Name: "type", Value: "string"}, {Name: "enum", Value: []string{value}},
		{Name: "description", Value: description},
	}}
}

// named moves what a generator would have to invent a name for out of an object: a member of any type becomes a schema
// of its own, called after the object and the member.
func named(object string, schema param.Schema) (param.Schema, []param.Member) {
	var moved []param.Member
	for i, m := range schema {
		properties, ok := m.Value.(param.Schema)
		if m.Name != "properties" || !ok {
			continue
		}
		for k, p := range properties {
			value, ok := p.Value.(param.Schema)
			if !ok || slices.ContainsFunc(value, func(m param.Member) bool {
				return m.Name == "type" ||
					m.Name == "$ref"
			}) {
				continue
			}
			name := object + camel(p.Name)
			moved = append(moved, param.Member{Name: name, Value: value})
			properties[k].Value = reference(name)
		}
		schema[i].Value = properties
	}
	return schema, moved
}

func reference(name string) param.Schema {
	return param.Schema{{Name: "$ref", Value: "#/components/schemas/" + name}}
}

func faultSchemas() param.Schema {
	var kinds, names []string
	var each param.Schema
	for _, k := range fault.Kinds() {
		name := "Fault" + camel(k.Kind)
		kinds, names = append(kinds, k.Kind), append(names, name)
		schema, moved := named(name, k.Parameters.Object(true, constant("kind", k.Kind, "The kind of fault.")))
		schema = append(schema, param.Member{Name: "description", Value: k.Doc})
		each = append(append(each, param.Member{Name: name, Value: schema}), moved...)
	}
	all := oneOf("A kind of fault and its parameters.", "kind", kinds, names)
	return append(param.Schema{{Name: "Fault", Value: all}}, each...)
}

func eventSchemas() param.Schema {
	var apis []param.Schema
	var each param.Schema
	for _, a := range mock.APIs() {
		ofAPI := "Event" + camel(a.Name)
		apis = append(apis, reference(ofAPI))
		var events, names []string
		var schemas param.Schema
		for _, e := range a.Events {
			name := ofAPI + camel(e.Name)
			events, names = append(events, e.Name), append(names, name)
			schemas = append(schemas, eventSchema(name, a.Name, e)...)
		}
		of := oneOf("An event of "+a.Name+".", "event", events, names)
		each = append(append(each, param.Member{Name: ofAPI, Value: of}), schemas...)
	}
	// No discriminator: one by api would lead to unions, of which openapi-typescript warns and takes none; one by event
	// cannot be, because two APIs have events of the same name. Each event names its API by an enum of one value.
	all := param.Schema{
		{Name: "description", Value: "Something that happens outside HTTP. In args, an object left out means the " +
			"newest; an id may be written as a text or as a number."},
		{Name: "oneOf", Value: apis},
	}
	return append(param.Schema{{Name: "Event", Value: all}}, each...)
}

func eventSchema(name, api string, e client.EventInfo) []param.Member {
	args, moved := named(name, e.Takes().Object(true))
	args = append(args, param.Member{Name: "description", Value: "The arguments of " + e.Name + "."})
	schema := param.List{}.Object(true, constant("api", api, "The API."), constant("event", e.Name, "The event."))
	for i, m := range schema {
		switch required, ok := m.Value.([]string); {
		case ok && hasRequired(e.Takes()):
			schema[i].Value = append(required, "args")
		case m.Name == "properties":
			member := param.Member{Name: "args", Value: reference(name + "Args")}
			schema[i].Value = append(m.Value.(param.Schema), member)
		}
	}
	schema = append(schema, param.Member{Name: "description", Value: e.Doc})
	return append([]param.Member{{Name: name, Value: schema}, {Name: name + "Args", Value: args}}, moved...)
}

func hasRequired(l param.List) bool {
	for _, p := range l {
		if p.Required {
			return true
		}
	}
	return false
}

// switchSchemas describes the switches. A switch that is left out is as the server was told, or as it was.
func switchSchemas() param.Schema {
	var each, apis param.Schema
	for _, a := range mock.APIs() {
		name := "Switches" + camel(a.Name)
		schema := append(a.Switches.Object(false), param.Member{
			Name: "description", Value: "The switches of " + a.Name + ": readings of the vendor's text.",
		})
		each = append(each, param.Member{Name: name, Value: schema})
		apis = append(apis, param.Member{Name: a.Name, Value: reference(name)})
	}
	all := param.Schema{
		{Name: "description", Value: "Switches by API and name. Durations are Go durations."},
		{Name: "type", Value: "object"},
		{Name: "properties", Value: apis},
		{Name: "additionalProperties", Value: param.Schema{
			{Name: "type", Value: "object"},
			{Name: "additionalProperties", Value: param.Schema{
				{Name: "$ref", Value: "#/components/schemas/SwitchValue"},
			}},
		}},
	}
	return append(param.Schema{{Name: "Switches", Value: all}}, each...)
}

// camel writes a name as a part of a schema's name: "rate_limit" as RateLimit.
func camel(name string) string {
	var b strings.Builder
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r == '_' || r == '.' || r == '-' }) {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}

// writeYAML writes a schema in block style.
func writeYAML(b *bytes.Buffer, indent string, s param.Schema) {
	for _, m := range s {
		b.WriteString(indent + yamlKey(m.Name) + ":")
		switch v := m.Value.(type) {
		case param.Schema:
			if len(v) == 0 {
				b.WriteString(" {}\n")
				continue
			}
			b.WriteString("\n")
			writeYAML(b, indent+"  ", v)
		case []param.Schema:
			b.WriteString("\n")
			for _, item := range v {
				var text bytes.Buffer
				writeYAML(&text, indent+"    ", item)
				b.WriteString(indent + "  - " + strings.TrimPrefix(text.String(), indent+"    "))
			}
		case []string:
			if line := yamlList(v); len(indent)+len(m.Name)+len(line) < 110 {
				b.WriteString(" " + line + "\n")
				continue
			}
			b.WriteString("\n")
			for _, item := range v {
				b.WriteString(indent + "  - " + yamlText(item) + "\n")
			}
		case string:
			if line := " " + yamlText(v); len(indent)+len(m.Name)+len(line) < 110 {
				b.WriteString(line + "\n")
				continue
			}
			b.WriteString(" >-\n")
			writeFolded(b, indent+"  ", v)
		default:
			fmt.Fprintf(b, " %v\n", v)
		}
	}
}

func yamlList(items []string) string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = yamlText(item)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// writeFolded writes a long text over several lines.
func writeFolded(b *bytes.Buffer, indent, text string) {
	line := indent
	for _, word := range strings.Fields(text) {
		if len(line)+1+len(word) > 116 {
			b.WriteString(strings.TrimRight(line, " ") + "\n")
			line = indent
		}
		line += word + " "
	}
	b.WriteString(strings.TrimRight(line, " ") + "\n")
}

func yamlKey(name string) string {
	if name == "$ref" || !strings.ContainsAny(name, `.:{}[]"'`) {
		return name
	}
	return strconv.Quote(name)
}

// yamlText quotes what YAML would read as something else than this text.
func yamlText(text string) string {
	plain := text != "" && !strings.ContainsAny(text, ":#'\"{}[]&*!|>%@`") && strings.TrimSpace(text) == text
	switch {
	case plain && strings.ContainsAny(text[:1], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"):
		switch strings.ToLower(text) {
		case "true", "false", "null", "yes", "no", "on", "off", "y", "n":
		default:
			return text
		}
	}
	return strconv.Quote(text)
}

// TestFaultTables compares the tables of the pages with the kinds of faults: all kinds in their order, and whether the
// fake handles the request.
func TestFaultTables(t *testing.T) {
	for page, words := range map[string]map[string]bool{
		"../docs/break.md":    {"yes": true, "no": false},
		"../docs/ru/break.md": {"да": true, "нет": false},
	} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for _, k := range fault.Kinds() {
			want = append(want, fmt.Sprint(k.Kind, " ", k.Handled))
		}
		for line := range strings.Lines(string(text)) {
			cells := strings.Split(line, "|")
			if len(cells) != 5 || !strings.HasPrefix(cells[1], " `") {
				continue
			}
			word, _, _ := strings.Cut(strings.TrimSpace(cells[3]), ",")
			handled, known := words[word]
			for _, name := range strings.Split(cells[1], ",") {
				if !known {
					t.Errorf("%s: %s: expected one of %v, got %q", page, name, words, word)
				}
				got = append(got, fmt.Sprint(strings.Trim(name, " `"), " ", handled))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s lists the kinds\n%q, there are\n%q", page, got, want)
		}
	}
}
