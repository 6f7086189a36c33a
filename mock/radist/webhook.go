package radist

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"sparring/mock/fake"
	"sparring/mock/journal"
	"sparring/mock/outbound"
)

// The events of webhooks. Source: clients.
const (
	hookCreate    = "messages.create"
	hookDelivered = "messages.delivery.delivered"
	hookRead      = "messages.delivery.read"
	hookError     = "messages.delivery.error"
)

func hookEvents() []string { return []string{hookCreate, hookDelivered, hookRead, hookError} }

type webhookView struct {
	ID         int64    `json:"id"`
	Connection *int64   `json:"connection_id"`
	URL        string   `json:"url"`
	Events     []string `json:"events"`
}

type webhooksView struct {
	Count    int           `json:"count"`
	Webhooks []webhookView `json:"webhooks"`
}

func (w *Webhook) view() webhookView {
	v := webhookView{ID: w.ID, URL: w.URL, Events: slices.Clone(w.Events)}
	if w.Connection != 0 {
		id := w.Connection
		v.Connection = &id
	}
	return v
}

// listWebhooks gives the company's webhooks. Source: clients. Assumed: the wrapper.
func (x *exchange) listWebhooks() (fake.Response, error) {
	if err := x.ready(); err != nil {
		return refused(err)
	}
	out := webhooksView{Webhooks: []webhookView{}}
	for _, w := range x.webhooks.All() {
		if w.Company == x.company {
			out.Webhooks = append(out.Webhooks, w.view())
			out.Count++
		}
	}
	return success(out)
}

// createWebhook subscribes a URL. Source: clients. Assumed: without connection_id it hears all connections.
func (x *exchange) createWebhook() (fake.Response, error) {
	connection, one := x.object.integer("connection_id", false)
	address, ok := x.object.filled("url", true)
	if u, err := url.Parse(address); ok && (err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https")) {
		x.object.fail("url", "Input should be a valid URL", "url_parsing")
	}
	items, listed := x.object.list("events", true)
	if listed && len(items) == 0 {
		x.object.fail("events", "List should have at least 1 item after validation, not 0", "too_short")
	}
	events := []string{}
	for i, item := range items {
		s, isText := item.(string)
		if !isText || !slices.Contains(hookEvents(), s) {
			x.add(
				"Input should be 'messages.create', 'messages.delivery.delivered', 'messages.delivery.read' or "+
					"'messages.delivery.error'",
				"enum",
				"body",
				"events",
				i,
			)
		}
		if !slices.Contains(events, s) {
			events = append(events, s)
		}
	}
	if err := x.ready(); err != nil {
		return refused(err)
	}
	if one {
		if _, err := x.connection(x.company, connection); err != nil {
			return refused(err)
		}
	}
	w := Webhook{
		ID: x.next.webhook.Take(), Company: x.company, Connection: connection, URL: address, Events: events,
	}
	x.webhooks.Put(w.ID, w)
	return success(w.view())
}

// deleteWebhook unsubscribes. Source: clients (204).
func (x *exchange) deleteWebhook() (fake.Response, error) {
	id := x.pathID(x.Request, "webhook_id")
	if err := x.ready(); err != nil {
		return refused(err)
	}
	if w, ok := x.webhooks.Get(id); !ok || w.Company != x.company {
		return refused(errWebhook)
	}
	x.webhooks.Delete(id)
	return fake.NoContent(), nil
}

type hookChat struct {
	Phone    *string `json:"phone"`
	UserName *string `json:"user_name"`
}

type hookEvent struct {
	Connection int64       `json:"connection_id"`
	Chat       int64       `json:"chat_id"`
	Contact    int64       `json:"contact_id"`
	ChatInfo   hookChat    `json:"chat"`
	Message    messageView `json:"message"`
	Error      *string     `json:"error,omitempty"`
}

type hookPayload struct {
	Type  string    `json:"event_type"`
	Event hookEvent `json:"event"`
}

// tell tells the subscribed URLs about a message. Source: clients (payload; an answer within 3 s).
// Assumed: one attempt.
func (x *exchange) tell(event string, chat *Chat, m *Message) {
	for _, w := range x.webhooks.All() {
		if w.Company != chat.Company || (w.Connection != 0 && w.Connection != chat.Connection) ||
			!slices.Contains(w.Events, event) {
			continue
		}
		x.Call(outbound.Call{
			API: name, Peer: journal.Webhook, Method: http.MethodPost, URL: w.URL, Timeout: 3 * time.Second,
			Header: http.Header{"Content-Type": {"application/json"}},
			Body: fake.Encode(hookPayload{Type: event, Event: hookEvent{
				Connection: chat.Connection, Chat: chat.ID, Contact: chat.Contact,
				ChatInfo: hookChat{Phone: orNull(chat.Phone), UserName: orNull(chat.UserName)},
				Message:  m.view(), Error: orNull(m.Error),
			}}),
			Why:   []journal.Why{{Code: "webhook", Text: fmt.Sprintf("webhook %d is subscribed to %s", w.ID, event)}},
			Judge: judgeHook,
		})
	}
}

// judgeHook reports that a receiver did not take a webhook.
func judgeHook(r outbound.Reply, err error) []journal.Finding {
	actual := strconv.Itoa(r.Status)
	if err != nil {
		actual = err.Error()
	} else if r.Status >= 200 && r.Status < 300 {
		return nil
	}
	return []journal.Finding{
		{Kind: journal.Violation, By: journal.ByService, Code: "webhook_not_taken", Expected: "2xx within 3 seconds",
			Actual: actual, Message: "the receiver of the webhook " +
				"answered " + actual + ", expected 2xx within 3 seconds",
			Provenance: journal.Observed, Source: "clients"},
	}
}

// deliver ends the way of a message: delivered, or lost if its connection does not work any more.
func (x *exchange) deliver(d Delivery, now time.Time) {
	chat, known := x.chats.Get(d.Chat)
	m, ok := x.messages.Get(d.Message)
	if !known || !ok || m.Delivery != "" {
		return
	}
	conn, _ := x.connections.Get(chat.Connection)
	switch {
	case x.paidFor(&conn, now) == overdue:
		x.lose(&chat, m, "Subscription not paid")
	case !x.authorized(&conn):
		x.lose(&chat, m, errNotAuthorized.Why)
	default:
		m.Delivery = "delivered"
		x.messages.Put(m.ID, m)
		x.tell(hookDelivered, &chat, &m)
	}
}

// lose ends the way of a message that does not arrive.
func (x *exchange) lose(chat *Chat, m Message, why string) {
	m.Delivery, m.Error = "error", why
	x.messages.Put(m.ID, m)
	x.tell(hookError, chat, &m)
}

// deliverDue delivers what is due.
func (x *exchange) deliverDue() (fired int) {
	for {
		seq, d, ok := x.due.Next(x.Now())
		if !ok {
			return fired
		}
		x.deliveries.Delete(seq)
		x.deliver(d, d.At)
		fired++
	}
}
