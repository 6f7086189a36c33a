// Command go is the reference client as a client process: the adapter to copy for a client in Go.
//
//	go build -o client ./scenarios/clients/go && sparring verify -- ./client
package main

import (
	"context"
	"fmt"
	"os"

	"sparring/scenarios"
	"sparring/scenarios/driver"
)

func main() {
	client := scenarios.APIs().Client("") // yours: anything with the methods of driver.Adapter
	err := driver.Serve(context.Background(), os.Stdin, os.Stdout, client)
	_ = client.Close() // the connections that it keeps
	if err != nil {
		fmt.Fprintln(os.Stderr, "client:", err)
		os.Exit(1)
	}
}
