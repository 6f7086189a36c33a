package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sparring/scenarios/verdict"
)

// reportFile is a report. A regular file is written beside its place and moved there when it is whole; what is none (a pipe,
// a device, /dev/stdout) is written to as it is, never replaced.
type reportFile struct {
	flag, name string
	place      string // where a symbolic link leads
	out        *os.File
	direct     bool
	stdout     io.Writer // standard output, which the name "-" means
	write      func(io.Writer, *verdict.Report) error
}

// open checks that all reports can be written, before anything is run.
func (f *verifyFlags) open(out io.Writer) ([]*reportFile, error) {
	var files []*reportFile
	for _, r := range []*reportFile{
		{flag: "--junit", name: f.junit, write: verdict.WriteJUnit}, {flag: "--json", name: f.json.file, write: verdict.WriteJSON},
		{flag: "--html", name: f.html, write: verdict.HTML},
	} {
		if r.name == "" {
			continue
		}
		r.stdout = out
		err := r.open(files)
		if err != nil {
			for _, opened := range files {
				_ = opened.finish(nil, false)
			}
			return nil, fmt.Errorf("%s %s: %w", r.flag, r.name, err)
		}
		files = append(files, r)
	}
	return files, nil
}

// open opens one report; none of the others may have the same place.
func (r *reportFile) open(others []*reportFile) error {
	place := r.name
	if r.name != standardOutput {
		var err error
		if place, err = resolved(r.name); err != nil {
			return fmt.Errorf("cannot be written: %w", err)
		}
	}
	r.place = place
	info, err := os.Stat(place)
	if err == nil && info.IsDir() {
		return errors.New("this is a directory, expected a file")
	}
	for _, other := range others {
		if other.place == place && (err != nil || info.Mode()&os.ModeCharDevice == 0) { // /dev/null takes all
			return fmt.Errorf("this is the file of %s, too; expected one of its own", other.flag)
		}
	}
	if r.name == standardOutput {
		r.direct = true
		return nil
	}
	if r.direct = err == nil && !info.Mode().IsRegular() || stream(place); r.direct {
		return nil // opened when there is something to write: a pipe may have no reader yet
	}
	if r.out, err = os.CreateTemp(filepath.Dir(place), "."+filepath.Base(place)+".*"); err != nil {
		return fmt.Errorf("cannot be written: %w", err)
	}
	return nil
}

// stream tells whether a name is a link to something open, such as /dev/stdout: what it leads to only looks like a path.
func stream(name string) bool {
	target, err := os.Readlink(name)
	return err == nil && (strings.HasPrefix(name, "/dev/") || strings.HasPrefix(name, "/proc/") || strings.HasPrefix(target, "/proc/"))
}

// mostLinks bounds a chain of symbolic links.
const mostLinks = 40

// resolved follows symbolic links to the file that is meant, which need not exist.
func resolved(name string) (string, error) {
	for range mostLinks {
		target, err := os.Readlink(name)
		if err != nil { // no link
			dir, err := filepath.EvalSymlinks(filepath.Dir(name))
			if errors.Is(err, fs.ErrNotExist) {
				return name, nil // told when it is opened
			}
			if err == nil {
				dir, err = filepath.Abs(dir)
			}
			return filepath.Join(dir, filepath.Base(name)), err
		}
		if stream(name) {
			return name, nil
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(name), target)
		}
		name = target
	}
	return "", errors.New("too many symbolic links")
}

func (r *reportFile) finish(report *verdict.Report, write bool) error {
	if r.direct {
		return r.finishDirect(report, write)
	}
	if !write {
		r.out.Close()
		return os.Remove(r.out.Name())
	}
	err := r.write(r.out, report)
	if closed := r.out.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(r.out.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(r.out.Name(), r.place)
	}
	if err != nil {
		_ = os.Remove(r.out.Name())
		return fmt.Errorf("%s %s: %w", r.flag, r.name, err)
	}
	return nil
}

func (r *reportFile) finishDirect(report *verdict.Report, write bool) error {
	if !write {
		return nil
	}
	if r.name == standardOutput {
		return r.write(r.stdout, report)
	}
	out, err := os.OpenFile(r.place, os.O_WRONLY|os.O_APPEND, 0)
	if err == nil {
		err = r.write(out, report)
		if closed := out.Close(); err == nil {
			err = closed
		}
	}
	if err != nil {
		return fmt.Errorf("%s %s: %w", r.flag, r.name, err)
	}
	return nil
}
