package iqchannels

import (
	"sparring/mock/limit"
	"sparring/mock/world"
)

// setLanguage keeps the client's language. Assumed: only the languages that listLanguages names.
// Source: iqchannels-kotlin, iqchannels-swift.
func setLanguage(f *Fake, r *world.Request) (world.Answer, error) {
	var in struct{ Code string }
	if err := decode(r, &in, true); err != nil {
		return world.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	_, client, err := f.authorized(r, f.w.Now())
	if err != nil {
		return world.Answer{}, err
	}
	for _, l := range languages {
		if l.Code == in.Code {
			client.Language = in.Code
			return result(nil, relsJSON{}), nil
		}
	}
	return world.Answer{}, refuse(
		errInvalid,
		"language_unknown",
		"the channel has no language "+shorten([]byte(in.Code)),
	)
}

// pushToken keeps a device's token for pushes. Source: iqchannels-kotlin, iqchannels-swift, iqchannels-widget.
func pushToken(kind string) handler {
	return func(f *Fake, r *world.Request) (world.Answer, error) {
		var in struct{ Token, Type string }
		if err := decode(r, &in, true); err != nil {
			return world.Answer{}, err
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		_, client, err := f.authorized(r, f.w.Now())
		if err != nil {
			return world.Answer{}, err
		}
		channel, err := f.openChannel(r.Vars["channel"])
		if err != nil {
			return world.Answer{}, err
		}
		if in.Token == "" {
			return world.Answer{}, refuse(errInvalid, "token_empty", "the call has no push token")
		}
		t := PushToken{Kind: kind, Channel: channel.Name, Token: in.Token}
		if err := room(f.meters.clients, limit.Size(t)); err != nil {
			return world.Answer{}, err
		}
		defer func() { change(f.meters.clients, &client.size, client.weight()) }()
		for i, old := range client.PushTokens {
			if old.Kind == t.Kind && old.Channel == t.Channel {
				client.PushTokens[i] = t
				return result(nil, relsJSON{}), nil
			}
		}
		client.PushTokens = append(client.PushTokens, t)
		return result(nil, relsJSON{}), nil
	}
}
