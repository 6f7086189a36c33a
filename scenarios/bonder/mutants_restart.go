package bonder

import (
	"context"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// restartMutants get wrong what outlives the client.
func restartMutants() []patch {
	return []patch{
		{
			Name: "bonder-keeps-its-first-token", Doc: "The token that is kept for the next start is never replaced",
			Apply: func(p *policies) {
				p.keep = func(s *reference.Store, a *account) {
					if first := ""; !s.Get(a.kept, &first) {
						keepToken(s, a)
					}
				}
			},
			Trips: reference.Trips("bonder.fresh-token", "a token that was replaced is not used after*"),
		},
		{
			Name: "bonder-never-renews-its-kept-token", Doc: "A token from before the start is not renewed",
			Apply: func(p *policies) {
				renew := p.renew
				p.renew = func(
					c *client, ctx context.Context, call driver.Params, a *account, refused string,
				) *driver.Result {
					if a.before != "" && refused == a.before {
						return c.refuse("INVALID_CREDENTIALS_ERROR")
					}
					return renew(c, ctx, call, a, refused)
				}
			},
			Trips: reference.Trips("client.success", "a token that ended before the client was started again*"),
		},
	}
}
