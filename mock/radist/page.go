package radist

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"time"

	"sparring/mock/clock"
	"sparring/mock/fake"
	"sparring/mock/message"
	"sparring/mock/world"
)

//go:embed page.html page.css page.js
var files embed.FS

func templates() *template.Template { return template.Must(template.ParseFS(files, "page.html")) }

func asset(file string) string {
	data, err := files.ReadFile(file)
	if err != nil {
		panic(err) // embedded: cannot be missing in a binary that was built
	}
	return string(data)
}

// handset is what a page shows: a connection or a session, its code, and the phone's buttons.
type handset struct {
	title, phone string
	status       string
	tone         string // good, wait, bad
	says, sign   string
	qr           *QR
	notes        []string
	messages     []bubble
	buttons      []pressable
	missing      bool // there is no such connection or session
	unpaid       bool // as the status call: the subscription is not paid, there is nothing to scan
	press        map[string]raised
	args         world.Args // of the event that a button raises
}

type bubble struct{ Label, Value, ID string }

type pressable struct {
	Action, Label string
	Off, Danger   bool
}

// screen is a handset as the template takes it.
type screen struct {
	Title, Phone, Status, Tone, Says, Sign string
	Style                                  template.CSS
	Script                                 template.JS
	Picture                                template.HTML
	Code, Self, Problem                    string
	Left, Total, Scale                     float64
	Seconds                                int
	Notes                                  []string
	Messages                               []bubble
	Buttons                                []pressable
	Say                                    func(english string) string // in the language of the person
	Language                               string
}

// phoneOf finds what a page is about; it renews a code that has expired.
type phoneOf func(x *exchange) *handset

// phonePage shows the page of a phone. That of a connection is where params.qr_url leads: the code to scan.
// Source: radist, "Отдать пользователю ссылку из params->qr_url".
func phonePage(find phoneOf) handler {
	return func(x *exchange) (fake.Response, error) { return x.show(find(x), http.StatusOK, "") }
}

const nothingPaid = "The subscription is not paid: there is no code to scan."

// show makes the page. Drawing a code takes milliseconds.
func (x *exchange) show(h *handset, status int, problem string) (fake.Response, error) {
	if h.missing {
		return x.problem(http.StatusNotFound, h.title, "There is no such "+h.phone+" in this world.")
	}
	if h.unpaid {
		return x.problem(errNotPaid.Status, h.title, nothingPaid)
	}
	mode, scale := x.pace()
	if mode == clock.Frozen {
		scale = 0
	}
	s := screen{Say: func(english string) string { return x.words("%s", english) }, Language: x.language(),
		Title: h.title, Phone: h.phone, Status: h.status, Tone: h.tone, Says: h.says, Sign: h.sign,
		Notes: h.notes, Messages: h.messages, Buttons: h.buttons, Self: x.BasePath + x.Path, Scale: scale,
		Problem: problem}
	if !h.qr.live(x.Now()) {
		return x.html(status, "screen", s)
	}
	left := h.qr.Expires.Sub(x.Now())
	s.Code, s.Left, s.Seconds = h.qr.Text, left.Seconds(), int(left.Round(time.Second).Seconds())
	s.Total = max(qrTTL.Get(x).Seconds(), s.Left)
	pages := x.pages
	return fake.Response{Render: func() message.Response {
		picture, err := svg(s.Code)
		if err != nil {
			return problem500(pages, s.Title, err)
		}
		s.Picture = template.HTML(picture)
		return fill(pages, status, "screen", s)
	}}, nil
}

func (x *exchange) problem(status int, title, text string) (fake.Response, error) {
	return x.html(status, "problem", screen{Title: title, Problem: text, Language: x.language(),
		Say: func(english string) string { return x.words("%s", english) }})
}

func problem500(pages *template.Template, title string, err error) message.Response {
	return fill(pages, http.StatusInternalServerError, "problem", screen{Title: title, Problem: err.Error(),
		Language: "en", Say: func(english string) string { return english }})
}

// html fills a template when the fake's lock has been released.
func (x *exchange) html(status int, template string, data any) (fake.Response, error) {
	pages := x.pages
	return fake.Response{Render: func() message.Response { return fill(pages, status, template, data) }}, nil
}

func styleText() template.CSS { return template.CSS(asset("page.css")) }
func scriptText() template.JS { return template.JS(asset("page.js")) }

// fill fills a template. The page runs its own script and style, and talks to its own origin only.
func fill(pages *template.Template, status int, name string, data any) message.Response {
	if s, ok := data.(screen); ok {
		s.Style, s.Script = styleText(), scriptText()
		data = s
	}
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, name, data); err != nil {
		return message.Response{
			Status: http.StatusInternalServerError, Header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}},
			Body: []byte(err.Error()),
		}
	}
	sum := sha256.Sum256([]byte(asset("page.js")))
	return message.Response{Status: status, Body: b.Bytes(), Header: http.Header{
		"Content-Type":  {"text/html; charset=utf-8"},
		"Cache-Control": {"no-store"},
		"Content-Security-Policy": {"default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; " +
			"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; script-src 'sha256-" +
			base64.StdEncoding.EncodeToString(sum[:]) + "'"},
		"X-Content-Type-Options": {"nosniff"},
	}}
}

// button plays the phone: the same as the event of the control API. The chain lets only the page itself press it.
func button(find phoneOf) handler {
	return func(x *exchange) (fake.Response, error) {
		h := find(x)
		if h.missing {
			return x.show(h, http.StatusNotFound, "")
		}
		form, err := url.ParseQuery(string(x.Body))
		press := h.press[form.Get("action")]
		if err != nil || press == nil {
			return x.show(h, http.StatusUnprocessableEntity, x.words("There is no such button."))
		}
		args := maps.Clone(h.args)
		if qr := form.Get("qr"); qr != "" {
			args["qr"] = qr
		}
		if _, err := press(x, args); err != nil {
			x.because("button", "%s", err)
			return x.show(find(x), http.StatusConflict, x.words("That did not work: %s.", err))
		}
		x.because("button", "%s was pressed", form.Get("action"))
		return redirect(http.StatusSeeOther, x.BasePath+x.Path), nil
	}
}

// whatsappPhone is the page of params.qr_url.
func (x *exchange) whatsappPhone() *handset {
	h := &handset{title: "WhatsApp connection", phone: "WhatsApp connection", missing: true}
	for _, id := range x.connections.Keys() {
		conn, _ := x.connections.Get(id)
		if conn.Type != typeWhatsapp || conn.Token != x.Vars["radist_token"] {
			continue
		}
		h.missing, h.phone = false, "The phone with WhatsApp"
		h.title = x.words("WhatsApp connection %d", id)
		h.args = world.Args{"connection": id}
		h.press = map[string]raised{"scan": (*exchange).whatsappScanned, "log_out": (*exchange).whatsappLoggedOut}
		h.buttons = []pressable{{Action: "scan", Label: "Scan the code", Off: conn.Connected},
			{Action: "log_out", Label: "Log out", Off: !conn.Connected, Danger: true}}
		switch {
		case x.paidFor(&conn, x.Now()) == overdue:
			x.because("subscription", "the subscription of %s is %s", conn.Type, overdue)
			h.unpaid = true
		case conn.Connected:
			h.status, h.tone, h.sign = "connected", "good", "✓"
			h.says = x.words("the phone %s is connected", conn.Phone)
		default:
			h.status, h.tone, h.says = string(waitingForQR), "wait", "scan the code with WhatsApp on the phone"
			h.qr = x.showQR(conn)
		}
	}
	return h
}

// telegramPhone is the page of a Telegram session.
func (x *exchange) telegramPhone() *handset {
	h := x.sessionPhone(typeTelegram, "Telegram session", "The phone with Telegram")
	h.press = map[string]raised{
		"scan":            withTwoFactor((*exchange).telegramScanned, false),
		"scan_two_factor": withTwoFactor((*exchange).telegramScanned, true),
		"code":            withTwoFactor((*exchange).telegramCode, false),
		"code_two_factor": withTwoFactor((*exchange).telegramCode, true),
		"log_out":         terminateOf(typeTelegram),
	}
	return h
}

// maxPhone is the page of a MAX session.
func (x *exchange) maxPhone() *handset {
	h := x.sessionPhone(typeMax, "MAX session", "The phone with MAX")
	h.press = map[string]raised{"code": (*exchange).maxCode, "log_out": terminateOf(typeMax)}
	return h
}

func withTwoFactor(do raised, two bool) raised {
	return func(x *exchange, args world.Args) (any, error) {
		args["two_factor"] = two
		return do(x, args)
	}
}

// terminateOf ends the connection that a session led to.
func terminateOf(kind string) raised {
	return func(x *exchange, args world.Args) (any, error) {
		s, _ := x.sessions.Get(args.Text("session"))
		if s.UsedBy == 0 {
			return nil, fake.Impossible("no connection was made from the session")
		}
		return terminated(kind)(x, world.Args{"connection": s.UsedBy})
	}
}

func (x *exchange) sessionPhone(messenger, title, phone string) *handset {
	h := &handset{title: title, phone: title, missing: true}
	s, ok := x.sessions.Get(x.Vars["session_id"])
	if !ok || s.Messenger != messenger {
		return h
	}
	x.refresh(&s)
	x.sessions.Put(s.ID, s)
	h.missing, h.phone, h.args = false, phone, world.Args{"session": s.ID}
	at := s.status(x.Now())
	h.status, h.tone, h.says, h.sign = s.describe(at)
	if at == used {
		h.says = x.words("connection %d is logged in by it", s.UsedBy)
	}
	if at == waitingForQR && s.RefusedScan == "" {
		h.qr = s.QR
	}
	if s.RefusedScan != "" {
		h.notes = append(
			h.notes,
			x.words(refusedScan, s.RefusedScan),
		)
	}
	if s.Connection != 0 {
		h.notes = append(h.notes, x.words("Authorizes connection %d again.", s.Connection))
	}
	if s.Phone != "" {
		h.messages = append(h.messages, bubble{Label: "Account", Value: s.Phone, ID: "account-value"})
	}
	if s.CodeShown && at == waitingForCode {
		h.messages = append(h.messages, bubble{Label: "Your login code:", Value: s.Code, ID: "code-value"})
	}
	if s.TwoFactor != nil && *s.TwoFactor && (at == waitingForPassword || at == waitingForCode) {
		h.messages = append(h.messages, bubble{Label: "My 2FA password:", Value: s.Password, ID: "password-value"})
	}
	if s.AuthType == "qr" {
		off := h.qr == nil
		h.buttons = []pressable{{Action: "scan", Label: "Scan the code", Off: off},
			{Action: "scan_two_factor", Label: "Scan with 2FA", Off: off}}
	} else {
		h.buttons = []pressable{{Action: "code", Label: "Read the code", Off: at != waitingForCode}}
		if messenger == typeTelegram {
			h.buttons = append(h.buttons, pressable{Action: "code_two_factor", Label: "Read it, with " +
				"2FA", Off: at != waitingForCode})
		}
	}
	conn, _ := x.connections.Get(s.UsedBy)
	if at == used && !conn.Connected {
		h.status, h.tone, h.sign = "logged out", "bad", "✕"
		h.says = x.words("connection %d was logged out; the client has to open a new session", s.UsedBy)
	}
	h.buttons = append(h.buttons, pressable{Action: "log_out", Label: "Log out", Off: !conn.Connected, Danger: true})
	return h
}

// describe says in what state the session is, to a person.
func (s *Session) describe(at status) (shown, tone, says, sign string) {
	switch at {
	case waitingForQR:
		return string(at), "wait", "scan the code with the app on the phone", "…"
	case waitingForCode:
		return string(at), "wait", "the client asks its user for the code", "✉"
	case waitingForPassword:
		return string(at), "wait", "the client asks its user for the 2FA password", "∗∗∗"
	case authenticated:
		return string(at), "good", "the client may now make the connection", "✓"
	case used:
		return string(authenticated), "good", "", "✓"
	}
	return "expired", "bad", "the client has to open a new session", "✕"
}

// picture shows the current code alone.
func picture(find phoneOf, draw func(text string) (message.Response, error)) handler {
	return func(x *exchange) (fake.Response, error) {
		h := find(x)
		if h.unpaid {
			return x.problem(errNotPaid.Status, h.title, nothingPaid)
		}
		if h.missing || !h.qr.live(x.Now()) {
			return x.problem(http.StatusNotFound, h.title, "There is no code to scan.")
		}
		x.because("qr", "the code lives until %s", stamp(h.qr.Expires))
		pages := x.pages
		return fake.Response{Render: func() message.Response {
			r, err := draw(h.qr.Text)
			if err != nil {
				return problem500(pages, h.title, err)
			}
			return r
		}}, nil
	}
}
