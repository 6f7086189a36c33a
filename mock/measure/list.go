package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/journal"
)

// comparison is one line, or several, of what this program prints.
type comparison struct {
	name string
	run  func(l *lab, name string) error
}

const usual = 32 // connections

func comparisons() []comparison {
	list := []comparison{
		{"bare against bare, GET", control},
		{"GET of a card", func(l *lab, name string) error { return l.againstBare(name, usual, (*subject).get) }},
		{"POST of an authorization", func(l *lab, name string) error {
			return l.againstBare(name, usual, (*subject).post)
		}},
	}
	for _, n := range []int{1, 256} {
		list = append(list, comparison{fmt.Sprintf("GET of a card, %d connections", n),
			func(l *lab, name string) error { return l.againstBare(name, n, (*subject).get) }})
	}
	return append(list, []comparison{
		{"GET of a card, TLS", func(l *lab, name string) error {
			return l.againstBare(name, usual, (*subject).get, "--tls")
		}},
		{"a reader follows the journal, against none", follower},
		{"a console follows 500 requests a second", watcher},
		{"a fault rule that never matches, against none", idleFault},
		{"a world full of cards, against an empty one", manyCards},
		{"10000 worlds, against one", manyWorlds},
		{"start to first response, against bare", starts},
		{"worlds", worlds},
		{"event streams", streams},
		{"memory", authorizations},
	}...)
}

// subject is what requests are made of, and what the server answers to them.
type subject struct {
	base         string
	token        string
	card, issued []byte
	cert         string // of the bare handler, if TLS is compared
}

func (s *subject) get(base string) request {
	return request{url: base + "/iqchannels/rest/chat/client/id/" + s.token}
}

func (s *subject) post(base string) request {
	return request{
		url:  base + "/bonder/auth",
		body: `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME","rpt":"10000"}`,
	}
}

// sparringSubject starts Sparring and asks it for what it answers.
func (l *lab) sparringSubject(args ...string) (*process, subject, error) {
	p, err := l.sparring(args...)
	if err != nil {
		return nil, subject{}, err
	}
	s, err := l.subjectOf(p)
	return p, s, err
}

// subjectOf asks a server for what it answers.
func (l *lab) subjectOf(p *process) (s subject, err error) {
	w, err := p.control().World(l.ctx, "default")
	if err != nil {
		return s, err
	}
	s.base, s.token = p.base, w.Credentials["iqchannels"]["token"]
	if s.card, err = fetch(s.get(p.base)); err != nil {
		return s, err
	}
	s.issued, err = fetch(s.post(p.base))
	return s, err
}

// fetch sends one request and returns the body of the response.
func fetch(r request) ([]byte, error) {
	method := http.MethodGet
	if r.body != "" {
		method = http.MethodPost
	}
	req, err := http.NewRequest(method, r.url, strings.NewReader(r.body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := web().Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = errors.New(resp.Status + ": " + string(body))
	}
	return body, err
}

// control compares a bare handler with another: how far it is from 1 is what the machine adds.
func control(l *lab, name string) error {
	_, of, err := l.sparringSubject()
	if err != nil {
		return err
	}
	first, err := l.bare(of)
	if err != nil {
		return err
	}
	other, err := l.bare(of)
	if err != nil {
		return err
	}
	return l.compare(name, side{first, request{url: first.base}}, side{other, request{url: other.base}}, usual)
}

// againstBare compares the server with a bare handler.
func (l *lab) againstBare(
	name string, connections int, of func(s *subject, base string) request, args ...string,
) error {
	p, s, err := l.sparringSubject(args...)
	if err != nil {
		return err
	}
	if len(args) > 0 {
		if s.cert, err = l.certificate(); err != nil {
			return err
		}
	}
	b, err := l.bare(s)
	if err != nil {
		return err
	}
	return l.compare(name, side{b, of(&s, b.base)}, side{p, of(&s, p.base)}, connections)
}

// certificate writes a certificate of the kind that the server's own have.
func (l *lab) certificate() (file string, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", err
	}
	template := x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{{127, 0, 0, 1}},
	}
	cert, err := x509.CreateCertificate(rand.Reader, &template, &template, &key.PublicKey, key)
	if err != nil {
		return "", err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return "", err
	}
	file = filepath.Join(l.dir, "bare.pem")
	text := slices.Concat(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}))
	return file, os.WriteFile(file, text, 0o600)
}

// againstItself compares the server after some preparation with the server as it starts.
func (l *lab) againstItself(name string, prepare func(p *process, s *subject) error) error {
	var sides [2]side
	for i := range sides {
		p, s, err := l.sparringSubject()
		if err != nil {
			return err
		}
		if i == 1 {
			if err := prepare(p, &s); err != nil {
				return err
			}
		}
		sides[i] = side{p, s.get(p.base)}
	}
	return l.compare(name, sides[0], sides[1], usual)
}

func follower(l *lab, name string) error {
	return l.againstItself(name, func(p *process, _ *subject) error {
		go func() { // ends with the server
			_ = p.control().StreamJournal(l.ctx, "default", client.Query{}, func(journal.Entry) error { return nil })
		}()
		return nil
	})
}

// watcher is a reader as the console is one.
func watcher(l *lab, name string) error {
	l.rate = 500
	defer func() { l.rate = 0 }()
	return l.againstItself(name, func(p *process, _ *subject) error {
		url := p.base + client.Prefix + "/worlds/default/journal?view=brief"
		r, err := http.NewRequestWithContext(l.ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		r.Header.Set("Accept", "text/event-stream")
		resp, err := http.DefaultClient.Do(r) //nolint:bodyclose // ends with the server
		if err != nil {
			return err
		}
		go func() { _, _ = io.Copy(io.Discard, resp.Body) }()
		return nil
	})
}

func idleFault(l *lab, name string) error {
	return l.againstItself(name, func(p *process, _ *subject) error {
		_, err := p.control().AddFault(l.ctx, "default", client.FaultRequest{
			Match: fault.Match{API: "iqchannels", Header: map[string]string{"X-Never": "sent"}},
			Fault: fault.Spec{Kind: "timeout"},
		})
		return err
	})
}
