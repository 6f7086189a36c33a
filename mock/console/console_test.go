package console_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sparring/mock/console"
	_ "sparring/mock/mocktest/outside" // go test hands -outside to every package
)

// What a browser loads at most, in bytes, all pages visited, in one language: as the files are, and packed as they are
// sent.
const (
	most       = 150_000
	mostPacked = 60_000
)

func assets(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob("assets/*")
	if err != nil || len(names) < 10 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	out := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(name)] = string(text)
	}
	return out
}

func TestSize(t *testing.T) {
	c, sum, packed := console.New(), map[string]int{}, map[string]int{}
	for name, text := range assets(t) {
		at := console.Root + "console/" + name
		if name == "index.html" {
			at = console.Root
		}
		r := get(c, "GET", at, "Accept-Encoding", "br;q=1.0, gzip")
		sent, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := gzip.NewReader(bytes.NewReader(sent))
		if err != nil || r.Header.Get("Content-Encoding") != "gzip" {
			t.Fatalf("%s: %v %v", name, r.Header, err)
		}
		if body, err := io.ReadAll(plain); err != nil || string(body) != text {
			t.Errorf("%s: %d bytes are unpacked, want %d, %v", name, len(body), len(text), err)
		}
		for _, language := range []string{"en", "ru"} {
			if !strings.HasPrefix(name, "words-") || name == "words-"+language+".js" {
				sum[language] += len(text)
				packed[language] += len(sent)
			}
		}
	}
	for language, loaded := range sum {
		t.Logf("%s: %d bytes, packed %d", language, loaded, packed[language])
		if loaded > most || packed[language] > mostPacked {
			t.Errorf("%s: the console has %d bytes, packed %d; at most %d and %d are allowed", language, loaded,
				packed[language], most, mostPacked)
		}
	}
}

func get(c *console.Console, method, path string, header ...string) *http.Response {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	return w.Result()
}

// TestServed: every file is served with its type and a policy that lets nothing else run; what is still good is not
// sent again.
func TestServed(t *testing.T) {
	c := console.New()
	paths := []string{console.Root, console.Root + "console/LICENSES.txt"}
	for name := range assets(t) {
		if name != "index.html" {
			paths = append(paths, console.Root+"console/"+name)
		}
	}
	for _, path := range paths {
		if !c.Serves(path) {
			t.Errorf("%s is not served", path)
			continue
		}
		r := get(c, "GET", path)
		policy := r.Header.Get("Content-Security-Policy")
		if r.StatusCode != 200 || strings.Contains(policy, "unsafe") ||
			!strings.HasPrefix(policy, "default-src 'none'") ||
			r.Header.Get("X-Content-Type-Options") != "nosniff" || r.Header.Get("Content-Type") == "" {
			t.Errorf("%s: %d %v", path, r.StatusCode, r.Header)
		}
		if r.Header.Get("Content-Encoding") != "" || get(c, "GET", path, "Accept-Encoding", "gzip;q=0").
			Header.Get("Content-Encoding") != "" {
			t.Errorf("%s is packed for a client that does not ask for it", path)
		}
		if again := get(c, "GET", path, "If-None-Match", r.Header.Get("ETag")); again.StatusCode != 304 {
			t.Errorf("%s again: %d", path, again.StatusCode)
		}
		if post := get(c, "POST", path); post.StatusCode != 405 || post.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("POST %s: %d %v", path, post.StatusCode, post.Header)
		}
	}
	for _, path := range []string{"/", "/_sparring/v1/health", "/_sparring/console/", "/_sparring/console/../v1"} {
		if c.Serves(path) {
			t.Errorf("%s is served", path)
		}
	}
	if r := get(c, "GET", "/_sparring"); r.StatusCode != 308 || r.Header.Get("Location") != "_sparring/" {
		t.Errorf("without the slash: %d %v", r.StatusCode, r.Header)
	}
}

// TestFiles: pages name only files that are there, and nothing from elsewhere.
func TestFiles(t *testing.T) {
	all := assets(t)
	named := regexp.MustCompile(`(?:src|href)="([^"#$]+)"|from '([^']+)'|import\('([^']+)'\)`)
	seen := map[string]bool{"index.html": true}
	for name, text := range all {
		if name == "library.js" {
			continue
		}
		for _, m := range named.FindAllStringSubmatch(text, -1) {
			file := filepath.Base(m[1] + m[2] + m[3])
			seen[file] = true
			if _, ok := all[file]; !ok {
				t.Errorf("%s names %q, which does not exist", name, m[0])
			}
		}
		for _, foreign := range regexp.MustCompile(`https?://[^\s'"<>)]+`).FindAllString(text, -1) {
			if !strings.HasPrefix(foreign, "http://www.w3.org/") && !strings.Contains(foreign, "ADDRESS") &&
				!strings.Contains(foreign, "АДРЕС") {
				t.Errorf("%s names %s", name, foreign)
			}
		}
	}
	for name := range all {
		if !seen[name] {
			t.Errorf("nothing loads %s", name)
		}
	}
	for _, m := range regexp.MustCompile(`[\[,] ?'([\w-]+)'`).FindAllStringSubmatch(all["boot.js"], -1) {
		if _, ok := all[m[1]+".js"]; !ok {
			t.Errorf("boot.js loads %s.js, which does not exist", m[1])
		}
	}
}

var word = regexp.MustCompile(`(?m)^\t'?([\w-]+)'?:\s*'?`)

// TestTexts: every text that is asked for is there in both languages, with the same places for what is put in.
func TestTexts(t *testing.T) {
	all := assets(t)
	texts := map[string]map[string]string{}
	for _, language := range []string{"en", "ru"} {
		texts[language] = map[string]string{}
		source := all["words-"+language+".js"]
		found := word.FindAllStringSubmatchIndex(source, -1)
		for i, at := range found {
			end := len(source)
			if i+1 < len(found) {
				end = found[i+1][0]
			}
			texts[language][source[at[2]:at[3]]] = source[at[1]:end]
		}
	}
	if len(texts["en"]) < 100 {
		t.Fatalf("only %d texts were found", len(texts["en"]))
	}
	places := regexp.MustCompile(`\{\d\}`)
	for _, key := range slices.Sorted(maps.Keys(texts["en"])) {
		russian, ok := texts["ru"][key]
		if !ok {
			t.Errorf("%s has no Russian text", key)
			continue
		}
		en, ru := places.FindAllString(texts["en"][key], -1), places.FindAllString(russian, -1)
		slices.Sort(en)
		slices.Sort(ru)
		if !slices.Equal(en, ru) {
			t.Errorf("%s takes %v in English, %v in Russian", key, en, ru)
		}
	}
	for key := range texts["ru"] {
		if _, ok := texts["en"][key]; !ok {
			t.Errorf("%s has no English text", key)
		}
	}
	asked := regexp.MustCompile(`\b(?:t|count)\('([\w-]+)'`)
	for name, text := range all {
		for _, m := range asked.FindAllStringSubmatch(text, -1) {
			if _, ok := texts["en"][m[1]]; !ok && !strings.HasSuffix(m[1], "-") {
				t.Errorf("%s asks for the text %q, which does not exist", name, m[1])
			}
		}
	}
}

// TestNoMarkup: nothing in the console makes markup of a text.
func TestNoMarkup(t *testing.T) {
	bad := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacent|dangerously|document\.write|\beval\b|new Function`)
	for name, text := range assets(t) {
		if name == "library.js" {
			continue
		}
		for i, line := range strings.Split(text, "\n") {
			if m := bad.FindString(line); m != "" {
				t.Errorf("%s:%d: %s", name, i+1, m)
			}
		}
	}
}

func TestWanted(t *testing.T) {
	for accept, want := range map[string]bool{
		"text/html,application/xhtml+xml,*/*;q=0.8": true, "*/*": false, "": false, "application/json": false,
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept", accept)
		if got := console.Wanted(r); got != want {
			t.Errorf("%q: %v", accept, got)
		}
	}
}
