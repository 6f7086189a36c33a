package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/yaml"

	"sparring/mock/mocktest"
	"sparring/scenarios/verdict"
	"sparring/spec"
)

// changed is a server in front of another that answers otherwise than our document says: a field more, another type, a
// field less, a header more, a code and a status that the document does not have.
func changed(t *testing.T, target string) string {
	t.Helper()
	u, err := url.Parse(target)
	check(t, err)
	s := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(&url.URL{Scheme: u.Scheme, Host: u.Host}) },
		ModifyResponse: func(r *http.Response) error {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return err
			}
			text := strings.Replace(string(body), `"type":"whatsapp"`, `"type":"whatsapp","colour":"blue 7"`, 1)
			text = strings.Replace(text, `"count":1`, `"count":"1"`, 1)
			if strings.HasSuffix(r.Request.URL.Path, "/users/me") {
				text, r.StatusCode = `{"answer":42}`, http.StatusTeapot
			}
			r.Header.Set("X-Shard", "eu 12")
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(text)), int64(len(text))
			r.Header.Set("Content-Length", strconv.Itoa(len(text)))
			return nil
		},
	})
	t.Cleanup(s.Close)
	return s.URL + u.Path
}

// TestProxyReportsDrift runs the command in front of an altered server, and applies its proposal to our document: what
// came then fits.
func TestProxyReportsDrift(t *testing.T) {
	origin := mocktest.Start(t)
	own := origin.Credentials("radist")
	dir := t.TempDir()
	file, page, proposal := filepath.Join(dir, "r.json"), filepath.Join(dir, "r.html"), filepath.Join(dir, "o.yaml")
	ctx, stop := context.WithCancel(t.Context())
	var out output
	var errOut bytes.Buffer
	code := make(chan int, 1)
	to := "radist=" + changed(t, origin.URL("radist"))
	go func() {
		code <- Run(ctx, []string{"proxy", "--addr", "127.0.0.1:0", "--to", to,
			"--json=" + file, "--html", page, "--proposal", proposal, "--quiet"}, strings.NewReader(""), &out, &errOut)
	}()
	base := out.eventually(t, `radist +(http://\S+/radist/v2)`)[1]
	connections := base + "/companies/" + own["company_id"] + "/connections/"
	bodies := map[string]string{}
	for _, r := range []struct{ name, method, url, body string }{
		{"made", http.MethodPost, connections, `{"type":"whatsapp"}`}, {"list", http.MethodGet, connections, ""},
		{"list", http.MethodGet, connections, ""}, {"user", http.MethodGet, base + "/users/me", ""},
	} {
		req, err := http.NewRequestWithContext(t.Context(), r.method, r.url, strings.NewReader(r.body))
		check(t, err)
		req.Header.Set("X-Api-Key", own["api_key"])
		req.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultClient.Do(req)
		check(t, err)
		text, err := io.ReadAll(resp.Body)
		check(t, err)
		check(t, resp.Body.Close())
		bodies[r.name] = string(text)
	}
	stop()
	if c := <-code; c != 0 {
		t.Fatalf("exit %d: %s%s", c, out.String(), errOut.String())
	}
	var report verdict.Report
	text, err := os.ReadFile(file)
	check(t, err)
	check(t, json.Unmarshal(text, &report))
	var got []string
	for _, d := range report.Traffic.Drift {
		got = append(got, strings.Join([]string{d.Code, d.Field, strconv.Itoa(d.Count), d.Example}, " "))
	}
	slices.Sort(got)
	expected := []string{
		`undocumented_status status 1 418`,
		`unknown_field /colour 1 "xxxx 0"`,
		`unknown_field /connections/*/colour 2 "xxxx 0"`,
		`unknown_header header/X-Shard 3 xx 00`,
		`wrong_type /count 2 "0"`,
	}
	if !slices.Equal(got, expected) {
		t.Errorf("drift\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(expected, "\n"))
	}
	want(t, out.String(), `drift: the real server does 5 things otherwise`, `/connections/\*/colour +unknown_field +2 `,
		`WARNED: radist.ConnectionsGetItems`)
	html, err := os.ReadFile(page)
	check(t, err)
	want(t, string(html), `What the real server does otherwise`, `/connections/\*/colour`)
	for _, s := range []string{own["api_key"], "blue 7"} {
		if strings.Contains(out.String(), s) {
			t.Errorf("%q was printed: %s", s, out.String())
		}
	}
	fits(t, proposal, bodies)
}

// fits applies an overlay to the document and checks that what came is described.
func fits(t *testing.T, file string, bodies map[string]string) {
	t.Helper()
	document := overlaid(t, file)
	check(t, document.Validate(t.Context(), openapi3.DisableExamplesValidation(),
		openapi3.AllowExtraSiblingFields("description", "x-sparring-provenance", "x-sparring-source")))
	path := document.Paths.Value("/companies/{company_id}/connections/")
	for name, response := range map[string]*openapi3.ResponseRef{
		"list": path.Get.Responses.Status(200), "made": path.Post.Responses.Status(201),
		"user": document.Paths.Value("/users/me").Get.Responses.Status(418),
	} {
		if response == nil {
			response = path.Post.Responses.Status(200)
		}
		if response == nil {
			t.Errorf("%s has no response", name)
			continue
		}
		var body any
		check(t, json.Unmarshal([]byte(bodies[name]), &body))
		if err := response.Value.Content.Get("application/json").Schema.Value.VisitJSON(body); err != nil {
			t.Errorf("%s does not fit: %v\n%s", name, err, bodies[name])
		}
		if name == "list" && response.Value.Headers["X-Shard"] == nil {
			t.Error("the header is not described")
		}
	}
}

// overlaid is the document of Radist with an overlay, as the specification of overlays says it is applied.
func overlaid(t *testing.T, file string) *openapi3.T {
	t.Helper()
	data, err := os.ReadFile(file)
	check(t, err)
	data, err = yaml.YAMLToJSON(data)
	check(t, err)
	var overlay struct {
		Overlay, Extends string
		Actions          []struct {
			Target string
			Update map[string]any
			Remove bool
		}
	}
	check(t, json.Unmarshal(data, &overlay))
	if overlay.Overlay != "1.0.0" || overlay.Extends != "radist.yaml" || len(overlay.Actions) == 0 {
		t.Fatalf("no overlay: %s", data)
	}
	text, err := spec.JSON("radist")
	check(t, err)
	var document map[string]any
	check(t, json.Unmarshal(text, &document))
	for _, a := range overlay.Actions {
		parent, last, at := map[string]any(nil), "", any(document)
		for _, name := range segmentsOf(t, a.Target) {
			object, is := at.(map[string]any)
			if !is {
				t.Fatalf("%s leads nowhere", a.Target)
			}
			parent, last, at = object, name, object[name]
		}
		switch object, is := at.(map[string]any); {
		case a.Remove:
			delete(parent, last)
		case !is:
			t.Fatalf("%s is not an object", a.Target)
		default:
			mergeInto(object, a.Update)
		}
	}
	text, err = json.Marshal(document)
	check(t, err)
	loaded, err := openapi3.NewLoader().LoadFromData(text)
	check(t, err)
	return loaded
}

// segmentsOf splits a path such as $.paths['/user/'].get.
func segmentsOf(t *testing.T, target string) (out []string) {
	t.Helper()
	rest := strings.TrimPrefix(target, "$")
	for rest != "" {
		if after, is := strings.CutPrefix(rest, "['"); is {
			name, more, _ := strings.Cut(after, "']")
			out, rest = append(out, name), more
			continue
		}
		rest = strings.TrimPrefix(rest, ".")
		end := strings.IndexAny(rest, ".[")
		if end < 0 {
			end = len(rest)
		}
		out, rest = append(out, rest[:end]), rest[end:]
	}
	return out
}

func mergeInto(into, update map[string]any) {
	for name, value := range update {
		inner, isObject := value.(map[string]any)
		if old, is := into[name].(map[string]any); is && isObject {
			mergeInto(old, inner)
			continue
		}
		into[name] = value
	}
}
