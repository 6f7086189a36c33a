// Package radist is the fake of Radist.Online's public API v2 around connections: login sessions by QR, code and
// password, connections to messengers and other services, and the companies, chats, messages, contacts and webhooks
// that
// clients call around them.
//
// API describes it to the server; a world makes its Fake through API().New. It is not a messenger: what happens on the
// phone, at the provider or at the vendor's support is an event (events.go) or a button of a page (page.go).
//
// Source: radist ("Подключения"). Where that page is silent the reading is marked Assumed, and where
// several readings make sense it is a switch (switches.go).
package radist
