package mock

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"sparring/mock/journal"
	"sparring/mock/message"
	"sparring/mock/problem"
)

// ServeHTTP finds the world and the API of a request, or the control API.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.learnBase(r)
	if s.leaving.Load() {
		w.Header().Set("Connection", "close")
	}
	if s.misdirected(w, r) {
		return
	}
	path := escapedPath(r.URL)
	api, id, strange := s.addressed(r.Host)
	if api != "" {
		s.serveAPI(w, r, id, api, "", path)
		return
	}
	if s.console.Serves(r.URL.Path) {
		s.console.ServeHTTP(w, r)
		return
	}
	if path == "/_sparring" || strings.HasPrefix(path, "/_sparring/") {
		s.serveControl(w, r)
		return
	}
	if strange {
		detail := fmt.Sprintf("%q names no API and world", hostname(r.Host))
		s.refuse(w, r, "", "", problem.New(problem.UnknownHost, detail).Knowing(s.apiNames()...))
		return
	}
	first, rest := cutSegment(path)
	switch {
	case first == "w":
		id, rest := cutSegment(rest)
		api, rest := cutSegment(rest)
		s.serveAPI(w, r, id, api, "/w/"+id+"/"+api, rest)
	case path == "/" || path == "":
		s.index(w, r)
	default:
		s.serveAPI(w, r, DefaultWorld, first, "/"+first, rest)
	}
}

// misdirected reports whether a request is not for an API of this server, and answers it: a request to a proxy, the
// preface of HTTP/2, and "OPTIONS *", which asks about the server as a whole.
func (s *Server) misdirected(w http.ResponseWriter, r *http.Request) bool {
	switch {
	case r.Method == http.MethodConnect:
		s.refuse(w, r, "", "", problem.New(problem.NotAProxy, "CONNECT "+r.RequestURI+" asks for a tunnel"))
	case r.ProtoMajor != 1: // net/http lets nothing but "PRI * HTTP/2.0" through
		s.refuse(w, r, "", "", problem.New(problem.HTTPVersion, r.Method+" begins a connection of "+r.Proto))
	case r.URL.Path == "*":
		s.journal.Open(strayEntry(r, message.Response{Status: http.StatusOK, Header: http.Header{}}))
		w.Header().Set("Content-Length", "0")
		w.WriteHeader(http.StatusOK)
	case s.forAnother(r):
		s.refuse(w, r, "", "", problem.New(problem.Misdirected, "the request is for "+r.URL.Host))
	default:
		return false
	}
	return true
}

// forAnother reports whether a request that came over a socket names another server in full, as clients do to a proxy.
func (s *Server) forAnother(r *http.Request) bool {
	if r.URL.Host == "" || !strings.Contains(r.RequestURI, "://") {
		return false
	}
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return false
	}
	name := hostname(r.URL.Host)
	if name == "localhost" || strings.HasSuffix(name, ".localhost") || name == hostname(hostOf(s.baseURL())) {
		return false
	}
	ip, err := netip.ParseAddr(name)
	return err != nil || !ip.IsLoopback() && name != hostname(local.String())
}

// unreserved are the characters of a path that are never escaped, and the slash. Source: rfc3986 §2.3.
var unreserved = func() (set [256]bool) {
	for _, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/" {
		set[c] = true
	}
	return set
}()

// isPlain reports whether a path is the same escaped and not.
func isPlain(path string) bool {
	for i := range len(path) {
		if !unreserved[path[i]] {
			return false
		}
	}
	return true
}

// escapedPath is url.URL.EscapedPath, which takes longer.
func escapedPath(u *url.URL) string {
	if u.RawPath == "" && isPlain(u.Path) {
		return u.Path
	}
	return u.EscapedPath()
}

// hostOf returns the host of a URL, with its port.
func hostOf(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return u.Host
}

// hostname returns a Host header without its port, in lower case.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

// addressee is what byHost says of a host.
type addressee struct {
	host, api, id string
	strange       bool
}

// addressed is byHost, which most requests ask for the same host.
func (s *Server) addressed(host string) (api, id string, strange bool) {
	last := s.addressee.Load()
	if last == nil || last.host != host {
		last = &addressee{host: host}
		last.api, last.id, last.strange = s.byHost(host)
		s.addressee.Store(last)
	}
	return last.api, last.id, last.strange
}

// byHost reads {api}.{world}.localhost. strange reports that the host is below localhost and neither that nor the
// host of the public URL.
func (s *Server) byHost(host string) (api, id string, strange bool) {
	below, ok := strings.CutSuffix(hostname(host), ".localhost")
	if !ok {
		return "", "", false
	}
	api, id, ok = strings.Cut(below, ".")
	if ok && s.routers[api] != nil && id != "" && !strings.Contains(id, ".") {
		return api, id, false
	}
	return "", "", below+".localhost" != hostname(hostOf(s.opts.PublicURL))
}

// refuse answers a request that belongs to no world, and adds it to the server's own journal. api is empty unless it
// is the world that does not exist; path is the rest of the path behind the API's prefix.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, api, path string, p *problem.Problem) {
	if strings.Contains(r.URL.Path, "//") {
		p.Hint += "; the path has a doubled slash: look at how base URL and path are joined"
	}
	answer := responseOf(p)
	e := strayEntry(r, answer)
	e.API, e.Unmatched, e.Hint = api, true, p.Hint
	e.Why = []journal.Why{{Code: strings.ReplaceAll(p.Code(), "-", "_"), Text: p.Title + ": " + p.Detail}}
	if rt := s.routers[api]; rt != nil {
		e.Vars = rt.find(r.Method, path).Vars // a token in the path is a secret here, too
		if len(e.Vars) == 0 {
			e.Vars = rt.guess(path, "")
		}
	} else if _, rest := cutSegment(e.Path); api == "" {
		for _, name := range s.apiNames() {
			if e.Vars = s.routers[name].guess(rest, ""); len(e.Vars) > 0 {
				break
			}
		}
	}
	s.journal.Open(e)
	h := w.Header()
	switch p.Status {
	case http.StatusMethodNotAllowed:
		h.Set("Allow", strings.Join(p.Known, ", "))
	case http.StatusNotImplemented, http.StatusHTTPVersionNotSupported:
		h.Set("Connection", "close") // what follows would not be HTTP/1
	}
	discard(w, r)
	sendProblem(w, r, answer)
}

// strayEntry returns the entry of a request that belongs to no world.
func strayEntry(r *http.Request, answer message.Response) journal.Record {
	return journal.Record{Host: r.Host, Entry: journal.Entry{
		State: journal.Closed,
		Kind:  journal.Exchange, Peer: journal.Client, Method: r.Method, HTTP: r.Proto, URL: requestURL(r),
		Path: r.URL.EscapedPath(), Request: &journal.Message{Header: r.Header}, Response: journal.MessageOf(answer),
	}}
}

// origin returns the scheme and the host that a request was sent to, as the client wrote them.
func origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// requestURL returns the URL that a request was sent to. CONNECT names only a host and its port.
func requestURL(r *http.Request) string {
	if r.URL.Path == "" && r.Method == http.MethodConnect {
		return r.Host
	}
	url := origin(r) + r.URL.EscapedPath()
	if r.URL.RawQuery != "" || r.URL.ForceQuery {
		url += "?" + r.URL.RawQuery
	}
	return url
}
