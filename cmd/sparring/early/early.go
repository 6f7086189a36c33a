// Package early keeps godog from running `go env` each time that the program starts: it asks for the folder of Go's
// tools while it is initialised, and does not use the answer. That took half of a start, and ran whatever program is
// called go.
//
// Go initialises the packages that are ready in the order of their paths, so this one, which needs syscall alone, comes
// before time, which godog needs: until Done no program is found.
package early

import "syscall"

const variable = "PATH"

var path, set = hide()

func hide() (path string, set bool) {
	path, set = syscall.Getenv(variable)
	_ = syscall.Unsetenv(variable)
	return path, set
}

// Done sets the search path again. It is called first when all packages are initialised.
func Done() {
	if set {
		_ = syscall.Setenv(variable, path)
	}
}
