package proxy

import (
	"crypto/tls"
	"errors"
	"fmt"
	"strings"
)

// Failure says why a real server gave no response that could be passed on.
type Failure struct {
	Kind string // "unreachable", "timeout", "too_large", "upgrade" or "malformed"
	Text string
	Late bool // it took too long
}

// Error is the text.
func (f *Failure) Error() string { return f.Text }

var (
	errTooLarge = fmt.Errorf("the body has more than %d bytes", maxBody)
	errTimeout  = errors.New("no response in time")
	errUpgrade  = errors.New("it switches to another protocol, which is not passed on")
)

// failure explains an error of the transport or of the body.
func (p *Proxy) failure(err error) *Failure {
	var untrusted *tls.CertificateVerificationError
	f := &Failure{Kind: "unreachable", Text: fmt.Sprintf("%s gave no response: %v", p.Server(), err)}
	switch {
	case errors.Is(err, errTimeout):
		f.Kind, f.Late = "timeout", true
		f.Text = fmt.Sprintf("%s gave no whole response within %s", p.Server(), p.timeout)
	case errors.Is(err, errTooLarge):
		f.Kind, f.Text = "too_large", fmt.Sprintf("the response of %s is too large: %v", p.Server(), err)
	case errors.Is(err, errUpgrade):
		f.Kind, f.Text = "upgrade", fmt.Sprintf("%s: %v", p.Server(), err)
	case errors.As(err, &untrusted):
		f.Text += "; a server with a private certificate is trusted by --upstream-ca FILE"
	case broken(err):
		f.Kind = "malformed"
		f.Text = fmt.Sprintf("the response of %s is not whole, or is no HTTP: %v", p.Server(), err)
	}
	return f
}

// broken reports whether a response began and could not be read. net/http has no types for these errors.
func broken(err error) bool {
	text := err.Error()
	for _, part := range []string{"malformed", "unexpected EOF", "headers exceeded", "bad status", "invalid", "EOF"} {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}
