package iqchannels

import (
	"slices"

	"sparring/mock/fake"
)

// setLanguage keeps the client's language. Assumed: only the languages that listLanguages names.
// Source: iqchannels-kotlin, iqchannels-swift.
func (x *exchange) setLanguage() (fake.Response, error) {
	var in struct{ Code string }
	if err := x.decode(&in, true); err != nil {
		return refused(err)
	}
	_, client, err := x.authorized()
	if err != nil {
		return refused(err)
	}
	if !slices.Contains(languageCodes(), in.Code) {
		return refused(x.failed(errInvalid, "language_unknown",
			"the channel has no language "+shorten([]byte(in.Code))))
	}
	client.Language = in.Code
	x.clients.Put(client.ID, client)
	return result(nil, relsJSON{})
}

// pushToken keeps a device's token for pushes. Source: iqchannels-kotlin, iqchannels-swift, iqchannels-widget.
func pushToken(kind string) func(*exchange) (fake.Response, error) {
	return func(x *exchange) (fake.Response, error) {
		var in struct{ Token, Type string }
		if err := x.decode(&in, true); err != nil {
			return refused(err)
		}
		_, client, err := x.authorized()
		if err != nil {
			return refused(err)
		}
		channel, err := x.openChannel(x.Vars["channel"])
		if err != nil {
			return refused(err)
		}
		if in.Token == "" {
			return refused(x.failed(errInvalid, "token_empty", "the call has no push token"))
		}
		t := PushToken{Kind: kind, Channel: channel.Name, Token: in.Token}
		client.PushTokens = slices.Clone(client.PushTokens)
		if i := slices.IndexFunc(client.PushTokens, func(old PushToken) bool {
			return old.Kind == t.Kind && old.Channel == t.Channel
		}); i >= 0 {
			client.PushTokens[i] = t
		} else {
			client.PushTokens = append(client.PushTokens, t)
		}
		if err := refusedIfFull(x, x.clients, client.ID, client); err != nil {
			return refused(err)
		}
		x.clients.Put(client.ID, client)
		return result(nil, relsJSON{})
	}
}
