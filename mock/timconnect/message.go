package timconnect

import (
	"strconv"
	"strings"
	"time"
)

// Message is one message that passed through the SMSC. Its status follows from its times.
type Message struct {
	ID       int64     `json:"id"`
	Sender   string    `json:"sender"`
	Receiver string    `json:"receiver"` // phone, digits only
	Category int       `json:"category"`
	Chosen   int       `json:"chosen,omitempty"` // category that a user chose; 0 where none did
	Text     string    `json:"message"`
	Queued   time.Time `json:"queued_at"`
	SMSDue   time.Time `json:"sms_due,omitzero"` // without a report by then, an SMS is sent
	SMSSent  time.Time `json:"sms_sent_at,omitzero"`
	Reported time.Time `json:"reported_at,omitzero"`
	Hashtag  string    `json:"hashtag"`
	Geotag   *geotag   `json:"geotag"`
}

const (
	firstMessage = 94419856 // the id of the page's sample message
	maxID        = 1 << 62
)

const (
	queued   status = "queued"
	smsSent  status = "sms_sent"
	archived status = "archived"
)

const (
	stepReport step = "report"
	stepDue    step = "due"
)

// messageTable is the whole machine of a message. Source: timconnect-1.7.1 §4.8; T-27, T-28.
var messageTable = map[status]map[step]status{
	queued:   {stepReport: archived, stepDue: smsSent},
	smsSent:  {stepReport: archived},
	archived: {stepReport: archived},
}

func (m *Message) status() status {
	switch {
	case !m.Reported.IsZero():
		return archived
	case !m.SMSSent.IsZero():
		return smsSent
	default:
		return queued
	}
}

type messageJSON struct {
	ID        string  `json:"id"`
	Sender    string  `json:"sender"`
	Receiver  string  `json:"receiver"`
	Category  string  `json:"category"`
	Message   string  `json:"message"`
	Timestamp string  `json:"timestamp"`
	Hashtag   string  `json:"hashtag"`
	Geotag    *geotag `json:"geotag"`
}

// moscow is the offset of the page's sample timestamp; days are days there (T-30).
func moscow(t time.Time) time.Time { return t.In(time.FixedZone("", 3*60*60)) }

// shown writes a message as the page does: every value a string (T-13…T-16), the time not quite RFC 3339 (T-32).
func (m *Message) shown() messageJSON {
	return messageJSON{ID: strconv.FormatInt(m.ID, 10), Sender: m.Sender, Receiver: m.Receiver, Category: strconv.Itoa(m.Category),
		Message: m.Text, Timestamp: moscow(m.Queued).Format("2006-01-02 15:04:05-07:00"), Hashtag: m.Hashtag, Geotag: m.Geotag}
}

type messageList struct {
	answer
	Body   []messageJSON `json:"body"`
	Paging *paging       `json:"paging,omitempty"`
}

// accept puts a message into the queue: pushed where a device can be reached, else sent as SMS at once.
// Source: timconnect-1.7.1 §introduction and 4.8; T-26.
func (x *exchange) accept(m *Message) {
	f := x.f
	m.ID, m.Queued = f.state.NextMessage, x.now
	f.state.NextMessage++
	x.keepMessage(m)
	pushed := false
	for _, d := range f.current(m.Receiver) {
		if d.usable(x.now) {
			x.push(d, messagePush{ID: strconv.FormatInt(m.ID, 10), APS: aps{Alert: m.Text, ContentAvailable: 1}})
			pushed = true
		}
	}
	patience := f.after(smsFallbackAfter)
	if !pushed || patience == 0 {
		x.fallBack(m)
		return
	}
	m.SMSDue = x.now.Add(patience)
	f.index.await(m)
	f.w.Clock.Due(m.SMSDue)
}

// fallBack sends the message as SMS, once.
func (x *exchange) fallBack(m *Message) {
	m.SMSSent = x.now
	x.sms(m.Receiver, m.Sender, m.Text)
}

// listQueue gives the messages that were not reported as delivered. Source: timconnect-1.7.1 §4.5.
func (x *exchange) listQueue() (any, error) { return x.page(x.messages(false, period{})) }

// listMessages gives the archive, or the queue with delivered=false, of an interval of days.
// Source: timconnect-1.7.1 §"requestMessagesByDates", 4.6; T-17, T-29, T-30.
func (x *exchange) listMessages() (any, error) {
	p, err := x.period()
	if err != nil {
		return nil, err
	}
	delivered := x.r.Query().Get("delivered")
	if delivered != "" && delivered != "true" && delivered != "false" {
		return nil, fieldInvalid("field_invalid", "delivered", textValue)
	}
	return x.page(x.messages(delivered != "false", p))
}

// messages lists the caller's messages, oldest first.
func (x *exchange) messages(delivered bool, p period) []*Message {
	var out []*Message
	for _, m := range x.f.index.inbox[x.device.Phone] {
		if (m.status() == archived) == delivered && p.holds(m.Queued) {
			out = append(out, m)
		}
	}
	return out
}

type paging struct {
	Pages int    `json:"pages"`
	Page  string `json:"page"` // as it was asked for
}

// page cuts the page that was asked for out of a list. An empty list has one page (T-17).
func (x *exchange) page(all []*Message) (any, error) {
	size := x.f.number(pageSize)
	p := paging{Pages: max(1, (len(all)+size-1)/size), Page: "1"}
	if asked, given := x.r.Query()["page"]; given {
		p.Page = asked[len(asked)-1]
	}
	n, err := strconv.Atoi(strings.TrimSpace(p.Page))
	switch {
	case err != nil && !isInteger(p.Page):
		return nil, pageNotInteger.onPage(p)
	case n < 1:
		return nil, pageTooSmall.onPage(p)
	case err != nil || n > p.Pages:
		return nil, pageUnknown.onPage(p)
	}
	list := messageList{answer: done, Body: []messageJSON{}, Paging: &p}
	for _, m := range all[(n-1)*size : min(n*size, len(all))] {
		list.Body = append(list.Body, m.shown())
	}
	return list, nil
}

// isInteger tells whether a text is an integer of any size, as the server's language has them.
func isInteger(s string) bool {
	s = strings.TrimSpace(s)
	return isDigits(strings.TrimPrefix(strings.TrimPrefix(s, "-"), "+"))
}

// getMessage gives one message of the caller, in a list. Source: timconnect-1.7.1 §"loadMessageById", 4.7; T-31.
func (x *exchange) getMessage() (any, error) {
	m, err := x.message(x.r.Vars["id"])
	if err != nil {
		return nil, err
	}
	return messageList{answer: done, Body: []messageJSON{m.shown()}}, nil
}

// message finds a message of the caller by an id in either form (T-13).
func (x *exchange) message(id string) (*Message, error) {
	n, ok := parseID(id)
	var m *Message
	if ok {
		m = x.f.findMessage(n)
	}
	switch {
	case m == nil:
		x.because(messageUnknown.code, messageUnknown.why)
		x.missing(x.f.meters.messages)
		return nil, messageUnknown
	case m.Receiver != x.device.Phone:
		x.because("message_foreign", "the message belongs to another phone")
		return nil, denied
	}
	return m, nil
}

func parseID(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && isDigits(s)
}

func (f *Fake) findMessage(id int64) *Message {
	low, high := 0, len(f.state.Messages)
	for low < high {
		if middle := (low + high) / 2; f.state.Messages[middle].ID < id {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < len(f.state.Messages) && f.state.Messages[low].ID == id {
		return f.state.Messages[low]
	}
	return nil
}

// reportDelivery moves messages from the queue to the archive. An id that is archived already is fine; an unknown or
// foreign one fails the whole list. Source: timconnect-1.7.1 §"sendDeliveryReport", 4.8; T-27, T-28.
func (x *exchange) reportDelivery() (any, error) {
	ids, ok := x.fields["ids"].([]any)
	switch {
	case x.fields["ids"] != nil && !ok:
		return nil, fieldInvalid("field_invalid", "ids", "Enter a list of values.")
	case len(ids) == 0:
		return nil, fieldInvalid("field_invalid", "ids", textRequired)
	}
	var reported []*Message
	for _, id := range ids {
		m, err := x.message(scalar(id))
		if err != nil {
			return nil, err
		}
		reported = append(reported, m)
	}
	for _, m := range reported {
		if m.status() != archived {
			x.f.index.settle(m)
			m.Reported = x.now
		}
	}
	return done, nil
}
