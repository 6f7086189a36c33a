package mock

import (
	"slices"
	"strings"

	"sparring/mock/limit"
	"sparring/mock/world"
	"sparring/spec"
)

// Explanation explains a code that the journal shows: one under why, one of a finding, or an error code of the vendor.
type Explanation struct {
	API     string `json:"api"` // empty: of every API
	Code    string `json:"code"`
	Doc     string `json:"doc"`
	Vendor  bool   `json:"vendor"`            // the vendor's error code
	Finding bool   `json:"finding,omitempty"` // the code of a finding
	Advice  string `json:"advice,omitempty"`  // of a vendor's error code: what the client does about it
}

// Why returns the explanations of all codes: first those of every API, then those of each, its error codes last.
func Why() []Explanation {
	var out []Explanation
	add := func(api string, finding bool, reasons []world.Reason) {
		for _, r := range reasons {
			out = append(out, Explanation{API: api, Code: r[0], Doc: r[1], Finding: finding})
		}
	}
	add("", false, chainReasons())
	add("", true, chainFindings())
	for _, a := range fakes() {
		add(a.Name, false, a.Reasons)
		add(a.Name, true, a.Findings)
		for _, e := range spec.Errors(a.Name) {
			out = append(out, Explanation{API: a.Name, Code: e.Code, Doc: e.Meaning, Advice: e.Advice, Vendor: true})
		}
	}
	return out
}

// chainReasons explains what the chain around the fakes puts under why, in order of the codes.
func chainReasons() []world.Reason {
	reasons := []world.Reason{
		{"body_incomplete", "The client left, or took too long, before its request had come whole."},
		{"body_too_large", "The body of the request is larger than this server reads."},
		{"busy", "Too many large bodies were being read at a time; the request was not handled."},
		{"cors_preflight",
			"A browser asks whether a page may send the request that follows: no request of the client's own."},
		{"doubled_slash", "The path has a doubled slash: look at how base URL and path are joined."},
		{"elsewhere",
			"A redirect led the client to another host, which the server plays: the entry is what it sent there."},
		{"fault_ends_stream", "The fault shapes finished responses, so the stream gave what it had and ended."},
		{"fault_expire_idle", "The fault expire found no credential to end: the request carried none that lives."},
		{"foreign_host", "A page's button was pressed under a host name that is not this server's; see --public-url."},
		{"foreign_origin", "A page of another origin pressed the button of a page of this server."},
		{"hold_gone", "The client left while a fault rule held its request, which was not handled."},
		{"hold_released", "A fault rule held the request until it was released; then it was handled."},
		{"hold_timed_out", "A fault rule held the request until the rule's timeout passed; then it was handled."},
		{"http_version_not_supported", "The client began to speak HTTP/2 without asking; this server speaks HTTP/1.1."},
		{"method_not_allowed", "The path takes other methods: the header Allow of the response names them."},
		{"misdirected",
			"The request names another server in full, as clients do to a proxy: configure its address as the base " +
				"URL."},
		{"not_a_proxy", "The client took this server for a proxy: configure its address as the base URL instead."},
		{"path_unknown", "No operation has this path: look at how base URL and path are joined."},
		{"server_ended", "The server ended before the exchange was complete; what it had changed is kept."},
		{"trailing_slash",
			"The path ends in a slash that no path of the API has: look at how base URL and path are joined."},
		{"unknown_api", "The first segment of the path names no API, so the request reached no world."},
		{"unknown_host",
			"The host is below localhost and is not API.WORLD.localhost, so the request reached no world."},
		{"upstream", "The request was passed on to a real server, which the text names; the response is its own."},
		{"upstream_malformed", "The real server's response broke off, or is no HTTP: the client got 502."},
		{"upstream_redirect",
			"The real server redirects the client; it is not followed, and the text has the address."},
		{"upstream_timeout", "The real server gave no whole response in time: the client got 504."},
		{"upstream_too_large", "The real server's response is larger than the proxy takes: the client got 502."},
		{"upstream_unreachable", "The real server gave no response at all: the client got 502."},
		{"upstream_upgrade",
			"The real server switches to another protocol, which is not passed on: the client got 502."},
		{"unknown_world", "There is no world of this name: \"sparring worlds\" lists those that exist."},
		{"world_closed", "The world was closed before this request came, so nothing was handled."},
	}
	for _, r := range limit.Reasons() {
		reasons = append(reasons, r)
	}
	slices.SortFunc(reasons, func(a, b world.Reason) int { return strings.Compare(a[0], b[0]) })
	return reasons
}
