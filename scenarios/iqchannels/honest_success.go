package iqchannels

import (
	"reflect"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// answers are the operations that prove the success of an ability.
type answers struct {
	now  []string // one of them is answered with success during the call
	held []string // or, if the call asks nothing, one was earlier: what a client has been told it may have kept
}

// successes: the vendor's mobile SDKs sign up as an anonymous client if a token was refused, and take up a session that
// they hold; a client that listens may have stored the messages that came.
var successes = map[string]answers{
	"iqchannels.signIn": {
		now: []string{"integrationAuth", "integrationAuthInProject", "integrationRefresh", "clientAuth",
			"anonymousSignup", "signup", "anonymousCreate", "anonymousAuth"},
	},
	"iqchannels.signInAnonymously": {
		now:  []string{"anonymousSignup", "signup", "anonymousCreate", "clientAuth", "anonymousAuth"},
		held: []string{"anonymousSignup", "signup", "anonymousCreate", "anonymousAuth"},
	},
	"iqchannels.send":    {now: []string{"sendMessage"}},
	"iqchannels.history": {now: []string{"listMessages"}, held: []string{"listMessages", "streamEvents"}},
	"iqchannels.listen":  {held: []string{"streamEvents"}},
	"iqchannels.resolveToken": {
		now:  []string{"getClientCard", "postClientCard"},
		held: []string{"getClientCard", "postClientCard"},
	},
}

// honestSuccess: what the client reports to its caller agrees with what the server saw and meant.
func honestSuccess() rule.Rule {
	return rule.Rule{
		ID: "iqchannels.honest-success", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: "iqchannels-readme §Response “Если ответ не успешен, тогда данные содержат ошибку `Error`”, " +
			"§Отправка запросов “всегда возвращает HTTP 200 OK”; iqchannels#L62 “В случае успешного ответа сервер " +
			"возвращает " +
			"статус 200”, iqchannels#L400 “статус не 200”",
		Text: "success is reported to the caller only if the server has answered success",
		Judge: rule.Honest(func(r *rule.Record, call int) (tried, proof []journal.Entry, judged bool) {
			c := &r.Claims[call]
			by, judged := successes[c.Method]
			tried, proof = rule.Answered(c.During(r.Entries), "iqchannels", by.now, succeeded)
			if len(tried) == 0 {
				tried, proof = rule.Answered(earlier(r, call), "iqchannels", by.held, succeeded)
			}
			return tried, proof, judged
		}),
	}
}

// earlier returns the entries from which a client may know what it tells without asking: those before the end of a
// call,
// or, as a card is one of a token, of the calls with the same token.
func earlier(r *rule.Record, call int) []journal.Entry {
	c := &r.Claims[call]
	if c.Method != "iqchannels.resolveToken" {
		return (&rule.Claim{SeqAfter: c.SeqAfter}).During(r.Entries)
	}
	var out []journal.Entry
	for i := range r.Claims[:call] {
		if before := &r.Claims[i]; before.Method == c.Method &&
			reflect.DeepEqual(before.Args["token"], c.Args["token"]) {
			out = append(out, before.During(r.Entries)...)
		}
	}
	return out
}
