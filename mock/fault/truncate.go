package fault

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"sparring/mock/message"
	"sparring/mock/param"
)

// truncateAction sends a part of the body under the full Content-Length, then FIN.
type truncateAction struct{ percent float64 }

func truncateKind() kind {
	return kind{
		KindInfo: KindInfo{
			Kind: "truncate", Doc: "handles the request, announces the full Content-Length, sends a part of the body and ends with FIN; an answer without a body is cut inside its header", Handled: true,
			Parameters: param.List{{Name: "keep", Type: param.String, Empty: true, Default: "50%", Doc: "the part that is sent, from 0% to less than 100%"}},
		},
		stage: After,
		build: func(p params) (action, *Refusal) {
			text, marked := strings.CutSuffix(p.Text("keep"), "%")
			percent, err := strconv.ParseFloat(text, 64)
			if !marked || err != nil || !(percent >= 0 && percent < 100) {
				return nil, &Refusal{Field: field("fault", "keep"), Reason: `expected a percentage from "0%" to less than "100%", got ` + show(p.Text("keep"))}
			}
			return truncateAction{percent}, nil
		},
	}
}

func (a truncateAction) detail() string { return strconv.FormatFloat(a.percent, 'f', -1, 64) + "%" }

func (a truncateAction) deliver(ctx context.Context, f *Firing, x wire, reply message.Response) Sent {
	sent := Sent{Response: message.Response{Status: reply.Status, Header: reply.Header}, End: "cut"}
	if len(reply.Body) == 0 || bodyless(x.r.Method, reply.Status) {
		f.detail = "no body: cut inside the header"
		f.tell(sent)
		head := rawHead(reply)
		x.sendRaw(ctx, head[:len(head)-len("\r\n\r\n")])
		return sent
	}
	keep := min(int(float64(len(reply.Body))*a.percent/100), len(reply.Body)-1)
	sent.Body = reply.Body[:keep]
	f.detail = fmt.Sprintf("%d of %d bytes", keep, len(reply.Body))
	f.tell(sent)
	x.head(reply)
	x.deadline(keep)
	_, _ = x.w.Write(sent.Body) // a client that left is told by the flush
	_ = x.flush()
	x.finish(ctx)
	return sent
}
