package watch_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/mocktest"
	"sparring/mock/mocktest/outside"
	"sparring/scenarios/verdict"
	"sparring/scenarios/watch"
)

var update = flag.Bool("update", false, "write the HAR that the browser has recorded")

const recordedFile = "testdata/chromium-iqchannels.har"

// recordedAt is the address of the chat server in the HAR that is kept.
const recordedAt = "http://chat.example.test/iqchannels"

// flow is what a widget does: it signs in, reads the history, and sends a message.
const flow = `(async () => {
  const call = async (path, body, session) => {
    const headers = { "Content-Type": "application/json" };
    if (session) headers.Authorization = "Client " + session;
    const response = await fetch(%[1]q + "/public/api/v1" + path,
      { method: "POST", headers, body: JSON.stringify(body) });
    const answer = await response.json();
    if (!answer.OK) throw new Error(path + ": " + JSON.stringify(answer));
    return answer.Result;
  };
  const auth = await call("/clients/integration_auth", { Credentials: %[2]q, Channel: %[3]q });
  const session = auth.Session.Token;
  await call("/chats/channel/messages/" + %[3]q, { Limit: 20 }, session);
  await call("/chats/channel/send/" + %[3]q, { LocalId: Date.now(), Payload: "text", Text: "Добрый день" }, session);
  return "sent";
})()`

// recorder makes a HAR of what a browser sends, as its developer tools do.
type recorder struct {
	mu      sync.Mutex
	entries map[network.RequestID]map[string]any
	order   []network.RequestID
	began   map[network.RequestID]cdp.MonotonicTime
	whole   []network.RequestID
}

func (r *recorder) take(event any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		body := ""
		for _, part := range e.Request.PostDataEntries {
			body += string(part.Bytes)
		}
		request := map[string]any{
			"method": e.Request.Method, "url": e.Request.URL, "httpVersion": "HTTP/1.1", "bodySize": len(body),
			"headers": pairsOf(e.Request.Headers),
		}
		if body != "" {
			request["postData"] = map[string]any{"mimeType": "application/json", "text": body}
		}
		r.order, r.began[e.RequestID] = append(r.order, e.RequestID), e.Timestamp
		at := time.UnixMicro(int64(e.WallTime.Float64() * 1e6)).UTC()
		r.entries[e.RequestID] = map[string]any{
			"startedDateTime": at.Format("2006-01-02T15:04:05.000Z"), "_resourceType": fmt.Sprint(e.Type),
			"request": request,
		}
	case *network.EventResponseReceived:
		r.entries[e.RequestID]["response"] = map[string]any{
			"status": e.Response.Status, "headers": pairsOf(e.Response.Headers),
			"content": map[string]any{"mimeType": e.Response.MimeType},
		}
	case *network.EventLoadingFinished:
		if entry := r.entries[e.RequestID]; entry != nil {
			entry["time"] = 1000 * (e.Timestamp.Float64() - r.began[e.RequestID].Float64())
			r.whole = append(r.whole, e.RequestID)
		}
	}
}

func pairsOf(headers network.Headers) []map[string]string {
	var out []map[string]string
	for name, value := range headers {
		out = append(out, map[string]string{"name": name, "value": fmt.Sprint(value)})
	}
	return out
}

// har adds the bodies, and returns the file.
func (r *recorder) har(ctx context.Context, t *testing.T) []byte {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range r.whole {
		got, err := cdp.Call(ctx, chromedp.FromContext(ctx).Target, network.GetResponseBody,
			network.GetResponseBodyParams{RequestID: id})
		if err != nil {
			continue // a preflight has none
		}
		content := r.entries[id]["response"].(map[string]any)["content"].(map[string]any)
		content["size"], content["text"] = len(got.Body), string(got.Body)
	}
	var entries []any
	for _, id := range r.order {
		if r.entries[id]["response"] != nil {
			entries = append(entries, r.entries[id])
		}
	}
	text, err := json.MarshalIndent(map[string]any{"log": map[string]any{
		"version": "1.2", "creator": map[string]string{"name": "Chromium", "version": "1"}, "entries": entries,
	}}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestChromiumHAR: what a browser has recorded of a widget's flow is judged as the journal of the same world is.
func TestChromiumHAR(t *testing.T) {
	program := outside.Browser(t)
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<!doctype html><title>widget</title>")
	}))
	defer page.Close()
	s := mocktest.Start(t, func(o *mock.Options, _ *client.WorldRequest) { o.CORS = []string{page.URL} })
	alive, cancelAlive := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancelAlive()
	allocated, cancelAllocated := chromedp.NewExecAllocator(alive, append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("no-proxy-server", true))...)
	defer cancelAllocated()
	ctx, cancel := chromedp.NewContext(allocated)
	defer cancel()
	r := &recorder{entries: map[network.RequestID]map[string]any{}, began: map[network.RequestID]cdp.MonotonicTime{}}
	if err := chromedp.Listen(ctx, r.take); err != nil {
		t.Fatal(err)
	}
	if _, err := cdp.Call(ctx, chromedp.FromContext(ctx).Target, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	given := s.Credentials("iqchannels")
	script := fmt.Sprintf(flow, s.URL("iqchannels"), given["token"], given["channel"])
	if err := chromedp.Do(ctx, chromedp.Navigate(page.URL)); err != nil {
		t.Fatal(err)
	}
	said, err := chromedp.Run(ctx, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
	if err != nil || said != "sent" {
		t.Fatalf("the flow: %q %v", said, err)
	}
	text := r.har(ctx, t)
	if *update {
		u, _ := url.Parse(s.URL("iqchannels"))
		kept := strings.NewReplacer(u.String(), recordedAt, u.Host, "chat.example.test", page.URL,
			"http://shop.example.test").Replace(string(text))
		if err := os.WriteFile(recordedFile, []byte(kept+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	judgedAlike(t, string(text), s)
}

// judgedAlike compares the judgement of a HAR with that of a journal.
func judgedAlike(t *testing.T, har string, s *mocktest.Server) {
	t.Helper()
	r, notes, _ := captured(t, har, base(t, "iqchannels", s.URL("iqchannels"), ""))
	own := judged(watch.Options{}, watch.World{ID: "w", Entries: s.Journal()})
	if r.ExitCode != verdict.ExitGood || own.ExitCode != verdict.ExitGood {
		t.Errorf("exit %d of the HAR, %d of the journal; %v", r.ExitCode, own.ExitCode, notes)
	}
	for _, o := range own.Scenarios {
		if o.API != "iqchannels" || strings.HasSuffix(o.Address, "ClientCard") {
			continue // the look-up is between two servers
		}
		if got := outcome(t, r, o.Address); got.Verdict != o.Verdict {
			t.Errorf("%s: the journal gives %s, the HAR %s: %s", o.Address, o.Verdict, got.Verdict, got.Reason)
		}
	}
}

// TestRecordedHAR judges the HAR that a browser has recorded before.
func TestRecordedHAR(t *testing.T) {
	text, err := os.ReadFile(recordedFile)
	if err != nil {
		t.Fatal(err)
	}
	r, notes, capture := captured(t, string(text), base(t, "iqchannels", recordedAt, ""))
	if r.ExitCode != verdict.ExitGood || r.Traffic.Exchanges < 3 {
		t.Errorf("exit %d after %d of %d entries; %v", r.ExitCode, r.Traffic.Exchanges, capture.Entries, notes)
	}
	for _, id := range []string{"iqchannels.integrationAuth", "iqchannels.sendMessage", "iqchannels.listMessages"} {
		if got := outcome(t, r, id); got.Verdict != verdict.Passed {
			t.Errorf("%s: %s: %s", id, got.Verdict, got.Reason)
		}
	}
}
