package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sparring/scenarios"
	"sparring/scenarios/explore"
)

// writable makes the directory of --out and checks that files can be written there.
func writable(dir string) error {
	if dir == "" {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("--out %s: %w", dir, err)
	}
	probe, err := os.CreateTemp(dir, ".sparring-*")
	if err == nil {
		err = errors.Join(probe.Close(), os.Remove(probe.Name()))
	}
	if err != nil {
		return fmt.Errorf("--out %s: cannot be written: %w", dir, err)
	}
	return nil
}

// write writes the reproductions, and says how each is run again.
func (f *exploreFlags) write() error {
	names := map[string]int{}
	for _, failure := range f.result.Failures {
		if f.out == "" || failure.Feature == "" {
			continue
		}
		api, _, _ := strings.Cut(failure.Smallest, ":")
		name := fileName(failure.ID)
		if names[name]++; names[name] > 1 {
			name += fmt.Sprintf("-%d", names[name])
		}
		failure.File = filepath.Join(f.out, api, name+".feature")
		if err := os.MkdirAll(filepath.Dir(failure.File), 0o755); err != nil {
			return fmt.Errorf("--out %s: %w", f.out, err)
		}
		text := failure.Feature
		err := replaceFile(failure.File, func(out io.Writer) error {
			_, err := io.WriteString(out, text)
			return err
		})
		if err != nil {
			return fmt.Errorf("--out %s: %w", f.out, err)
		}
		failure.Reproduce = strings.TrimSpace(fmt.Sprintf("sparring verify --features %s --seed %d %s",
			scenarios.Quote([]string{failure.File}), f.result.Seed, f.verify.options.Command))
	}
	return nil
}

// otherFeatures counts the features in --out that are not of this walk.
func (f *exploreFlags) otherFeatures() int {
	if f.out == "" {
		return 0
	}
	all, _ := filepath.Glob(filepath.Join(f.out, "*", "*.feature")) // none if the name is a bad pattern
	return len(slices.DeleteFunc(all, func(name string) bool {
		return slices.ContainsFunc(f.result.Failures, func(of *explore.Failure) bool { return of.File == name })
	}))
}

// fileName makes a file's name of a failure's id.
func fileName(id string) string {
	words := strings.FieldsFunc(strings.ToLower(id), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9')
	})
	return strings.Join(words, "-")
}
