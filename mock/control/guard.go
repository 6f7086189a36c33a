package control

import (
	"crypto/sha256"
	"crypto/subtle"
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

// page says why a request may not drive the server, because a web page made it; nil if none did. A page of another origin is
// recognised by what browsers cannot be made to leave out; a page that had its own name point here (DNS rebinding) by that
// name.
func (s *server) page(r *http.Request) *Problem {
	if !s.ownHost(r.Host) {
		return problem.New(problem.ForeignHost, "the Host header says "+r.Host)
	}
	if origin := r.Header.Values("Origin"); len(origin) > 0 {
		for _, o := range origin {
			if !s.ownOrigin(o, r.Host) {
				return problem.New(problem.ForeignOrigin, "the request comes from a page of "+o)
			}
		}
		return nil
	}
	site := r.Header.Get("Sec-Fetch-Site")
	if (site == "cross-site" || site == "same-site") && r.Header.Get("Sec-Fetch-Mode") != "navigate" {
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

// ownHost reports whether a Host header names this server. Behind a token any name will do: no page knows the token.
func (s *server) ownHost(host string) bool {
	name := hostname(host)
	if s.AnyHost || s.Token != "" || name == "" || name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback() || slices.ContainsFunc(s.Hosts, func(h string) bool { return hostname(h) == name })
}

// ownOrigin reports whether a page's origin is this server under the name it was called by.
func (s *server) ownOrigin(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, host)
}

func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}
