package main

import (
	"crypto/tls"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"sparring/mock"
)

// ownServerFlags are about the server that watch starts, and about no other.
var ownServerFlags = []string{"addr", "public-url", "tls", "tls-dir", "tls-cert", "tls-key", "upstream-ca"}

// encrypted returns how the server of watch is served, nil for plain HTTP. forget removes the file that CMD trusts.
func (f *watchFlags) encrypted(opts *mock.Options) (config *tls.Config, forget func(), err error) {
	forget = func() {}
	if opts.UpstreamCA, err = f.secure.trusted(); err != nil {
		return nil, forget, err
	}
	if opts.Authority, err = f.secure.authority(); err != nil {
		return nil, forget, err
	}
	hosts := []string{hostOf(f.addr)}
	if u, err := url.Parse(f.publicURL); err == nil {
		hosts = append(hosts, u.Hostname())
	}
	if config, err = f.secure.config(*opts, hosts); err != nil || config == nil {
		return nil, forget, err
	}
	f.remote.trust = trust{insecure: true} // our own port, which was opened a moment ago
	switch {
	case f.secure.dir != "":
		f.authorityFile, err = filepath.Abs(filepath.Join(f.secure.dir, "ca.pem"))
	case opts.Authority != nil:
		f.authorityFile, err = authorityIn(opts.Authority.PEM())
		forget = func() { _ = os.Remove(f.authorityFile) }
	}
	return config, forget, err
}

// authorityIn puts a certificate into a file of its own.
func authorityIn(pem []byte) (name string, err error) {
	file, err := os.CreateTemp("", "sparring-ca-*.pem")
	if err != nil {
		return "", fmt.Errorf("the file that CMD trusts: %w", err)
	}
	if _, err = file.Write(pem); err != nil {
		_ = file.Close()
		return "", err
	}
	return file.Name(), file.Close()
}

func schemeOf(config *tls.Config) string {
	if config == nil {
		return "http://"
	}
	return "https://"
}
