package fault

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"sparring/mock/message"
	"sparring/mock/param"
)

// Truncate sends a part of the body under the full Content-Length, then FIN.
type Truncate struct {
	// Keep is the part that is sent, from "0%" to less than "100%".
	Keep string `json:"keep"`

	percent float64 // of Keep
}

func (t *Truncate) describe() KindInfo {
	return KindInfo{
		Kind: "truncate", Handled: true,
		Doc: "handles the request, announces the full Content-Length, sends a part of the body and ends with FIN; " +
			"an answer without a body is cut inside its header",
		Parameters: param.List{{
			Name: "keep", Type: param.String, Empty: true, Default: "50%", To: &t.Keep,
			Doc: "the part that is sent, from 0% to less than 100%",
		}},
	}
}

func (t *Truncate) check() *Refusal {
	text, marked := strings.CutSuffix(t.Keep, "%")
	percent, err := strconv.ParseFloat(text, 64)
	if !marked || err != nil || !(percent >= 0 && percent < 100) {
		reason := `expected a percentage from "0%" to less than "100%", got ` + show(t.Keep)
		return &Refusal{Field: field("fault", "keep"), Reason: reason}
	}
	t.percent = percent
	return nil
}

// Detail is the part that is sent.
func (t *Truncate) Detail() string { return strconv.FormatFloat(t.percent, 'f', -1, 64) + "%" }

// Shape sends a part of the response.
func (t *Truncate) Shape(ctx context.Context, c *Conn, response message.Response) Sent {
	sent := Sent{Response: message.Response{Status: response.Status, Header: response.Header}, End: EndCut}
	if len(response.Body) == 0 || message.Bodyless(c.r.Method, response.Status) {
		c.firing.Detail = "no body: cut inside the header"
		c.ends(sent)
		head := rawHead(response)
		c.sendRaw(ctx, head[:len(head)-len("\r\n\r\n")])
		return sent
	}
	keep := min(int(float64(len(response.Body))*t.percent/100), len(response.Body)-1)
	sent.Body = response.Body[:keep]
	c.firing.Detail = fmt.Sprintf("%d of %d bytes", keep, len(response.Body))
	c.ends(sent)
	message.WriteHead(c.w, response)
	message.Deadline(c.w)
	_, _ = c.w.Write(sent.Body) // the flush shows that a client left
	_ = c.flush()
	c.sendFIN(ctx)
	return sent
}
