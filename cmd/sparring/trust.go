package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/pflag"
)

// trust is which certificate of a server a command takes.
type trust struct {
	insecure bool
	ca       string // a file
}

// flags adds the flags of all commands that reach a server.
func (t *trust) flags(f *pflag.FlagSet) {
	f.BoolVarP(&t.insecure, "insecure", "k", false, "take any certificate, such as the one that serve --tls makes")
	f.StringVar(&t.ca, "ca", "",
		"file of PEM certificates; the server's is taken if one of these has signed it (also SPARRING_CA)")
}

// config returns what the flags say, nil if they say nothing.
func (t *trust) config() (*tls.Config, error) {
	switch {
	case t.insecure && t.ca != "":
		return nil, errors.New("--insecure takes any certificate: --ca would have no effect")
	case t.insecure:
		return &tls.Config{InsecureSkipVerify: true}, nil //nolint:gosec // asked for, and there is no secret
	case t.ca == "":
		return nil, nil
	}
	pem, err := os.ReadFile(t.ca)
	if err != nil {
		return nil, fmt.Errorf("--ca: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("--ca %s: expected PEM certificates (-----BEGIN CERTIFICATE-----), the file has none",
			t.ca)
	}
	return &tls.Config{RootCAs: pool}, nil
}

// words are the flags as they were given.
func (t *trust) words() []string {
	switch {
	case t.insecure:
		return []string{"--insecure"}
	case t.ca != "":
		return []string{"--ca", t.ca}
	}
	return nil
}

// untrusted explains a certificate that was refused, nil if err is about something else.
func untrusted(server string, err error) error {
	var certificate *tls.CertificateVerificationError
	if !errors.As(err, &certificate) {
		return nil
	}
	return fmt.Errorf("the certificate of %s is not trusted (%w): "+
		"give --ca with the certificate that signed it, or --insecure", server, certificate.Err)
}
