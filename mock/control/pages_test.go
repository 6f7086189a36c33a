package control_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"sparring/mock/control"
	"sparring/mock/control/client"
)

// TestPages checks that a web page cannot drive the server, neither from another origin nor under a name of its own.
func TestPages(t *testing.T) {
	type headers map[string]string
	tests := []struct {
		name string
		opts control.Options
		host string
		h    headers
		want int
	}{
		{"no browser", control.Options{}, "127.0.0.1:8080", nil, 200},
		{"localhost", control.Options{}, "localhost:8080", nil, 200},
		{"a world's name", control.Options{}, "bonder.w.LOCALHOST.", nil, 200},
		{"IPv6", control.Options{}, "[::1]:8080", nil, 200},
		{"own page", control.Options{}, "localhost:8080",
			headers{"Origin": "http://localhost:8080", "Sec-Fetch-Site": "same-origin"}, 200},
		{"typed in", control.Options{}, "localhost:8080", headers{"Sec-Fetch-Site": "none"}, 200},
		{"link", control.Options{}, "localhost:8080",
			headers{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200},
		{"foreign page", control.Options{}, "localhost:8080", headers{"Origin": "https://evil.example"}, 403},
		{"page on another port", control.Options{}, "localhost:8080", headers{"Origin": "http://localhost:3000"}, 403},
		{"sandboxed page", control.Options{}, "localhost:8080", headers{"Origin": "null"}, 403},
		{"broken origin", control.Options{}, "localhost:8080", headers{"Origin": "http://%zz"}, 403},
		{"image", control.Options{}, "localhost:8080",
			headers{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403},
		{"page of a neighbour", control.Options{}, "localhost:8080",
			headers{"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"}, 403},
		{"rebound name", control.Options{}, "evil.example:8080", nil, 403},
		{"rebound name, own origin", control.Options{}, "evil.example", headers{"Origin": "http://evil.example"}, 403},
		{"another address", control.Options{}, "192.168.0.7:8080", nil, 403},
		{"public name", control.Options{Origins: []string{"https://sparring.test"}}, "Sparring.test:443", nil, 200},
		{"public page", control.Options{Origins: []string{"https://sparring.test"}}, "sparring.test",
			headers{"Origin": "https://sparring.test"}, 200},
		{"public name, another scheme's page", control.Options{Origins: []string{"https://sparring.test"}}, "localhost",
			headers{"Origin": "https://sparring.test"}, 403},
		{"file", control.Options{}, "localhost:8080", headers{"Origin": "file://"}, 403},
		{"file with a host", control.Options{}, "localhost:8080", headers{"Origin": "file://localhost:8080"}, 403},
		{"extension", control.Options{}, "localhost:8080", headers{"Origin": "chrome-extension://localhost:8080"}, 403},
		{"another scheme", control.Options{}, "localhost:8080", headers{"Origin": "https://localhost:8080"}, 403},
		{"no origin in the header", control.Options{}, "localhost:8080", headers{"Origin": ""}, 403},
		{"a user in the origin", control.Options{}, "localhost:8080", headers{"Origin": "http://user@localhost:8080"},
			403},
		{"a path behind the origin", control.Options{}, "localhost:8080", headers{"Origin": "http://localhost:8080/"},
			403},
		{"origin without scheme", control.Options{}, "localhost:8080", headers{"Origin": "localhost:8080"}, 403},
		{"two origins in one", control.Options{}, "localhost:8080",
			headers{"Origin": "http://localhost:8080, http://localhost:8080"}, 403},
		{"a user in the host", control.Options{Token: "t"}, "u@localhost", headers{"Authorization": "Bearer t"}, 403},
		{"a path in the host", control.Options{AnyHost: true}, "localhost/x", nil, 403},
		{"any name", control.Options{AnyHost: true}, "evil.example", nil, 200},
		{"token", control.Options{Token: "t"}, "ci.example", headers{"Authorization": "Bearer t"}, 200},
		{"token and foreign page", control.Options{Token: "t"}, "ci.example",
			headers{"Authorization": "Bearer t", "Origin": "http://evil.example"}, 403},
	}
	for _, tt := range tests {
		tt.opts.Server = newHouse(t)
		handler := control.New(tt.opts)
		for _, path := range []string{"/health", "/nothing"} {
			r := httptest.NewRequest(http.MethodGet, client.Prefix+path, nil)
			r.Host = tt.host
			for name, value := range tt.h {
				r.Header.Set(name, value)
			}
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			want := tt.want
			if path == "/nothing" && want == 200 {
				want = 404
			}
			if w.Code != want {
				t.Errorf("%s: GET %s got %d %s, want %d", tt.name, path, w.Code, w.Body, want)
			}
		}
	}
}
