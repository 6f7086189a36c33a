//go:build unix

package driver_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"sparring/scenarios/driver"
)

const oddHello = `{"jsonrpc":"2.0","id":1,"result":{"name":"Łukasz","version":"1","abilities":["test.echo"]}}`

// utf16le encodes as runtimes of Microsoft's do.
func utf16le(text string) string {
	var out strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		out.WriteByte(byte(unit))
		out.WriteByte(byte(unit >> 8))
	}
	return out.String()
}

// oddClient is a client with one oddity in how it writes, and how it is named: by hello, or by the call after it.
type oddClient struct {
	client  func(in *bufio.Scanner)
	hello   driver.Kind // empty: it is answered
	call    driver.Kind // the same of a call of test.echo
	end     driver.Kind // the same of the end of the session
	says    string
	patient bool // the client never answers: do not wait long
	once    bool // the next call may be answered well
}

// writes answers hello with a text.
func writes(text string) func(in *bufio.Scanner) {
	return func(in *bufio.Scanner) {
		in.Scan()
		fmt.Print(text)
		for in.Scan() {
		}
	}
}

// then answers hello, and each call with a text.
func then(text string) func(in *bufio.Scanner) {
	return func(in *bufio.Scanner) {
		in.Scan()
		fmt.Println(oddHello)
		for in.Scan() {
			fmt.Print(text)
		}
	}
}

var odd = map[string]oddClient{
	"mark":        {client: writes("\ufeff" + oddHello + "\n")},
	"mark alone":  {client: writes("\ufeff\n" + oddHello + "\n")},
	"CRLF":        {client: writes(oddHello + "\r\n")},
	"blank lines": {client: writes("\n  \n" + oddHello + "\n\n")},
	"two marks": {client: writes("\ufeff\ufeff" + oddHello + "\n"), hello: driver.Garbage,
		says: "a byte order mark, which may only be before the first line"},
	"mark later": {client: then("\ufeff" + oddHello + "\n"), call: driver.Garbage,
		says: "a byte order mark, which may only be before the first line"},
	"UTF-16": {client: writes("\xff\xfe" + utf16le(oddHello+"\n")), hello: driver.Garbage,
		says: "got UTF-16 (it begins with the byte order mark FF FE); the protocol is UTF-8"},
	"UTF-16BE": {client: writes("\xfe\xff\x00{\x00\"\n"), hello: driver.Garbage,
		says: "got UTF-16 (it begins with the byte order mark FE FF)"},
	"bare UTF-16": {client: writes(utf16le(oddHello + "\n")), hello: driver.Garbage,
		says: "got a NUL at byte 2, as in UTF-16"},
	"NUL": {client: then("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"ok\":true}}\x00\n"),
		call: driver.Garbage, says: "got a NUL at byte"},
	"Latin-1": {
		client: then("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"ok\":true,\"values\":{\"said\":\"caf\xe9\"}}}\n"),
		call:   driver.Garbage,
		says:   "got the byte 0xE9 at byte 66, which is not UTF-8",
	},
	"cp1251": {
		client: writes(
			"{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"name\":\"\xcf\xf0\xe8\xe2\xe5\xf2\",\"abilities\":[]}}\n",
		),
		hello: driver.Garbage,
		says:  "set the encoding of the client's stdout",
	},
	"banner": {client: writes("Server listening...\n" + oddHello + "\n"), hello: driver.Garbage,
		says: `got "Server listening..."; logs and banners belong on stderr`},
	"several lines": {client: writes("{\n  \"jsonrpc\": \"2.0\"\n}\n"), hello: driver.Garbage,
		says: "which ends in the middle; an object must not go over several lines"},
	"batch": {client: writes("[" + oddHello + "]\n"), hello: driver.Garbage,
		says: "batches are not part of the protocol"},
	"single quotes": {client: writes("{'jsonrpc': '2.0', 'id': 1}\n"), hello: driver.Garbage,
		says: "no JSON at byte 2"},
	"NaN": {client: then(`{"jsonrpc":"2.0","id":2,"result":{"ok":true,"values":{"x":NaN}}}` + "\n"),
		call: driver.Garbage, says: "no JSON at byte 59"},
	"two on a line": {client: writes(oddHello + oddHello + "\n"), hello: driver.Garbage, says: "no JSON at byte"},
	"no version": {client: writes(`{"id":1,"result":{}}` + "\n"), hello: driver.Garbage,
		says: `expected "jsonrpc":"2.0"`},
	"no abilities": {client: writes(`{"jsonrpc":"2.0","id":1,"result":{"name":"x"}}` + "\n"), hello: driver.Breach,
		once: true, says: `"abilities"`},
	"request": {client: then(`{"jsonrpc":"2.0","id":2,"method":"show","params":{}}` + "\n"),
		call: driver.Breach, says: "it may only send results and notifications"},
	"another id": {client: then(`{"jsonrpc":"2.0","id":77,"result":{"ok":true}}` + "\n"), call: driver.Breach,
		says: "an answer to the call 77"},
	"answered twice": {client: then(strings.Repeat(`{"jsonrpc":"2.0","id":2,"result":{"ok":true}}`+"\n", 2)),
		end: driver.Breach, says: "has been answered already"},
	"no ok": {client: then(`{"jsonrpc":"2.0","id":2,"result":{"values":{}}}` + "\n"), call: driver.Breach,
		once: true, says: `no boolean "ok"`},
	"id as text":  {client: then(`{"jsonrpc":"2.0","id":"2","result":{"ok":true}}` + "\n")},
	"id as float": {client: then(`{"jsonrpc":"2.0","id":2.0,"result":{"ok":true}}` + "\n")},
	"no line end": {client: writes(oddHello), hello: driver.Hang, says: "has no line end: ", patient: true},
	"CR only": {client: writes(oddHello + "\r"), hello: driver.Hang, says: "every message must end with \\n",
		patient: true},
	"never flushes": {client: func(in *bufio.Scanner) {
		out := bufio.NewWriter(os.Stdout)
		for in.Scan() {
			fmt.Fprintln(out, oddHello)
		}
		out.Flush()
	}, hello: driver.Hang, says: "most often the client does not flush after every line", patient: true},
	"closes stdout": {client: func(in *bufio.Scanner) {
		in.Scan()
		fmt.Println(oddHello)
		os.Stdout.Close()
		for in.Scan() {
		}
	}, call: driver.Breach, says: "closed its stdout though it still runs", end: driver.Breach},
	"closes stdin": {client: func(in *bufio.Scanner) {
		in.Scan()
		os.Stdin.Close()
		fmt.Println(oddHello)
		hang()
	}, call: driver.Breach, says: "closed its stdin though it still runs", end: driver.Hang},
	"ends after hello": {client: func(in *bufio.Scanner) {
		in.Scan()
		fmt.Println(oddHello)
		fmt.Fprintln(os.Stderr, "that was all")
	}, call: driver.Exit, says: "while it was still needed; it last said on stderr: that was all", end: driver.Exit},
	"bytes": {client: func(in *bufio.Scanner) { // tells the lines that it was sent
		in.Scan()
		fmt.Println(oddHello)
		for id := 2; in.Scan(); id++ {
			line, _ := json.Marshal(in.Text())
			fmt.Printf(`{"jsonrpc":"2.0","id":%d,"result":{"ok":true,"values":{"line":%s}}}`+"\n", id, line)
		}
	}},
	"writes after end": {client: func(in *bufio.Scanner) {
		in.Scan()
		fmt.Println(oddHello)
		in.Scan()
		fmt.Println(`{"jsonrpc":"2.0","id":2,"result":{"ok":true}}`)
		for in.Scan() {
		}
		fmt.Println("bye")
	}, end: driver.Garbage, says: `got "bye"`},
}

// TestOddClients: each oddity is let pass, or named for what it is and as soon as it shows.
func TestOddClients(t *testing.T) {
	for mode, test := range odd {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			s := start(t, client(mode))
			patience := time.Minute // what is named at once, is not waited for
			if test.patient {
				patience = 300 * time.Millisecond
			}
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			hello, err := s.Hello(ctx)
			said := expect(t, "hello", test.hello, err)
			if test.hello == "" {
				if hello.Name != "Łukasz" {
					t.Errorf("name %q", hello.Name)
				}
				if test.call != "" || strings.Contains(mode, "answered") || strings.Contains(mode, "id as") ||
					strings.Contains(mode, "after end") {
					_, err = s.Call(ctx, "test.echo", driver.Params{})
					said += expect(t, "call", test.call, err)
				}
			}
			end := test.end
			if end == "" && !test.once { // what has broken once, is still broken
				end = driver.Kind(strings.TrimPrefix(string(test.hello+test.call), string(driver.Hang)))
			}
			said += expect(t, "end", end, s.Close())
			if !strings.Contains(said, test.says) {
				t.Errorf("expected %q, got %s", test.says, said)
			}
		})
	}
}

// expect checks what kind of failure an error is and returns its text.
func expect(t *testing.T, what string, want driver.Kind, err error) string {
	t.Helper()
	if want == "" {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
		return ""
	}
	if got := kind(t, err); got != want {
		t.Errorf("%s: expected %s, got %v", what, want, err)
	}
	return err.Error() + "\n"
}

// TestASCII: what is sent to a client is ASCII, and the same text.
func TestASCII(t *testing.T) {
	s := start(t, client("bytes"))
	if _, err := s.Hello(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"Łukasz", "Привет", "𝄞 e\u0301 \u2028 \x7f \u0000 \\u0041", strings.Repeat("ю",
		3000)} {
		r, err := s.Call(t.Context(), "test.echo", driver.Params{Args: map[string]any{"say": text, text: 1}})
		if err != nil {
			t.Fatal(err)
		}
		line, _ := r.Values["line"].(string)
		for i := range len(line) {
			if line[i] >= 0x80 {
				t.Fatalf("the byte %X was sent: %q", line[i], line)
			}
		}
		var sent struct{ Params driver.Params }
		if err := json.Unmarshal([]byte(line), &sent); err != nil || sent.Params.Args["say"] != text ||
			sent.Params.Args[text] == nil {
			t.Errorf("%q was sent as %s (%v)", text, line, err)
		}
	}
}
