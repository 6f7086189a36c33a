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

// reportFile is a report. A regular file is written beside its place and moved there when it is whole; anything else (a
// pipe, a device, /dev/stdout) is written to as it is, never replaced. Nothing is left behind if the run ends before.
type reportFile struct {
	flag, name string
	place      string // where a symbolic link leads
	direct     bool
	stdout     io.Writer // standard output, which the name "-" means
	write      func(io.Writer, *verdict.Report) error
}

// open checks that all reports can be written, before anything is run.
func (f *verifyFlags) open(out io.Writer) ([]*reportFile, error) {
	var files []*reportFile
	for _, r := range []*reportFile{
		{flag: "--junit", name: f.junit, write: f.writeJUnit}, {flag: "--json", name: f.json.file, write: verdict.WriteJSON},
		{flag: "--html", name: f.html, write: verdict.HTML},
	} {
		if r.name == "" {
			continue
		}
		r.stdout = out
		err := r.open(files)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", r.flag, r.name, err)
		}
		files = append(files, r)
	}
	return files, nil
}

func (f *verifyFlags) writeJUnit(out io.Writer, r *verdict.Report) error {
	return verdict.WriteJUnit(out, r, verdict.Flavour(f.flavour))
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
	out, err := r.beside() // can it be written? The file itself is made at the end
	if err == nil {
		err = errors.Join(out.Close(), os.Remove(out.Name()))
	}
	if err != nil {
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

// beside makes a file beside the report's place.
func (r *reportFile) beside() (*os.File, error) {
	return os.CreateTemp(filepath.Dir(r.place), "."+filepath.Base(r.place)+".*")
}

// finish writes the report.
func (r *reportFile) finish(report *verdict.Report) error {
	write := r.replace
	if r.direct {
		write = r.append
	}
	if err := write(report); err != nil {
		return fmt.Errorf("%s %s: %w", r.flag, r.name, err)
	}
	return nil
}

// replace writes the report to a file beside its place and moves it there.
func (r *reportFile) replace(report *verdict.Report) error {
	out, err := r.beside()
	if err != nil {
		return err
	}
	err = r.write(out, report)
	if closed := out.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(out.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(out.Name(), r.place)
	}
	if err != nil {
		_ = os.Remove(out.Name())
	}
	return err
}

// append writes the report to what is there: a pipe, a device, standard output.
func (r *reportFile) append(report *verdict.Report) error {
	if r.name == standardOutput {
		return r.write(r.stdout, report)
	}
	out, err := os.OpenFile(r.place, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	err = r.write(out, report)
	if closed := out.Close(); err == nil {
		err = closed
	}
	return err
}
