package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"sparring/mock"
)

// secureFlags say how serve does HTTPS, as a server and towards the services that it calls.
type secureFlags struct {
	on                bool
	dir               string // directory of the authority
	cert, key         string // files of the user's own
	upstreamAuthority string
}

func (f *secureFlags) flags(flags *pflag.FlagSet) {
	flags.BoolVar(&f.on, "tls", false,
		"serve HTTPS with certificates for every name it is called by, signed by an authority made at start\n"+
			"(GET /_sparring/v1/ca.pem)")
	flags.StringVar(&f.dir, "tls-dir", "",
		"folder in which the authority is kept, so that it is the same after a restart; made at first use\n"+
			"(its ca.pem is what clients trust); switches --tls on")
	flags.StringVar(&f.cert, "tls-cert", "",
		"file with a certificate of your own and its chain (PEM); switches --tls on")
	flags.StringVar(&f.key, "tls-key", "", "file with the key of --tls-cert (PEM)")
	flags.StringVar(&f.upstreamAuthority, "upstream-ca", "",
		"file of certificates (PEM) to trust, beside those of the machine, when a world calls a service:\n"+
			"iqchannels.authService, webhooks, push gateways")
}

func (f *secureFlags) check() error {
	switch {
	case (f.cert == "") != (f.key == ""):
		return errors.New("--tls-cert and --tls-key go together: a certificate and its key")
	case f.cert != "" && f.dir != "":
		return errors.New("--tls-dir keeps an authority that signs certificates; with --tls-cert there is nothing " +
			"to sign: " +
			"give one of them")
	}
	return nil
}

// authority is what signs certificates, nil if nothing is to be signed.
func (f *secureFlags) authority() (*mock.Authority, error) {
	switch {
	case f.dir != "":
		a, err := mock.LoadAuthority(f.dir)
		if err != nil {
			return nil, fmt.Errorf("--tls-dir: %w", err)
		}
		return a, nil
	case f.on && f.cert == "":
		return mock.NewAuthority()
	}
	return nil, nil
}

// config is how ports are served, nil for plain HTTP. hosts are the names that the server has in any case.
func (f *secureFlags) config(o mock.Options, hosts []string) (*tls.Config, error) {
	if o.Authority != nil {
		return o.Authority.Config(o.AnyHost, hosts...), nil
	}
	if f.cert == "" {
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		return nil, fmt.Errorf("--tls-cert %s, --tls-key %s: %w", f.cert, f.key, err)
	}
	return &tls.Config{
		Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"},
	}, nil
}

// trusted are the authorities of services, nil for those of the machine.
func (f *secureFlags) trusted() (*x509.CertPool, error) {
	if f.upstreamAuthority == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(f.upstreamAuthority)
	if err != nil {
		return nil, fmt.Errorf("--upstream-ca: %w", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool() // a machine without any
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("--upstream-ca %s: expected PEM certificates (-----BEGIN CERTIFICATE-----), the "+
			"file has none",
			f.upstreamAuthority)
	}
	return pool, nil
}
