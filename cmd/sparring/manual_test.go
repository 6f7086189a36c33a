package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// manual is where a release wants the man pages. They are made by a test, so that the program does not carry what makes
// them.
var manual = flag.String("manual", "", "folder that the man pages are written to")

// TestManual writes the man pages: one for each command, with its flags.
func TestManual(t *testing.T) {
	dir := *manual
	if dir == "" {
		dir = t.TempDir()
	}
	check(t, os.MkdirAll(dir, 0o755))
	root := newRoot()
	head := &doc.GenManHeader{Section: "1", Source: "Sparring", Manual: "Sparring"} // of the date SOURCE_DATE_EPOCH
	check(t, doc.GenManTree(root, head, dir))
	pages := 0
	var visit func(cmd *cobra.Command)
	visit = func(cmd *cobra.Command) {
		if !cmd.IsAvailableCommand() && cmd.HasParent() || cmd.Name() == "help" {
			return
		}
		pages++
		page, err := os.ReadFile(filepath.Join(dir, strings.ReplaceAll(cmd.CommandPath(), " ", "-")+".1"))
		check(t, err)
		for _, section := range []string{".SH NAME", ".SH SYNOPSIS"} {
			if !strings.Contains(string(page), section) {
				t.Errorf("the page of %q has no %s", cmd.CommandPath(), section)
			}
		}
		for _, sub := range cmd.Commands() {
			visit(sub)
		}
	}
	visit(root)
	if pages < 20 {
		t.Errorf("only %d commands have a page", pages)
	}
}
