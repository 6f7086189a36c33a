//go:build linux

package driver

import (
	"bytes"
	"os"
	"strconv"
	"time"
)

// pressure is for how long programs have been kept waiting so far, as the kernel counts it (PSI): for a processor, on the
// machine or by the quota of our own control group, or all of them for memory or a disk. 0 if the kernel does not say.
func pressure() readings {
	return readings{
		stalled("/proc/pressure/cpu", "some"), stalled("/sys/fs/cgroup/cpu.pressure", "some"),
		stalled("/proc/pressure/memory", "full"), stalled("/proc/pressure/io", "full"),
	}
}

// stalled reads the total of one line: "some avg10=0.12 avg60=6.04 avg300=7.00 total=81110771", in microseconds.
func stalled(file, kind string) time.Duration {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(text) {
		_, total, found := bytes.Cut(line, []byte("total="))
		if !found || !bytes.HasPrefix(line, []byte(kind)) {
			continue
		}
		n, err := strconv.ParseInt(string(bytes.TrimSpace(total)), 10, 64)
		if err == nil {
			return time.Duration(n) * time.Microsecond
		}
	}
	return 0
}
