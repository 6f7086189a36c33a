package control

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"sparring/mock/control/client"
)

// guard keeps out web pages and callers without the token, and turns panics into problems.
func (s *server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t := &tracked{ResponseWriter: w}
		defer s.recovered(t)
		if p := s.refuse(r); p != nil {
			if p.Status == http.StatusUnauthorized {
				w.Header().Set("WWW-Authenticate", `Bearer realm="sparring"`)
			}
			write(t, p)
			return
		}
		next.ServeHTTP(t, r)
	})
}

// refuse tells why a request may not drive the server, nil when it may. A page of another origin is recognised by what
// browsers cannot be made to leave out; a page that had its own name point here (DNS rebinding) by that name.
func (s *server) refuse(r *http.Request) *Problem {
	if !s.ownHost(r.Host) {
		return problem(client.ForeignHost, http.StatusForbidden, "Foreign host", "the Host header says "+r.Host,
			"address the server as localhost or 127.0.0.1, or by its public URL")
	}
	if origin := r.Header.Values("Origin"); len(origin) > 0 {
		for _, o := range origin {
			if !s.ownOrigin(o, r.Host) {
				return problem(client.ForeignOrigin, http.StatusForbidden, "Foreign origin", "the request comes from a page of "+o,
					"only pages of this server itself may drive it")
			}
		}
	} else if site := r.Header.Get("Sec-Fetch-Site"); (site == "cross-site" || site == "same-site") && r.Header.Get("Sec-Fetch-Mode") != "navigate" {
		return problem(client.ForeignOrigin, http.StatusForbidden, "Foreign origin", "the request comes from a "+site+" page",
			"only pages of this server itself may drive it")
	}
	if s.Token == "" {
		return nil
	}
	given := r.Header.Get("Authorization")
	scheme, token, _ := strings.Cut(given, " ")
	a, b := sha256.Sum256([]byte(strings.TrimSpace(token))), sha256.Sum256([]byte(s.Token))
	if strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare(a[:], b[:]) == 1 {
		return nil
	}
	title := "Control token wrong"
	if given == "" {
		title = "Control token missing"
	}
	return problem(client.Unauthorized, http.StatusUnauthorized, title, "",
		"send Authorization: Bearer and the token that the server was started with (--control-token)")
}

// ownHost tells whether a Host header names this server. Behind a token any name will do: no page knows the token.
func (s *server) ownHost(host string) bool {
	name := hostname(host)
	if s.AnyHost || s.Token != "" || name == "" || name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback() || slices.ContainsFunc(s.Hosts, func(h string) bool { return hostname(h) == name })
}

// ownOrigin tells whether a page's origin is this server under the name it was called by.
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
