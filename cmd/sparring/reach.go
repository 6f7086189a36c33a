package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"time"
)

// reachTime is how long a connection may take, wire time.
const reachTime = 10 * time.Second

// reach returns why no connection to the service of a URL can be made: nobody listens, its name is not known, its
// certificate is not trusted. trusted nil means the authorities of the machine.
func reach(ctx context.Context, address string, trusted *x509.CertPool) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	ctx, cancel := context.WithTimeout(ctx, reachTime)
	defer cancel()
	var dialer interface {
		DialContext(ctx context.Context, network, address string) (net.Conn, error)
	} = &net.Dialer{}
	if u.Scheme == "https" {
		dialer = &tls.Dialer{Config: &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS12}}
	}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	var untrusted *tls.CertificateVerificationError
	switch {
	case errors.As(err, &untrusted):
		return fmt.Errorf("the server cannot be reached: %w; a private certificate is trusted by --upstream-ca", err)
	case err != nil:
		return fmt.Errorf("the server cannot be reached: %w", err)
	}
	return conn.Close()
}
