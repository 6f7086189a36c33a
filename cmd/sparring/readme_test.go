package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sparring/mock/mocktest/outside"
)

const readmeBase = "http://127.0.0.1:8080"

var block = regexp.MustCompile("(?ms)^### ([^\n]*)\n+```sh\n(.*?)^```$")

// demos reads the titled shell blocks of a README.
func demos(t *testing.T, file string) (titles, scripts []string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range block.FindAllStringSubmatch(string(text), -1) {
		titles, scripts = append(titles, m[1]), append(scripts, m[2])
	}
	return titles, scripts
}

// output is written by the program and read by the test.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// eventually looks until what is printed holds the pattern, for at most half a minute.
func (o *output) eventually(t *testing.T, pattern string) []string {
	t.Helper()
	for range 3000 {
		if m := regexp.MustCompile(pattern).FindStringSubmatch(o.String()); m != nil {
			return m
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("no %q was printed: %s", pattern, o)
	return nil
}

// served runs "sparring serve" until the test ends; it gives the address and what the log prints.
func served(t *testing.T, args ...string) (address string, log *output) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var out output
	log = &output{}
	code := make(chan int, 1)
	go func() {
		code <- Run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...), strings.NewReader(""), &out, log)
	}()
	t.Cleanup(func() {
		cancel()
		if c := <-code; c != 0 {
			t.Errorf("serve ended with %d: %s", c, log)
		}
	})
	return out.eventually(t, `listens on (\S+:\d+)\.`)[1], log
}

// shell runs a script by bash, as a reader of the README would.
func shell(t *testing.T, script string, env ...string) string {
	t.Helper()
	outside.Tools(t, "bash", "curl")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "bash", "-c", script)
	cmd.Env = append(append(os.Environ(), "no_proxy=*"), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, script, out)
	}
	return string(out)
}

func want(t *testing.T, text string, patterns ...string) {
	t.Helper()
	for _, p := range patterns {
		if !regexp.MustCompile(p).MatchString(text) {
			t.Errorf("no %s in\n%s", p, text)
		}
	}
}

// Each block of the README runs as it is printed, but for the port, and shows what the sentences beside it promise.
func TestReadmeBlocks(t *testing.T) {
	shows := map[string]func(t *testing.T, out string, log *output){
		"Bonder": func(t *testing.T, out string, log *output) {
			want(t, out, `"success":true,"errors":\[\],"result":\{\}`, `"name":"Jan","lastname":"Kowalski"`,
				`"cardAddr":"http://127.0.0.1:\d+/bonder/card/[A-Za-z0-9]{32}"`, `"code":"unknown_field"`)
			log.eventually(t, `unknown_field at /translatable/pl/nickname`)
		},
		"iQChannels": func(t *testing.T, out string, _ *output) {
			want(t, out, `\{"client":\{"id":"\d+","name":"[^"]+"`, `"inn":"\d{12}"`, `"seq":\d+,"result":`,
				`data: \{"OK":true,"Error":null,"Result":\[\{"Id":1,"Type":"message_created"`, `"Text":"Hello"`)
		},
		"Radist.Online": func(t *testing.T, out string, _ *output) {
			want(t, out, `(?s)"status":"waiting_for_password".*"status":"authenticated".*\{"id":(\d+),"type":"telegram".*\{"count":1,"connections":\[\{"id":\d+,"type":"telegram"`)
		},
		"TIM Connect": func(t *testing.T, out string, _ *output) {
			want(t, out, `"result":"success","message":"Sent SMS`, `\{"result":"success","message":""\}`, `"fired":1`)
			// Both messages were pushed; only the one without a report went out by SMS, once.
			_, box, _ := strings.Cut(out, `{"messages":`)
			var messages []struct{ Kind, Sender, Text string }
			if err := json.NewDecoder(strings.NewReader(box)).Decode(&messages); err != nil {
				t.Fatalf("no outbox in %s: %v", out, err)
			}
			var pushes, sms int
			for _, m := range messages {
				switch {
				case m.Kind == "push":
					pushes++
				case m.Sender == "BANK" && m.Text == "Paid":
					sms++
				}
			}
			if pushes != 2 || sms != 1 {
				t.Errorf("%d pushes and %d SMS, want 2 and 1: %s", pushes, sms, out)
			}
		},
	}
	titles, scripts := demos(t, "../../README.md")
	if len(scripts) != len(shows) {
		t.Fatalf("%d blocks, want %d: %q", len(scripts), len(shows), titles)
	}
	for i, title := range titles {
		t.Run(title, func(t *testing.T) {
			for name, show := range shows {
				if strings.HasPrefix(title, name) {
					if !strings.Contains(scripts[i], readmeBase) {
						t.Fatalf("the block does not speak to %s", readmeBase)
					}
					address, log := served(t)
					out := shell(t, strings.ReplaceAll(scripts[i], readmeBase, "http://"+address))
					show(t, out, log)
					return
				}
			}
			t.Fatal("nobody says what this block shows")
		})
	}
}

// The Russian README, where there is one, shows the same commands.
func TestReadmesShareTheirBlocks(t *testing.T) {
	const russian = "../../README.ru.md"
	_, english := demos(t, "../../README.md")
	if len(english) == 0 {
		t.Fatal("README.md has no blocks")
	}
	if _, err := os.Stat(russian); os.IsNotExist(err) {
		return
	}
	if _, other := demos(t, russian); !slices.Equal(english, other) {
		t.Errorf("the blocks differ:\n%s\n---\n%s", strings.Join(english, "\n"), strings.Join(other, "\n"))
	}
}
