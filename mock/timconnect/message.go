package timconnect

import (
	"strconv"
	"strings"
	"time"

	"sparring/mock/fake"
)

// Message is one message that passed through the SMSC. Its status follows from its times.
type Message struct {
	ID       int64     `json:"id"`
	Sender   string    `json:"sender"`
	Receiver string    `json:"receiver"` // phone, digits only
	Category int       `json:"category"`
	Chosen   int       `json:"chosen,omitempty"` // category that a user chose; 0: no user did
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

// messageTable is the whole state machine of a message. Source: timconnect-1.7.1 §4.8; T-27, T-28.
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

// due is when the message is sent as SMS; zero if it is not queued, or was planted without a time.
func (m *Message) due() time.Time {
	if m.status() != queued {
		return time.Time{}
	}
	return m.SMSDue
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
	return messageJSON{
		ID: strconv.FormatInt(m.ID, 10), Sender: m.Sender, Receiver: m.Receiver, Category: strconv.Itoa(m.Category),
		Message: m.Text, Timestamp: moscow(m.Queued).Format("2006-01-02 15:04:05-07:00"), Hashtag: m.Hashtag,
		Geotag: m.Geotag,
	}
}

type messageList struct {
	answer
	Body   []messageJSON `json:"body"`
	Paging *paging       `json:"paging,omitempty"`
}

// accept puts a message into the queue: it is pushed to the devices that can be reached, else sent as SMS at once.
// Source: timconnect-1.7.1 §introduction and 4.8; T-26.
func (x *exchange) accept(m Message) Message {
	m.ID, m.Queued = x.nextMessage.Take(), x.Now()
	pushed := false
	for _, d := range x.current(m.Receiver) {
		if d.usable(x.Now()) {
			x.push(d, messagePush{ID: strconv.FormatInt(m.ID, 10), APS: aps{Alert: m.Text, ContentAvailable: 1}})
			pushed = true
		}
	}
	if patience := smsFallbackAfter.Get(x); pushed && patience > 0 {
		m.SMSDue = x.Now().Add(patience)
		x.messages.Put(m.ID, m)
		return m
	}
	return x.fallBack(m)
}

// fallBack sends the message as SMS, once.
func (x *exchange) fallBack(m Message) Message {
	m.SMSSent = x.Now()
	x.messages.Put(m.ID, m)
	x.sms(m.Receiver, m.Sender, m.Text)
	return m
}

// sendDue sends the duplicate SMS of every message whose report is late.
func (x *exchange) sendDue() (sent int) {
	for {
		_, m, ok := x.unsent.Next(x.Now())
		if !ok {
			return sent
		}
		x.fallBack(m)
		sent++
	}
}

// listQueue returns the messages that were not reported as delivered. Source: timconnect-1.7.1 §4.5.
func (x *exchange) listQueue() (fake.Response, error) { return x.page(x.received(false, period{})) }

// listMessages returns the archive, or the queue with delivered=false, of an interval of days.
// Source: timconnect-1.7.1 §"requestMessagesByDates", 4.6; T-17, T-29, T-30.
func (x *exchange) listMessages() (fake.Response, error) {
	p, err := x.period()
	if err != nil {
		return refused(err)
	}
	delivered := x.Query().Get("delivered")
	if delivered != "" && delivered != "true" && delivered != "false" {
		return refused(fieldInvalid("field_invalid", "delivered", textValue))
	}
	return x.page(x.received(delivered != "false", p))
}

// received lists the ids of the caller's messages, oldest first.
func (x *exchange) received(delivered bool, p period) []int64 {
	ids := make([]int64, 0, x.inbox.Len(x.device.Phone))
	for id, m := range x.inbox.All(x.device.Phone) {
		if (m.status() == archived) == delivered && p.holds(m.Queued) {
			ids = append(ids, id)
		}
	}
	return ids
}

type paging struct {
	Pages int    `json:"pages"`
	Page  string `json:"page"` // as it was asked for
}

// page shows the page that was asked for of a list of ids. An empty list has one page (T-17).
func (x *exchange) page(all []int64) (fake.Response, error) {
	size := pageSize.Get(x)
	p := paging{Pages: max(1, (len(all)+size-1)/size), Page: "1"}
	if asked, given := x.Query()["page"]; given {
		p.Page = asked[len(asked)-1]
	}
	n, err := strconv.Atoi(strings.TrimSpace(p.Page))
	switch {
	case err != nil && !isInteger(p.Page):
		return refused(onPage(pageNotInteger, p))
	case n < 1:
		return refused(onPage(pageTooSmall, p))
	case err != nil || n > p.Pages:
		return refused(onPage(pageUnknown, p))
	}
	asked := all[(n-1)*size : min(n*size, len(all))]
	list := messageList{answer: done, Body: make([]messageJSON, 0, len(asked)), Paging: &p}
	for _, id := range asked {
		m, _ := x.messages.Get(id)
		list.Body = append(list.Body, m.shown())
	}
	return success(list)
}

// isInteger reports whether a text is an integer of any size, as the server's language has them.
func isInteger(s string) bool {
	s = strings.TrimSpace(s)
	return isDigits(strings.TrimPrefix(strings.TrimPrefix(s, "-"), "+"))
}

// getMessage returns one message of the caller, in a list. Source: timconnect-1.7.1 §"loadMessageById", 4.7; T-31.
func (x *exchange) getMessage() (fake.Response, error) {
	m, err := x.message(x.Vars["id"])
	if err != nil {
		return refused(err)
	}
	return success(messageList{answer: done, Body: []messageJSON{m.shown()}})
}

// message finds a message of the caller by an id in either form (T-13).
func (x *exchange) message(id string) (m Message, err error) {
	n, ok := parseID(id)
	if ok {
		m, ok = x.messages.Get(n)
	}
	switch {
	case !ok:
		x.Because(messageUnknown.Code, messageUnknown.Why)
		x.messages.NotFound()
		return m, messageUnknown
	case m.Receiver != x.device.Phone:
		x.Because("message_foreign", "the message belongs to another phone")
		return m, denied
	}
	return m, nil
}

func parseID(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && isDigits(s)
}

// reportDelivery moves messages from the queue to the archive. An id that is archived already is fine; an unknown or
// foreign one fails the whole list. Source: timconnect-1.7.1 §"sendDeliveryReport", 4.8; T-27, T-28.
func (x *exchange) reportDelivery() (fake.Response, error) {
	ids, ok := x.fields["ids"].([]any)
	switch {
	case x.fields["ids"] != nil && !ok:
		return refused(fieldInvalid("field_invalid", "ids", "Enter a list of values."))
	case len(ids) == 0:
		return refused(fieldInvalid("field_invalid", "ids", textRequired))
	}
	var reported []Message
	for _, id := range ids {
		m, err := x.message(scalar(id))
		if err != nil {
			return refused(err)
		}
		reported = append(reported, m)
	}
	for _, m := range reported {
		if m.status() != archived {
			m.Reported = x.Now()
			x.messages.Put(m.ID, m)
		}
	}
	return success(done)
}
