package mock_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/mocktest"
)

// A person opens params.qr_url, sees the code's life fall and the code renew itself, scans it and logs out.
func TestWhatsappInBrowser(t *testing.T) {
	t.Parallel()
	s := mocktest.Start(t)
	b := startBrowser(t)
	made := radistCall(t, s, "POST", "/connections/", `{"type":"whatsapp"}`)
	params, _ := made["params"].(map[string]any)
	address, _ := params["qr_url"].(string)
	b.open(address)
	if got := b.text("#status"); !strings.Contains(got, "waiting_for_qr") {
		t.Errorf("the state shown is %q", got)
	}
	const shown = `Number(document.getElementById("left").textContent)`
	left, code := value[float64](b, shown), b.code()
	b.shot("whatsapp-1-waiting")
	b.holds(shown + " < " + jsonOf(t, left))
	later := value[float64](b, shown)
	if left > 30 || later >= left || later < left-5 {
		t.Errorf("the life shown fell from %v to %v", left, later)
	}
	s.Advance(30 * time.Second)
	b.holds(`document.getElementById("qr").dataset.code !== ` + jsonOf(t, code))
	next := b.code()
	status := radistCall(t, s, "GET", "/connections/"+jsonOf(t, made["id"])+"/whatsapp/status", "")
	if status["qr_code"] != next {
		t.Errorf("the page shows %q, the status call %v", next, status["qr_code"])
	}
	b.press("scan")
	if got := b.text("#status"); !strings.HasPrefix(got, "connected") {
		t.Errorf("after the scan: %q", got)
	}
	b.shot("whatsapp-2-connected")
	b.press("log_out")
	b.holds(`document.getElementById("qr") !== null && document.getElementById("scan").disabled === false`)
	b.press("scan") // and once more
	b.quiet()
	buttonsWere(t, s, "whatsappButton", 3)
}

// The page of a Telegram session: its code is renewed by itself, a scan with 2FA shows the password, and logs out.
func TestTelegramInBrowser(t *testing.T) {
	t.Parallel()
	s := mocktest.Start(t)
	b := startBrowser(t)
	session, _ := radistCall(t, s, "POST", "/telegram/init", `{"auth_type":"qr"}`)["session_id"].(string)
	b.open(strings.TrimSuffix(s.URL("radist"), "/v2") + "/telegram/" + session)
	code := b.code()
	b.shot("telegram-1-waiting")
	s.Advance(31 * time.Second)
	b.holds(`document.getElementById("qr").dataset.code !== ` + jsonOf(t, code))
	b.press("scan_two_factor")
	if got := b.text("#status"); !strings.HasPrefix(got, "waiting_for_password") {
		t.Errorf("after the scan: %q", got)
	}
	password := b.text("#password-value")
	b.shot("telegram-2-password")
	answer := radistCall(t, s, "POST", "/telegram/login",
		jsonOf(t, map[string]string{"session_id": session, "password": password}))
	if answer["status"] != "authenticated" {
		t.Fatalf("login with the password shown: %v", answer)
	}
	b.holds(`document.getElementById("main").dataset.status === "authenticated"`) // without a reload
	radistCall(t, s, "POST", "/connections/",
		jsonOf(t, map[string]any{"type": "telegram", "params": map[string]string{"session_id": session}}))
	b.holds(`document.getElementById("log_out").disabled === false`)
	b.shot("telegram-3-authenticated")
	b.press("log_out")
	if got := b.text("#status"); !strings.Contains(got, "logged out") {
		t.Errorf("after the log out: %q", got)
	}
	b.shot("telegram-4-logged-out")

	second, _ := radistCall(t, s, "POST", "/telegram/init", `{"auth_type":"qr"}`)["session_id"].(string)
	b.open(strings.TrimSuffix(s.URL("radist"), "/v2") + "/telegram/" + second)
	b.press("scan")
	if got := b.text("#status"); !strings.HasPrefix(got, "authenticated") {
		t.Errorf("a scan without 2FA: %q", got)
	}
	s.Advance(time.Hour)
	b.holds(`document.getElementById("main").dataset.status === "expired"`)
	b.shot("telegram-5-expired")
	b.quiet()
	buttonsWere(t, s, "telegramButton", 3)
}

// A client that is a web page of another origin: its browser asks before each call. Only the calls themselves count,
// and take the fault rule that is theirs.
func TestClientInBrowser(t *testing.T) {
	t.Parallel()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, `<!doctype html><link rel="icon" href="data:,"><title>A client</title>`)
	}))
	t.Cleanup(site.Close)
	s := mocktest.Start(t, func(o *mock.Options, _ *client.WorldRequest) { o.CORS = []string{site.URL} })
	closed := mocktest.Start(t) // without --cors
	b := startBrowser(t)
	b.open(site.URL)
	type answer struct {
		Status int
		Body   string
		Retry  string
		Failed bool
	}
	// fetch makes a call that no browser sends without asking first.
	fetch := func(url, method, headers, body string) answer {
		b.t.Helper()
		_ = value[string](b, fmt.Sprintf(`document.title = "asking",
			fetch(%q, {method: %q, headers: %s, body: %s, credentials: "include"})
				.then(async r => ({Status: r.status, Body: await r.text(),
					Retry: r.headers.get("Retry-After") || ""}), e => ({Failed: true}))
				.then(r => { window.answer = JSON.stringify(r); document.title = "done" }), ""`, url, method,
			headers, body))
		b.holds(`document.title === "done"`)
		text := value[string](b, "window.answer")
		var a answer
		if err := json.Unmarshal([]byte(text), &a); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		return a
	}
	const asJSON = `{"Content-Type": "application/json"}`
	login := jsonOf(t, fmt.Sprintf(account, 1000))
	kitten := `{"Authorization": "` + s.Credentials("timconnect")["api_key"] + `"}`
	s.Fault(client.FaultRequest{Match: fault.Match{Path: "*"}, Fault: faultOf("rate_limit", "retry_after", "7s")})
	if a := fetch(s.URL("bonder")+"/auth", "POST", asJSON, login); a.Status != 429 || a.Retry != "7" {
		t.Errorf("the fault came to %+v", a)
	}
	if a := fetch(s.URL("bonder")+"/auth", "POST", asJSON, login); a.Status != 200 ||
		!strings.Contains(a.Body, `"success":true`) {
		t.Errorf("Bonder: %+v", a)
	}
	if a := fetch(s.URL("radist")+"/companies/", "GET", `{"X-Api-Key": "`+s.Credentials("radist")["api_key"]+`"}`,
		"undefined"); a.Status != 200 {
		t.Errorf("Radist: %+v", a)
	}
	if a := fetch(s.URL("timconnect")+"/api/kittens/2", "GET", kitten, "undefined"); a.Status != 200 {
		t.Errorf("Kittn: %+v", a)
	}
	if a := fetch(closed.URL("iqchannels")+chat+"clients/integration_auth", "POST", asJSON,
		jsonOf(t, `{"Credentials":"x","Channel":"support"}`)); a.Status != 200 {
		t.Errorf("iQChannels has CORS of its own: %+v", a)
	}
	if a := fetch(closed.URL("bonder")+"/auth", "POST", asJSON, "'{}'"); !a.Failed {
		t.Errorf("without --cors: %+v", a)
	}
	s.NoFindings()
	closed.NoFindings()
	calls, asked := map[string]int{}, map[string]int{}
	for _, e := range append(s.Journal(), closed.Journal()...) {
		if e.Kind == journal.Exchange && e.Preflight() {
			asked[e.API]++
			if why := e.Why[0]; why.Code != "cors_preflight" || e.Operation != "" {
				t.Errorf("a preflight: %q, %+v", e.Operation, why)
			}
		} else if e.Kind == journal.Exchange {
			calls[e.API]++
		}
	}
	want := map[string]int{"bonder": 2, "radist": 1, "timconnect": 1, "iqchannels": 1}
	if !maps.Equal(calls, want) || asked["bonder"] < 2 || asked["radist"] != 1 || asked["timconnect"] != 1 ||
		asked["iqchannels"] != 1 {
		t.Errorf("calls %v, want %v; preflights %v", calls, want, asked)
	}
}

// A card by its cardAddr: what is on it, per language, with the picture.
func TestCardInBrowser(t *testing.T) {
	t.Parallel()
	s := mocktest.Start(t)
	b := startBrowser(t)
	url := s.URL("bonder")
	headers := bonderToken(t, url, 1000)
	_, text, _ := call(t, "POST", url+"/users", "", headers...)
	var made struct {
		Result struct{ CardID, CardAddr string }
	}
	if err := json.Unmarshal([]byte(text), &made); err != nil {
		t.Fatal(err)
	}
	var photo bytes.Buffer
	img := image.NewRGBA(image.Rect(0, 0, 300, 300))
	for i := range 300 * 300 {
		img.Set(i%300, i/300, color.RGBA{uint8(i % 300 / 2), uint8(i / 300 / 2), 160, 255})
	}
	if err := png.Encode(&photo, img); err != nil {
		t.Fatal(err)
	}
	save := map[string]any{
		"settings": map[string]string{"cardStatus": "1", "usePhoto": "1"},
		"translatable": map[string]any{
			"pl": map[string]string{"langStatus": "1", "name": "Jan", "lastname": "Kowalski",
				"position": "<b>Prezes</b>", "company": "Bank"},
			"en": map[string]string{"langStatus": "1", "displayName": "Jan & Co", "company": "Bank"},
			"ru": map[string]string{"langStatus": "0", "lastname": "Ковальский", "company": "Банк"},
		},
		"non-translatable": map[string]string{"mobileA": "+48 22 123 45 67", "emailA": "jan@example.com",
			"thumbnail": base64.StdEncoding.EncodeToString(photo.Bytes())},
	}
	if _, text, _ := call(t, "PUT", url+"/users/"+made.Result.CardID, jsonOf(t, save),
		headers...); !strings.Contains(text, `"success":true`) {
		t.Fatal(text)
	}
	b.open(made.Result.CardAddr)
	body := b.text("body")
	for _, want := range []string{"Jan", "Kowalski", "<b>Prezes</b>", "Jan & Co", "+48221234567", "jan@example.com",
		"Polski", "Komórka", "Email", "vCard"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q on the card: %s", want, body)
		}
	}
	if strings.Contains(body, "Ковальский") { // switched off: for the test only
		t.Errorf("a language that is switched off is on the card: %s", body)
	}
	b.do(chromedp.Click(chromedp.CSS("summary")))
	if all := b.text("body"); !strings.Contains(all, "Ковальский") || !strings.Contains(all, "langStatus 0") {
		t.Errorf("the test's own facts lack it: %s", all)
	}
	b.do(chromedp.Click(chromedp.CSS("summary")))
	file := value[string](b, `decodeURIComponent(document.querySelector("[lang=pl] [download]").href)`)
	for _, want := range []string{"data:text/vcard", "\r\nFN:Jan Kowalski\r\n", "\r\nN:Kowalski;Jan;;;\r\n",
		"TEL;TYPE=CELL:+48221234567", "END:VCARD\r\n"} {
		if !strings.Contains(file, want) {
			t.Errorf("no %q in the vCard: %s", want, file)
		}
	}
	injected := value[bool](b, `document.querySelector("section b, dd b") !== null`)
	loaded := value[bool](b,
		`document.images.length > 0 && [...document.images].every(i => i.complete && i.naturalWidth === 300)`)
	styled := value[string](b, `getComputedStyle(document.querySelector("section")).borderLeftWidth`)
	if injected || !loaded || styled == "0px" { // the page's own policy allows its style and pictures
		t.Errorf("markup in a value is run: %v; pictures are loaded: %v; a section's border is %s", injected,
			loaded, styled)
	}
	b.shot("card-1")
	call(t, "PUT", url+"/users/"+made.Result.CardID+"/cardStatus/disable", "", headers...)
	b.open(made.Result.CardAddr)
	if got := b.text("h1"); !strings.Contains(got, "switched off") {
		t.Errorf("a card that is off shows %q", got)
	}
	b.shot("card-2-off")
	buttonsWere(t, s, "", 0)
}
