package radist

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

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
func listWebhooks(f *Fake, c *call) (any, error) {
	if err := c.ready(f); err != nil {
		return nil, err
	}
	out := webhooksView{Webhooks: []webhookView{}}
	for _, id := range ids(f.state.Webhooks) {
		if w := f.state.Webhooks[id]; w.Company == c.company {
			out.Webhooks = append(out.Webhooks, w.view())
			out.Count++
		}
	}
	return out, nil
}

// createWebhook subscribes a URL. Source: clients. Assumed: without connection_id it hears all connections.
func createWebhook(f *Fake, c *call) (any, error) {
	connection, one := c.object.integer("connection_id", false)
	address, ok := c.object.filled("url", true)
	if u, err := url.Parse(address); ok && (err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https")) {
		c.object.fail("url", "Input should be a valid URL", "url_parsing")
	}
	items, listed := c.object.list("events", true)
	if listed && len(items) == 0 {
		c.object.fail("events", "List should have at least 1 item after validation, not 0", "too_short")
	}
	events := []string{}
	for i, item := range items {
		s, isText := item.(string)
		if !isText || !slices.Contains(hookEvents(), s) {
			c.add("Input should be 'messages.create', 'messages.delivery.delivered', 'messages.delivery.read' or 'messages.delivery.error'",
				"enum", "body", "events", i)
		}
		if !slices.Contains(events, s) {
			events = append(events, s)
		}
	}
	if err := c.ready(f); err != nil {
		return nil, err
	}
	if one {
		if _, err := f.state.connection(c.company, connection); err != nil {
			return nil, err
		}
	}
	w := &Webhook{ID: take(&f.state.Next.Webhook), Company: c.company, Connection: connection, URL: address, Events: events}
	f.state.Webhooks[w.ID] = w
	f.kept(keptWebhooks, w.size(), func() int64 { return f.forgetWebhook(w.ID) })
	return w.view(), nil
}

// deleteWebhook unsubscribes. Source: clients (204).
func deleteWebhook(f *Fake, c *call) (any, error) {
	id := c.pathID(c.Request, "webhook_id")
	if err := c.ready(f); err != nil {
		return nil, err
	}
	if w := f.state.Webhooks[id]; w == nil || w.Company != c.company {
		return nil, errWebhook
	}
	f.meters[keptWebhooks].Add(-f.state.Webhooks[id].size())
	delete(f.state.Webhooks, id)
	return nothing{}, nil
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

// hooks makes the calls that tell the subscribed URLs about a message. Source: clients (payload; an answer within 3 s).
// Assumed: one attempt.
func (f *Fake) hooks(event string, chat *Chat, m *Message) []outbound.Call {
	var calls []outbound.Call
	for _, id := range ids(f.state.Webhooks) {
		w := f.state.Webhooks[id]
		if w.Company != chat.Company || (w.Connection != 0 && w.Connection != chat.Connection) || !slices.Contains(w.Events, event) {
			continue
		}
		calls = append(calls, outbound.Call{
			API: name, Peer: journal.Webhook, Method: http.MethodPost, URL: w.URL, Timeout: 3 * time.Second,
			Header: http.Header{"Content-Type": {"application/json"}},
			Body: encode(hookPayload{Type: event, Event: hookEvent{
				Connection: chat.Connection, Chat: chat.ID, Contact: chat.Contact,
				ChatInfo: hookChat{Phone: orNull(chat.Phone), UserName: orNull(chat.UserName)},
				Message:  m.view(), Error: orNull(m.Error)}}),
			Why:   []journal.Why{{Code: "webhook", Text: fmt.Sprintf("webhook %d is subscribed to %s", w.ID, event)}},
			Judge: judgeHook,
		})
	}
	return calls
}

// judgeHook says when a receiver did not take a webhook.
func judgeHook(r outbound.Reply, err error) []journal.Finding {
	actual := strconv.Itoa(r.Status)
	if err != nil {
		actual = err.Error()
	} else if r.Status >= 200 && r.Status < 300 {
		return nil
	}
	return []journal.Finding{{Kind: journal.Violation, By: journal.ByService, Code: "webhook_not_taken", Expected: "2xx within 3 seconds",
		Actual: actual, Message: "the receiver of the webhook answered " + actual + ", expected 2xx within 3 seconds",
		Provenance: journal.Observed, Source: "clients"}}
}

// deliver ends the way of a message: delivered, or lost where its connection does not work any more.
func (f *Fake) deliver(d Delivery, now time.Time) []outbound.Call {
	chat, m := f.state.Chats[d.Chat], f.message(d.Chat, d.Message)
	if chat == nil || m == nil || m.Delivery != "" {
		return nil
	}
	conn := f.state.Connections[chat.Connection]
	switch {
	case f.paidFor(conn, now) == overdue:
		return f.fail(chat, m, "Subscription not paid")
	case !f.state.authorized(conn):
		return f.fail(chat, m, errNotAuthorized.detail)
	}
	m.Delivery = "delivered"
	return f.hooks(hookDelivered, chat, m)
}

func (f *Fake) fail(chat *Chat, m *Message, why string) []outbound.Call {
	m.Delivery, m.Error = "error", why
	return f.hooks(hookError, chat, m)
}

// NextDue tells when the next message reaches its receiver.
func (f *Fake) NextDue() (time.Time, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.state.Deliveries) == 0 {
		return time.Time{}, false
	}
	return f.state.Deliveries[0].At, true
}

// enqueue keeps the deliveries in the order in which they are due.
func (f *Fake) enqueue(d Delivery) {
	i, _ := slices.BinarySearchFunc(f.state.Deliveries, d, soonest)
	f.state.Deliveries = slices.Insert(f.state.Deliveries, i, d)
	f.w.Clock.Due(d.At)
}

func soonest(a, b Delivery) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Seq, b.Seq)) }

// Fire delivers what is due.
func (f *Fake) Fire(at time.Time) int {
	var effects []outbound.Call
	fired := 0
	f.mu.Lock()
	for len(f.state.Deliveries) > 0 && !f.state.Deliveries[0].At.After(at) {
		due := f.state.Deliveries[0]
		f.state.Deliveries = f.state.Deliveries[1:]
		effects = append(effects, f.deliver(due, due.At)...)
		fired++
	}
	f.mu.Unlock()
	for _, e := range effects {
		f.w.Outbound.Go(e)
	}
	return fired
}

// Pending counts the messages on their way.
func (f *Fake) Pending() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.state.Deliveries)
}
