package agent

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"sparring/mock/control/client"
	"sparring/scenarios"
)

type noArguments struct{}

type describeArguments struct {
	API       string `json:"api" jsonschema:"bonder, iqchannels, radist or timconnect"`
	Operation string `json:"operation,omitempty" jsonschema:"an operation, such as saveCard; without it the whole API"`
}

type codeArguments struct {
	Code string `json:"code" jsonschema:"a code of why, of a finding, or a vendor's error code"`
}

type sentenceArguments struct {
	Words string `json:"words" jsonschema:"words of a sentence or its description, English or Russian; or a subject"`
}

// addCatalogue adds the tools that say what there is.
func (t *tools) addCatalogue(s *mcp.Server) {
	reads(s, "list_apis", "List the APIs that are faked, with their documents and numbers of operations and codes.",
		func(ctx context.Context, _ noArguments) (any, error) {
			apis, err := t.Control.APIs(ctx)
			if err != nil {
				return nil, err
			}
			out := []map[string]any{}
			for _, a := range apis {
				out = append(out, map[string]any{
					"name": a.Name, "documents": a.Documents, "operations": len(a.Operations), "errors": len(a.Errors),
				})
			}
			return result("apis", out), nil
		})
	reads(s, "describe_api", "Describe an API: operations with the error codes that each can answer, switches between "+
		"readings of the vendor's text, events outside HTTP, kinds of faults. Of one operation: its codes with their "+
		"meaning and what a client should do.", t.describe)
	reads(s, "explain_code", "Explain a code that a journal shows: under why, of a finding, or a vendor's error code.",
		func(_ context.Context, in codeArguments) (any, error) {
			found, err := t.Explain(in.Code)
			return result("codes", found), err
		})
	reads(s, "find_sentences", "Find the sentences that a Gherkin scenario may use, in English and Russian, with all "+
		"variants.", func(_ context.Context, in sentenceArguments) (any, error) {
		words := strings.Fields(in.Words)
		if len(words) == 0 {
			return nil, missing("words", "such as: wrong password")
		}
		found, err := scenarios.FindSteps(words)
		return result("steps", found[:min(len(found), mostSentences)]), err
	})
}

// mostSentences is how many sentences are found at most.
const mostSentences = 15

func (t *tools) describe(ctx context.Context, in describeArguments) (any, error) {
	api, err := t.Control.API(ctx, in.API)
	if err != nil || in.Operation == "" {
		return api, err
	}
	var names []string
	for _, op := range api.Operations {
		if op.ID == in.Operation || slices.Contains(op.Aliases, in.Operation) {
			codes := []client.ErrorCode{}
			for _, e := range api.Errors {
				if slices.Contains(op.Codes, e.Code) {
					codes = append(codes, e)
				}
			}
			return map[string]any{"operation": op, "errors": codes, "faults": api.Faults}, nil
		}
		names = append(names, op.ID)
	}
	return nil, fmt.Errorf("%s has no operation %q; known: %s", in.API, in.Operation, strings.Join(names, ", "))
}
