package mock

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"sparring/mock/clock"
)

// Authority is a certificate authority of our own. It signs a certificate for each name that a client calls the server
// by. Safe for concurrent use.
type Authority struct {
	certificate *x509.Certificate
	key         crypto.Signer
	pem         []byte
	leafKey     *ecdsa.PrivateKey // of all certificates that it signs

	mu     sync.Mutex
	signed map[string]*tls.Certificate // by the names that the certificate is for
}

const (
	authorityLife = 10 * 365 * 24 * time.Hour
	leafLife      = 90 * 24 * time.Hour
	leafSpare     = 7 * 24 * time.Hour // a certificate that ends sooner is replaced
	clockSkew     = 24 * time.Hour     // of a client in a container
	maxSigned     = 500
)

// NewAuthority makes an authority that ends with the process.
func NewAuthority() (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	now := clock.Wire()
	template := &x509.Certificate{
		SerialNumber: serial(), Subject: pkix.Name{CommonName: "Sparring CA, for tests only " + serial().Text(36)[:8]},
		NotBefore: now.Add(-clockSkew), NotAfter: now.Add(authorityLife),
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign, IsCA: true, BasicConstraintsValid: true,
		MaxPathLenZero: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return newAuthority(certificate, key)
}

func newAuthority(certificate *x509.Certificate, key crypto.Signer) (*Authority, error) {
	leafKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	return &Authority{
		certificate: certificate, key: key, leafKey: leafKey, signed: map[string]*tls.Certificate{},
		pem: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Raw}),
	}, nil
}

func serial() *big.Int {
	number := make([]byte, 16)
	_, _ = rand.Read(number) // never fails
	n := new(big.Int).SetBytes(number)
	return n.Rsh(n, 1).Add(n, big.NewInt(1<<40)) // positive, at most 20 octets (RFC 5280 §4.1.2.2)
}

// The files of an authority. The secret one has key and certificate, so that they always belong together.
const (
	authorityFile = "ca.pem"
	secretFile    = "ca-key.pem"
)

// LoadAuthority reads the authority of a folder. The first time, it makes one there. Errors name the file.
func LoadAuthority(dir string) (*Authority, error) {
	secret := filepath.Join(dir, secretFile)
	data, err := os.ReadFile(secret)
	if errors.Is(err, fs.ErrNotExist) {
		if err := keepNewAuthority(dir, secret); err != nil {
			return nil, err
		}
		data, err = os.ReadFile(secret) // another server was first
	}
	if err != nil {
		return nil, err
	}
	a, err := parseAuthority(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; remove it, and a new authority is made", secret, err)
	}
	return a, replaceFile(filepath.Join(dir, authorityFile), a.pem, 0o644)
}

// keepNewAuthority writes a new authority, unless another server has done so meanwhile.
func keepNewAuthority(dir, secret string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	a, err := NewAuthority()
	if err != nil {
		return err
	}
	key, err := x509.MarshalPKCS8PrivateKey(a.key)
	if err != nil {
		return err
	}
	data := append(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}), a.pem...)
	written, err := temporary(dir, data, 0o600)
	if err != nil {
		return err
	}
	defer os.Remove(written)
	if err := os.Link(written, secret); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// temporary writes a file of its own into a folder and returns its name.
func temporary(dir string, data []byte, mode fs.FileMode) (string, error) {
	f, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(mode), f.Close())
	if err != nil {
		_ = os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

func replaceFile(name string, data []byte, mode fs.FileMode) error {
	written, err := temporary(filepath.Dir(name), data, mode)
	if err != nil {
		return err
	}
	return os.Rename(written, name)
}

func parseAuthority(data []byte) (*Authority, error) {
	pair, err := tls.X509KeyPair(data, data)
	if err != nil {
		return nil, fmt.Errorf("expected a certificate and its key as PEM: %w", err)
	}
	certificate := pair.Leaf
	key, ok := pair.PrivateKey.(crypto.Signer)
	switch {
	case !ok || !certificate.IsCA:
		return nil, errors.New("expected a certificate authority, got the certificate of a server")
	case !clock.Wire().Before(certificate.NotAfter):
		return nil, fmt.Errorf("the authority ended on %s", certificate.NotAfter.Format(time.DateOnly))
	}
	return newAuthority(certificate, key)
}

// PEM returns the authority's certificate, which a client must trust.
func (a *Authority) PEM() []byte { return slices.Clone(a.pem) }

// certifiable matches the names that get a certificate.
var certifiable = regexp.MustCompile(`^[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63}){0,9}$`)

// Config returns a configuration with certificates of the authority: for localhost and every name below it, for the
// loopback addresses and the one that a connection came to, for the hosts given, and for any other name that a client
// asks for.
func (a *Authority) Config(anyName bool, hosts ...string) *tls.Config {
	var names []string
	for _, h := range hosts {
		if h = hostname(h); h != "" {
			names = append(names, h)
		}
	}
	return &tls.Config{
		MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"},
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			all := append([]string{"localhost", "*.localhost", "127.0.0.1", "::1"}, names...)
			if local, ok := hello.Conn.LocalAddr().(*net.TCPAddr); ok {
				all = append(all, local.IP.String())
			}
			asked := hostname(hello.ServerName)
			if certifiable.MatchString(asked) && (anyName || strings.HasSuffix(asked, ".localhost")) {
				all = append(all, asked)
			}
			return a.sign(all)
		},
	}
}

// sign returns a certificate for names and addresses.
func (a *Authority) sign(names []string) (*tls.Certificate, error) {
	slices.Sort(names)
	names = slices.Compact(names)
	id, now := strings.Join(names, " "), clock.Wire()
	a.mu.Lock()
	defer a.mu.Unlock()
	if c := a.signed[id]; c != nil && now.Add(leafSpare).Before(c.Leaf.NotAfter) {
		return c, nil
	}
	template := &x509.Certificate{
		SerialNumber: serial(), Subject: pkix.Name{CommonName: "Sparring, for tests only"},
		NotBefore: now.Add(-clockSkew), NotAfter: now.Add(leafLife),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
	}
	for _, n := range names {
		if ip := net.ParseIP(n); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, n)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, a.leafKey.Public(), a.key)
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil { // a client sent a name that no certificate can have
		return nil, err
	}
	if len(a.signed) >= maxSigned {
		clear(a.signed)
	}
	c := &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: a.leafKey, Leaf: leaf}
	a.signed[id] = c
	return c, nil
}

// SelfSigned returns a configuration with an authority that is not kept, for clients that verify nothing, as the
// vendor's samples with curl -k.
func SelfSigned(hosts ...string) (*tls.Config, error) {
	a, err := NewAuthority()
	if err != nil {
		return nil, err
	}
	return a.Config(false, hosts...), nil
}
