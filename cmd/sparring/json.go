package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// standardStream is the FILE that means standard input or standard output.
const standardStream = "-"

// jsonFlag is --json, which means the same for every command: the result as JSON, on standard output or in a file.
type jsonFlag struct{ file string } // empty: not asked for

// add adds the flag to a command's flags; what says what is written.
func (j *jsonFlag) add(f *pflag.FlagSet, what string) {
	j.addAs(f, "json", "write "+what+" as JSON, to standard output or to `FILE`")
}

// addAs adds the flag under another name.
func (j *jsonFlag) addAs(f *pflag.FlagSet, name, usage string) {
	f.Var(j, name, usage)
	f.Lookup(name).NoOptDefVal = standardStream
}

// Set takes a file's name, and true and false as a switch does.
func (j *jsonFlag) Set(text string) error {
	switch text {
	case "":
		return errors.New("expected a file, or no value at all")
	case "true":
		text = standardStream
	case "false":
		text = ""
	}
	j.file = text
	return nil
}

// String is the file's name.
func (j *jsonFlag) String() string { return j.file }

// Type is that of the value.
func (*jsonFlag) Type() string { return "file" }

func (j *jsonFlag) asked() bool { return j.file != "" }

// open opens what the result is written to. Close ends a file and prints its name.
func (j *jsonFlag) open(cmd *cobra.Command) (io.WriteCloser, error) {
	if j.file == standardStream {
		return keepOpen{cmd.OutOrStdout()}, nil
	}
	file, err := os.Create(j.file)
	if err != nil {
		return nil, fmt.Errorf("--json: %w", err)
	}
	return &namedFile{File: file, out: cmd.OutOrStdout()}, nil
}

// write writes one result.
func (j *jsonFlag) write(cmd *cobra.Command, v any, indent string) error {
	out, err := j.open(cmd)
	if err != nil {
		return err
	}
	return errors.Join(writeJSON(out, v, indent), out.Close())
}

// keepOpen is an output that stays open.
type keepOpen struct{ io.Writer }

func (keepOpen) Close() error { return nil }

// namedFile is a file that is named when it is closed.
type namedFile struct {
	*os.File
	out io.Writer
}

// Close closes the file.
func (f *namedFile) Close() error {
	if err := f.File.Close(); err != nil {
		return fmt.Errorf("--json: %w", err)
	}
	_, err := fmt.Fprintf(f.out, "wrote %s\n", f.Name())
	return err
}

func writeJSON(out io.Writer, v any, indent string) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	return e.Encode(v)
}

// joined makes "--json=FILE" of "--json FILE" for a command that has no arguments of its own before "--": a word behind
// --json can only be its file.
func joined(args []string) []string {
	end := slices.Index(args, "--")
	if end < 0 {
		end = len(args)
	}
	i := slices.Index(args[:end], "--json")
	if i < 0 || i+1 == end || strings.HasPrefix(args[i+1], "-") && args[i+1] != standardStream {
		return args
	}
	return slices.Concat(args[:i], []string{"--json=" + args[i+1]}, args[i+2:])
}
