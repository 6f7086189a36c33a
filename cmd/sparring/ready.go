package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"sparring/mock"
)

// readiness is what a program that waits for a server needs to know: the first line of serve --log json, and the ready
// file. The field Event is "ready".
type readiness struct {
	Event        string              `json:"event"`
	Version      string              `json:"version"`
	PID          int                 `json:"pid"`
	Address      string              `json:"address"`       // bound
	URL          string              `json:"url"`           // for SPARRING_SERVER
	Control      string              `json:"control"`       // the control API
	ControlToken string              `json:"control_token"` // "required" or "none", never the token itself
	CA           string              `json:"ca,omitempty"`  // where the certificate authority is
	World        readyWorld          `json:"world"`
	APIs         map[string]readyAPI `json:"apis"` // of this world
}

type readyWorld struct {
	ID    string    `json:"id"`
	Seed  uint64    `json:"seed"`
	Clock string    `json:"clock"`
	Scale float64   `json:"scale"`
	Now   time.Time `json:"now"`
}

type readyAPI struct {
	URL         string            `json:"url"`
	Listen      []string          `json:"listen,omitempty"` // URLs at own ports
	Credentials map[string]string `json:"credentials"`
}

const readyEvent = "ready"

// readyFile is the file of --ready-file: there while the server listens.
type readyFile string

// check removes the file of an earlier server, which could be taken for this one's. A file of anything else is an
// error.
func (f readyFile) check() error {
	if f == "" {
		return nil
	}
	content, err := os.ReadFile(string(f))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		_, err = os.Stat(filepath.Dir(string(f)))
	case err == nil && len(content) > 0 && !written(content, 0):
		err = errors.New("the file holds something else than what serve writes; give another name")
	case err == nil:
		err = os.Remove(string(f))
	}
	if err != nil {
		return fmt.Errorf("--ready-file %s: %w", string(f), reason(err))
	}
	return nil
}

// write writes the file; it appears whole.
func (f readyFile) write(r readiness) error {
	if f == "" {
		return nil
	}
	err := replaceFile(string(f), func(out io.Writer) error { return writeJSON(out, r, "  ") })
	if err != nil {
		return fmt.Errorf("--ready-file %s: %w", string(f), reason(err))
	}
	return nil
}

// remove removes the file, unless another server has written it since.
func (f readyFile) remove(r readiness) {
	if content, err := os.ReadFile(string(f)); err == nil && written(content, r.PID) {
		_ = os.Remove(string(f)) // the server has ended: there is no one to report it to
	}
}

// written reports whether a ready file's content was written by a server: by the process with this id, if it is not 0.
func written(content []byte, pid int) bool {
	var r readiness
	return json.Unmarshal(content, &r) == nil && r.Event == readyEvent && (pid == 0 || r.PID == pid)
}

// reason returns an error about a file without the file's name.
func reason(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// replaceFile writes a file beside its place and moves it there when it is whole.
func replaceFile(place string, write func(out io.Writer) error) error {
	out, err := beside(place)
	if err != nil {
		return err
	}
	err = write(out)
	if closed := out.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(out.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(out.Name(), place)
	}
	if err != nil {
		_ = os.Remove(out.Name())
	}
	return err
}

// beside makes a file beside a place.
func beside(place string) (*os.File, error) {
	return os.CreateTemp(filepath.Dir(place), "."+filepath.Base(place)+".*")
}

// readinessOf describes a server that listens. own are the URLs of own ports by API.
func readinessOf(server *mock.Server, address string, own map[string][]string, o mock.Options) (readiness, error) {
	w, err := server.Default()
	if err != nil {
		return readiness{}, err
	}
	mode, scale := w.Clock.Setting()
	r := readiness{
		Event: readyEvent, Version: mock.Version, PID: os.Getpid(), Address: address, URL: server.URL(),
		Control: server.ControlURL(), ControlToken: "none", APIs: map[string]readyAPI{},
		World: readyWorld{ID: w.ID, Seed: w.Seed, Clock: string(mode), Scale: scale, Now: w.Now()},
	}
	if o.ControlToken != "" {
		r.ControlToken = "required"
	}
	if o.Authority != nil {
		r.CA = r.Control + "/ca.pem"
	}
	for _, fake := range w.Fakes {
		api := fake.API()
		of := readyAPI{URL: w.URL(api.Name) + api.Base, Credentials: fake.Credentials()}
		for _, url := range own[api.Name] {
			of.Listen = append(of.Listen, url+api.Base)
		}
		r.APIs[api.Name] = of
	}
	return r, nil
}

// print prints the addresses: lines for people, or one line of JSON. order are the APIs.
func (r readiness) print(out io.Writer, form string, order []string) error {
	if form == jsonLog {
		return writeJSON(out, r, "")
	}
	fmt.Fprintf(out, "Sparring %s listens on %s. For tests only: never give it a real secret.\n", r.Version, r.Address)
	for _, name := range order {
		api := r.APIs[name]
		fmt.Fprintf(out, "  %-11s %s  %s\n", name, api.URL, pairs(api.Credentials))
		for _, url := range api.Listen {
			fmt.Fprintf(out, "  %-11s %s\n", "", url)
		}
	}
	fmt.Fprintf(out, "  %-11s %s\n", "control", r.Control)
	if r.CA != "" {
		fmt.Fprintf(out, "  %-11s %s  (what clients must trust: curl --cacert, --ca of the other commands)\n", "", r.CA)
	}
	w := r.World
	_, err := fmt.Fprintf(out, "World %q: seed %d, clock %s (scale %g), now %s. Ctrl-C stops.\n", w.ID, w.Seed, w.Clock,
		w.Scale, w.Now.Format(time.RFC3339))
	return err
}
