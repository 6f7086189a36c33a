package main

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
)

// cannotListen says why a port cannot be opened, and the way out.
func cannotListen(flag, value string, err error) error {
	var address *net.AddrError
	var name *net.DNSError
	reason := err.Error()
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		reason = "address already in use: another program listens there, perhaps another sparring serve; " +
			"give another port, or port 0 for a free one"
	case errors.Is(err, syscall.EACCES):
		reason = "permission denied: give a port from 1024 on, or port 0 for a free one"
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		reason = "this machine has no such address; give one that it has, such as 127.0.0.1"
	case errors.As(err, &name) && strings.HasPrefix(name.Name, "tcp/"):
		reason = fmt.Sprintf("there is no port %q; expected a number from 0 to 65535",
			strings.TrimPrefix(name.Name, "tcp/"))
	case errors.As(err, &name):
		reason = "there is no host " + name.Name
	case errors.As(err, &address):
		reason = address.Err + "; expected HOST:PORT with a port from 0 to 65535"
	}
	return fmt.Errorf("%s %s: %s", flag, value, reason)
}
