package sentences

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/scenarios/driver"
	"sparring/scenarios/feature"
	"sparring/scenarios/run"
)

const (
	plantedPhone = "+79990000001"
	anotherPhone = "+79990000002"
	plantedToken = "5a1e7f90-1c0e-4e43-8a3b-6a1c5d8f2b11"
	plantedKey   = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
	newBotKey    = "110201544:BBHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
	newGroupKey  = "tkn18YdUJZe:CQABPOJKAKEKEKEKE"
	pollFast     = 0.05 // seconds
)

// connection plants a connection of the client's company.
func (s sentences) connection(kind, out string) error {
	state, err := s.World.State("radist")
	if err != nil {
		return err
	}
	next, _ := state["next"].(map[string]any)
	number, _ := next["connection"].(json.Number)
	n, err := number.Int64()
	if err != nil {
		return fmt.Errorf("the state of radist has no /next/connection: %w", err)
	}
	company := json.Number(s.World.Credentials["radist"]["company_id"])
	types := map[string]string{
		"Telegram":      "telegram",
		"MAX":           "max_personal",
		"WhatsApp":      "whatsapp",
		"Telegram bot":  "telegram_bot",
		"Odnoklassniki": "odnoklassniki",
		"AMOCRM":        "amocrm",
	}
	c := map[string]any{
		"id":         n,
		"company":    company,
		"type":       types[kind],
		"name":       nil,
		"created_at": "2024-07-08T09:14:01Z",
		"connected":  out == "",
	}
	switch kind {
	case "Telegram", "MAX", "WhatsApp":
		c["radist_token"], c["phone"], c["user_id"] = plantedToken, plantedPhone, "123456789"
		if out != "" {
			c["ended"] = map[string]string{
				"Telegram": "terminated", "MAX": "terminated", "WhatsApp": "logged_out",
			}[kind]
		}
	case "Telegram bot", "Odnoklassniki":
		c["api_key"] = plantedKey
	case "AMOCRM":
		c["params"] = map[string]any{"domain": "example.amocrm.ru"}
	}
	next["connection"] = n + 1
	feature.Merge(state, map[string]any{
		"connections": map[string]any{fmt.Sprint(n): c},
		"subscriptions": map[string]any{
			company.String() + "/" + types[kind]: map[string]any{"company": company, "type": types[kind], "paid": true},
		},
	})
	s.Remember("connection_id", json.Number(fmt.Sprint(n)))
	return s.World.Plant("radist", state)
}

// connecting returns the abilities by what is connected.
func connecting() map[string]string {
	return map[string]string{
		"Telegram by QR":   "radist.connectTelegram",
		"Telegram by code": "radist.connectTelegram",
		"MAX":              "radist.connectMax",
		"WhatsApp":         "radist.connectWhatsApp",
	}
}

func (s sentences) connects(what, again, own string) error {
	args := map[string]any{}
	switch what {
	case "Telegram by QR":
		args["by"] = "qr"
	case "Telegram by code":
		args["by"], args["phone"] = "code", plantedPhone
	case "MAX":
		args["phone"] = plantedPhone
	}
	if what != "MAX" && own == "" {
		args["poll_every_s"] = pollFast
	}
	if again != "" {
		id, err := s.Value("connection_id")
		if err != nil {
			return err
		}
		args["connection_id"] = id
	}
	return s.StartCalls(connecting()[what], args, 1)
}

// last returns the ability that was asked for last, and reports whether that call has ended.
func (s sentences) last() (ability string, ended bool) {
	claims := s.Calls.All()
	if len(claims) == 0 {
		return "", true
	}
	c := &claims[len(claims)-1]
	return c.Method, !c.Ended.IsZero()
}

// scans scans the QR that the client shows. If the code has expired, it waits until the client shows another.
func (s sentences) scans(another string) error {
	ability, _ := s.last()
	event, args := "telegram.qr_scanned", map[string]any{}
	if ability == "radist.connectWhatsApp" {
		event = "whatsapp.qr_scanned"
	}
	if another != "" {
		args["account"] = anotherPhone
	}
	tried, why := map[string]bool{}, "the client has shown none"
	var scanned bool
	var broken error
	_, err := s.Await(func(notes []driver.Note) bool {
		shown := ""
		for _, n := range notes {
			if text, ok := n.Value.(string); ok && n.Method == "show" && n.What == "qr" {
				shown = text
			}
		}
		_, ended := s.last()
		if shown == "" || tried[shown] {
			return ended // nothing new will be shown
		}
		tried[shown] = true
		scanned, why, broken = s.scan(event, args, shown)
		return scanned || broken != nil
	})
	if broken != nil {
		return broken
	}
	if err != nil {
		return err
	}
	return s.Demand("radist.scan", scanned, nil, "expected the client to show a QR that can be scanned: %s", why)
}

// scan scans one code. If it is a link, it opens the page and scans the code there.
func (s sentences) scan(event string, args map[string]any, shown string) (done bool, why string, err error) {
	delete(args, "qr")
	if strings.HasPrefix(shown, "http") {
		if err := s.opens(shown); err != nil {
			return false, err.Error(), nil // the link is the client's
		}
	} else {
		args["qr"] = shown
	}
	raised, err := s.World.Raise("radist", event, args)
	var refused *client.Problem
	if errors.As(err, &refused) && refused.Code() == client.ImpossibleEvent {
		return false, refused.Error(), nil
	}
	if err != nil {
		return false, "", err
	}
	return true, "", s.learns(raised.Result, "password")
}

// opens opens the page of a QR as the user's browser does, which renews the code.
func (s sentences) opens(link string) error {
	req, err := http.NewRequestWithContext(s.Ctx, http.MethodGet, link, nil)
	if err != nil {
		return err
	}
	began := time.Now()
	resp, err := s.World.Control.HTTP.Do(req) // without a proxy, and with the same trust
	s.Spend(run.Control, began)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the link that the client shows answers %d", resp.StatusCode)
	}
	return nil
}

// learns remembers texts of an event's result.
func (s sentences) learns(result json.RawMessage, names ...string) error {
	values, err := feature.Object(result)
	if err != nil {
		return err
	}
	for _, name := range names {
		if values[name] != nil {
			s.Remember(name, values[name])
		}
	}
	return nil
}

// asks waits until the client asks, or has ended its call.
func (s sentences) asks(what string) (bool, error) {
	asked := false
	_, err := s.Await(func(notes []driver.Note) bool {
		_, asked = s.Unanswered(notes, what)
		_, ended := s.last()
		return asked || ended
	})
	return asked, err
}

func (s sentences) reads() error {
	asked, err := s.asks("code")
	if err != nil {
		return err
	}
	if err := s.Demand(
		"client.asks", asked, nil, "expected the client to ask for the code, it %s",
		run.AskedFor(s.Client.Session.Heard()),
	); err != nil {
		return err
	}
	event := "telegram.code"
	if ability, _ := s.last(); ability == "radist.connectMax" {
		event = "max.code"
	}
	raised, err := s.World.Raise("radist", event, nil)
	var refused *client.Problem
	if errors.As(err, &refused) && refused.Code() == client.ImpossibleEvent {
		return s.Demand(
			"radist.read",
			false,
			nil,
			"expected the client to ask for a code that was sent to the user: %v",
			refused,
		)
	}
	if err != nil {
		return err
	}
	return s.learns(raised.Result, "code", "password")
}

func (s sentences) tells(which, what string) error {
	if what == "code" {
		if err := s.reads(); err != nil {
			return err
		}
	}
	asked, err := s.asks(what)
	if err != nil {
		return err
	}
	if err := s.Demand(
		"client.asks", asked, nil, "expected the client to ask for the %s, it %s", what,
		run.AskedFor(s.Client.Session.Heard()),
	); err != nil {
		return err
	}
	value, err := s.Value(what)
	if err != nil {
		return err
	}
	text := fmt.Sprint(value)
	if which == "wrong" {
		text = strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return '0' + (r-'0'+1)%10
			}
			return 'x'
		}, text)
	}
	return s.Tell(what, text)
}

func (s sentences) tellsAgain(what string) error {
	asked, err := s.asks(what)
	if err != nil || !asked {
		return err
	}
	return s.tells("right", what)
}

// waits returns what a client rightly waits for if it has handed out the link of qr_url, which leads its user to the
// code, and nobody has scanned the code.
func waits(s *run.Scenario) string {
	claims := s.Calls.All()
	if len(claims) == 0 || claims[len(claims)-1].Method != "radist.connectWhatsApp" || s.Client.Session == nil {
		return ""
	}
	link := false
	for _, n := range s.Client.Session.Heard() {
		if text, ok := n.Value.(string); ok && n.Method == "show" && n.What == "qr" {
			link = strings.HasPrefix(text, "http")
		}
	}
	for _, e := range s.Journal.Entries() {
		scanned := e.Kind == journal.EventRaised && e.Operation == "whatsapp.qr_scanned"
		if scanned && e.Seq > claims[len(claims)-1].SeqBefore {
			return ""
		}
	}
	if !link {
		return ""
	}
	return "the client has handed out the link of qr_url and waits for its user (radist#L44-L45)"
}

// polled waits until the client has polled a number of times; without a number, until its call has ended, which its
// next poll lets it do.
func (s sentences) polled(times string) error {
	want, _ := strconv.Atoi(times)
	for had := s.Client.Watch(); ; {
		polls, err := s.Seen("radist.TelegramSendLoginRequest")
		if err != nil {
			return err
		}
		made, err := s.Seen("radist.ConnectionsCreateConnection")
		if err != nil {
			return err
		}
		enough := len(polls) > 0 && len(made) > 0
		if want > 0 {
			enough = len(polls) >= want
		}
		if over, _ := had.Over(s.Patience()); enough || over && want == 0 || s.Calls.Open() == 0 {
			return nil // what came is for the rule to judge
		}
		began := time.Now()
		err = s.Pause(20 * time.Millisecond)
		s.Spend(run.Waiting, began)
		if err != nil {
			return err
		}
	}
}

func (s sentences) setsKey(key string) error {
	id, err := s.Value("connection_id")
	if err != nil {
		return err
	}
	return s.Ask("radist.setKey", map[string]any{"connection_id": id, "api_key": key})
}

func (s sentences) asksFor(what string) error {
	switch what {
	case "connects a bot":
		return s.Ask("radist.connectBot", map[string]any{"api_key": newBotKey})
	case "connects a group":
		return s.Ask("radist.connectGroup", map[string]any{"api_key": newGroupKey})
	}
	id, err := s.Value("connection_id")
	if err != nil {
		return err
	}
	return s.Ask("radist.connection", map[string]any{"connection_id": id})
}

func (s sentences) counts(want int) error {
	state, err := s.World.State("radist")
	if err != nil {
		return err
	}
	all, _ := state["connections"].(map[string]any)
	return s.Demand(
		"radist.connections",
		len(all) == want,
		nil,
		"expected %d connections, the server remembers %d",
		want,
		len(all),
	)
}

func (s sentences) works(want string) error {
	id, err := s.Value("connection_id")
	if err != nil {
		return err
	}
	state, err := s.World.State("radist")
	if err != nil {
		return err
	}
	all, _ := state["connections"].(map[string]any)
	c, _ := all[fmt.Sprint(id)].(map[string]any)
	works := c["connected"] == true
	if key, ok := c["api_key"].(string); ok && key != "" {
		dead, _ := state["dead_keys"].(map[string]any)
		works = dead[key] == nil
	}
	return s.Demand(
		"radist.works",
		works == (want == "works"),
		nil,
		"expected that connection %v %s, what the server remembers of it says otherwise",
		id,
		want,
	)
}

func (s sentences) names(text string) error {
	c, err := s.Calls.Last()
	if err != nil {
		return err
	}
	if text, err = s.Text(text); err != nil {
		return err
	}
	said := c.Code + " " + fmt.Sprint(c.Values["message"])
	return s.Demand(
		"radist.names",
		!c.OK && strings.Contains(said, text),
		nil,
		"expected the failure to name %q, the client reported: %s",
		text,
		run.Describe(c),
	)
}

func (s sentences) reauthorize() error {
	args := map[string]any{"key": run.Anew, "scopes": []any{"connections", "messaging", "webhooks"},
		"companies": []any{s.World.Credentials["radist"]["company_id"]}}
	return s.World.Reissue("radist", "key.scopes", args, map[string]string{"api_key": run.Anew})
}
