package iqchannels

import (
	"fmt"
	"net/http"
	"strings"

	"sparring/mock/fake"
	"sparring/mock/journal"
	"sparring/mock/world"
)

// The headers of the wiki's sample; X-Client-Authorization is what the widget sends. Order as sent.
const allowHeaders = "Accept, Accept-Language, Authorization, Cache-Control, Content-Language, Content-Type, Cookie, " +
	"Last-Event-ID, Origin, User-Agent, X-Client-Authorization, X-Requested-With"

// finish adds the CORS headers of the chat server: the widget may stand on another origin and sends credentials, so the
// origin is named and not "*". The auth service is asked by a server, and has none.
// Source: iqchannels-wiki §Public API (Access-Control-Allow-Credentials, -Headers).
func (x *exchange) finish(r fake.Response) fake.Response {
	if x.service() {
		return r
	}
	r.SetHeader("Access-Control-Allow-Credentials", "true")
	r.SetHeader("Access-Control-Allow-Headers", allowHeaders)
	if origin := x.Header.Get("Origin"); origin != "" {
		r.SetHeader("Access-Control-Allow-Origin", origin)
		r.AddHeader("Vary", "Origin")
	}
	return r
}

// miss answers what no operation fits: a CORS preflight at the chat server, a wrong method, an unknown path. Each
// server answers in its own dialect.
// Assumed: an unknown path is 404 with the envelope and not_found; a known path with another method is 405 with Allow.
func (x *exchange) miss(m world.Miss) (fake.Response, error) {
	switch {
	case x.Method == http.MethodOptions && len(m.Allow) > 0 && !x.service():
		return preflight(m.Allow), nil
	case len(m.Allow) > 0:
		x.Because("method", x.Method+" is not taken here, but "+strings.Join(m.Allow, ", "))
		return methodRefused(m.Allow, x.service()), nil
	case x.service():
		return x.missCard()
	}
	return refused(x.failed(withStatus(errNotFound, http.StatusNotFound), "path_unknown",
		"no operation has the path "+shorten([]byte(x.Path))))
}

// methodRefused is a 405 in the dialect of the auth service or of the chat server.
func methodRefused(allow []string, service bool) fake.Response {
	r := fake.Encoded(errMethod.Status, failureBody(errMethod))
	if service {
		r = fake.Encoded(errMethod.Status, encode(authFailure{"405", "Method not allowed"}))
	}
	r.SetHeader("Allow", strings.Join(allow, ", "))
	return r
}

// missCard answers a path of the auth service that no operation has: most often a token whose slashes were sent as they
// are. Assumed: the token is one segment of the path, so what has several is no token that is known. Q-13.
func (x *exchange) missCard() (fake.Response, error) {
	rest, under := strings.CutPrefix(x.Path, cardBase+"/")
	if !under || rest == "" || x.Method != http.MethodGet && x.Method != http.MethodHead {
		x.Because("path_unknown", "the auth service answers GET "+cardBase+"/{token} and POST "+cardBase+"/")
		return fake.Encoded(http.StatusNotFound, encode(authFailure{"404", "Not found"})), nil
	}
	x.Because("token_not_encoded",
		"the token takes several segments of the path: send it as one, with each slash of the token as %2F")
	x.Finding(fake.Violation("token_not_encoded", "path/token", "one segment, percent-encoded",
		fmt.Sprintf("%d segments", strings.Count(rest, "/")+1),
		"a slash that belongs to the token is read as the path's; send it as %2F", journal.Derived, "Q-13"))
	r := authRefused(x.unknownToken())
	r.Operation = opGetCard
	return r, nil
}

// preflight answers OPTIONS. The chain says in the journal that a browser asked.
func preflight(allow []string) fake.Response {
	r := fake.NoContent()
	r.Header = http.Header{
		"Access-Control-Allow-Methods": {strings.Join(append([]string{http.MethodOptions}, allow...), ", ")},
		"Access-Control-Max-Age":       {"600"},
	}
	return r
}
