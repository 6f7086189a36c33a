// Package report writes the report of a run: on the screen while it goes on (Progress), and to files, in the formats
// that Formats lists. It judges nothing; package verdict does.
package report

import (
	"io"
	"slices"

	"sparring/scenarios/verdict"
)

// Formats returns the formats in which a report can be written to a file. A new format is a file of this package and a
// line here; flags, help and checks of the command line follow from the list.
func Formats() []Format { return []Format{JUnit(), JSON(), HTML(), Messages(), Annotations()} }

// Format is a form of a report in a file.
type Format struct {
	Name     string   // of its flag: "junit" for --junit
	About    string   // what the flag does, in a sentence
	Screen   bool     // the flag needs no file: without one, the report goes to standard output
	Flavours *Choices // how it is written, if there are several ways
	Write    func(out io.Writer, r *verdict.Report, flavour Flavour) error
}

// Flavour is a way in which a format is written: some readers refuse what others need. Empty means the first one.
type Flavour string

// Choices are the flavours of a format.
type Choices struct {
	Names []Flavour // the default first
	About string    // what the flag does, in a sentence
}

// Has reports whether there is such a flavour.
func (c *Choices) Has(name Flavour) bool { return slices.Contains(c.Names, name) }
