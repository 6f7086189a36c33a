package control_test

import (
	"net/http"
	"strings"
	"testing"

	"sparring/mock/control"
	"sparring/mock/control/client"
)

// TestLanguage: texts for people are in the language that a caller asks for first, if the server has it.
func TestLanguage(t *testing.T) {
	c, _ := serve(t, control.Options{Say: func(language, text string) string { return language + ":" + text }})
	must[client.World](t)(c.MakeWorld(t.Context(), client.WorldRequest{ID: "w"}))
	for _, call := range []struct{ path, said string }{
		{client.Prefix + "/apis", `"doc":"ru:`},
		{client.Prefix + "/apis/tiny", `"doc":"ru:`},
		{client.Prefix + "/worlds/none", `"title":"ru:Unknown world"`},
	} {
		for accepted, want := range map[string]bool{
			"ru": true, "RU-ru,ru;q=0.9,en;q=0.8": true, "ru;q=0.5": true, "en": false, "en-US,ru;q=0.9": false,
			"": false, "de": false, ",": false,
		} {
			_, body, _ := raw(t, c, "GET", call.path, "", http.Header{"Accept-Language": {accepted}})
			if got := strings.Contains(body, call.said); got != want || !want && strings.Contains(body, `"ru:`) {
				t.Errorf("%s, Accept-Language %q: %.300s", call.path, accepted, body)
			}
			if !strings.Contains(body, `"tiny"`) && !strings.Contains(body, "urn:sparring:problem:unknown-world") {
				t.Errorf("%s: a name is not as it was: %.300s", call.path, body)
			}
		}
	}
	quiet, _ := serve(t, control.Options{})
	if _, body, _ := raw(t, quiet, "GET", client.Prefix+"/apis", "", http.Header{"Accept-Language": {"ru"}}); strings.
		Contains(body, "ru:") {
		t.Errorf("a server without other languages: %.300s", body)
	}
}
