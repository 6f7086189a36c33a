package driver

import (
	"bytes"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// shares reads what the tasks of a process and of its children have had of the processors so far, by task.
func shares(pid int) map[string]share {
	out := map[string]share{}
	addShares(out, strconv.Itoa(pid), 0)
	return out
}

// deepest bounds how far children are followed.
const deepest = 8

func addShares(out map[string]share, pid string, depth int) {
	tasks, err := os.ReadDir("/proc/" + pid + "/task")
	if err != nil || depth > deepest {
		return
	}
	for _, task := range tasks {
		place := "/proc/" + pid + "/task/" + task.Name()
		// Time on a processor, time waiting for one, both in nanoseconds, and how often it ran.
		text, err := os.ReadFile(place + "/schedstat")
		if fields := bytes.Fields(text); err == nil && len(fields) > 1 {
			ran, _ := strconv.ParseInt(string(fields[0]), 10, 64)
			waited, _ := strconv.ParseInt(string(fields[1]), 10, 64)
			out[task.Name()] = share{time.Duration(ran), time.Duration(waited), wantsToRun(place + "/stat")}
		}
		if children, err := os.ReadFile(place + "/children"); err == nil {
			for _, child := range strings.Fields(string(children)) {
				addShares(out, child, depth+1)
			}
		}
	}
}

// wantsToRun reports whether a task could go on if it had a processor or the disk had answered.
func wantsToRun(stat string) bool {
	state := stateIn(stat)
	return state == 'R' || state == 'D'
}

// mayRun reports whether a process has not ended, whether or not somebody has waited for its end.
func mayRun(cmd *exec.Cmd) bool {
	switch stateIn("/proc/" + strconv.Itoa(cmd.Process.Pid) + "/stat") {
	case 0, 'Z', 'X':
		return false
	}
	return true
}

// stateIn returns the state of a process or task, 0 if it has ended.
func stateIn(stat string) byte {
	text, err := os.ReadFile(stat) // pid (name) state …; the name may hold anything
	if err != nil {
		return 0
	}
	after := bytes.TrimSpace(text[bytes.LastIndexByte(text, ')')+1:])
	if len(after) == 0 {
		return 0
	}
	return after[0]
}
