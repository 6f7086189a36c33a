// Package console is the web console: a page that shows and drives the worlds of a server. It is a client of the
// control API like any other, written in modules that a browser runs as they are; here are only its files and how they
// are sent.
//
// The package serves no data. What the page shows it asks the control API for, with the token that a person typed in.
package console

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

//go:embed assets library/LICENSES.txt
var files embed.FS

// Root is the path of the page. Its files are behind Root + "console/"; the control API is beside them.
const Root = "/_sparring/"

// policy lets the page run its own files and talk to its own server, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// types are the media types of the files: the machine's own table may say something else.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
}

type file struct {
	name, tag string
	body      []byte
	packed    func() []byte // the body as gzip, made when it is first asked for
}

// Console serves the page.
type Console struct {
	files map[string]*file // by path
}

// New reads the files. It panics if one is of an unknown type: they are part of the binary.
func New() *Console {
	c := &Console{files: map[string]*file{}}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		at := path.Base(name)
		if types[path.Ext(at)] == "" {
			return fmt.Errorf("%s: no media type is known", name)
		}
		sum := sha256.Sum256(body)
		f := &file{name: at, tag: hex.EncodeToString(sum[:12]), body: body}
		f.packed = sync.OnceValue(f.pack)
		if at == "index.html" {
			c.files[Root] = f
			return nil
		}
		c.files[Root+"console/"+at] = f
		return nil
	})
	if err != nil {
		panic(err)
	}
	return c
}

// Serves reports whether a path belongs to the console. The rest below Root is the control API's.
func (c *Console) Serves(path string) bool {
	if !strings.HasPrefix(path, Root[:len(Root)-1]) {
		return false
	}
	_, known := c.files[path]
	return known || len(path) == len(Root)-1
}

// ServeHTTP sends a file. A browser asks each time whether its copy is still good.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "The console is read with GET; the control API is behind "+Root+"v1", http.StatusMethodNotAllowed)
		return
	}
	if r.URL.Path+"/" == Root {
		h.Set("Location", "_sparring/") // relative: a proxy may have put a path before it
		w.WriteHeader(http.StatusPermanentRedirect)
		return
	}
	f := c.files[r.URL.Path]
	h.Set("Content-Type", types[path.Ext(f.name)])
	h.Set("ETag", `"`+f.tag+`"`)
	h.Set("Vary", "Accept-Encoding")
	body := f.body
	if acceptsGzip(r.Header) {
		h.Set("ETag", `"`+f.tag+`-gzip"`)
		h.Set("Content-Encoding", "gzip")
		body = f.packed()
	}
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	http.ServeContent(w, r, f.name, time.Time{}, bytes.NewReader(body))
}

// pack compresses the body: a console that is looked at from another machine loads a third.
func (f *file) pack() []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(f.body) // a buffer takes everything
	_ = w.Close()
	return b.Bytes()
}

// acceptsGzip reports whether a request names gzip and does not refuse it (RFC 9110, 12.5.3).
func acceptsGzip(h http.Header) bool {
	for coding := range strings.SplitSeq(strings.Join(h.Values("Accept-Encoding"), ","), ",") {
		name, weight, _ := strings.Cut(strings.ReplaceAll(coding, " ", ""), ";")
		if strings.EqualFold(name, "gzip") {
			return strings.Trim(strings.TrimPrefix(weight, "q="), "0.") != "" || weight == ""
		}
	}
	return false
}

// Wanted reports whether a request for the server's root comes from a browser, which gets the console.
func Wanted(r *http.Request) bool {
	return r.Header.Get("Sec-Fetch-Mode") == "navigate" || strings.Contains(r.Header.Get("Accept"), "text/html")
}
