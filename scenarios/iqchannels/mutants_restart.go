package iqchannels

import (
	"context"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// restartMutants get wrong what outlives the client.
func restartMutants() []patch {
	return []patch{
		{
			Name: "iqchannels-forgets-guests", Doc: "The session of an anonymous client ends with the process",
			Apply: func(p *policies) {
				p.keep = func(s *reference.Store, a *account) {
					if !a.anonymous {
						keepSession(s, a)
					}
				}
			},
			Trips: reference.Trips("iqchannels.clients", "an anonymous client that is started again is the*"),
		},
		{
			Name: "iqchannels-keeps-its-first-session",
			Doc:  "The session that is kept for the next start is never replaced",
			Apply: func(p *policies) {
				p.keep = func(s *reference.Store, a *account) {
					if first := ""; !s.Get(a.kept, &first) {
						keepSession(s, a)
					}
				}
			},
			Trips: reference.Trips("iqchannels.fresh-session", "a session that was replaced is not used after*"),
		},
		{
			Name: "iqchannels-never-renews-its-kept-session", Doc: "A session from before the start is not renewed",
			Apply: func(p *policies) {
				renew := p.renew
				p.renew = func(
					c *client, ctx context.Context, call driver.Params, a *account, refused string,
				) (string, *driver.Result) {
					if a.before != "" && refused == a.before {
						return "", c.refuse(&envelope{code: "unauthorized", text: "the session has ended"})
					}
					return renew(c, ctx, call, a, refused)
				}
			},
			Trips: reference.Trips("client.all-succeed", "a message is sent although the session was reset before*"),
		},
	}
}
