// Package client is the control API in Go: its JSON types and a client with one method per operation.
//
//	c := client.New("http://127.0.0.1:8080")
//	w, err := c.MakeWorld(ctx, client.WorldRequest{Clock: client.Frozen()})
//	page, err := c.WaitJournal(ctx, w.ID, client.Query{API: "bonder"}, 5*time.Second)
//
// It speaks to the server only over HTTP, so the same code drives a server in this process and one on another machine.
// It is not the client under test: it never calls a faked API.
package client
