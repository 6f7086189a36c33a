package fault

import (
	"net/http"
	"net/url"
	"slices"
	"sparring/mock/message"
	"strconv"

	"sparring/mock/param"
)

// redirectAction sends the client elsewhere.
type redirectAction struct {
	plain
	status   int
	location string
}

func redirectKind() kind {
	return kind{
		KindInfo: KindInfo{
			Kind: "redirect", Doc: "sends the client elsewhere; the request is not handled",
			Parameters: param.List{
				{Name: "status", Type: param.Integer, Default: http.StatusTemporaryRedirect, Doc: "301, 302, 303, 307 or 308"},
				{Name: "location", Type: param.String, Empty: true, Required: true, Doc: "absolute, or relative to the request's URL"},
			},
		},
		stage: Instead,
		build: func(p params) (action, *Refusal) {
			a := redirectAction{status: int(p.Int("status")), location: p.Text("location")}
			if !slices.Contains([]int{301, 302, 303, 307, 308}, a.status) {
				return nil, &Refusal{
					Field: field("fault", "status"), Reason: "expected a status that redirects, got " + strconv.Itoa(a.status),
					Known: []string{"301", "302", "303", "307", "308"},
				}
			}
			if _, err := url.Parse(a.location); err != nil || a.location == "" || !plainText(a.location) {
				return nil, &Refusal{Field: field("fault", "location"), Reason: "expected a URL, absolute or relative, got " + show(a.location)}
			}
			return a, nil
		},
	}
}

func (a redirectAction) detail() string { return strconv.Itoa(a.status) + " to " + a.location }

func (a redirectAction) answer(*Firing) (reply message.Response, bare bool) {
	return message.Response{Status: a.status, Header: header("Location", a.location)}, false
}
