package main

import (
	"os"
	"path/filepath"
	"testing"

	"sparring/mock/mocktest/outside"
)

// TestStubs: the library of the Cucumber extension of VS Code completes every sentence from the stubs and jumps to it.
func TestStubs(t *testing.T) {
	outside.Tools(t, "node", "npm")
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "stubs"))); err != nil {
		t.Fatal(err)
	}
	ran(t, dir, "npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts")
	for _, args := range [][]string{
		{"--json=" + filepath.Join(dir, "steps.json")},
		{"--stubs", filepath.Join(dir, "steps.js")},
		{"--stubs", filepath.Join(dir, "SparringSteps.java")},
	} {
		if code := Run(t.Context(), append([]string{"steps"}, args...), nil, os.Stderr, os.Stderr); code != 0 {
			t.Fatalf("steps %q: exit %d", args, code)
		}
	}
	for _, file := range []string{"steps.js", "SparringSteps.java"} {
		ran(t, dir, "node", "check.mjs", file, "steps.json")
	}
}
