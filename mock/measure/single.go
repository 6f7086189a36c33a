package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/problem"
)

// manyCards fills the world with cards: 100,000 small ones, or as many as its bound takes.
func manyCards(l *lab, name string) error {
	n := 100_000
	return l.againstItself(name, func(p *process, s *subject) error {
		for ; ; n -= n / 16 {
			err := plant(l, p, n)
			var refused *problem.Problem
			if err == nil {
				break
			} else if !errors.As(err, &refused) || n < 1000 {
				return err
			}
		}
		fmt.Fprintf(l.out, "%d cards in the world\n", n)
		return nil
	})
}

// plant adds cards to the auth service of the default world.
func plant(l *lab, p *process, n int) error {
	var state map[string]json.RawMessage
	if err := p.control().State(l.ctx, "default", "iqchannels", &state); err != nil {
		return err
	}
	var cards []json.RawMessage
	if err := json.Unmarshal(state["tokens"], &cards); err != nil {
		return err
	}
	for i := range n {
		cards = append(cards, json.RawMessage(fmt.Sprintf(`{"value":"T%06d","answer":{"client":{"id":"1"}}}`, i)))
	}
	text, err := json.Marshal(cards)
	if err != nil {
		return err
	}
	state["tokens"] = text
	_, err = p.control().Plant(l.ctx, "default", "iqchannels", state)
	return err
}

func manyWorlds(l *lab, name string) error {
	return l.againstItself(name, func(p *process, _ *subject) error {
		_, err := l.makeWorlds(p, 9_999)
		return err
	})
}

// makeWorlds makes worlds and returns their ids.
func (l *lab) makeWorlds(p *process, n int) (ids []string, err error) {
	c := p.control()
	for range n {
		w, err := c.MakeWorld(l.ctx, client.WorldRequest{})
		if err != nil {
			return nil, err
		}
		ids = append(ids, w.ID)
	}
	return ids, nil
}

// starts compares how long the servers take from start to the first response.
func starts(l *lab, name string) error {
	_, of, err := l.sparringSubject()
	if err != nil {
		return err
	}
	var ratio, more []float64
	for range 4 * l.rounds {
		b, err := l.bare(of)
		if err != nil {
			return err
		}
		p, err := l.sparring()
		if err != nil {
			return err
		}
		ratio = append(ratio, float64(p.took)/float64(b.took))
		more = append(more, float64((p.took - b.took).Milliseconds()))
		l.end()
	}
	fmt.Fprintf(l.out, "%-46s ratio %s   more, in ms %s\n", name, spread(ratio), spread(more))
	return nil
}

// worlds measures what worlds cost: the CPU of making one over HTTP, its memory, and what is left of it.
func worlds(l *lab, name string) error {
	const n = 5_000
	p, err := l.sparring()
	if err != nil {
		return err
	}
	if _, err := l.makeWorlds(p, 100); err != nil { // code and connection are warm
		return err
	}
	empty, err := p.memory()
	if err != nil {
		return err
	}
	before, err := p.cpu()
	if err != nil {
		return err
	}
	ids, err := l.makeWorlds(p, n)
	if err != nil {
		return err
	}
	after, err := p.cpu()
	if err != nil {
		return err
	}
	alive, err := p.memory()
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := p.control().DeleteWorld(l.ctx, id); err != nil {
			return err
		}
	}
	time.Sleep(5 * time.Second) // memory is given back in the background
	left, err := p.memory()
	fmt.Fprintf(l.out, "%-46s %.2f ms CPU to make one; %.1f kB each; %.0f MB empty, %.0f MB alive, %.0f MB deleted\n",
		fmt.Sprint(n, " ", name), float64(after-before)/float64(time.Millisecond)/n, (alive-empty)*1024/n, empty, alive,
		left)
	return err
}

// streams opens event streams of one client.
func streams(l *lab, name string) error {
	const n = 10_000
	p, err := l.sparring()
	if err != nil {
		return err
	}
	session, err := l.session(p)
	if err != nil {
		return err
	}
	before, err := p.memory()
	if err != nil {
		return err
	}
	var failed error
	var mu sync.Mutex
	var opening sync.WaitGroup
	var open []net.Conn
	for range 16 {
		opening.Go(func() {
			for range n / 16 {
				conn, err := listen(strings.TrimPrefix(p.base, "http://"), session)
				mu.Lock()
				failed = errors.Join(failed, err)
				open = append(open, conn)
				mu.Unlock()
				if err != nil {
					return
				}
			}
		})
	}
	opening.Wait()
	held, err := p.memory()
	for _, conn := range open {
		if conn != nil {
			conn.Close()
		}
	}
	fmt.Fprintf(l.out, "%-46s %.0f MB before, %.0f MB with all of them open\n", fmt.Sprint(n, " ", name), before, held)
	return errors.Join(failed, err)
}

// session returns the token of a client's session in the chat.
func (l *lab) session(p *process) (string, error) {
	s, err := l.subjectOf(p)
	if err != nil {
		return "", err
	}
	body, err := fetch(request{p.base + "/iqchannels/public/api/v1/clients/integration_auth",
		fmt.Sprintf(`{"Credentials":%q,"Channel":"support"}`, s.token)})
	if err != nil {
		return "", err
	}
	var answer struct {
		Result struct{ Session struct{ Token string } }
	}
	if err := json.Unmarshal(body, &answer); err != nil || answer.Result.Session.Token == "" {
		return "", fmt.Errorf("no session in %s", body)
	}
	return answer.Result.Session.Token, nil
}

// listen opens an event stream and waits for its header.
func listen(addr, session string) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(conn, "GET /iqchannels/public/api/v1/sse/chats/channel/events/support?ChatType=regular HTTP/1.1\r\n"+
		"Host: %s\r\nAuthorization: Client %s\r\n\r\n", addr, session)
	resp, err := http.ReadResponse(bufio.NewReaderSize(conn, 512), nil)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = errors.New(resp.Status)
	}
	return conn, err
}

// authorizationStep is after how many authorizations the memory is shown.
const authorizationStep = 250_000

// authorizations shows the memory while tokens are issued and forgotten.
func authorizations(l *lab, name string) error {
	const connections, step = 200, authorizationStep
	p, s, err := l.sparringSubject()
	if err != nil {
		return err
	}
	for total, next := 0, step; total < l.authorizations; {
		t, err := l.drive(s.post(p.base), connections)
		if err != nil {
			return err
		}
		if total += t.Requests; total >= next {
			held, err := p.memory()
			if err != nil {
				return err
			}
			fmt.Fprintf(l.out, "%-46s %.0f MB after %d authorizations\n", name, held, total)
			next = total/step*step + step
		}
	}
	return nil
}
