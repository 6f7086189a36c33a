package mock_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"sparring/mock"
	"sparring/mock/mocktest/outside"
)

// carrier is a request that carries a secret.
type carrier struct {
	method, path string
	header       http.Header
	body         []byte
	withheld     string // the body cannot be read here: part of the reason
}

// spot is where an API takes a secret in a body, without credentials.
type spot struct{ api, path, field string }

var spots = []spot{
	{"bonder", "/auth", "password"},
	{"iqchannels", "/public/api/v1/clients/integration_auth", "Credentials"},
	{"timconnect", "/api/auth", "credentials"},
	{"radist", "/v2/companies/1/connections/", "api_key"},
}

func jsonText(v any) []byte {
	text, _ := json.Marshal(v) // of texts
	return text
}

// object is the smallest container.
func object(field, secret string) []byte { return jsonText(map[string]any{field: secret}) }

func packed(body []byte, into func(w io.Writer) io.WriteCloser) []byte {
	var b bytes.Buffer
	w := into(&b)
	_, _ = w.Write(body)
	_ = w.Close()
	return b.Bytes()
}

func gzipped(body []byte) []byte {
	return packed(body, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
}

func zlibbed(body []byte) []byte {
	return packed(body, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })
}

func deflated(body []byte) []byte {
	return packed(body, func(w io.Writer) io.WriteCloser { f, _ := flate.NewWriter(w, 9); return f })
}

// wide is a text in UTF-16, with or without a byte order mark.
func wide(text []byte, mark, bigEndian bool) []byte {
	units := utf16.Encode([]rune(string(text)))
	if mark {
		units = append([]uint16{0xfeff}, units...)
	}
	var out []byte
	for _, u := range units {
		if bigEndian {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return out
}

func multipart(field, value, ending string) []byte {
	const head = "--b0und\r\nContent-Disposition: form-data; name=\""
	return []byte(head + "a\"\r\n\r\n1\r\n" + head + field + "\"\r\n\r\n" + value + "\r\n--b0und" + ending)
}

// form is the media type of multipart.
const form = "multipart/form-data; boundary=b0und"

// heads are the containers outside a body.
var heads = map[string]func(s string) carrier{
	"a header":         func(s string) carrier { return get("/bonder/repositories", "X-Auth-Key", s) },
	"a foreign header": func(s string) carrier { return get("/bonder/repositories", "X-Access-Token", s) },
	"two headers":      func(s string) carrier { return get("/bonder/repositories", "X-Api-Key", s, "Token", s) },
	"token header": func(s string) carrier {
		c := get("/iqchannels/rest/chat/client/id/", "Token", s)
		c.method = http.MethodPost
		return c
	},
	"authorization": func(s string) carrier { return get("/timconnect/api/kittens", "Authorization", s) },
	"bearer":        func(s string) carrier { return get("/timconnect/api/kittens", "Authorization", "Bearer "+s) },
	"basic": func(s string) carrier {
		return get("/radist/v2/companies/", "Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("u:"+s)))
	},
	"a cookie": func(s string) carrier {
		return get("/timconnect/api/device", "Cookie", "a=1; sessionid="+url.PathEscape(s)+"; b=2")
	},
	"a cookie as it is": func(s string) carrier {
		return get("/timconnect/api/device", "Cookie", "a=1; sessionid="+strings.ReplaceAll(s, ";", "")+"; b=2")
	},
	"a query": func(s string) carrier {
		return get("/iqchannels/public/api/v1/files/get/f1?x-client-token=" + url.QueryEscape(s))
	},
	"a foreign query": func(s string) carrier { return get("/bonder/repositories?password=" + url.QueryEscape(s)) },
	"json in a query": func(s string) carrier {
		return get("/bonder/repositories?q=" + url.QueryEscape(string(object("password", s))))
	},
	"a path":           func(s string) carrier { return get(cardService + "id/" + url.PathEscape(s)) },
	"an unknown path":  func(s string) carrier { return get(cardService + "idd/" + url.PathEscape(s)) },
	"a path too long":  func(s string) carrier { return get(cardService + "id/" + url.PathEscape(s) + "/more") },
	"a world too much": func(s string) carrier { return get("/w/nope" + cardService + "id/" + url.PathEscape(s)) },
	"a referer": func(s string) carrier {
		return get("/bonder/repositories", "Referer", "http://h/?token="+url.QueryEscape(s))
	},
}

const cardService = "/iqchannels/rest/chat/client/"

// get is a GET with headers: name, value, name, value.
func get(path string, headers ...string) carrier {
	c := carrier{method: http.MethodGet, path: path, header: http.Header{}}
	for i := 0; i < len(headers); i += 2 {
		c.header.Set(headers[i], headers[i+1])
	}
	return c
}

// post is a POST to a spot.
func post(to spot, contentType string, body []byte) carrier {
	header := http.Header{"Content-Type": {contentType}}
	return carrier{method: http.MethodPost, path: "/" + to.api + to.path, header: header, body: body}
}

// pairs are secrets two by two, of one kind and length: what a reader sees must be the same for both, so neither shows
// and neither has been taken out of our own words.
var pairs = []struct {
	kind          string
	first, second string
	quiet         bool // stands in the loose containers as it is
}{
	{"a letter", "e", "o", true},
	{"another letter", "a", "s", true},
	{"a word", "expected", "password", true},
	{"a short word", "string", "object", true},
	{"digits", "4711", "8093", true},
	{"many digits", "1234567890", "9876543210", true},
	{"a token", "s3cr3t-Value_0001", "t7dr9u-Other_0002", true},
	{"words", "hunter2secret and-more of-it", "gatherer1open but-less of-it", false},
	{"another script", "пароль-секрет1", "секрет-пароль2", false},
	{"quotes", `qu"o\te<&>%41`, `el"s\ew<&>%42`, false},
	{"json", `{"x":["12345`, `{"y":["67890`, false},
	{"a path", "a/b/c-1234567", "d/e/f-7654321", false},
}

// lines collects what a log writes.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// seen is what readers see of the calls that a client made: the two views of the journal, its stream, its archive, the
// log.
type seen struct{ canonical, all string }

// varying are the size of what was packed, and the time of the server's own journal, which is that of the wall.
var varying = regexp.MustCompile(`[0-9]+( bytes)|"Content-Length":."[0-9]+".|"world_time":"[^"]+"`)

func see(t *testing.T, calls []carrier) seen {
	t.Helper()
	var out lines
	s, err := mock.New(mock.Options{
		Seed: 7, At: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), Clock: "frozen", PublicURL: "http://mock.test",
		Log: slog.New(slog.NewTextHandler(&out,
			&slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
				if a.Key == slog.TimeKey || a.Key == "ms" || a.Key == "duration" {
					return slog.Attr{}
				}
				return a
			}})),
	})
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(s)
	w, err := s.Default()
	if err != nil {
		t.Fatal(err)
	}
	key := w.Fake("radist").Credentials()["api_key"]
	for _, c := range calls {
		if c.method == "" {
			c.method = http.MethodGet
		}
		r, err := http.NewRequestWithContext(t.Context(), c.method, front.URL+c.path, bytes.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header = c.header.Clone()
		if r.Header == nil {
			r.Header = http.Header{}
		}
		if r.Host = "mock.test"; r.Header.Get("X-Api-Key") == "{key}" {
			r.Header.Set("X-Api-Key", key)
		}
		resp, err := (&http.Transport{DisableCompression: true, DisableKeepAlives: true}).RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
	read := func(path, accept string) string {
		r := httptest.NewRequestWithContext(context.Background(), http.MethodGet,
			"http://127.0.0.1/_sparring/v1"+path, nil)
		r.Header.Set("Accept", accept)
		rec := httptest.NewRecorder()
		s.ServeHTTP(rec, r)
		if rec.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", path, rec.Code, rec.Body)
		}
		return rec.Body.String()
	}
	const asJSON, world = "application/json", "/worlds/default"
	canonical := read(world+"/journal?view=canonical", asJSON) + read("/journal?view=canonical", asJSON)
	all := canonical + read(world+"/journal", asJSON) + read(world+"/journal.har", asJSON)
	closing := httptest.NewRequest(http.MethodPost, "http://127.0.0.1/_sparring/v1"+world+"/close", nil)
	s.ServeHTTP(httptest.NewRecorder(), closing)
	all += read(world+"/journal", "text/event-stream") // ends, as the world is closed
	front.Close()
	s.Close()
	canonical = varying.ReplaceAllString(canonical, "N$1")
	return seen{canonical, all + out.String()}
}

// check sends a container with the two secrets of a pair to a world of its own each.
func check(t *testing.T, first, second string, of func(secret string) carrier) {
	t.Helper()
	one, two := see(t, []carrier{of(first)}), see(t, []carrier{of(second)})
	if one.canonical != two.canonical {
		at := 0
		for at < min(len(one.canonical), len(two.canonical)) && one.canonical[at] == two.canonical[at] {
			at++
		}
		from := max(0, at-200)
		t.Errorf("readers see a difference between %q and %q:\n%.600s\n%.600s",
			first, second, one.canonical[from:], two.canonical[from:])
	}
	for _, spelling := range []string{
		first, string(jsonText(first)), url.QueryEscape(first), url.PathEscape(first),
		base64.StdEncoding.EncodeToString([]byte("u:" + first)),
	} {
		if spelling = strings.Trim(spelling, `"`); len(spelling) > 8 && strings.Contains(one.all, spelling) {
			t.Errorf("%q shows as %q:\n%s", first, spelling, one.all)
		}
	}
	if withheld := of(first).withheld; withheld != "" {
		if !strings.Contains(one.canonical, `"body_withheld":"`) || !strings.Contains(one.canonical, withheld) {
			t.Errorf("%q is not named as the reason: %s", withheld, one.canonical)
		}
	} else if !strings.Contains(one.canonical, "‹") {
		t.Errorf("nothing is marked for %q: %s", first, one.canonical)
	}
}

// TestSecretsInBodies: a secret shows in no place, whatever container a client puts it into, and our own words stay
// whole.
func TestSecretsInBodies(t *testing.T) {
	t.Parallel()
	tries := outside.Sample(t, 3)
	for i, p := range pairs {
		for name, container := range bodies {
			if name == "gzip of zeros" && i > 0 {
				continue // the reason does not depend on the secret
			}
			if !tries(p.kind + name) {
				continue
			}
			to := spots[(i+len(name))%len(spots)]
			t.Run(p.kind+"/"+name+"/"+to.api, func(t *testing.T) {
				check(t, p.first, p.second, func(secret string) carrier {
					contentType, coding, body, withheld := container(to.field, secret)
					c := post(to, contentType, body)
					c.withheld = withheld
					if coding != "" {
						c.header.Set("Content-Encoding", coding)
					}
					return c
				})
			})
		}
		for name, container := range loose {
			if !p.quiet || !tries(p.kind+name) {
				continue
			}
			to := spots[(i+len(name))%len(spots)]
			t.Run(p.kind+"/"+name+"/"+to.api, func(t *testing.T) {
				check(t, p.first, p.second, func(secret string) carrier {
					contentType, body := container(to.field, secret)
					return post(to, contentType, body)
				})
			})
		}
	}
}

// TestSecretsInHeads: the same for headers, cookies, queries and paths.
func TestSecretsInHeads(t *testing.T) {
	t.Parallel()
	for _, p := range pairs {
		for name, container := range heads {
			t.Run(p.kind+"/"+name, func(t *testing.T) { check(t, p.first, p.second, container) })
		}
	}
}

// TestSecretsInFindings: a finding shows the value that it is about as a mark, and is a sentence all the same.
func TestSecretsInFindings(t *testing.T) {
	t.Parallel()
	for _, p := range pairs {
		for _, field := range []string{"session_id", "password", "code", "api_key"} {
			if field == "code" && !strings.Contains(p.kind, "digits") {
				continue // of codes only digits are a secret
			}
			t.Run(p.kind+"/"+field, func(t *testing.T) {
				check(t, p.first, p.second, func(secret string) carrier {
					name := "free text"
					if !p.quiet {
						name = "my " + secret + "!" // long enough to be marked wherever it stands
					}
					body := map[string]any{"type": "max_personal", "name": name, field: secret}
					c := post(spots[3], "application/json", jsonText(body))
					c.header.Set("X-Api-Key", "{key}")
					return c
				})
			})
		}
	}
}
