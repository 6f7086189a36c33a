package mock_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"sparring/mock/journal"
	"sparring/mock/mocktest"
)

// HTTP/1.0: the response has no chunks, and the connection ends with it, unless the client asks to keep it.
func TestHTTP10(t *testing.T) {
	s := mocktest.Start(t)
	const body = `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME","rpt":1000}`
	request := func(path, more string) string {
		return "POST /w/" + s.World.ID + path + " HTTP/1.0\r\nContent-Type: application/json\r\n" +
			"Content-Length: " + strconv.Itoa(len(body)) + more + "\r\n\r\n" + body
	}
	for _, keep := range []bool{false, true} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.Base, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		more, rounds := "", 1
		if keep {
			more, rounds = "\r\nConnection: keep-alive", 3
		}
		from := bufio.NewReader(conn)
		for range rounds {
			if _, err := io.WriteString(conn, request("/bonder/auth", more)); err != nil {
				t.Fatal(err)
			}
			resp, err := http.ReadResponse(from, &http.Request{Method: http.MethodPost})
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(resp.Body)
			if err != nil || resp.StatusCode != http.StatusOK || !strings.Contains(string(got), `"token"`) ||
				resp.TransferEncoding != nil || resp.ContentLength != int64(len(got)) || resp.Close == keep {
				t.Errorf("keep-alive %t: %s %v, closes %t: %s, %v", keep, resp.Status, resp.Header,
					resp.Close, got, err)
			}
		}
		if !keep {
			if _, err := from.ReadByte(); err != io.EOF {
				t.Errorf("the connection stays open after the response: %v", err)
			}
		}
	}
	entries := 0
	for _, e := range s.Journal() {
		if e.Kind != journal.Exchange {
			continue
		}
		entries++
		if e.HTTP != "HTTP/1.0" || e.Operation != "authorize" || e.State != journal.Closed || len(e.Findings) > 0 {
			t.Errorf("entry %d: %s %s, %s, %v", e.Seq, e.HTTP, e.Operation, e.State, e.Findings)
		}
	}
	if entries != 4 {
		t.Errorf("%d entries, want 4", entries)
	}
}

// A forced error comes over HTTP/1.0 as over HTTP/1.1.
func TestFaultOverHTTP10(t *testing.T) {
	s := mocktest.Start(t)
	s.Fail("bonder", "listRepositories", "DATABASE_ERROR")
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.Base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "GET /w/"+s.World.ID+"/bonder/repositories HTTP/1.0\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(conn)
	head, got, _ := strings.Cut(string(all), "\r\n\r\n")
	if err != nil || !strings.HasPrefix(head, "HTTP/1.0 200") || !strings.Contains(got, "DATABASE_ERROR") ||
		strings.Contains(head, "chunked") {
		t.Errorf("%q, %v", all, err)
	}
}
