package main

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"

	"sparring/mock"
)

// bytesFlag is a number of bytes: 67108864, 64MiB, 1GB.
type bytesFlag int64

var sizePattern = regexp.MustCompile(`^([0-9]+) ?([KMGT]?)(i?B)?$`)

// Set reads a number of bytes.
func (b *bytesFlag) Set(text string) error {
	m := sizePattern.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return fmt.Errorf("expected a number of bytes such as 67108864, 64MiB or 1GB")
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	step := int64(1024)
	if m[3] == "B" && m[2] != "" {
		step = 1000
	}
	for range strings.Index("BKMGT", cmp.Or(m[2], "B")) {
		if n > math.MaxInt64/step {
			err = strconv.ErrRange
			break
		}
		n *= step
	}
	if err != nil {
		return fmt.Errorf("the number of bytes is too large")
	}
	*b = bytesFlag(n)
	return nil
}

// String is the number of bytes; empty if none was given.
func (b *bytesFlag) String() string {
	if *b == 0 {
		return ""
	}
	return strconv.FormatInt(int64(*b), 10)
}

// Type is the word for the value in the help.
func (*bytesFlag) Type() string { return "BYTES" }

// spare lets garbage be collected sooner if memory is short, unless GOMEMLIMIT is set.
func spare() {
	if most := mock.Memory(); most > 0 && debug.SetMemoryLimit(-1) == math.MaxInt64 {
		debug.SetMemoryLimit(most / 10 * 8)
	}
}

// collectRarely lets garbage be collected less often in a run that ends soon, unless GOGC is set: an eighth to a third
// less of its processor time, for some two hundred megabytes more.
func collectRarely() (restore func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	spare()
	before := debug.SetGCPercent(400)
	return func() { debug.SetGCPercent(before) }
}
