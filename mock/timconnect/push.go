package timconnect

import (
	"net/http"
	"strconv"

	"sparring/mock/fake"
	"sparring/mock/journal"
	"sparring/mock/outbound"
)

// messagePush is a push about a message. Assumed: only the push about a call is documented; this one follows it.
type messagePush struct {
	ID  string `json:"id"`
	APS aps    `json:"aps"`
}

type aps struct {
	Alert            string `json:"alert"`
	ContentAvailable int    `json:"content-available"`
}

// callPush is a push about an incoming call. Source: timconnect-1.7.1 §5.15.
type callPush struct {
	SIN      string   `json:"SIN"`
	APS      aps      `json:"aps"`
	CallInfo callInfo `json:"call_info"`
}

type callInfo struct {
	Caller       string `json:"caller"`
	AsteriskPass string `json:"asteriskpass"` // may be used for the VoIP registration
}

// push puts a push into the outbox, addressed to the phone and its device. If pushGateway is set (T-41), it is POSTed
// there, too: the payload as the body, the push token and the phone in headers, because the payload has no place for
// them.
func (x *exchange) push(d Device, payload any) {
	x.Outbox(outbound.Message{
		API: Name, Kind: "push", To: d.Phone, Device: strconv.FormatInt(d.ID, 10), Token: d.Token, Payload: payload,
	})
	gateway := pushGateway.Get(x)
	if gateway == "" {
		return
	}
	x.Call(outbound.Call{
		API: Name, Peer: journal.Webhook, Method: http.MethodPost, URL: gateway, Body: fake.Encode(payload),
		Header: http.Header{"Content-Type": {"application/json"}, "X-Push-Token": {d.Token}, "X-Push-To": {d.Phone}},
		Why:    []journal.Why{{Code: "push_gateway", Text: "the switch pushGateway names this URL"}},
		Judge:  judgePush,
	})
}

// judgePush reports a gateway that did not take a push; the SMS follows in its time.
func judgePush(reply outbound.Reply, err error) []journal.Finding {
	actual := strconv.Itoa(reply.Status)
	if err == nil && reply.Status >= 200 && reply.Status < 300 {
		return nil
	}
	if err != nil {
		actual = err.Error()
	}
	return []journal.Finding{{
		Kind: journal.Violation, By: journal.ByService, Code: "push_not_taken", Expected: "a 2xx status",
		Actual: actual, Message: "the push gateway did not take the push", Provenance: journal.Derived,
	}}
}

// sms puts an SMS into the outbox.
func (x *exchange) sms(to, sender, text string) {
	x.Outbox(outbound.Message{API: Name, Kind: "sms", To: to, Sender: sender, Text: text})
}
