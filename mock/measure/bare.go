package main

import (
	"flag"
	"io"
	"net/http"
	"os"
	"time"
)

// bare serves a body for each GET, and for each POST another: the least that net/http can do.
func bare(args []string) error {
	flags := flag.NewFlagSet("bare", flag.ContinueOnError)
	addr := flags.String("addr", "127.0.0.1:0", "")
	get := flags.String("get", "", "file with the body of a GET")
	post := flags.String("post", "", "file with the body of a POST")
	cert := flags.String("cert", "", "file with a certificate and its key")
	if err := flags.Parse(args); err != nil {
		return err
	}
	bodies := map[string][]byte{}
	for method, file := range map[string]string{http.MethodGet: *get, http.MethodPost: *post} {
		body, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		bodies[method] = body
	}
	server := &http.Server{
		Addr: *addr, ReadHeaderTimeout: time.Minute,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // a client that leaves is no error here
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(bodies[r.Method])
		}),
	}
	if *cert != "" {
		return server.ListenAndServeTLS(*cert, *cert)
	}
	return server.ListenAndServe()
}
