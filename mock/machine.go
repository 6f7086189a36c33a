package mock

import (
	"errors"
	"fmt"
	"syscall"

	"sparring/mock/problem"
)

// noPort is the error of a world's port that could not be opened, almost always by a limit of the machine.
func noPort(err error) error {
	detail := "a port of its own could not be opened: " + err.Error()
	switch {
	case errors.Is(err, syscall.EMFILE):
		detail += openFiles()
		return problem.New(problem.MachineLimit, detail).
			Hinted("start the server with a greater limit (ulimit -n), or delete worlds that have ports of their own")
	case errors.Is(err, syscall.ENFILE):
		return problem.New(problem.MachineLimit,
			detail).Hinted("the whole machine has no more files to open (fs.file-max)")
	}
	return problem.New(problem.MachineLimit, detail)
}

// openFiles says how many files this process may have open, for a message; "" if that is unknown.
func openFiles() string {
	if n, ok := maxFiles(); ok {
		return fmt.Sprintf("; this process may have %d open (ulimit -n)", n)
	}
	return ""
}
