package control

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"sparring/mock/problem"
)

// guard keeps out web pages and, unless a path is open, callers without the token; it turns panics into problems.
func (s *server) guard(next http.Handler, open bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t := &tracked{ResponseWriter: w}
		defer s.recovered(t)
		p := s.page(r)
		if p == nil && !open && !s.trusted(r) {
			p = problem.New(problem.Unauthorized, "the control token is "+given(r.Header.Get("Authorization")))
			w.Header().Set("WWW-Authenticate", `Bearer realm="sparring"`)
		}
		if p != nil {
			write(t, p)
			return
		}
		next.ServeHTTP(t, r)
	})
}

// Pages guards the buttons of the server's pages, which nobody presses with a token: by the names of Options, and if
// the server takes calls under any name, also by that of known and by addresses, which no page can take for its own.
func Pages(opts Options) func(r *http.Request, known string) *Problem {
	s := &server{Options: opts}
	return func(r *http.Request, known string) *Problem {
		own := s.ownHost(r.Host) || hostname(r.Host) == hostname(known) ||
			s.AnyHost && net.ParseIP(hostname(r.Host)) != nil
		return s.foreign(r, own, false)
	}
}

// page says why a request may not drive the server, because a web page made it; nil if none did. Behind a token any
// name will do: no page knows the token.
func (s *server) page(r *http.Request) *Problem {
	return s.foreign(r, s.AnyHost || s.Token != "" || s.ownHost(r.Host), true)
}

// foreign refuses a request under a name that is not the server's own, and one that comes from a page of another
// origin. A page of another origin is recognised by what browsers cannot be made to leave out; a page that had its own
// name point here (DNS rebinding) by that name. link: a person may come by a link from elsewhere.
func (s *server) foreign(r *http.Request, own, link bool) *Problem {
	if !own || !wellFormed(r.Host) {
		return problem.New(problem.ForeignHost, "the Host header says "+r.Host)
	}
	origins := r.Header.Values("Origin")
	for _, origin := range origins {
		if !s.ownOrigin(origin, r) {
			return problem.New(problem.ForeignOrigin, fmt.Sprintf("the request comes from a page of %q", origin))
		}
	}
	site := r.Header.Get("Sec-Fetch-Site")
	followed := link && r.Header.Get("Sec-Fetch-Mode") == "navigate"
	if len(origins) == 0 && (site == "cross-site" || site == "same-site") && !followed {
		return problem.New(problem.ForeignOrigin, "the request comes from a "+site+" page")
	}
	return nil
}

// trusted reports whether a request has the control token, if there is one.
func (s *server) trusted(r *http.Request) bool {
	if s.Token == "" {
		return true
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	a, b := sha256.Sum256([]byte(strings.TrimSpace(token))), sha256.Sum256([]byte(s.Token))
	return strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

func given(authorization string) string {
	if authorization == "" {
		return "missing"
	}
	return "wrong"
}

// ownHost reports whether a Host header names this server: by a name of this machine, or by that of the public URL.
func (s *server) ownHost(host string) bool {
	name := hostname(host)
	if name == "" || name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback() ||
		slices.ContainsFunc(s.Origins, func(o string) bool { return hostname(authority(o)) == name })
}

// ownOrigin reports whether an Origin header is the one that a browser sends with a page of this server: scheme, host
// and port as the request has them, or as the public URL has them, which a proxy may answer for.
func (s *server) ownOrigin(origin string, r *http.Request) bool {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	return strings.EqualFold(origin, scheme+r.Host) || slices.ContainsFunc(s.Origins, func(own string) bool {
		return strings.EqualFold(origin, own) && strings.EqualFold(authority(own), r.Host)
	})
}

// base is scheme and host of a call that the guard has let in: what the URLs of a world that it makes begin with.
func base(r *http.Request) string {
	switch {
	case r.Host == "":
		return ""
	case r.TLS != nil:
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// authority is what is behind the scheme of an origin.
func authority(origin string) string {
	_, host, _ := strings.Cut(origin, "://")
	return host
}

// wellFormed reports whether a Host header is a host with at most a port, and nothing that a URL would read as a user
// or as a path. A request of HTTP/1.0 has none.
func wellFormed(host string) bool {
	u, err := url.Parse("http://" + host)
	return host == "" || err == nil && u.Host == host && u.Hostname() != ""
}

func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}
