package rule

import (
	"fmt"

	"sparring/mock/journal"
)

// Honest judges that the client reports success only if the server has. prove returns the requests of a call (by its
// index in the record) and those that prove its success; judged is false for an ability that is not judged.
func Honest(prove func(r *Record, call int) (tried, proof []journal.Entry, judged bool)) func(*Record) Finding {
	return func(r *Record) Finding {
		seen := Finding{}
		for i := range r.Claims {
			c := &r.Claims[i]
			if !c.OK {
				continue
			}
			tried, proof, judged := prove(r, i)
			if !judged {
				continue
			}
			if len(proof) == 0 {
				return Broken(tried, "expected a failure, or a request that the server answered with success; "+
					"the client reported success of %s after %s, without a response that proves it",
					c.Method, requests(len(tried)))
			}
			seen = Kept(proof[len(proof)-1])
		}
		return seen
	}
}

func requests(n int) string {
	if n == 1 {
		return "1 request"
	}
	return fmt.Sprintf("%d requests", n)
}

// Answered returns the requests of some operations of an API, and those of them that succeeded as the client knows: by
// a response, or by a look afterwards if the response was lost.
func Answered(
	entries []journal.Entry,
	api string,
	operations []string,
	succeeded func(journal.Entry) bool,
) (tried, done []journal.Entry) {
	for _, operation := range operations {
		for _, e := range Of(entries, api+"."+operation) {
			tried = append(tried, e)
			if succeeded(e) && Proven(entries, e) {
				done = append(done, e)
			}
		}
	}
	return tried, done
}
