package proxy

import (
	"net/http"
	"net/url"
	"strings"

	"sparring/mock/message"
)

// result returns what came, with the addresses of the server replaced by those under which the client asked: it would
// refuse a cookie of another domain, and a redirect would lead it past the proxy.
func (p *Proxy) result(r *message.Request, c *capture) Result {
	out := Result{Response: c.response(), Stream: c.source()}
	h := out.Header
	if r.Method != http.MethodHead {
		h.Del("Content-Length") // is written anew
	}
	if lines := h.Values("Set-Cookie"); len(lines) > 0 {
		h.Del("Set-Cookie")
		for _, line := range lines {
			h.Add("Set-Cookie", p.cookie(r, line))
		}
	}
	if out.Redirect = h.Get("Location"); out.Redirect != "" {
		h.Set("Location", p.location(r, out.Redirect))
	}
	return out
}

// cookie is a Set-Cookie for the client's address; one that cannot be read stays as it is.
func (p *Proxy) cookie(r *message.Request, line string) string {
	c, err := http.ParseSetCookie(line)
	if err != nil {
		return line
	}
	c.Domain, c.Secure = "", c.Secure && r.TLS
	if c.Path != "" {
		c.Path = p.path(r, c.Path)
	}
	return c.String()
}

// location is where a redirect leads a client of this address; one to another server stays as it is.
func (p *Proxy) location(r *message.Request, text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host != "" && !strings.EqualFold(u.Host, p.root.Host) ||
		u.Host == "" && !strings.HasPrefix(text, "/") {
		return text
	}
	scheme := "http://"
	if r.TLS {
		scheme = "https://"
	}
	out := scheme + r.Host + p.path(r, u.EscapedPath())
	if u.RawQuery != "" {
		out += "?" + u.RawQuery
	}
	return out
}

// path is a path of the server as the client sees it.
func (p *Proxy) path(r *message.Request, path string) string {
	path = strings.TrimPrefix(path, p.root.EscapedPath())
	if path = r.BasePath + path; path == "" {
		return "/"
	}
	return path
}
