package timconnect

import (
	"net/http"
	"strings"

	"sparring/scenarios/reference"
)

// twoMutants mix up two messages, kittens or keys, or keep what has changed since.
func twoMutants() []patch {
	return []patch{
		{
			Name:  "timconnect-marks-the-last-message",
			Doc:   "Messages that are marked at the same time are all the last",
			Apply: func(p *policies) { p.OneArgument("timconnect.setHashtag", "id") },
			Trips: reference.Trips("world.fact", "two messages are marked at the same time"),
		},
		{
			Name:  "timconnect-mixes-kittens",
			Doc:   "Kittens that are read at the same time are told as the last of them",
			Apply: func(p *policies) { p.OneResult("timconnect.getKitten") },
			Trips: reference.Trips("fidelity.apart", "two kittens are read at the same time"),
		},
		{
			Name: "timconnect-has-one-key", Doc: "The key of the first call is used for every other",
			Apply: func(p *policies) { p.OneAccount() },
			Trips: reference.Trips("client.all-succeed", "a new key takes the place of the one before"),
		},
		{
			Name: "timconnect-remembers-kittens", Doc: "Kittens that were read are not read again",
			Apply: func(p *policies) {
				p.Cached(func(r *http.Request) bool { return strings.Contains(r.URL.Path, "/api/kittens") })
			},
			Trips: reference.Trips("client.value", "a kitten that was *"),
		},
	}
}
