package timconnect

import (
	"fmt"
	"strings"
	"testing"

	"sparring/mock/limit/limittest"
	"sparring/mock/mocktest/outside"
)

// TestBounds drives every store to its bound.
func TestBounds(t *testing.T) {
	outside.Long(t)
	meter := func(b *bench, name string) func() int64 { return b.Ledger.Find(Name, name).Used }
	phone := func(i int) string { return fmt.Sprintf("79%09d", i) }
	long := strings.Repeat("x", 20_000)

	devices, codes, calls := newBench(t), newBench(t), registeredBench(t)
	calls.registerVoip()
	messages, keys, kittens := registeredBench(t), newBench(t), newBench(t)
	empty := func(b *bench) func() {
		return func() {
			b.emptyOutbox()
		}
	}
	limittest.Drive(t, bounds(), map[string]limittest.Store{
		keptDevices: {Used: meter(devices, keptDevices), Clear: empty(devices), Put: func(i int) {
			body := fmt.Sprintf(`{"phone_number":%q,"device":{"token":%q}}`, phone(i), long)
			devices.do("registerPhone", body).ok()
			devices.do("confirmPhone", fmt.Sprintf(`{"phone_number":%q,"code":%q}`, phone(i),
				devices.codeOf(phone(i)))).ok()
		}},
		keptCodes: {Used: meter(codes, keptCodes), Clear: empty(codes), Put: func(i int) {
			codes.do("registerPhone", fmt.Sprintf(`{"phone_number":%q,"device":{"token":%q}}`, phone(i), long)).ok()
		}},
		keptMessages: {Used: meter(messages, keptMessages), Clear: empty(messages),
			Put: func(int) { messages.message(phone(0), long) }},
		keptCalls: {Used: meter(calls, keptCalls), Clear: empty(calls),
			Put: func(int) { calls.do("startCall", `{"number":"74953693038"}`).ok() }},
		keptKeys: {Used: meter(keys, keptKeys), Clear: empty(keys), Put: func(i int) {
			_, _ = keys.Raise("key.issued", fmt.Sprintf(`{"key":"%s%d"}`, long[:2000], i)) // refused beyond the bound
		}},
		keptKittens: {Used: meter(kittens, keptKittens), Clear: empty(kittens), Put: func(i int) {
			_, _ = kittens.Raise("kitten.put", fmt.Sprintf(
				`{"kitten":{"id":%d,"name":%q,"breed":"b","fluffiness":1,"cuteness":1}}`, i+10, long[:2000]))
		}},
	})
}

// TestForgottenSaysSo checks that what a bound took away is named in the why of a request that asks for it.
func TestForgottenSaysSo(t *testing.T) {
	b := registeredBench(t)
	first := b.message(phone, "first")
	long := strings.Repeat("x", 100_000)
	for range bounds()[2].Limit/100_000 + 1 {
		b.message(phone, long)
	}
	b.on("getMessage", first,
		"").Is(`{"result":"fail","message":"Message matching query does not exist."}`).Because("bound_missing")
	b.Advance(1 << 40) // the forgotten one sends no SMS
	if b.Ledger.Find(Name, keptMessages).Used() > bounds()[2].Limit {
		t.Fatal("more is kept than the bound says")
	}
}
