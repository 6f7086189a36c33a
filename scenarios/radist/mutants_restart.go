package radist

import "sparring/scenarios/reference"

// restartMutants get wrong what outlives the client.
func restartMutants() []patch {
	return []patch{{
		Name: "radist-goes-on-with-an-old-login",
		Doc:  "A login goes on with the session of the process before, even if that has expired",
		Apply: func(p *policies) {
			p.sessions = 1
			p.began = func(s *reference.Store, l *loginSession) {
				if before := ""; s.Get("radist login", &before) {
					l.id = before
				} else {
					s.Put("radist login", l.id)
				}
			}
		},
		Trips: reference.Trips("client.success", "a login that expired before the client was started again*"),
	}}
}
