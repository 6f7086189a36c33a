package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"sparring/scenarios/verdict"
	"sparring/scenarios/verdict/report"
)

// reportFiles are the files to which the report of a run is written: one flag for each format, and one for its
// flavours.
type reportFiles []*reportFile

// reportFile is a report. A regular file is written beside its place and moved there when it is whole; anything else (a
// pipe, a device, /dev/stdout) is written to directly and never replaced. Nothing is left behind if the run ends
// before.
type reportFile struct {
	report.Format
	file    jsonFlag // as on the command line
	flavour string
	place   string // the target of a symbolic link
	direct  bool
	stdout  io.Writer // standard output, which the name "-" means
}

// newReports adds the flags of all formats.
func newReports(flags *pflag.FlagSet) reportFiles {
	var all reportFiles
	for _, format := range report.Formats() {
		r := &reportFile{Format: format}
		if format.Screen {
			r.file.addAs(flags, format.Name, format.About)
		} else {
			flags.StringVar(&r.file.file, format.Name, "", format.About)
		}
		if c := format.Flavours; c != nil {
			flags.StringVar(&r.flavour, r.flavourFlag(), string(c.Names[0]), c.About)
		}
		all = append(all, r)
	}
	return all
}

func (r *reportFile) flavourFlag() string { return r.Name + "-flavour" }

// names returns the flags, for commands that write no report.
func (all reportFiles) names() []string {
	var names []string
	for _, r := range all {
		if names = append(names, r.Name); r.Flavours != nil {
			names = append(names, r.flavourFlag())
		}
	}
	return names
}

// check refuses unknown flavours, and those of a format that is not asked for. given are the flags on the command line.
func (all reportFiles) check(given []*pflag.Flag) error {
	for _, r := range all {
		if r.Flavours == nil {
			continue
		}
		if !r.Flavours.Has(report.Flavour(r.flavour)) {
			var known []string
			for _, name := range r.Flavours.Names {
				known = append(known, string(name))
			}
			return fmt.Errorf("--%s %q: expected %s", r.flavourFlag(), r.flavour, strings.Join(known, " or "))
		}
		isGiven := slices.ContainsFunc(given, func(flag *pflag.Flag) bool { return flag.Name == r.flavourFlag() })
		if isGiven && !r.file.asked() {
			return fmt.Errorf("--%s has no effect without --%s", r.flavourFlag(), r.Name)
		}
	}
	return nil
}

// open checks that all reports that are asked for can be written, before anything is run, and returns them.
func (all reportFiles) open(out io.Writer) (reportFiles, error) {
	var files reportFiles
	for _, r := range all {
		if !r.file.asked() {
			continue
		}
		r.stdout = out
		if err := r.open(files); err != nil {
			return nil, fmt.Errorf("--%s %s: %w", r.Name, r.file.file, err)
		}
		files = append(files, r)
	}
	return files, nil
}

// takeStandardOutput reports whether a report goes to standard output, which then has nothing else.
func (all reportFiles) takeStandardOutput() bool {
	return slices.ContainsFunc(all, func(r *reportFile) bool { return r.file.file == standardStream })
}

// finish writes all reports.
func (all reportFiles) finish(of *verdict.Report) error {
	var err error
	for _, r := range all {
		err = errors.Join(err, r.finish(of))
	}
	return err
}

// open opens one report; it must not be in the place of another.
func (r *reportFile) open(others reportFiles) error {
	place := r.file.file
	if r.file.file != standardStream {
		var err error
		if place, err = resolved(r.file.file); err != nil {
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
			return fmt.Errorf("this is the file of %s, too; expected one of its own", "--"+other.Name)
		}
	}
	if r.file.file == standardStream {
		r.direct = true
		return nil
	}
	if r.direct = err == nil && !info.Mode().IsRegular() || stream(place); r.direct {
		return nil // opened when there is something to write: a pipe may have no reader yet
	}
	out, err := beside(place) // can it be written? The file itself is made at the end
	if err == nil {
		err = errors.Join(out.Close(), os.Remove(out.Name()))
	}
	if err != nil {
		return fmt.Errorf("cannot be written: %w", err)
	}
	return nil
}

// stream reports whether a name is a link to something open, such as /dev/stdout: its target only looks like a path.
func stream(name string) bool {
	target, err := os.Readlink(name)
	return err == nil && (strings.HasPrefix(name, "/dev/") || strings.HasPrefix(name, "/proc/") ||
		strings.HasPrefix(target, "/proc/"))
}

// mostLinks bounds a chain of symbolic links.
const mostLinks = 40

// resolved follows symbolic links to the file that they lead to, which need not exist.
func resolved(name string) (string, error) {
	for range mostLinks {
		target, err := os.Readlink(name)
		if err != nil { // not a link
			dir, err := filepath.EvalSymlinks(filepath.Dir(name))
			if errors.Is(err, fs.ErrNotExist) {
				return name, nil // opening it says so
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

// finish writes the report.
func (r *reportFile) finish(of *verdict.Report) error {
	write := r.replace
	if r.direct {
		write = r.append
	}
	if err := write(of); err != nil {
		return fmt.Errorf("%s %s: %w", "--"+r.Name, r.file.file, err)
	}
	return nil
}

// replace writes the report to a file beside its place and moves it there.
func (r *reportFile) replace(of *verdict.Report) error {
	return replaceFile(r.place, func(out io.Writer) error { return r.Write(out, of, report.Flavour(r.flavour)) })
}

// append writes the report to what exists: a pipe, a device, standard output.
func (r *reportFile) append(of *verdict.Report) error {
	if r.file.file == standardStream {
		return r.Write(r.stdout, of, report.Flavour(r.flavour))
	}
	out, err := os.OpenFile(r.place, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	err = r.Write(out, of, report.Flavour(r.flavour))
	if closed := out.Close(); err == nil {
		err = closed
	}
	return err
}
