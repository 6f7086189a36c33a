package radist

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"time"

	"sparring/mock/clock"
	"sparring/mock/journal"
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
	now          time.Time
	missing      bool // there is no such connection or session
	unpaid       bool // as the status call: the subscription is not paid, there is nothing to scan
	press        map[string]func(f *Fake, h *happening) (any, error)
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
}

// phoneOf finds what a page is about; it renews a code that has expired. The fake's lock is held.
type phoneOf func(f *Fake, c *call) *handset

func sessionPage(find phoneOf) func(*Fake, *call) (any, error) {
	return func(f *Fake, c *call) (any, error) {
		h := find(f, c)
		return rendered(func() world.Answer { return f.show(c, h, http.StatusOK, "") }), nil
	}
}

// whatsappPage is where params.qr_url leads: the code to scan, renewed when it has expired.
// Source: radist, "Отдать пользователю ссылку из params->qr_url".
func whatsappPage(f *Fake, c *call) (any, error) { return sessionPage(whatsappPhone)(f, c) }

// show makes the page. No lock is held: drawing a code takes milliseconds.
func (f *Fake) show(c *call, h *handset, status int, problem string) world.Answer {
	if h.missing {
		return f.problem(http.StatusNotFound, h.title, "There is no such "+h.phone+" in this world.")
	}
	if h.unpaid {
		return f.problem(errNotPaid.status, h.title, "The subscription is not paid: there is no code to scan.")
	}
	mode, scale := f.w.Clock.Setting()
	if mode == clock.Frozen {
		scale = 0
	}
	s := screen{Title: h.title, Phone: h.phone, Status: h.status, Tone: h.tone, Says: h.says, Sign: h.sign, Notes: h.notes,
		Messages: h.messages, Buttons: h.buttons, Self: c.BasePath + c.Path, Scale: scale, Problem: problem}
	if h.qr.live(h.now) {
		left := h.qr.Expires.Sub(h.now)
		picture, err := svg(h.qr.Text)
		if err != nil {
			return f.problem(http.StatusInternalServerError, h.title, err.Error())
		}
		s.Picture, s.Code, s.Left = template.HTML(picture), h.qr.Text, left.Seconds()
		s.Total, s.Seconds = max(f.w.Switches.Duration(name, "qrTTL").Seconds(), s.Left), int(left.Round(time.Second).Seconds())
	}
	return f.html(status, "screen", s)
}

func (f *Fake) problem(status int, title, text string) world.Answer {
	return f.html(status, "problem", screen{Title: title, Problem: text})
}

// html fills a template. The page runs its own script and style, and talks to its own origin only.
func (f *Fake) html(status int, template string, s screen) world.Answer {
	s.Style, s.Script = styleText(), scriptText()
	return f.fill(status, template, s)
}

func styleText() template.CSS { return template.CSS(asset("page.css")) }
func scriptText() template.JS { return template.JS(asset("page.js")) }

func (f *Fake) fill(status int, template string, data any) world.Answer {
	var b bytes.Buffer
	if err := f.kit.pages.ExecuteTemplate(&b, template, data); err != nil {
		return world.Answer{Response: message.Response{Status: http.StatusInternalServerError, Header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}},
			Body: []byte(err.Error())}}
	}
	sum := sha256.Sum256([]byte(asset("page.js")))
	return world.Answer{Response: message.Response{Status: status, Body: b.Bytes(), Header: http.Header{
		"Content-Type":  {"text/html; charset=utf-8"},
		"Cache-Control": {"no-store"},
		"Content-Security-Policy": {"default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; form-action 'self'; " +
			"base-uri 'none'; frame-ancestors 'none'; script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"},
		"X-Content-Type-Options": {"nosniff"},
	}}}
}

// button plays the phone: the same as the event of the control API. The chain lets only the page itself press it.
func button(find phoneOf) func(*Fake, *call) (any, error) {
	return func(f *Fake, c *call) (any, error) {
		back := func(h *handset, status int, problem string) (any, error) {
			return rendered(func() world.Answer { return f.show(c, h, status, problem) }), nil
		}
		h := find(f, c)
		if h.missing {
			return back(h, http.StatusNotFound, "")
		}
		form, err := url.ParseQuery(string(c.Body))
		press := h.press[form.Get("action")]
		if err != nil || press == nil {
			return back(h, http.StatusUnprocessableEntity, "There is no such button.")
		}
		args := world.Args{}
		for k, v := range h.args {
			args[k] = v
		}
		if qr := form.Get("qr"); qr != "" {
			args["qr"] = qr
		}
		event := &happening{Args: args, now: c.now}
		if _, err := press(f, event); err != nil {
			c.because("button", "%s", err)
			return back(find(f, c), http.StatusConflict, "That did not work: "+err.Error()+".")
		}
		c.because("button", "%s was pressed", form.Get("action"))
		c.effects = event.effects
		return rendered(func() world.Answer {
			return world.Answer{Response: message.Response{Status: http.StatusSeeOther, Header: http.Header{"Location": {c.BasePath + c.Path}}}}
		}), nil
	}
}

// whatsappPhone is the page of params.qr_url.
func whatsappPhone(f *Fake, c *call) *handset {
	h := &handset{title: "WhatsApp connection", phone: "WhatsApp connection", now: c.now, missing: true}
	for _, id := range ids(f.state.Connections) {
		conn := f.state.Connections[id]
		if conn.Type != typeWhatsapp || conn.Token != c.Vars["radist_token"] {
			continue
		}
		h.missing, h.phone = false, "The phone with WhatsApp"
		h.title = fmt.Sprintf("WhatsApp connection %d", id)
		h.args = world.Args{"connection": id}
		h.press = map[string]func(*Fake, *happening) (any, error){"scan": whatsappScanned, "log_out": whatsappLoggedOut}
		h.buttons = []pressable{{Action: "scan", Label: "Scan the code", Off: conn.Connected},
			{Action: "log_out", Label: "Log out", Off: !conn.Connected, Danger: true}}
		switch {
		case f.paidFor(conn, c.now) == overdue:
			c.because("subscription", "the subscription of %s is %s", conn.Type, overdue)
			h.unpaid = true
		case conn.Connected:
			h.status, h.tone, h.sign, h.says = "connected", "good", "✓", "the phone "+conn.Phone+" is connected"
		default:
			h.status, h.tone, h.says = string(waitingForQR), "wait", "scan the code with WhatsApp on the phone"
			h.qr = f.whatsappQR(conn, c.now)
		}
	}
	return h
}

// telegramPhone is the page of a Telegram session.
func telegramPhone(f *Fake, c *call) *handset {
	h := f.sessionPhone(c, typeTelegram, "Telegram session", "The phone with Telegram")
	h.press = map[string]func(*Fake, *happening) (any, error){
		"scan":            withTwoFactor(telegramScanned, false),
		"scan_two_factor": withTwoFactor(telegramScanned, true),
		"code":            withTwoFactor(telegramCode, false),
		"code_two_factor": withTwoFactor(telegramCode, true),
		"log_out":         terminateOf(typeTelegram),
	}
	return h
}

// maxPhone is the page of a MAX session.
func maxPhone(f *Fake, c *call) *handset {
	h := f.sessionPhone(c, typeMax, "MAX session", "The phone with MAX")
	h.press = map[string]func(*Fake, *happening) (any, error){"code": maxCode, "log_out": terminateOf(typeMax)}
	return h
}

func withTwoFactor(do func(*Fake, *happening) (any, error), two bool) func(*Fake, *happening) (any, error) {
	return func(f *Fake, h *happening) (any, error) {
		h.Args["two_factor"] = two
		return do(f, h)
	}
}

// terminateOf ends the connection that a session led to.
func terminateOf(kind string) func(*Fake, *happening) (any, error) {
	return func(f *Fake, h *happening) (any, error) {
		s := f.state.Sessions[h.Text("session")]
		if s.UsedBy == 0 {
			return nil, refuse("no connection was made from the session")
		}
		return terminated(kind)(f, &happening{Args: world.Args{"connection": s.UsedBy}, now: h.now})
	}
}

func (f *Fake) sessionPhone(c *call, messenger, title, phone string) *handset {
	h := &handset{title: title, phone: title, now: c.now, missing: true}
	s := f.state.Sessions[c.Vars["session_id"]]
	if s == nil || s.Messenger != messenger {
		return h
	}
	f.refresh(s, c.now)
	h.missing, h.phone, h.args = false, phone, world.Args{"session": s.ID}
	at := s.status(c.now)
	h.status, h.tone, h.says, h.sign = s.describe(at)
	if at == waitingForQR && s.RefusedScan == "" {
		h.qr = s.QR
	}
	if s.RefusedScan != "" {
		h.notes = append(h.notes, s.RefusedScan+" is another account than the connection's; the client's next poll is refused and brings a new code.")
	}
	if s.Connection != 0 {
		h.notes = append(h.notes, fmt.Sprintf("Authorizes connection %d again.", s.Connection))
	}
	if s.Phone != "" {
		h.messages = append(h.messages, bubble{Label: "Account", Value: s.Phone})
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
			h.buttons = append(h.buttons, pressable{Action: "code_two_factor", Label: "Read it, with 2FA", Off: at != waitingForCode})
		}
	}
	conn := f.state.Connections[s.UsedBy]
	if at == used && (conn == nil || !conn.Connected) {
		h.tone, h.sign, h.says = "bad", "✕", fmt.Sprintf("connection %d was logged out; the client has to open a new session", s.UsedBy)
	}
	h.buttons = append(h.buttons, pressable{Action: "log_out", Label: "Log out", Off: conn == nil || !conn.Connected, Danger: true})
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
		return string(authenticated), "good", fmt.Sprintf("connection %d is logged in by it", s.UsedBy), "✓"
	}
	return "expired", "bad", "the client has to open a new session", "✕"
}

// picture gives the current code alone.
func picture(find phoneOf, draw func(text string) (world.Answer, error)) func(*Fake, *call) (any, error) {
	return func(f *Fake, c *call) (any, error) {
		h := find(f, c)
		return rendered(func() world.Answer {
			if h.unpaid {
				return f.problem(errNotPaid.status, h.title, "The subscription is not paid: there is no code to scan.")
			}
			if h.missing || !h.qr.live(h.now) {
				return f.problem(http.StatusNotFound, h.title, "There is no code to scan.")
			}
			a, err := draw(h.qr.Text)
			if err != nil {
				return f.problem(http.StatusInternalServerError, h.title, err.Error())
			}
			a.Why = []journal.Why{{Code: "qr", Text: "the code lives until " + stamp(h.qr.Expires)}}
			return a
		}), nil
	}
}
