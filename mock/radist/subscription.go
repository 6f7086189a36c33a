package radist

import (
	"fmt"
	"time"
)

func subscriptionID(company int64, kind string) string { return fmt.Sprintf("%d/%s", company, kind) }

// pay puts the subscription of a type, in every company, into or out of payment.
// Source: radist, "Чтобы подключение работало, оно должно быть в оплаченной подписке"; subscriptions are
// kept per type by the vendor's page on them.
func (f *Fake) pay(kind string, paidNow bool, now time.Time) {
	for _, company := range f.state.Companies {
		id := subscriptionID(company.ID, kind)
		s := f.state.Subscriptions[id]
		if s == nil {
			s = &Subscription{Company: company.ID, Type: kind, TestUntil: now}
			f.state.Subscriptions[id] = s
		}
		s.Paid = paidNow
		if !paidNow && s.TestUntil.After(now) {
			s.TestUntil = now
		}
	}
}

// works refuses the working calls of a connection that is not paid for. Assumed: 402.
func (f *Fake) works(c *call, conn *Connection) error {
	if s := f.paidFor(conn, c.now); s == overdue {
		c.because("subscription", "the subscription of %s is %s", conn.Type, s)
		return errNotPaid
	}
	return nil
}
