package mock_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/mock/mocktest"
)

// reading makes the server read bodies of a size, and no larger files.
func reading(size int64) mocktest.Option {
	return func(o *mock.Options, _ *client.WorldRequest) {
		o.MaxBody, o.Switches = size, map[string]map[string]any{"iqchannels": {"maxFileSizeMb": 1}}
	}
}

// A body is read up to the bound, with its length named and in chunks, and not a byte beyond.
func TestBodyBounds(t *testing.T) {
	const limit = 3 << 20
	s := mocktest.Start(t, reading(limit))
	big := strings.Repeat("x", 3*limit)
	for _, row := range []struct {
		size, status int
		chunked      bool
	}{
		{1, 200, false}, {64 << 10, 200, false}, {64<<10 + 1, 200, false}, {1<<20 - 1, 200, false},
		{1 << 20, 200, false}, {1<<20 + 1, 200, false},
		{limit - 1, 200, false}, {limit, 200, false}, {limit + 1, 413, false}, {3 * limit, 413, false},
		{1, 200, true}, {1 << 20, 200, true}, {1<<20 + 1, 200, true}, {limit, 200, true}, {limit + 1, 413, true},
		{3 * limit, 413, true},
	} {
		var body io.Reader = strings.NewReader(big[:row.size])
		if row.chunked {
			body = io.MultiReader(body)
		}
		r, _ := http.NewRequest("POST", s.URL("bonder")+"/auth", body)
		resp, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		e := last(t, s)
		kept := 0
		if row.status == 200 {
			kept = row.size
		}
		if resp.StatusCode != row.status || e.State != journal.Closed || e.Response.Status != row.status ||
			len(e.Request.Body) != kept {
			t.Errorf("%d bytes, chunked %v: %s, the journal has %s, %d, %d bytes", row.size, row.chunked, resp.Status,
				e.State, e.Response.Status, len(e.Request.Body))
		}
		if row.status == 413 && (resp.Header.Get("Content-Type") != "application/problem+json" ||
			e.Why[0].Code != "body_too_large") {
			t.Errorf("%d bytes: %s, %+v", row.size, resp.Header.Get("Content-Type"), e.Why)
		}
	}
	sendsAllFirst(t, s, "/bonder/auth", big)
	sendsAllFirst(t, s, "/_sparring/v1/worlds", big)
}

// What a client says that it will send takes no memory: a thousand requests that announce 17 MiB and send a few bytes.
func TestAnnouncedBodiesTakeNoMemory(t *testing.T) {
	s := mocktest.Start(t)
	before := heap()
	for range 300 {
		resp, err := beginBody(t, s, mock.DefaultMaxBody)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { resp.Close() })
	}
	if !eventually(func() bool {
		open := 0
		for _, e := range s.Journal() {
			if e.State == journal.Open {
				open++
			}
		}
		return open == 300
	}) {
		t.Fatal("the requests did not come")
	}
	if more := heap() - before; more > 200<<20 {
		t.Errorf("300 announced bodies hold %d MiB", more>>20)
	}
}

// A file or a picture that the vendor refuses is refused by the vendor, and what it takes is taken: the server's own
// bound is behind both.
func TestTheVendorRefusesFirst(t *testing.T) {
	s := mocktest.Start(t)
	url := s.URL("iqchannels")
	session, _ := chatSession(t, url, s.Credentials("iqchannels")["token"])
	upload := func(size int) (int, envelope) {
		t.Helper()
		var form bytes.Buffer
		form.WriteString("--b\r\nContent-Disposition: form-data; " +
			"name=\"Type\"\r\n\r\nfile\r\n--b\r\nContent-Disposition: form-data; name=\"File\"; " +
			"filename=\"a.bin\"\r\n\r\n")
		form.Write(bytes.Repeat([]byte("y"), size))
		form.WriteString("\r\n--b--\r\n")
		r, _ := http.NewRequest("POST", url+chat+"files/upload", &form)
		r.Header = http.Header{"Content-Type": {"multipart/form-data; boundary=b"}, session[0]: {session[1]}}
		resp, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		var e envelope
		_ = json.NewDecoder(resp.Body).Decode(&e)
		return resp.StatusCode, e
	}
	for _, row := range []struct {
		size, status int
		code         string
	}{
		{1600_000, 200, ""}, {15 << 20, 200, ""}, {15<<20 + 1, 200, "invalid"}, {16 << 20, 200, "invalid"},
		{17 << 20, 413, ""},
	} {
		status, e := upload(row.size)
		if status != row.status || status == 200 && (e.OK != (row.code == "") || codeOf(e) != row.code) {
			t.Errorf("a file of %d bytes: %d %+v", row.size, status, e)
		}
	}
	setSwitch(t, s, "iqchannels", "maxFileSizeMb", 16)
	if status, e := upload(16 << 20); status != 200 || !e.OK {
		t.Errorf("a file of 16 MiB, if the switch allows it: %d %+v", status, e)
	}

	headers := bonderToken(t, s.URL("bonder"), 1000)
	_, text, _ := call(t, "POST", s.URL("bonder")+"/users", "", headers...)
	var made struct{ Result struct{ CardID string } }
	if err := json.Unmarshal([]byte(text), &made); err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{780 << 10, 10 << 20} {
		body := fmt.Sprintf(`{"non-translatable":{"thumbnail":%q}}`,
			base64.StdEncoding.EncodeToString(make([]byte, size)))
		status, text, _ := call(t, "PUT", s.URL("bonder")+"/users/"+made.Result.CardID, body, headers...)
		if status != 200 || !strings.Contains(text, "THUMBNAIL_REJECTED_ERROR") ||
			!strings.Contains(text, `"success":true`) {
			t.Errorf("a thumbnail of %d bytes: %d %.200s", size, status, text)
		}
	}
	if _, text, _ := call(t, "POST", s.Base+"/_sparring/v1/worlds/"+s.World.ID+"/close", ""); !strings.Contains(text,
		`"defects":0`) {
		t.Error(text)
	}
}

// A switch that would let through more than the server reads is refused, also one that was not given.
func TestSwitchesFitWhatIsRead(t *testing.T) {
	s := mocktest.Start(t)
	for _, row := range []struct {
		api, name string
		value     int
		fits      bool
	}{
		{"iqchannels", "maxFileSizeMb", 16, true}, {"iqchannels", "maxFileSizeMb", 17, false},
		{"iqchannels", "maxFileSizeMb", 1024, false},
		{"bonder", "thumbnailMaxBytes", 12 << 20, true}, {"bonder", "thumbnailMaxBytes", 12<<20 + 1, false},
		{"bonder", "thumbnailMaxBytes", 1 << 62, false}, {"bonder", "thumbnailMaxBytes", 0, true},
	} {
		_, err := s.Control.SetSwitches(t.Context(), s.World.ID, client.Switches{row.api: {row.name: row.value}})
		if (err == nil) != row.fits || err != nil && (!strings.Contains(err.Error(), "--max-body") ||
			!strings.Contains(err.Error(), "17825792")) {
			t.Errorf("%s.%s = %d: %v", row.api, row.name, row.value, err)
		}
		_, err = s.Control.MakeWorld(t.Context(),
			client.WorldRequest{Switches: client.Switches{row.api: {row.name: row.value}}})
		if (err == nil) != row.fits {
			t.Errorf("a world with %s.%s = %d: %v", row.api, row.name, row.value, err)
		}
	}
	if server, err := mock.New(mock.Options{MaxBody: 4 << 20}); err == nil {
		_ = server.Close()
		t.Error("4 MiB are read, and files may have 15")
	} else if !strings.Contains(err.Error(), "switch iqchannels.maxFileSizeMb") ||
		!strings.Contains(err.Error(), "--max-body") {
		t.Error(err)
	}
	server, err := mock.New(mock.Options{MaxBody: 4 << 20,
		Switches: map[string]map[string]any{"iqchannels": {"maxFileSizeMb": 3}}})
	if err != nil {
		t.Fatal(err)
	}
	_ = server.Close()
}

// beginBody announces a body and sends its first bytes.
func beginBody(t *testing.T, s *mocktest.Server, size int) (io.Closer, error) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.Base, "http://"))
	if err != nil {
		return nil, err
	}
	_, err = fmt.Fprintf(conn, "POST /w/%s/bonder/auth HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n{",
		s.World.ID, size)
	return conn, err
}

// Only so many large bodies are read at a time. Who stalls his keeps a large one waiting, and no small one.
func TestLargeBodiesWaitForOneAnother(t *testing.T) {
	s := mocktest.Start(t)
	part := strings.Repeat("x", 1<<20)
	var stalled []io.Closer
	for range 16 {
		conn, err := beginBody(t, s, 2<<20)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := io.WriteString(conn.(io.Writer), part); err != nil {
			t.Fatal(err)
		}
		stalled = append(stalled, conn)
	}
	done := make(chan int)
	go func() {
		status, _, _ := call(t, "POST", s.URL("bonder")+"/auth", part+part)
		done <- status
	}()
	if !eventually(func() bool { return len(s.Journal()) == 17 }) {
		t.Fatalf("%d entries", len(s.Journal()))
	}
	bonderToken(t, s.URL("bonder"), 1000)
	stalled[0].Close()
	if status := <-done; status != 200 {
		t.Errorf("the body that waited: %d", status)
	}
}
