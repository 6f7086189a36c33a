package spec

import (
	"strings"
	"testing"
)

// TestDocuments checks that every document is valid and clean.
func TestDocuments(t *testing.T) {
	for _, name := range Names() {
		problems, err := Lint(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			t.Error(p)
		}
	}
}

// name is the property of the schema below.
const name = `        name: {type: string, pattern: "^[a-z]+$", x-sparring-words: small letters, description: Its name.,
          x-sparring-provenance: documented, x-sparring-source: "bonder#L1, B-01",
          x-sparring-rules: {pattern: derived B-01, required: documented bonder#L2-L3}}`

// clean is a document without problems; the table below breaks it in one place each.
const clean = `openapi: 3.0.3
info:
  title: Test
  version: "1"
  x-sparring-api: bonder
  x-sparring-source: seed.txt
  description: An API of things.
  contact: {name: Things}
  license: {name: Apache-2.0, url: "https://www.apache.org/licenses/LICENSE-2.0"}
servers: [{url: "http://127.0.0.1:8080/bonder"}, {url: /bonder}]
security: []
tags: [{name: things, description: Things and their names.}]
x-sparring-errors:
  - {code: BROKEN, status: 200, meaning: it broke, advice: retry_now, provenance: documented, source: bonder#L1}
paths:
  /things/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}, x-sparring-provenance: documented,
          x-sparring-source: bonder#L1, description: The id of a thing., example: a}
    put:
      operationId: putThing
      tags: [things]
      summary: Put a thing
      description: Stores a thing under its id.
      x-sparring-provenance: documented
      x-sparring-source: bonder#L1-2
      x-sparring-errors: [BROKEN]
      requestBody:
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Thing"}
            example: {name: x}
      responses:
        "200":
          description: done
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Thing"}
              example: {name: x}
components:
  schemas:
    Thing:
      type: object
      description: A thing.
      required: [name]
      properties:
` + name + `
      additionalProperties: false
      x-sparring-rules: {additionalProperties: derived rfc9110 §5}
`

func TestCleanDocument(t *testing.T) {
	if problems := lint("test", []byte(clean), nil); len(problems) > 0 {
		t.Fatal(problems)
	}
}

func TestBrokenDocuments(t *testing.T) {
	tests := []struct {
		code, old, new string
		line           int    // 0: not checked
		operation      string // "": not checked
	}{
		{"not_loadable", "openapi: 3.0.3", "openapi: [", 0, ""},
		{"not_loadable", "$ref: \"#/components/schemas/Thing\"", "$ref: \"#/components/schemas/Nothing\"", 0, ""},
		{"version", "openapi: 3.0.3", "openapi: 3.1.0", 0, ""},
		{"api_missing", "  x-sparring-api: bonder\n", "", 0, ""},
		{"source_missing", "  x-sparring-source: seed.txt\n", "", 2, ""},
		{"source_missing", "      x-sparring-source: bonder#L1-2\n", "", 20, "putThing"},
		{"server_missing", `servers: [{url: "http://127.0.0.1:8080/bonder"}, {url: /bonder}]`, "", 0, ""},
		{"server_missing", `{url: "http://127.0.0.1:8080/bonder"}, `, "", 0, ""},
		{"server_default", "127.0.0.1:8080", "example.com", 10, ""},
		{"server_default", "{url: /bonder}", "{url: /bonder/v2}", 10, ""},
		{"server_prefix", "{url: /bonder}", "{url: /bonderish}", 10, ""},
		{"server_prefix", "{url: /bonder}", "{url: /bonder}, {url: /elsewhere}", 10, ""},
		{"server_prefix", "{url: /bonder}", "{url: 'https://api.example.com'}, {url: /bonder}", 10, ""},
		{"server_of_path", "    parameters:\n", "    servers: [{url: /bonder}]\n    parameters:\n", 16, ""},
		{"keys_unknown", "  x-sparring-api: bonder\n", "  x-sparring-api: bonder\n  x-sparring-keys: snake\n", 2, ""},
		{"contact_missing", "  contact: {name: Things}\n", "", 2, ""},
		{"licence_missing", "  license: {name: Apache-2.0,", "  license: {name: '',", 2, ""},
		{"description_missing", "  description: An API of things.\n", "", 2, ""},
		{"description_missing", ", description: Things and their names.", "", 2, ""},
		{"description_missing", "      summary: Put a thing\n", "", 20, "putThing"},
		{"description_missing", "      description: Stores a thing under its id.\n", "", 20, "putThing"},
		{"description_missing", "description: The id of a thing., ", "", 18, "putThing"},
		{"description_missing", "      description: A thing.\n", "", 42, ""},
		{"description_missing", ", description: Its name.", "", 47, ""},
		{"security_missing", "security: []\n", "", 19, "putThing"},
		{"tag_unknown", "      tags: [things]", "      tags: [thing]", 20, "putThing"},
		{"tag_missing", "      tags: [things]\n", "", 20, "putThing"},
		{"operation_id_blank", "operationId: putThing", "operationId: put Thing", 20, "put Thing"},
		{"name_shared", "components:\n", "components:\n  headers: {Thing: {schema: {type: string}}}\n", 0, ""},
		{"name_shared", "components:\n", "components:\n  parameters: {thing: {in: query, name: a, description: A, " +
			"schema: {type: string}, x-sparring-provenance: derived, x-sparring-source: B-01}}\n", 0, ""},
		{"one_of_scalars", "      additionalProperties: false",
			"      oneOf: [{type: string}, {type: integer}]", 0, ""},
		{"schema_unnamed", name, name + "\n        part: {type: object, properties: {a: {type: string}}}", 50, ""},
		{"schema_unnamed", name, name + "\n        part: {oneOf: [{type: string}, {type: boolean}]}", 50, ""},
		{"schema_unnamed", "      additionalProperties: false",
			"      oneOf: [{type: object, properties: {a: {type: string}}}]", 50, ""},
		{"type_missing", name, name + "\n        part: {nullable: true}", 50, ""},
		{"type_missing", "      additionalProperties: false", "      anyOf: [{required: [name]}]", 0, ""},
		{"key_twice", name, name + "\n        Name: {type: string}", 42, ""},
		{"operation_id_missing", "      operationId: putThing\n", "", 20, "PUT /things/{id}"},
		{"operation_id_taken", "x-sparring-errors: [BROKEN]\n",
			"x-sparring-errors: [BROKEN]\n      x-sparring-aliases: {ids: [putThing]}\n", 20, "putThing"},
		{"operation_id_taken", "operationId: putThing", "operationId: taken", 20, "taken"},
		{"path_taken", "/things/{id}:", "/elsewhere/{id}:", 20, "putThing"},
		{"alias_path", "x-sparring-errors: [BROKEN]\n",
			"x-sparring-errors: [BROKEN]\n      x-sparring-aliases: {paths: [things]}\n", 20, "putThing"},
		{"provenance_missing", "      x-sparring-provenance: documented\n", "", 20, "putThing"},
		{"provenance_unknown", "      x-sparring-provenance: documented\n", "      x-sparring-provenance: guessed\n",
			20, "putThing"},
		{"provenance_unknown", name, `        name: {type: string, x-sparring-provenance: seen}`, 47, ""},
		{"provenance_missing", "provenance: documented, source: bonder#L1}", "source: L1}", 0, ""},
		{"page_provenance", "x-sparring-errors: [BROKEN]\n",
			"x-sparring-errors: [BROKEN]\n      x-sparring-page: true\n", 20, "putThing"},
		{"page_document", "x-sparring-errors: [BROKEN]\n",
			"x-sparring-errors: [BROKEN]\n      x-sparring-page: true\n", 20, "putThing"},
		{"stream_mark", "x-sparring-errors: [BROKEN]\n",
			"x-sparring-errors: [BROKEN]\n      x-sparring-stream: true\n", 20, "putThing"},
		{"extension_unknown", "x-sparring-errors: [BROKEN]\n",
			"x-sparring-errors: [BROKEN]\n      x-sparring-pages: true\n", 20, "putThing"},
		{"error_not_named", "x-sparring-errors: [BROKEN]", "x-sparring-errors: []", 0, ""},
		{"error_not_in_catalogue", "x-sparring-errors: [BROKEN]", "x-sparring-errors: [BROKEN, OTHER]", 20, "putThing"},
		{"error_advice", "advice: retry_now", "advice: try_again", 0, ""},
		{"error_status", "status: 200, meaning", "status: 2, meaning", 0, ""},
		{"error_meaning_missing", "meaning: it broke, ", "", 0, ""},
		{"error_code_missing", "code: BROKEN, ", "", 0, ""},
		{"error_twice", "paths:\n",
			"  - {code: BROKEN, status: 200, meaning: x, advice: none, provenance: derived}\npaths:\n", 0, ""},
		{"example_missing", ", example: a}", "}", 18, "putThing"},
		{"example_missing", "            example: {name: x}\n", "", 0, "putThing"},
		{"example_missing", "              example: {name: x}\n", "", 0, "putThing"},
		{"schema_missing", "            schema: {$ref: \"#/components/schemas/Thing\"}\n            example",
			"            example", 0, "putThing"},
		{"nullable_enum", name, `        name: {type: string, nullable: true, enum: [x]}`, 47, ""},
		{"closed_all_of", name, name + "\n        part: {allOf: [{type: object, additionalProperties: false}]}", 50,
			""},
		{"closed_all_of", name, name + "\n        part: {additionalProperties: false, allOf: [{type: object}]}", 50,
			""},
		{"lookaround", "^[a-z]+$", "^(?!y)[a-z]+$", 47, ""},
		{"pattern", "^[a-z]+$", "^[a-z", 47, ""},
		{"pattern_words", "x-sparring-words: small letters, ", "", 47, ""},
		{"field_unmarked", "x-sparring-provenance: documented,\n          x-sparring-source: bonder#L1, desc", "desc",
			18, "putThing"},
		{"field_unmarked", name, `        name: {type: string}`, 47, ""},
		{"source_missing", " x-sparring-source: \"bonder#L1, B-01\",", "", 47, ""},
		{"source_unknown", "bonder#L1, B-01", "the page", 47, ""},
		{"source_missing", "x-sparring-errors: [BROKEN]", "x-sparring-errors: [{code: BROKEN, provenance: derived}]",
			0, "putThing"},
		{"rule_unmarked", "pattern: derived B-01, ", "", 47, ""},
		{"rule_unmarked", ", required: documented bonder#L2-L3", "", 47, ""},
		{"rule_unmarked", "      x-sparring-rules: {additionalProperties: derived rfc9110 §5}\n", "", 42, ""},
		{"rule_missing", "pattern: derived B-01", "pattern: derived B-01, enum: derived B-01", 47, ""},
		{"provenance_unknown", "pattern: derived B-01", "pattern: guessed B-01", 47, ""},
		{"source_missing", "pattern: derived B-01", "pattern: derived", 47, ""},
		{"required_unknown", "required: [name]", "required: [name, other]", 0, ""},
		{"example_violates_schema", "              example: {name: x}", "              example: {name: 1}", 0, ""},
		{"path_parameters_mismatch", "/things/{id}:", "/things/{other}:", 0, ""},
	}
	sibling, err := parseText("sibling", []byte(strings.NewReplacer("putThing", "taken", "/things/",
		"/elsewhere/").Replace(clean)), false)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.code+" "+tt.new, func(t *testing.T) {
			broken := strings.Replace(clean, tt.old, tt.new, 1)
			if broken == clean {
				t.Fatal("the document was not changed")
			}
			problems := lint("test", []byte(broken), []*Document{sibling})
			for _, p := range problems {
				if p.Code != tt.code {
					continue
				}
				if tt.line != 0 && p.Line != tt.line || tt.operation != "" && p.Operation != tt.operation {
					t.Errorf("found %q, want line %d, operation %q", p, tt.line, tt.operation)
				}
				if p.Document != "test" || p.Message == "" || strings.Contains(p.String(), "\n") {
					t.Errorf("poor message: %q", p)
				}
				return
			}
			t.Errorf("found %q, want a problem %s", problems, tt.code)
		})
	}
}

// TestPoorDocuments checks that a document which lacks nearly everything gives problems, not a panic.
func TestPoorDocuments(t *testing.T) {
	for _, text := range []string{
		"", "{}", "[]", "openapi: 3.0.3", "openapi: 3.0.3\npaths: {}", "openapi: 3.0.3\npaths: {/a: {}}",
		"openapi: 3.0.3\npaths: {/a: {get: {}}}",
		"openapi: 3.0.3\npaths: {/a: {get: {responses: {}}, parameters: [{}]}}",
		"openapi: 3.0.3\npaths: {/a: {get: {requestBody: {content: {a/json: {}}}, responses: {'200': {}}}}}",
		"openapi: 3.0.3\nx-sparring-errors: 7\ninfo: {x-sparring-api: 1}\npaths: {}",
		"openapi: 3.0.3\nx-sparring-errors: [7, {status: x}]\n" +
			"paths: {/a: {get: {x-sparring-errors: {}, x-sparring-aliases: []}}}",
	} {
		if problems := lint("test", []byte(text), nil); len(problems) == 0 {
			t.Errorf("%q: no problems", text)
		}
	}
}
