package radist

import (
	"fmt"
	"strings"
	"testing"

	"sparring/mock/limit/limittest"
	"sparring/mock/mocktest/outside"
	"sparring/mock/outbound"
)

// TestBounds drives every store to its bound.
func TestBounds(t *testing.T) {
	outside.Long(t)
	long := strings.Repeat("x", 20_000)
	stores := map[string]limittest.Store{}
	store := func(name string, prepare func(b *bench), put func(b *bench, i int)) {
		b := newBench(t)
		if prepare != nil {
			prepare(b)
		}
		stores[name] = limittest.Store{
			Used: b.w.Ledger.Find("radist", name).Used,
			Put:  func(i int) { put(b, i) },
			Clear: func() {
				b.w.Journal.Clear()
				b.w.Outbound = outbound.New(
					b.w.Context(),
					b.w.Clock,
					b.w.Journal,
					outbound.NewClient(nil),
				) // an empty outbox
			},
		}
	}
	var connection int64
	connected := func(b *bench) { connection = b.whatsapp() }
	store(
		keptSessions,
		nil,
		func(b *bench, _ int) { b.telegramSession(fields{"auth_type": "code", "phone": "79990000001"}) },
	)
	store(keptConnections, nil, func(b *bench, _ int) {
		b.post(v2+"/connections/", fields{"type": "whatsapp", "name": long}).ok()
	})
	store(keptContacts, nil, func(b *bench, i int) {
		b.post(v2+"/contacts/", fields{"name": long + fmt.Sprint(i)}).ok()
	})
	store(keptChats, connected, func(b *bench, i int) {
		b.event("customer.message", fields{"from": long + fmt.Sprint(i), "text": "x"})
	})
	store(keptMessages, func(b *bench) { connected(b); b.chat(connection, "79990000002") }, func(b *bench, _ int) {
		b.event("customer.message", fields{"from": "79990000002", "text": long, "connection": connection})
	})
	store(keptWebhooks, nil, func(b *bench, i int) {
		b.post(v2+"/webhooks/", fields{"url": fmt.Sprintf("http://127.0.0."+
			"1:1/%s/%d", long, i), "events": []string{hookError}}).
			ok()
	})
	store(keptKeys, nil, func(b *bench, i int) {
		_, _ = b.raise("provider.key_rejected", fields{"key": long[:2000] + fmt.Sprint(i)}) // refused beyond the bound
	})
	store(keptInvoices, func(b *bench) {
		b.event("connection.put", fields{"type": "tinkoff", "params": fields{"a": 1}})
	}, func(b *bench, i int) { b.event("invoice.issued", fields{"amount": long + fmt.Sprint(i)}) })
	limittest.Drive(t, bounds(), stores)
}

// TestForgottenSaysSo checks that what a bound took away is named in the why of a request that asks for it.
func TestForgottenSaysSo(t *testing.T) {
	b := newBench(t)
	first := b.whatsapp()
	name := strings.Repeat("x", 100_000)
	for range bounds()[1].Limit/100_000 + 1 {
		b.post(v2+"/connections/", fields{"type": "whatsapp", "name": name}).ok()
	}
	r := b.get(fmt.Sprintf("%s/connections/%d", v2, first)).fails(errConnection)
	if last := r.Why[len(r.Why)-1]; last.Code != "bound_missing" {
		t.Errorf("why %v", r.Why)
	}
}
