package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sparring/mock"
	"sparring/spec"
)

// build is what is known of this program.
type build struct {
	Version   string            `json:"version"`
	Commit    string            `json:"commit,omitempty"`
	Date      string            `json:"date,omitempty"` // of the commit
	Changed   bool              `json:"changed,omitempty"`
	Go        string            `json:"go"`
	OS        string            `json:"os"`
	Arch      string            `json:"arch"`
	Documents []documentVersion `json:"documents"`
}

// documentVersion is the version of an API's document.
type documentVersion struct {
	Name    string `json:"name"`
	API     string `json:"api"`
	Version string `json:"version"`
}

func newVersionCommand() *cobra.Command {
	var asked jsonFlag
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version of this program and of the APIs' documents",
		RunE: func(cmd *cobra.Command, _ []string) error {
			b, err := thisBuild()
			if err != nil {
				return err
			}
			if asked.asked() {
				return asked.write(cmd, b, "  ")
			}
			return b.print(cmd.OutOrStdout())
		},
	}
	asked.add(cmd.Flags(), "the version")
	onlyGiven(cmd)
	return cmd
}

// thisBuild reads what the linker and the go command left in the program.
func thisBuild() (build, error) {
	b := build{Version: mock.Version, Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				b.Commit = s.Value
			case "vcs.time":
				b.Date = s.Value
			case "vcs.modified":
				b.Changed = s.Value == "true"
			}
		}
	}
	for _, name := range spec.Names() {
		d, err := spec.Load(name)
		if err != nil {
			return b, err
		}
		b.Documents = append(b.Documents, documentVersion{Name: name, API: d.API, Version: d.T.Info.Version})
	}
	return b, nil
}

func (b build) print(out io.Writer) error {
	commit := cmp.Or(b.Commit, "not known: built outside a clone")
	if b.Changed {
		commit += ", changed since"
	}
	// One write, so that "sparring version | head -1" ends well in a shell with pipefail.
	text := bufio.NewWriter(out)
	w := tabwriter.NewWriter(text, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "sparring\t%s\n", b.Version)
	fmt.Fprintf(w, "commit\t%s\n", commit)
	if b.Date != "" {
		fmt.Fprintf(w, "date\t%s\n", b.Date)
	}
	fmt.Fprintf(w, "go\t%s %s/%s\n", b.Go, b.OS, b.Arch)
	for _, d := range b.Documents {
		fmt.Fprintf(w, "%s\t%s\n", d.Name, d.Version)
	}
	return errors.Join(w.Flush(), text.Flush())
}
