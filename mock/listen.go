package mock

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// listener is one open port.
type listener struct {
	server *http.Server
	socket net.Listener
	done   chan struct{}
}

func (l *listener) close() {
	_ = l.server.Close()
	<-l.done
}

// address is where the port is bound.
func (l *listener) address() string { return l.socket.Addr().String() }

const maxHeader = 256 << 10

// NewHTTPServer returns a server for a handler: bounded in the size and the time of headers, HTTP/1.1 only, without a
// write timeout for all responses, which would end streams, holds and dribbles.
func NewHTTPServer(h http.Handler) *http.Server {
	var http1 http.Protocols
	http1.SetHTTP1(true)
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: maxHeader,
		Protocols:                    &http1,
		DisableGeneralOptionsHandler: true, // "OPTIONS *" is in the journal, too
	}
}

// Listen opens a port for the whole server, serves it until Close and returns the bound address. The first address
// becomes the base of all URLs unless there is a public URL. config nil means plain HTTP.
func (s *Server) Listen(address string, config *tls.Config) (string, error) {
	l, err := s.listen(address, config, s)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	s.listens = append(s.listens, l)
	s.tls = config
	s.mu.Unlock()
	s.setListenBase(l.address(), config != nil)
	s.reopenPorts()
	return l.address(), nil
}

// ListenAPI opens a port for one API of the default world, with the API at its root, and returns the bound address.
func (s *Server) ListenAPI(api, address string, config *tls.Config) (string, error) {
	if s.routers[api] == nil {
		return "", fmt.Errorf("no API %q; there are %s", api, strings.Join(s.apiNames(), ", "))
	}
	l, err := s.listen(address, config, s.rootOf(DefaultWorld, api))
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	s.listens = append(s.listens, l)
	s.mu.Unlock()
	return l.address(), nil
}

// rootOf returns a handler that serves one API of one world at the root.
func (s *Server) rootOf(id, api string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.misdirected(w, r) {
			s.serveAPI(w, r, id, api, "", escapedPath(r.URL))
		}
	})
}

// listenWorld opens a port for each API of a world, on the host that the server is bound to. Their URLs have the host
// of the base.
func (s *Server) listenWorld(in *instance, told string) error {
	base, err := url.Parse(told)
	if err != nil {
		return err
	}
	host := "127.0.0.1"
	s.mu.RLock()
	config := s.tls
	if len(s.listens) > 0 {
		if h, _, err := net.SplitHostPort(s.listens[0].address()); err == nil {
			host = h
		}
	}
	s.mu.RUnlock()
	for _, a := range s.apis {
		l, err := s.listen(net.JoinHostPort(host, "0"), config, s.rootOf(in.ID, a.Name))
		if err != nil {
			for _, open := range in.own {
				open.close()
			}
			return noPort(err)
		}
		in.own = append(in.own, l)
		_, port, _ := net.SplitHostPort(l.address())
		scheme := "http"
		if config != nil {
			scheme = "https"
		}
		in.URLs[a.Name] = scheme + "://" + net.JoinHostPort(base.Hostname(), port)
	}
	return nil
}

func (s *Server) listen(address string, config *tls.Config, h http.Handler) (*listener, error) {
	socket, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	l := &listener{server: NewHTTPServer(h), socket: socket, done: make(chan struct{})}
	serving := socket
	if config != nil {
		serving = tls.NewListener(socket, config)
	}
	if s.opts.ServerLog != nil {
		l.server.ErrorLog = s.opts.ServerLog
	}
	go func() {
		defer close(l.done)
		if err := l.server.Serve(serving); !errors.Is(err, http.ErrServerClosed) && s.opts.Log != nil {
			s.opts.Log.Error("a port failed", "address", address, "error", err)
		}
	}()
	return l, nil
}

// setBase sets the base of all URLs.
func (s *Server) setBase(text string) error {
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.RawQuery != "" ||
		u.Fragment != "" {
		return fmt.Errorf("public URL %q: expected http:// or https:// with a host, and at most a path", text)
	}
	base := strings.TrimSuffix(text, "/")
	s.base.CompareAndSwap(nil, &base)
	return nil
}

func (s *Server) setListenBase(address string, secure bool) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	base := "http://" + net.JoinHostPort(host, port)
	if secure {
		base = "https://" + net.JoinHostPort(host, port)
	}
	s.base.CompareAndSwap(nil, &base)
}

// learnBase takes the listener's address of the first request if no base was set, never its Host header.
func (s *Server) learnBase(r *http.Request) {
	if s.base.Load() != nil {
		return
	}
	if a, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
		s.setListenBase(a.String(), r.TLS != nil)
	}
}

// baseOf returns the base of a new world's URLs: the public URL, else that of the control call that makes the world,
// which the guard has checked, else the listener's address. A host that no client could call does not count.
func (s *Server) baseOf(asked string) string {
	if _, _, strange := s.byHost(hostOf(asked)); asked == "" || s.opts.PublicURL != "" || strange {
		return s.baseURL()
	}
	return asked
}

func (s *Server) baseURL() string {
	if base := s.base.Load(); base != nil {
		return *base
	}
	return "http://127.0.0.1:8080"
}
