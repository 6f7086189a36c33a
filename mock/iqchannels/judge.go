package iqchannels

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"sparring/mock/journal"
	"sparring/mock/outbound"
	"sparring/mock/rawjson"
)

// blamed is a finding by the service. If its source is lines of the page, the vendor's words refuse the response; an id
// of the register is our reading.
func blamed(code, pointer, expected, actual, message, source string) journal.Finding {
	provenance := journal.Derived
	if strings.HasPrefix(source, "iqchannels#") {
		provenance = journal.Documented
	}
	return journal.Finding{
		Kind: journal.Violation, By: journal.ByService, Code: code, Pointer: pointer, Expected: expected,
		Actual: actual, Message: message, Provenance: provenance, Source: source,
	}
}

// judgeReply says what was wrong with an auth service's answer beyond its document: a foreign one's, or our own if an
// event made it fail. A client that leaves before the answer has nothing to blame the service for. all13 asks for the
// fields that version 1.3 requires.
func judgeReply(reply outbound.Reply, err error, all13 bool) []journal.Finding {
	switch {
	case errors.Is(err, context.Canceled):
		return nil
	case err != nil:
		return []journal.Finding{unanswered(err)}
	case reply.Status >= 300 && reply.Status < 400:
		return []journal.Finding{blamed("redirect", "status", "200 or an error", strconv.Itoa(reply.Status),
			"a redirect may drop the header or the method; it is not followed", "Q-37")}
	case reply.Status != http.StatusOK:
		return judgeStatus(reply)
	case rawjson.Depth(reply.Body) > maxDepth:
		return append(
			misspelt(reply.Body),
			blamed("answer_too_deep", "", fmt.Sprintf("at most %d levels", maxDepth), "more",
				"a card is not nested so deep; it is not read", "Q-04"),
		)
	}
	out := append(misspelt(reply.Body), judgeErrors(reply.Body)...)
	out = append(out, judgeValues(tree(reply.Body), reflect.TypeFor[answer](), "", "", 0)...)
	if a, wrong := parseAnswer(reply.Body); wrong == nil && a.Client != nil && all13 {
		for _, name := range a.Client.missing13() {
			out = append(
				out,
				blamed("field_missing_13", "/client/"+name, "a field that version 1.3 requires", "nothing",
					"the switch consumer says v13: the card must have "+name, "Q-03"),
			)
		}
	}
	return out
}

func unanswered(err error) journal.Finding {
	var late *outbound.Expired
	switch {
	case errors.Is(err, outbound.ErrTooLarge):
		return blamed("answer_too_large", "", fmt.Sprintf("at most %d bytes", maxAnswer), err.Error(),
			"the auth service gave no usable answer", "Q-31")
	case errors.As(err, &late):
		return blamed(
			"no_answer",
			"",
			fmt.Sprintf("an answer within %s (%s)", late.After, late.Limit),
			"none in that time",
			"the auth service gave no usable answer",
			"Q-31",
		)
	}
	return blamed("no_answer", "", "an answer", err.Error(), "the auth service gave no usable answer", "Q-31")
}

// judgeStatus reports a card under a success that is not 200. Source: iqchannels#L62.
func judgeStatus(reply outbound.Reply) []journal.Finding {
	card, isCard := parseObject(reply.Body)["client"]
	if reply.Status >= 300 || !isCard || parseObject(card) == nil {
		return nil
	}
	return []journal.Finding{blamed("success_not_200", "status", "200", strconv.Itoa(reply.Status),
		"a card comes with the status 200; under another status it is not read", "iqchannels#L62")}
}

// judgeErrors reports a wrong 200: an error must have another status, and a success has a client.
// Source: iqchannels#L400. Assumed: an empty errorCode says nothing, and "0" may mean that there was no error.
func judgeErrors(body []byte) []journal.Finding {
	o := parseObject(body)
	if o == nil {
		return nil // the document says so
	}
	code := ""
	if err := decoder(o.any("errorCode")).Decode(&code); err != nil {
		code = string(o.any("errorCode")) // not a text: the document says so, too
	}
	switch {
	case code != "" && code != "null" && code != "0":
		return []journal.Finding{
			blamed("error_in_200", "/errorCode", "a status other than 200 for an error", shorten([]byte(code)),
				"an error has another status than 200; a 200 is a success", "iqchannels#L400-L401"),
		}
	case code == "0":
		return []journal.Finding{blamed("error_in_200", "/errorCode", "no errorCode in a success", "0",
			"a 200 is a success; leave errorCode out", "Q-04")}
	case !named(body, "client"):
		return []journal.Finding{
			blamed("client_missing", "/client", "a client card, or a status other than 200", shorten(body),
				"a 200 without a client is taken as a refusal", "Q-05"),
		}
	}
	return nil
}

// judgeValues reports what a document cannot say: numbers that are larger than their documented type (Integer has 32
// bits,
// Long 64) or written with a fraction, and a null for a member that may be left out.
// Source: iqchannels#L174-L178 (Long), iqchannels#L208 (Integer), iqchannels#L287, iqchannels#L291.
func judgeValues(v any, t reflect.Type, tag reflect.StructTag, at string, level int) (out []journal.Finding) {
	t = element(t)
	switch v := v.(type) {
	case nil:
		if rule := tag.Get("card"); tag != "" && rule != "required" && rule != "core" {
			out = append(out, blamed("null_not_allowed", at, "a value, or nothing at all", "null",
				"the page does not say what null means; leave the member out", "Q-44"))
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			inner, innerTag, known := member(t, name)
			if exact := innerTag.Get("json"); known && level < maxDepth && (exact == "" || exact == name) {
				out = append(out, judgeValues(v[name], inner, innerTag, child(at, name), level+1)...)
			}
		}
	case []any:
		if t.Kind() == reflect.Slice {
			for i, item := range v {
				out = append(out, judgeValues(item, t.Elem(), "", child(at, strconv.Itoa(i)), level+1)...)
			}
		}
	default:
		if f, wrong := judgeNumber(v, tag.Get("bits"), at); wrong {
			out = append(out, f)
		}
	}
	return out
}

// numberTypes are the page's names of its two types, and where it uses them.
var numberTypes = map[string]struct{ name, source string }{
	"32": {"an Integer (32 bits)", "iqchannels#L208"},
	"64": {"a Long (64 bits)", "iqchannels#L174-L178, iqchannels#L287, iqchannels#L291"},
}

func judgeNumber(v any, bits, at string) (journal.Finding, bool) {
	size, err := strconv.Atoi(bits)
	if err != nil {
		return journal.Finding{}, false
	}
	want, text := numberTypes[bits], fmt.Sprint(v)
	if !integer.MatchString(text) {
		n, isNumber := v.(interface{ Float64() (float64, error) })
		if !isNumber {
			return journal.Finding{}, false // the document says so
		}
		if x, err := n.Float64(); err != nil || x != math.Trunc(x) {
			return journal.Finding{}, false // likewise
		}
		return blamed("not_an_integer", at, want.name+", written without fraction and exponent", text,
			"many readers of JSON refuse such a number where a whole one is expected", "Q-02"), true
	}
	if _, err := strconv.ParseInt(text, 10, size); err != nil {
		return blamed("number_range", at, want.name, shorten([]byte(text)),
			"the number is larger than its documented type", want.source), true
	}
	return journal.Finding{}, false
}

// misspelt reports the envelope's names in another case: the chat server reads them, the document does not know them.
func misspelt(body []byte) (out []journal.Finding) {
	o := parseObject(body)
	for _, name := range keys(o) {
		for i, known := range []string{"client", "companyList", "errorCode", "errorText"} {
			if name != known && strings.EqualFold(name, known) {
				out = append(out, blamed("misspelt_name", child("", name), known, name,
					"names of JSON are told apart by case: send "+known, fmt.Sprintf("iqchannels#L%d", 65+i)))
			}
		}
	}
	return out
}

// named reports whether an object has a member of this name, in any case.
func named(body []byte, name string) bool {
	return slices.ContainsFunc(keys(parseObject(body)), func(k string) bool { return strings.EqualFold(k, name) })
}
