package mock_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/journal"
)

// secured starts a server with an authority and returns its address and what a client must trust.
func secured(t *testing.T, o mock.Options, anyName bool, hosts ...string) (address string, trusted *x509.CertPool) {
	t.Helper()
	authority, err := mock.NewAuthority()
	if err != nil {
		t.Fatal(err)
	}
	o.Authority = authority
	s, err := mock.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	address, err = s.Listen("127.0.0.1:0", authority.Config(anyName, hosts...))
	if err != nil {
		t.Fatal(err)
	}
	blind := &client.Client{Base: "https://" + address, HTTP: &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
	}}}
	pem, err := blind.Authority(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	trusted = x509.NewCertPool()
	if !trusted.AppendCertsFromPEM(pem) {
		t.Fatalf("no certificate: %s", pem)
	}
	return address, trusted
}

func handshake(address, name string, trusted *x509.CertPool) (*x509.Certificate, error) {
	conn, err := tls.Dial("tcp", address, &tls.Config{ServerName: name, RootCAs: trusted})
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	return conn.ConnectionState().PeerCertificates[0], nil
}

// TestCertificateNames checks that a client that trusts /ca.pem can call the server by each of its names, and by no
// other.
func TestCertificateNames(t *testing.T) {
	address, trusted := secured(t, mock.Options{}, false, "mock.test", "192.0.2.7")
	for _, name := range []string{
		"localhost", "sparring.localhost", "bonder.default.localhost", "timconnect.some-world-1.localhost",
		"BONDER.Default.LOCALHOST",
		"127.0.0.1", "::1", "mock.test", "192.0.2.7", strings.Repeat("w", 63) + ".x.localhost",
	} {
		if _, err := handshake(address, name, trusted); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"other.test", "sub.mock.test", "192.0.2.8"} {
		if _, err := handshake(address, name, trusted); err == nil {
			t.Errorf("%s: a certificate for a name that the server does not have", name)
		}
	}
	anyhow, trusted := secured(t, mock.Options{AnyHost: true, ControlToken: ""}, true)
	for _, name := range []string{"sparring", "sparring.svc.cluster.local", "bonder.default.localhost", "127.0.0.1"} {
		leaf, err := handshake(anyhow, name, trusted)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if leaf.IsCA || len(leaf.AuthorityKeyId) == 0 || leaf.NotAfter.Before(time.Now().Add(48*time.Hour)) ||
			leaf.NotBefore.After(time.Now()) {
			t.Errorf("%s: got %+v", name, leaf)
		}
	}
}

// TestManyNames checks that names asked for by many clients at once are all served, and none is kept for good.
func TestManyNames(t *testing.T) {
	address, trusted := secured(t, mock.Options{}, true)
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for j := range 20 {
				name := strings.Repeat(string(rune('a'+i)), j+1) + ".test"
				if _, err := handshake(address, name, trusted); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
	all.Wait()
}

// TestKeptAuthority checks that servers that share a folder have one authority, and that its key is nobody else's.
func TestKeptAuthority(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "state")
	var all sync.WaitGroup
	seen := make([]string, 8)
	for i := range seen {
		all.Go(func() {
			a, err := mock.LoadAuthority(dir)
			if err != nil {
				t.Error(err)
				return
			}
			seen[i] = string(a.PEM())
		})
	}
	all.Wait()
	for _, pem := range seen {
		if pem != seen[0] || !strings.HasPrefix(pem, "-----BEGIN CERTIFICATE") {
			t.Fatalf("got %q", seen)
		}
	}
	for file, mode := range map[string]os.FileMode{"ca.pem": 0o644, "ca-key.pem": 0o600} {
		info, err := os.Stat(filepath.Join(dir, file))
		if err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", file, info, err)
		}
	}
	if files, _ := os.ReadDir(dir); len(files) != 2 {
		t.Errorf("left behind: %v", files)
	}
	if public, err := os.ReadFile(filepath.Join(dir, "ca.pem")); err != nil || string(public) != seen[0] {
		t.Errorf("ca.pem is %q, %v", public, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "ca-key.pem"), []byte(seen[0]), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := mock.LoadAuthority(dir); err == nil || !strings.Contains(err.Error(), "ca-key.pem") {
		t.Errorf("a key that is missing: %v", err)
	}
}

// TestUpstreamCA checks that an auth service with a private certificate is reached with the option, and that without it
// the entry says which flag helps.
func TestUpstreamCA(t *testing.T) {
	service := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"errorCode":"","client":null}`)
	}))
	service.Config.ErrorLog = log.New(io.Discard, "", 0)
	service.StartTLS()
	defer service.Close()
	trusted := x509.NewCertPool()
	trusted.AddCert(service.Certificate())
	for _, pool := range []*x509.CertPool{nil, trusted} {
		l := newLab(t, false, mock.Options{UpstreamCA: pool,
			Switches: map[string]map[string]any{"iqchannels": {"authService": service.URL}}})
		l.goClient(t.Context(), request{
			method: "POST", path: "/iqchannels/public/api/v1/clients/integration_auth",
			body:   `{"Credentials":"t","Channel":"support"}`,
			header: http.Header{"Content-Type": {"application/json"}},
		})
		e := newestOutgoing(t, l)
		if pool == nil && (!strings.Contains(e.Error, "serve --upstream-ca FILE") || e.Response != nil) {
			t.Errorf("not trusted: %+v", e)
		}
		if pool != nil && (e.Error != "" || e.Response == nil || e.Response.Status != 200) {
			t.Errorf("trusted: %+v", e)
		}
	}
}

func newestOutgoing(t *testing.T, l *lab) journal.Entry {
	t.Helper()
	page, err := l.control.Journal(context.Background(), "default", client.Query{Kind: journal.Outgoing})
	if err != nil || len(page.Entries) == 0 {
		t.Fatalf("%+v, %v", page, err)
	}
	return page.Entries[0]
}
