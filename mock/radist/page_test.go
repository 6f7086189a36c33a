package radist

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"image/png"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/skip2/go-qrcode"
)

// page wants a page with these texts.
func (r reply) page(status int, texts ...string) reply {
	r.t.Helper()
	if r.Status != status || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
		r.t.Fatalf("%s: %d %v", r.asked, r.Status, r.Header)
	}
	for _, text := range texts {
		if !bytes.Contains(r.Body, []byte(text)) {
			r.t.Fatalf("%s: no %q in\n%s", r.asked, text, r.Body)
		}
	}
	return r
}

func (b *bench) press(path, body string, headers ...string) reply {
	b.t.Helper()
	b.key = ""
	r := b.call(
		"POST",
		path,
		body,
		append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)...)
	b.key = homeKey
	return r
}

// codeOn reads the QR's text out of a page.
func codeOn(t *testing.T, r reply) string {
	t.Helper()
	m := regexp.MustCompile(`data-code="([^"]+)"`).FindSubmatch(r.Body)
	if m == nil {
		t.Fatalf("no code on\n%s", r.Body)
	}
	return html.UnescapeString(string(m[1]))
}

func TestWhatsappPage(t *testing.T) {
	b := newBench(t)
	path := "/qr/" + b.post(v2+"/connections/", fields{"type": "whatsapp"}).ok().text("params", "radist_token")
	b.key = ""
	r := b.get(path).
		page(200, "waiting_for_qr", "<svg", `data-left="30"`, "clock frozen", `id="scan"`, `action="/radist`+path+`"`)
	first := codeOn(t, r)
	b.key = homeKey
	if status := b.get(v2 + "/connections/101/whatsapp/status").ok(); status.text("qr_code") != first {
		t.Fatalf("the page shows %q, the status %s", first, status.Body)
	}
	b.advance(20 * time.Second)
	b.get(path).page(200, `data-left="10"`, first)
	b.advance(10 * time.Second)
	second := codeOn(t, b.get(path))
	if first == second {
		t.Fatal("the page shows a dead code")
	}
	b.press(path, "action=scan&qr="+first).page(409, "expired")
	b.press(path, "action=dance").page(422)
	b.press(path, "%zz").page(422)
	r = b.press(path, "action=scan&qr="+second, "Origin", "http://127.0.0.1:8080", "Sec-Fetch-Site", "same-origin").
		status(http.StatusSeeOther)
	if r.Header.Get("Location") != "/radist"+path {
		t.Fatalf("back to %q", r.Header.Get("Location"))
	}
	b.get(path).page(200, "connected", `id="scan" disabled`)
	b.get(path + "/code.svg").page(404)
	b.press(path, "action=scan").page(409)
	b.press(path, "action=log_out").status(http.StatusSeeOther)
	b.press(path, "action=log_out").page(409)
	b.event("subscription.expired", fields{"type": "whatsapp"})
	b.get(path).page(402, "not paid")
	b.get(path + "/code.svg").page(402)
	b.press(path, "action=scan").page(402, "not paid")
	b.get("/qr/unknown").page(404, "no such")
	b.press("/qr/unknown", "action=scan").page(404)
	b.get("/qr/unknown/code.png").page(404)
}

func TestTelegramPage(t *testing.T) {
	b := newBench(t)
	init := b.post(v2+"/telegram/init", fields{"auth_type": "qr"}).ok()
	id := init.text("session_id")
	path := "/telegram/" + id
	r := b.get(path).page(200, "waiting_for_qr", `id="scan_two_factor"`)
	if code := codeOn(t, r); code != init.text("qr_login", "url") {
		t.Fatalf("the page shows %q, init %s", code, init.Body)
	}
	b.advance(31 * time.Second)
	code := codeOn(t, b.get(path))
	if poll := b.login(fields{"session_id": id}).ok(); poll.text("qr_login", "url") != code {
		t.Fatalf("the page shows %q, the poll %s", code, poll.Body)
	}
	b.press(path, "action=scan_two_factor").status(http.StatusSeeOther)
	r = b.get(path).page(200, "waiting_for_password", "password-value")
	password := regexp.MustCompile(`password-value">([^<]+)<`).FindSubmatch(r.Body)[1]
	b.login(fields{"session_id": id, "password": string(password)}).ok()
	b.get(path).page(200, "authenticated")
	b.press(path, "action=log_out").page(409, "no connection")
	b.post(v2+"/connections/", fields{"type": "telegram", "params": fields{"session_id": id}}).ok()
	b.get(path).page(200, "connection 101")
	b.press(path, "action=log_out").status(http.StatusSeeOther)
	again := b.telegramSession(fields{"auth_type": "qr", "connection_id": 101})
	b.event("telegram.qr_scanned", fields{"account": "+79998887766"})
	r = b.get("/telegram/"+again).page(200, "another account", "connection 101 again")
	if bytes.Contains(r.Body, []byte("<svg")) {
		t.Fatal("a spent code is shown")
	}
	b.advance(time.Hour)
	b.get(path).page(200, "expired")
	b.get("/telegram/unknown").page(404)

	by := "/telegram/" + b.telegramSession(fields{"auth_type": "code", "phone": "79990000001"})
	b.press(by, "action=scan").page(409)
	b.press(by, "action=code").status(http.StatusSeeOther)
	b.get(by).page(200, "code-value")
	b.press(by, "action=code_two_factor").status(http.StatusSeeOther)
	b.get(by).page(200, "code-value", "password-value")
	maxPath := "/max_personal/" + b.post(v2+"/max_personal/init", fields{"phone": "79990000001"}).
		ok().
		text("session_id")
	b.get(maxPath).page(200, "waiting_for_code")
	b.press(maxPath, "action=code").status(http.StatusSeeOther)
	b.get(maxPath).page(200, "code-value")
	b.get(strings.Replace(maxPath, "max_personal", "telegram", 1)).page(404)
}

func TestPictures(t *testing.T) {
	b := newBench(t)
	init := b.post(v2+"/telegram/init", fields{"auth_type": "qr"}).ok()
	path, text := "/telegram/"+init.text("session_id"), init.text("qr_login", "url")
	q, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		t.Fatal(err)
	}
	want := q.Bitmap()
	if len(want) < 29 {
		t.Fatalf("a code of %d modules", len(want))
	}

	r := b.get(path + "/code.svg").status(200)
	got := make([][]bool, len(want))
	for i := range got {
		got[i] = make([]bool, len(want))
	}
	bars := regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-\d+z`).FindAllStringSubmatch(string(r.Body), -1)
	for _, bar := range bars {
		var x, y, n int
		if _, err := fmt.Sscan(bar[1], &x); err != nil {
			t.Fatal(err)
		}
		_, _ = fmt.Sscan(bar[2], &y)
		_, _ = fmt.Sscan(bar[3], &n)
		for i := range n {
			got[y][x+i] = true
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatal("the SVG is not the code")
	}

	r = b.get(path + "/code.png").status(200)
	picture, err := png.Decode(bytes.NewReader(r.Body))
	if err != nil {
		t.Fatal(err)
	}
	size := picture.Bounds().Dx() / len(want)
	for y := range want {
		for x := range want {
			if red, _, _, _ := picture.At(x*size+size/2, y*size+size/2).RGBA(); (red == 0) != want[y][x] {
				t.Fatalf("the PNG differs at %d, %d", x, y)
			}
		}
	}
}

func TestPageRunsItsOwnScriptOnly(t *testing.T) {
	b := newBench(t)
	path := "/qr/" + b.post(v2+"/connections/", fields{"type": "whatsapp", "name": "<script>"}).
		ok().
		text("params", "radist_token")
	r := b.get(path).page(200)
	script := regexp.MustCompile(`(?s)<script>(.*?)</script>`).FindSubmatch(r.Body)
	if script == nil {
		t.Fatal("no script")
	}
	sum := sha256.Sum256(script[1])
	if !strings.Contains(r.Header.Get("Content-Security-Policy"), base64.StdEncoding.EncodeToString(sum[:])) {
		t.Fatalf("the policy does not allow the page's own script: %s", r.Header.Get("Content-Security-Policy"))
	}
	if regexp.MustCompile(`(src|href)="(https?:)?//`).Match(r.Body) {
		t.Fatal("the page loads something from elsewhere")
	}
}

func TestDocsPage(t *testing.T) {
	b := newBench(t)
	b.key = ""
	r := b.get("/v2/docs")
	for _, op := range table() {
		if op.tag != "" {
			r.page(200, `id="/`+op.tag+`/`+op.id+`"`)
		}
	}
	r.page(200, `id="/Connections/ConnectionsCreateItem"`, `id="/Connections"`,
		`id="/Max personal/Max personalInitializeSession"`, `href="#/Max%20personal/MaxPersonalInitializeSession"`)
}
