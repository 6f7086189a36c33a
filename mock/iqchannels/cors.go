package iqchannels

import (
	"fmt"
	"net/http"
	"strings"

	"sparring/mock/journal"
	"sparring/mock/message"
	"sparring/mock/world"
)

// The headers of the wiki's sample; X-Client-Authorization is what the widget sends. Order as sent.
const allowHeaders = "Accept, Accept-Language, Authorization, Cache-Control, Content-Language, Content-Type, Cookie, " +
	"Last-Event-ID, Origin, User-Agent, X-Client-Authorization, X-Requested-With"

// cors adds the CORS headers of the chat server: the widget may stand on another origin and sends credentials, so the
// origin is named and not "*". Source: iqchannels-wiki §Public API (Access-Control-Allow-Credentials, -Headers).
func cors(r *world.Request, a *world.Answer) {
	if a.Header == nil {
		a.Header = http.Header{}
	}
	a.Header.Set("Access-Control-Allow-Credentials", "true")
	a.Header.Set("Access-Control-Allow-Headers", allowHeaders)
	if origin := r.Header.Get("Origin"); origin != "" {
		a.Header.Set("Access-Control-Allow-Origin", origin)
		a.Header.Add("Vary", "Origin")
	}
}

// Miss answers what no operation fits: a CORS preflight at the chat server, a wrong method, an unknown path. Each
// server
// answers in its own dialect.
// Assumed: an unknown path is 404 with the envelope and not_found; a known path with another method is 405 with Allow.
func (f *Fake) Miss(r *world.Request, m world.Miss) world.Answer {
	service := strings.HasPrefix(r.Path, "/rest/") // asked by a server: its answers have no CORS
	switch {
	case r.Method == http.MethodOptions && len(m.Allow) > 0 && !service:
		return preflight(r, m)
	case len(m.Allow) > 0:
		a := methodRefused(m.Allow, service)
		a.Why = []journal.Why{
			{Code: "method", Text: r.Method + " is not taken here, but " + strings.Join(m.Allow, ", ")},
		}
		if !service {
			cors(r, &a)
		}
		return a
	case service:
		return f.missCard(r)
	}
	a := world.JSON(http.StatusNotFound, failureBody(errNotFound, ""))
	a.Why = []journal.Why{{Code: "path_unknown", Text: "no operation has the path " + shorten([]byte(r.Path))}}
	cors(r, &a)
	return a
}

// methodRefused is a 405 in the dialect of the auth service or of the chat server.
func methodRefused(allow []string, service bool) world.Answer {
	e := vendorError{"bad_request", "Метод не поддерживается", http.StatusMethodNotAllowed}
	a := world.JSON(e.Status, failureBody(e, ""))
	if service {
		a = world.JSON(e.Status, encode(authFailure{"405", "Method not allowed"}))
	}
	a.Header.Set("Allow", strings.Join(allow, ", "))
	return a
}

// missCard answers a path of the auth service that no operation has: most often a token whose slashes were sent as they
// are. Assumed: the token is one segment of the path, so what has several is no token that is known. Q-13.
func (f *Fake) missCard(r *world.Request) world.Answer {
	rest, under := strings.CutPrefix(r.Path, cardBase+"/")
	if !under || rest == "" || r.Method != http.MethodGet && r.Method != http.MethodHead {
		a := world.JSON(http.StatusNotFound, encode(authFailure{"404", "Not found"}))
		a.Why = []journal.Why{
			{
				Code: "path_unknown",
				Text: "the auth service answers GET " + cardBase + "/{token} and POST " + cardBase + "/",
			},
		}
		return a
	}
	a := fail(opGetCard, refuse(f.unknownToken(), "token_not_encoded",
		"the token takes several segments of the path: send it as one, with each slash of the token as %2F"))
	a.Operation = opGetCard
	a.Findings = []journal.Finding{{
		Kind: journal.Violation, By: journal.ByClient, Code: "token_not_encoded", Pointer: "path/token",
		Expected: "one segment, percent-encoded", Actual: fmt.Sprintf("%d segments", strings.Count(rest, "/")+1),
		Message:    "a slash that belongs to the token is read as the path's; send it as %2F",
		Provenance: journal.Derived, Source: "Q-13",
	}}
	return a
}

// preflight answers OPTIONS. The chain says in the journal that a browser asked.
func preflight(r *world.Request, m world.Miss) world.Answer {
	a := world.Answer{Response: message.Response{Status: http.StatusNoContent, Header: http.Header{}}}
	cors(r, &a)
	a.Header.Set("Access-Control-Allow-Methods", strings.Join(append([]string{http.MethodOptions}, m.Allow...), ", "))
	a.Header.Set("Access-Control-Max-Age", "600")
	return a
}
