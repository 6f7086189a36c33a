package main

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// turn is what a client saw of a server for some seconds.
type turn struct {
	Requests int     `json:"requests"`
	Rate     float64 `json:"rate"` // requests a second
	P99      float64 `json:"p99"`  // milliseconds
}

// request is what the load consists of: a GET, or a POST if there is a body.
type request struct{ url, body string }

// drive sends a request again and again over so many connections, by wrk if it is installed.
func (l *lab) drive(r request, connections int) (turn, error) {
	wrk, err := exec.LookPath("wrk")
	if err != nil || l.rate > 0 { // wrk knows no rate
		return l.driveSelf(r, connections)
	}
	args := []string{"-t1", "-c" + strconv.Itoa(connections), fmt.Sprintf("-d%ds", l.seconds), "--latency"}
	if r.body != "" {
		script := filepath.Join(l.dir, "post.lua")
		text := fmt.Sprintf("wrk.method = \"POST\"\nwrk.headers[\"Content-Type\"] = \"application/json\"\n"+
			"wrk.body = '%s'\n", r.body)
		if err := os.WriteFile(script, []byte(text), 0o600); err != nil {
			return turn{}, err
		}
		args = append(args, "-s", script)
	}
	text, err := exec.CommandContext(l.ctx, wrk, append(args, r.url)...).Output()
	if err != nil {
		return turn{}, err
	}
	return readWrk(string(text))
}

var (
	wrkRequests = regexp.MustCompile(`(\d+) requests in`)
	wrkRate     = regexp.MustCompile(`Requests/sec:\s+([\d.]+)`)
	wrkP99      = regexp.MustCompile(`99%\s+([\d.]+)(us|ms|s|m)\b`)
	wrkWrong    = regexp.MustCompile(`(Non-2xx|Socket errors)[^\n]*`)
)

// readWrk reads what wrk prints.
func readWrk(text string) (t turn, err error) {
	if wrong := wrkWrong.FindString(text); wrong != "" {
		return t, errors.New("wrk says: " + wrong)
	}
	n, rate, p99 := wrkRequests.FindStringSubmatch(text), wrkRate.FindStringSubmatch(text),
		wrkP99.FindStringSubmatch(text)
	if n == nil || rate == nil || p99 == nil || n[1] == "0" {
		return t, fmt.Errorf("expected what wrk --latency prints, got %q", text)
	}
	t.Requests, _ = strconv.Atoi(n[1]) // the patterns match numbers only
	t.Rate, _ = strconv.ParseFloat(rate[1], 64)
	t.P99, _ = strconv.ParseFloat(p99[1], 64)
	t.P99 *= map[string]float64{"us": 1e-3, "ms": 1, "s": 1e3, "m": 6e4}[p99[2]]
	return t, nil
}

// driveSelf is drive without wrk: this program in a process of its own.
func (l *lab) driveSelf(r request, connections int) (t turn, err error) {
	text, err := exec.CommandContext(l.ctx, l.self, "load", "-url", r.url, "-body", r.body,
		"-connections", strconv.Itoa(connections), "-seconds", strconv.Itoa(l.seconds),
		"-rate", strconv.Itoa(l.rate)).Output()
	if err != nil {
		return t, err
	}
	return t, json.Unmarshal(text, &t)
}

// load sends requests and prints a turn as JSON.
func load(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	target := flags.String("url", "", "")
	body := flags.String("body", "", "of a POST; empty: a GET")
	connections := flags.Int("connections", 1, "")
	seconds := flags.Int("seconds", 1, "")
	rate := flags.Int("rate", 0, "requests a second at most; 0: as many as there can be")
	if err := flags.Parse(args); err != nil {
		return err
	}
	u, err := url.Parse(*target)
	if err != nil {
		return err
	}
	method := http.MethodGet
	if *body != "" {
		method = http.MethodPost
	}
	r, err := http.NewRequest(method, *target, strings.NewReader(*body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	var raw bytes.Buffer
	if err := r.Write(&raw); err != nil {
		return err
	}
	end, pause := time.Now().Add(time.Duration(*seconds)*time.Second), time.Duration(0)
	if *rate > 0 {
		pause = time.Second * time.Duration(*connections) / time.Duration(*rate)
	}
	times, failures := make([][]time.Duration, *connections), make([]error, *connections)
	var running sync.WaitGroup
	for i := range *connections {
		running.Go(func() { times[i], failures[i] = repeat(u, raw.Bytes(), end, pause) })
	}
	running.Wait()
	if err := errors.Join(failures...); err != nil {
		return err
	}
	all := slices.Concat(times...)
	if len(all) == 0 {
		return errors.New("no response came")
	}
	slices.Sort(all)
	return json.NewEncoder(out).Encode(turn{
		Requests: len(all), Rate: float64(len(all)) / float64(*seconds),
		P99: float64(all[len(all)*99/100].Microseconds()) / 1000,
	})
}

// repeat sends a request over one connection until a time, one each pause at most, and returns how long each response
// took.
func repeat(u *url.URL, raw []byte, end time.Time, pause time.Duration) (times []time.Duration, err error) {
	conn, err := dial(u)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	in := bufio.NewReader(conn)
	for began := time.Now(); began.Before(end); began = time.Now() {
		if _, err := conn.Write(raw); err != nil {
			return nil, err
		}
		resp, err := http.ReadResponse(in, nil)
		if err != nil {
			return nil, err
		}
		if _, err := io.Copy(io.Discard, resp.Body); err != nil {
			return nil, err
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return nil, errors.New("the server answered " + resp.Status)
		}
		times = append(times, time.Since(began))
		time.Sleep(time.Until(began.Add(pause)))
	}
	return times, nil
}

func dial(u *url.URL) (net.Conn, error) {
	if u.Scheme == "https" {
		return tls.Dial("tcp", u.Host, trusting())
	}
	return net.Dial("tcp", u.Host)
}

// trusting lets connections to the servers that this program has started be made.
func trusting() *tls.Config {
	return &tls.Config{InsecureSkipVerify: true} //nolint:gosec // certificates of our own, on loopback
}
