package fault

import (
	"context"
	"encoding/json"
	"net/http"
	"net/textproto"
	"strconv"

	"sparring/mock/message"
	"sparring/mock/param"
)

// statusAction answers with any status, headers and body.
type statusAction struct {
	reply message.Response
	bare  bool // the body is the vendor's error for the status
}

func statusKind() kind {
	return kind{
		KindInfo: KindInfo{
			Kind: "status", Doc: "answers with a status, headers and a body of your own; the request is not handled",
			Parameters: param.List{
				{Name: "status", Type: param.Integer, Range: param.Between(100, 599), Required: true, Doc: "100 to 599; after a status below 200 the connection ends"},
				{Name: "headers", Type: param.Object, Doc: "name to value, or to a list of values"},
				{Name: "body", Type: param.Any, Doc: "a text, or any other JSON value: then Content-Type is application/json unless headers " +
					"say otherwise; without a body, a status from 400 on comes with the vendor's own error"},
			},
		},
		stage: Instead,
		build: buildStatus,
	}
}

func buildStatus(p params) (action, *Refusal) {
	reply := message.Response{Status: int(p.Int("status")), Header: http.Header{}}
	headers, _ := p["headers"].(map[string]any)
	for _, name := range sortedKeys(headers) {
		values, r := headerValues(name, headers[name])
		if r != nil {
			return nil, r
		}
		reply.Header[textproto.CanonicalMIMEHeaderKey(name)] = values
	}
	bare, kind := false, ""
	switch body := p["body"].(type) {
	case nil:
		bare = reply.Status >= http.StatusBadRequest && len(reply.Header["Content-Type"]) == 0
	case string:
		reply.Body, kind = []byte(body), "text/plain; charset=utf-8"
	default:
		reply.Body, kind = encode(body), "application/json"
	}
	if len(reply.Body) > 0 && bodyless(http.MethodGet, reply.Status) {
		return nil, &Refusal{Field: field("fault", "body"), Reason: "an answer of status " + strconv.Itoa(reply.Status) + " has no body"}
	}
	if _, ok := reply.Header["Content-Type"]; !ok && len(reply.Body) > 0 {
		reply.Header.Set("Content-Type", kind)
	}
	return statusAction{reply, bare}, nil
}

// headerValues checks one header of a rule.
func headerValues(name string, v any) ([]string, *Refusal) {
	where := field("fault", "headers", name)
	switch canonical := textproto.CanonicalMIMEHeaderKey(name); {
	case !token(name):
		return nil, &Refusal{Field: where, Reason: "expected the name of a header, got " + show(name)}
	case canonical == "Content-Length" || canonical == "Transfer-Encoding":
		return nil, &Refusal{Field: where, Reason: canonical + " is set by the server; a body that breaks off is the kind truncate"}
	}
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	values := []string{}
	for _, item := range list {
		if n, isNumber := item.(json.Number); isNumber {
			item = n.String()
		}
		text, isText := item.(string)
		if !isText || !plainText(text) {
			return nil, &Refusal{Field: where, Reason: "expected a text of one line, or a list of such, got " + show(v)}
		}
		values = append(values, text)
	}
	return values, nil
}

func (a statusAction) detail() string { return strconv.Itoa(a.reply.Status) }

func (a statusAction) answer(*Firing) (reply message.Response, bare bool) { return a.reply, a.bare }

func (a statusAction) deliver(ctx context.Context, f *Firing, x wire, reply message.Response) Sent {
	if reply.Status >= 200 {
		return plain{}.deliver(ctx, f, x, reply)
	}
	// net/http would follow an interim status with an empty 200.
	sent := Sent{Response: message.Response{Status: reply.Status, Header: reply.Header}, End: "close"}
	f.tell(sent)
	x.sendRaw(ctx, rawHead(reply))
	return sent
}
