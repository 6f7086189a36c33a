package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"sparring/mock/control/client"
)

// caller is a program that watch runs in scripts: a small client of Bonder. Its arguments are what it does, one after
// the other; "exit=N" is its end.
func caller() {
	if pem, err := os.ReadFile(os.Getenv("SPARRING_CA")); err == nil {
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(pem)
		http.DefaultTransport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: pool}
	}
	for _, what := range os.Args[1:] {
		what, arg, _ := strings.Cut(what, "=")
		do, ok := callers[what]
		if !ok {
			fmt.Fprintf(os.Stderr, "caller: what is %q?\n", what)
			os.Exit(99)
		}
		do(arg)
	}
}

// callers are what caller can do.
var callers = map[string]func(arg string){
	"honest": func(string) { callBonder(os.Getenv("SPARRING_BONDER_URL"), 1) },
	"naive":  func(string) { callBonder(os.Getenv("SPARRING_BONDER_URL"), 6) },
	"astray": func(string) { callHTTP(http.MethodGet, os.Getenv("SPARRING_BONDER_URL")+"/nowhere", "", "") },
	"lost":   func(string) { callHTTP(http.MethodGet, os.Getenv("SPARRING_SERVER")+"/bonde/auth", "", "") },
	"print":  func(name string) { fmt.Printf("%s is %q\n", name, os.Getenv(name)) },
	"exit":   func(code string) { os.Exit(int(code[0] - '0')) },
	"world": func(calls string) { // made, used and deleted
		c := controlOf()
		w, err := c.MakeWorld(context.Background(), client.WorldRequest{})
		if err == nil {
			callBonder(w.URLs["bonder"], int(calls[0]-'0'))
			err = c.DeleteWorld(context.Background(), w.ID)
		}
		if err != nil {
			panic(err)
		}
	},
	"clear": func(string) {
		if err := controlOf().ClearJournal(context.Background(), os.Getenv("SPARRING_WORLD")); err != nil {
			panic(err)
		}
	},
	"wait": func(string) {
		signals := make(chan os.Signal, 1)
		signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
		fmt.Println("waiting")
		fmt.Println("got", <-signals)
	},
}

func controlOf() *client.Client {
	return &client.Client{Base: os.Getenv("SPARRING_SERVER"), Token: os.Getenv("SPARRING_CONTROL_TOKEN")}
}

// callBonder logs in, makes a profile and saves it in some languages.
func callBonder(base string, languages int) {
	login := fmt.Sprintf(`{"username":%q,"password":%q,"client":%q,"rpt":1000}`, os.Getenv("SPARRING_BONDER_USERNAME"),
		os.Getenv("SPARRING_BONDER_PASSWORD"), os.Getenv("SPARRING_BONDER_CLIENT"))
	var in struct {
		Result struct {
			Token string `json:"token"`
		} `json:"result"`
	}
	if err := json.Unmarshal(callHTTP(http.MethodPost, base+"/auth", "", login), &in); err != nil {
		panic(err)
	}
	var made struct {
		Result struct {
			Card string `json:"cardId"`
		} `json:"result"`
	}
	answer := callHTTP(http.MethodPost, base+"/users", in.Result.Token, "")
	if err := json.Unmarshal(answer, &made); err != nil {
		panic(err)
	}
	if made.Result.Card == "" { // refused: an honest client stops
		return
	}
	values := map[string]any{}
	for _, code := range []string{"en", "de", "fr", "it", "es", "pl"}[:languages] {
		values[code] = map[string]string{"name": "Anna", "lastname": "K", "position": "Director"}
	}
	body, err := json.Marshal(map[string]any{"translatable": values})
	if err != nil {
		panic(err)
	}
	callHTTP(http.MethodPut, base+"/users/"+made.Result.Card, in.Result.Token, string(body))
}

func callHTTP(method, url, token, body string) []byte {
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		req.Header.Set("X-Auth-Key", token)
		req.Header.Set("X-Auth-Email", os.Getenv("SPARRING_BONDER_USERNAME"))
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		panic(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		panic(err)
	}
	return answer
}
