package radist

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// liberties are what clients of Radist.Online may do otherwise than the reference client.
func liberties() []patch {
	return []patch{
		{
			Name: "radist-liberal",
			Doc: "Phones go without their plus (R-39), pages have 50 items (R-15), sessions are polled half as " +
				"often (radist#L20 “например”), a wrong answer or an expired session is left to the caller " +
				"(radist#L13-L36 say nothing of either), nothing is sent again, ids are told as texts, " +
				"parameters are not told",
			Apply: func(p *policies) {
				p.SentBody(dropThePlus)
				p.Sent(askForFifty)
				due := p.pollEvery
				p.pollEvery = func(wish time.Duration) time.Duration { return 2 * due(wish) }
				p.refusedAnswer = stopAsking
				p.sessions, p.lostPolls = 1, 0
				p.NeverRepeat()
				p.Told(tellTexts)
			},
		},
		{
			Name: "radist-reads-the-first-page",
			Doc:  "A list is not read beyond its first page (R-15: that it has pages is derived)",
			Apply: func(p *policies) {
				p.pages = false
			},
		},
	}
}

func dropThePlus(_ *http.Request, body map[string]any) {
	if phone, ok := body["phone"].(string); ok {
		body["phone"] = strings.TrimPrefix(phone, "+")
	}
}

func askForFifty(r *http.Request) {
	if r.Method == http.MethodGet && reference.PathEnds(r, "/connections/") {
		q := r.URL.Query()
		q.Set("limit", "50")
		r.URL.RawQuery = q.Encode()
	}
}

// tellTexts tells ids as texts, and leaves out what a client may leave out.
func tellTexts(c driver.Call, r *driver.Result) {
	if id, ok := r.Values["connection_id"].(json.Number); ok {
		r.Values["connection_id"] = id.String()
	}
	if c.Method == "radist.connection" {
		delete(r.Values, "params")
	}
}
