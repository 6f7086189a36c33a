package radist

import (
	"fmt"
	"time"
)

func subscriptionID(company int64, kind string) string { return fmt.Sprintf("%d/%s", company, kind) }

// pay puts the subscription of a type, in every company, into or out of payment.
// Source: radist, "Чтобы подключение работало, оно должно быть в оплаченной подписке"; subscriptions are
// kept per type by the vendor's page on them.
func (x *exchange) pay(kind string, paidNow bool) {
	now := x.Now()
	for company := range x.companies.All() {
		id := subscriptionID(company, kind)
		s, ok := x.subscriptions.Get(id)
		if !ok {
			s = Subscription{Company: company, Type: kind, TestUntil: now}
		}
		s.Paid = paidNow
		if !paidNow && s.TestUntil.After(now) {
			s.TestUntil = now
		}
		x.subscriptions.Put(id, s)
	}
}

// subscribed is the state of a subscription.
func (x *exchange) subscribed(id string, now time.Time) string {
	s, ok := x.subscriptions.Get(id)
	if !ok {
		return overdue
	}
	return s.status(now)
}

// works refuses the working calls of a connection that is not paid for. Assumed: 402.
func (x *exchange) works(conn *Connection) error {
	if s := x.paidFor(conn, x.Now()); s == overdue {
		x.because("subscription", "the subscription of %s is %s", conn.Type, s)
		return errNotPaid
	}
	return nil
}
