package fault

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"sparring/mock/message"
	"sparring/mock/param"
)

// Redirect sends the client elsewhere.
type Redirect struct {
	// Status is 301, 302, 303, 307 or 308.
	Status int `json:"status"`
	// Location is a URL, absolute or relative to the request's; empty: another host, which the server plays.
	Location string `json:"location"`
}

func (r *Redirect) describe() KindInfo {
	return KindInfo{
		Kind: "redirect", Doc: "sends the client elsewhere; the request is not handled",
		Parameters: param.List{
			{
				Name: "status", Type: param.Integer, Default: http.StatusTemporaryRedirect, To: &r.Status,
				Doc: "301, 302, 303, 307 or 308",
			},
			{
				Name: "location", Type: param.String, To: &r.Location,
				Doc: "absolute, or relative to the request's URL; without it, another host: a port of this server " +
					"that is no API, and notes in the world's journal what is sent there",
			},
		},
	}
}

func (r *Redirect) check() *Refusal {
	if !slices.Contains([]int{301, 302, 303, 307, 308}, r.Status) {
		return &Refusal{
			Field: field("fault", "status"), Reason: "expected a status that redirects, got " + strconv.Itoa(r.Status),
			Known: []string{"301", "302", "303", "307", "308"},
		}
	}
	if _, err := url.Parse(r.Location); err != nil || !plainText(r.Location) {
		return &Refusal{
			Field: field("fault", "location"), Reason: "expected a URL, absolute or relative, got " + show(r.Location),
		}
	}
	return nil
}

// Detail is the status and the place.
func (r *Redirect) Detail() string {
	return strconv.Itoa(r.Status) + " to " + cmp.Or(r.Location, "another host")
}

// Elsewhere reports whether the client is sent to another host that the server plays.
func (r *Redirect) Elsewhere() bool { return r.Location == "" }

// Answer returns the response. The server adds the address of another host.
func (r *Redirect) Answer() (response message.Response, bare bool) {
	return message.Response{Status: r.Status, Header: http.Header{"Location": {r.Location}}}, false
}
