package store_test

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"sparring/mock/keep"
	"sparring/mock/store"
	"sparring/mock/store/storetest"
)

func TestSharedMemory(t *testing.T) {
	m := store.NewMemory()
	storetest.TestShared(t, func(*testing.T) store.Shared { return m })
}

func openRedis(t testing.TB, url string) *store.Redis {
	t.Helper()
	r, err := store.OpenRedis(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// TestMiniredis is the conformance without a real engine. Of worlds that were deleted nothing remains, except a name.
func TestMiniredis(t *testing.T) {
	m := miniredis.RunT(t)
	m.RequireUserAuth("me", "secret word")
	url := "redis://me:secret%20word@" + m.Addr() + "/3?prefix=mine:"
	storetest.Test(t, func(t *testing.T) store.Store { return openRedis(t, url) })
	storetest.TestShared(t, func(t *testing.T) store.Shared { return openRedis(t, url) })
	if keys := m.DB(3).Keys(); !slices.Equal(keys, []string{"mine:format", "mine:living", "mine:number"}) {
		t.Errorf("there remain %q", keys)
	}
}

// TestRedisServer is the conformance with the real engine.
func TestRedisServer(t *testing.T) {
	e := storetest.StartEngine(t, "--requirepass", "word", "--databases", "4")
	url := "redis://:word@" + e.Address() + "/3"
	storetest.Test(t, func(t *testing.T) store.Store { return openRedis(t, url) })
	storetest.TestShared(t, func(t *testing.T) store.Shared { return openRedis(t, url) })
	keys, err := e.Client(3, "word").Keys(t.Context(), "*").Result()
	slices.Sort(keys)
	if err != nil || !slices.Equal(keys, []string{"sparring:format", "sparring:living", "sparring:number"}) {
		t.Errorf("there remain %q, %v", keys, err)
	}
}

// The engine may be behind TLS, with a certificate that the machine does not know.
func TestRedisServerTLS(t *testing.T) {
	web := httptest.NewTLSServer(http.NotFoundHandler())
	defer web.Close()
	pair, dir := web.TLS.Certificates[0], t.TempDir()
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{
		"cert.pem": {Type: "CERTIFICATE", Bytes: pair.Certificate[0]}, "key.pem": {Type: "PRIVATE KEY", Bytes: key},
	} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	certificate := filepath.Join(dir, "cert.pem")
	e := storetest.StartEngine(t, "--tls-cert-file", certificate, "--tls-key-file", filepath.Join(dir, "key.pem"),
		"--tls-auth-clients", "no")
	r := openRedis(t, "rediss://"+e.Address()+"?ca="+certificate)
	_, made, err := r.Swap("w", store.Swap{Changes: keep.Changes{put("k", "1")}, Request: "a/1"})
	if err != nil || !made {
		t.Error(made, err)
	}
	for address, says := range map[string]string{
		"rediss://" + e.Address(): "certificate signed by unknown authority",
		"rediss://" + e.Address() + "?ca=" + filepath.Join(dir, "key.pem"): "expected a certificate in PEM",
		"redis://" + e.Address() + "?ca=" + certificate:                    "expected rediss://",
		"redis://" + e.Address():                                           "the engine is not there",
	} {
		if r, err := store.OpenRedis(address); err == nil {
			t.Errorf("%s was opened: %v", address, r.Close())
		} else if !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// Two prefixes, and two databases, are two stores.
func TestRedisPlaces(t *testing.T) {
	m := miniredis.RunT(t)
	for i, place := range []string{"/0", "/1", "/1?prefix=a:", "/1?prefix=b:"} {
		r := openRedis(t, "redis://"+m.Addr()+place)
		if names, err := r.Worlds(); err != nil || len(names) > 0 {
			t.Errorf("%s: %q %v", place, names, err)
		}
		if err := r.Commit("w", keep.Changes{put("k", strings.Repeat("x", i))}); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Contains(m.DB(1).Keys(), "a:{w}") {
		t.Errorf("no hash tag in %q", m.DB(1).Keys())
	}
}

// Servers of two formats refuse each other's worlds, also if one begins while the other serves. A store without worlds
// is anybody's.
func TestRedisFormats(t *testing.T) {
	m := miniredis.RunT(t)
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(m.Set("sparring:format", "0"))
	r := openRedis(t, "redis://"+m.Addr())
	check(r.Commit("w", keep.Changes{put("k", "v")}))
	check(m.Set("sparring:format", "1000"))
	before := m.Dump()
	_, made, err := r.Swap("w", store.Swap{})
	_, readErr := r.Read("w", 0)
	_, openErr := store.OpenRedis("redis://" + m.Addr())
	for _, err := range []error{err, readErr, openErr, r.Delete("w")} {
		if !errors.Is(err, store.ErrFormat) || !strings.Contains(err.Error(), `"1000"`) || made {
			t.Errorf("%v %v", made, err)
		}
	}
	if after := m.Dump(); after != before {
		t.Errorf("the store was changed: %s", after)
	}
}

// What cannot be a store is refused, with what was expected; a password is never part of the text.
func TestRedisRefused(t *testing.T) {
	m := miniredis.RunT(t)
	m.RequireAuth("right")
	web := httptest.NewServer(http.NotFoundHandler())
	defer web.Close()
	for url, says := range map[string]string{
		"redis://":                                "expected a URL such as",
		"redis:6379":                              "expected a URL such as",
		"redis://:wrong%zz@h":                     "expected a URL such as",
		"redis://h/name":                          `the number of a database as path, got "name"`,
		"redis://h/-1":                            "the number of a database",
		"redis://me@h":                            "a password behind the user",
		"redis://h?timeout=1":                     `prefix or ca behind ?, got "timeout"`,
		"redis://h?prefix={a}":                    "without braces",
		"redis://h?prefix=":                       "expected a prefix",
		"rediss://h?ca=/nowhere":                  "no such file",
		"redis://127.0.0.1:1/0":                   "the engine is not there: dial tcp 127.0.0.1:1",
		"redis://:wrong@" + m.Addr():              "the engine refuses: it says WRONGPASS",
		"redis://" + m.Addr():                     "NOAUTH",
		"rediss://:wrong@" + m.Addr():             "the engine is not there: by TLS: ",
		"redis://" + web.Listener.Addr().String(): "the engine is not there",
	} {
		r, err := store.OpenRedis(url)
		switch {
		case err == nil:
			t.Errorf("%s was opened: %v", url, r.Close())
		case !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "wrong"):
			t.Errorf("%s: %v", url, err)
		}
	}
}

// A swap whose reply is lost may have been made: the same one given again is made once.
func TestRedisAway(t *testing.T) {
	m := miniredis.RunT(t)
	r := openRedis(t, "redis://"+m.Addr())
	one, made, err := r.Swap("w", store.Swap{Changes: keep.Changes{put("k", "1")}, Request: "a/1"})
	if err != nil || !made {
		t.Fatal(made, err)
	}
	m.Close()
	again := store.Swap{From: one.Version, Changes: keep.Changes{put("k", "2")}, Request: "a/2"}
	if _, _, err := r.Swap("w", again); !errors.Is(err, store.ErrUnsure) && !errors.Is(err, store.ErrAway) {
		t.Errorf("swap: %v", err)
	}
	if _, err := r.Read("w", 0); !errors.Is(err, store.ErrAway) || errors.Is(err, store.ErrUnsure) {
		t.Errorf("read: %v", err)
	}
	if err := m.Restart(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if d, made, err := r.Swap("w", again); err != nil || !made || d.Version <= one.Version {
			t.Errorf("swap: %v %v %v", d, made, err)
		}
	}
	m.SetError("OOM command not allowed when used memory > 'maxmemory'.")
	again.Request = "a/3"
	if _, _, err := r.Swap("w", again); !errors.Is(err, store.ErrAway) || !strings.Contains(err.Error(), "OOM") {
		t.Errorf("swap: %v", err)
	}
}

// The real engine is killed and comes back: connections are made anew, the one that watches goes on, and what was
// swapped is there.
func TestRedisServerRestarts(t *testing.T) {
	e := storetest.StartEngine(t, "--appendonly", "yes", "--appendfsync", "always")
	r := openRedis(t, "redis://"+e.Address())
	woken := make(chan string, 100)
	go r.Watch(t.Context(), func(world string) { woken <- world })
	hears := func(want string) {
		t.Helper()
		for timeout := time.After(30 * time.Second); ; {
			select {
			case got := <-woken:
				if got == want {
					return
				}
			case <-timeout:
				t.Fatalf("nothing of %q was heard", want)
			}
		}
	}
	hears("")
	one, made, err := r.Swap("w", store.Swap{Changes: keep.Changes{put("k", "1")}, Request: "a/1"})
	if err != nil || !made {
		t.Fatal(made, err)
	}
	hears("w")
	e.Kill()
	again := store.Swap{From: one.Version, Changes: keep.Changes{put("k", "2")}, Request: "a/2"}
	if _, _, err := r.Swap("w", again); err == nil {
		t.Error("an engine that is not there makes a swap")
	}
	e.Start()
	hears("")
	for i := 0; ; i++ { // it may be loading its file
		d, made, err := r.Swap("w", again)
		if errors.Is(err, store.ErrAway) && i < 300 {
			time.Sleep(50 * time.Millisecond)
			continue
		}
		if err != nil || !made || d.Version <= one.Version {
			t.Errorf("swap: %v %v %v", d, made, err)
		}
		break
	}
	if d, err := r.Read("w", one.Version); err != nil || d.Whole || !slices.Equal(keys(d), []string{"k=2"}) {
		t.Errorf("read: %v %q %v", d, keys(d), err)
	}
}
