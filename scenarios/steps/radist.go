package steps

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
)

// radistAPI is the vocabulary of Radist.Online.
func radistAPI() API {
	const kinds = `(Telegram|MAX|WhatsApp|Telegram bot|Odnoklassniki|AMOCRM)`
	return API{
		Name:        "radist",
		Alive:       func(s *Scene) error { return s.AliveBy("radist.connections", nil) },
		Reauthorize: (*Scene).radistReauthorize,
		Ordinary:    func([]string) []string { return []string{"radist.connections"} },
		Waits:       radistWaits,
		Steps: []Step{
			{Keyword: Given, Pattern: `an? ` + kinds + ` connection( that was logged out)?`, Example: `a Telegram connection that was logged out`,
				Doc: "a connection of the company in a paid subscription; its id is known as {connection_id}", Bind: func(s *Scene) any { return s.radistConnection }},
			{Keyword: When, Pattern: `the client connects (Telegram by QR|Telegram by code|MAX|WhatsApp)( again)?( at its own pace)?`,
				Example: `the client connects Telegram by QR again`,
				Asks:    byGroup(radistConnecting()),
				Doc:     "starts radist.connect… without waiting: “again” with {connection_id}; with poll_every_s 0.05, unless at its own pace", Bind: func(s *Scene) any { return s.radistConnects }},
			{Keyword: When, Pattern: `the user scans the QR( with another account)?`, Example: `the user scans the QR`,
				Doc:  "the code that the client has shown last is scanned; waits for one that is alive. The 2FA password, if any, is known as {password}",
				Bind: func(s *Scene) any { return s.radistScans }},
			{Keyword: When, Pattern: `the user reads the code`, Example: `the user reads the code`,
				Doc: "waits until the client asks for the code; it is known as {code}, the 2FA password, if any, as {password}", Bind: func(s *Scene) any { return s.radistReads }},
			{Keyword: When, Pattern: `the user tells the (right|wrong) (code|password)`, Example: `the user tells the wrong code`,
				Doc: "waits until the client asks, and answers", Bind: func(s *Scene) any { return s.radistTells }},
			{Keyword: When, Pattern: `the user, if asked again, tells the right (code|password)`, Example: `the user, if asked again, tells the right code`,
				Doc: "a client may ask again after a mistake, or end its call: both will do", Bind: func(s *Scene) any { return s.radistTellsAgain }},
			{Keyword: When, Pattern: `the session has been polled(?: (\d+) times)?`, Example: `the session has been polled 6 times`,
				Doc: "waits for the client's next poll, or for so many, at whatever pace", Bind: func(s *Scene) any { return s.radistPolled }},
			{Keyword: When, Pattern: `the client lists the connections`, Asks: always("radist.connections"), Example: `the client lists the connections`, Doc: "radist.connections",
				Bind: func(s *Scene) any { return func() error { return s.Ask("radist.connections", nil) } }},
			{Keyword: When, Pattern: `the client (reads the connection|connects a bot|connects a group)`, Example: `the client reads the connection`,
				Asks: byGroup(map[string]string{"reads the connection": "radist.connection", "connects a bot": "radist.connectBot", "connects a group": "radist.connectGroup"}),
				Doc:  "radist.connection of {connection_id}; radist.connectBot and radist.connectGroup with a new key", Bind: func(s *Scene) any { return s.radistAsksFor }},
			{Keyword: When, Pattern: `the client sets the key "([^"]*)"`, Asks: always("radist.setKey"), Example: `the client sets the key "tkn2NEWKEY:CQABPOJKAKEKEKEKE"`, Doc: "radist.setKey of {connection_id}",
				Bind: func(s *Scene) any { return s.radistSetsKey }},
			{Keyword: Then, Pattern: `there (?:is|are) now (\d+) connections?`, Example: `there is now 1 connection`, Doc: "connections that the server remembers",
				Bind: func(s *Scene) any { return s.radistCounts }},
			{Keyword: Then, Pattern: `the connection (works|does not work)`, Example: `the connection works`, Doc: "whether the account of {connection_id} lets the server in",
				Bind: func(s *Scene) any { return s.radistWorks }},
			{Keyword: Then, Pattern: `the failure names "([^"]*)"`, Example: `the failure names "sparring_unknown"`, Doc: "code or message of the last failure contain this text",
				Bind: func(s *Scene) any { return s.radistNames }},
		},
	}
}

const (
	plantedPhone   = "+79990000001"
	anotherPhone   = "+79990000002"
	plantedToken   = "5a1e7f90-1c0e-4e43-8a3b-6a1c5d8f2b11"
	plantedKey     = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
	newBotKey      = "110201544:BBHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
	newGroupKey    = "tkn18YdUJZe:CQABPOJKAKEKEKEKE"
	radistPollFast = 0.05 // seconds
)

// radistConnection plants a connection of the client's company.
func (s *Scene) radistConnection(kind, out string) error {
	state, err := s.State("radist")
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
	types := map[string]string{"Telegram": "telegram", "MAX": "max_personal", "WhatsApp": "whatsapp", "Telegram bot": "telegram_bot", "Odnoklassniki": "odnoklassniki", "AMOCRM": "amocrm"}
	c := map[string]any{"id": n, "company": company, "type": types[kind], "name": nil, "created_at": "2024-07-08T09:14:01Z", "connected": out == ""}
	switch kind {
	case "Telegram", "MAX", "WhatsApp":
		c["radist_token"], c["phone"], c["user_id"] = plantedToken, plantedPhone, "123456789"
		if out != "" {
			c["ended"] = map[string]string{"Telegram": "terminated", "MAX": "terminated", "WhatsApp": "logged_out"}[kind]
		}
	case "Telegram bot", "Odnoklassniki":
		c["api_key"] = plantedKey
	case "AMOCRM":
		c["params"] = map[string]any{"domain": "example.amocrm.ru"}
	}
	next["connection"] = n + 1
	merged(state, map[string]any{
		"connections":   map[string]any{fmt.Sprint(n): c},
		"subscriptions": map[string]any{company.String() + "/" + types[kind]: map[string]any{"company": company, "type": types[kind], "paid": true}},
	})
	s.Remember("connection_id", json.Number(fmt.Sprint(n)))
	return s.Plant("radist", state)
}

// radistConnecting are the abilities by what is connected.
func radistConnecting() map[string]string {
	return map[string]string{"Telegram by QR": "radist.connectTelegram", "Telegram by code": "radist.connectTelegram", "MAX": "radist.connectMax", "WhatsApp": "radist.connectWhatsApp"}
}

func (s *Scene) radistConnects(what, again, own string) error {
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
		args["poll_every_s"] = radistPollFast
	}
	if again != "" {
		id, err := s.Value("connection_id")
		if err != nil {
			return err
		}
		args["connection_id"] = id
	}
	return s.StartCalls(radistConnecting()[what], args, 1)
}

// radistLast tells which ability was asked for last, and whether that call has ended.
func (s *Scene) radistLast() (ability string, ended bool) {
	claims := s.Claims()
	if len(claims) == 0 {
		return "", true
	}
	c := &claims[len(claims)-1]
	return c.Method, !c.Ended.IsZero()
}

// radistScans scans what is on the screen. A code that has died is looked at again when the client shows another.
func (s *Scene) radistScans(another string) error {
	ability, _ := s.radistLast()
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
	_, err := s.await(func(notes []driver.Note) bool {
		shown := ""
		for _, n := range notes {
			if text, ok := n.Value.(string); ok && n.Method == "show" && n.What == "qr" {
				shown = text
			}
		}
		_, ended := s.radistLast()
		if shown == "" || tried[shown] {
			return ended // nothing new will be shown
		}
		tried[shown] = true
		scanned, why, broken = s.radistScan(event, args, shown)
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

// radistScan scans one code, or opens the page that a link leads to and scans what is there.
func (s *Scene) radistScan(event string, args map[string]any, shown string) (done bool, why string, err error) {
	delete(args, "qr")
	if strings.HasPrefix(shown, "http") {
		if err := s.radistOpens(shown); err != nil {
			return false, err.Error(), nil // the link is the client's
		}
	} else {
		args["qr"] = shown
	}
	raised, err := s.Raise("radist", event, args)
	var refused *client.Problem
	if errors.As(err, &refused) && refused.Code() == client.ImpossibleEvent {
		return false, refused.Error(), nil
	}
	if err != nil {
		return false, "", err
	}
	return true, "", s.radistLearns(raised.Result, "password")
}

// radistOpens opens the page of a QR as the user's browser does, which renews the code.
func (s *Scene) radistOpens(link string) error {
	req, err := http.NewRequestWithContext(s.Ctx, http.MethodGet, link, nil)
	if err != nil {
		return err
	}
	began := time.Now()
	resp, err := s.Control.HTTP.Do(req) // without a proxy, and with the same trust
	s.spend(&s.Spent.Control, began)
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

// radistLearns remembers texts of an event's result.
func (s *Scene) radistLearns(result json.RawMessage, names ...string) error {
	values, err := decodeObject(result)
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

// radistAsks waits until the client asks, or has ended its call.
func (s *Scene) radistAsks(what string) (bool, error) {
	asked := false
	_, err := s.await(func(notes []driver.Note) bool {
		count := 0
		for _, n := range notes {
			if n.Method == "ask" {
				if count++; count > s.answered && n.What == what {
					asked = true
				}
			}
		}
		_, ended := s.radistLast()
		return asked || ended
	})
	return asked, err
}

func (s *Scene) radistReads() error {
	asked, err := s.radistAsks("code")
	if err != nil {
		return err
	}
	if err := s.Demand("client.asks", asked, nil, "expected the client to ask for the code, it %s", askedFor(s.Session.Heard())); err != nil {
		return err
	}
	event := "telegram.code"
	if ability, _ := s.radistLast(); ability == "radist.connectMax" {
		event = "max.code"
	}
	raised, err := s.Raise("radist", event, nil)
	var refused *client.Problem
	if errors.As(err, &refused) && refused.Code() == client.ImpossibleEvent {
		return s.Demand("radist.read", false, nil, "expected the client to ask for a code that was sent to the user: %v", refused)
	}
	if err != nil {
		return err
	}
	return s.radistLearns(raised.Result, "code", "password")
}

func (s *Scene) radistTells(which, what string) error {
	if what == "code" {
		if err := s.radistReads(); err != nil {
			return err
		}
	}
	asked, err := s.radistAsks(what)
	if err != nil {
		return err
	}
	if err := s.Demand("client.asks", asked, nil, "expected the client to ask for the %s, it %s", what, askedFor(s.Session.Heard())); err != nil {
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
	return s.isTold(what, text)
}

func (s *Scene) radistTellsAgain(what string) error {
	asked, err := s.radistAsks(what)
	if err != nil || !asked {
		return err
	}
	return s.radistTells("right", what)
}

// radistWaits says for what a client rightly waits: it has handed out the link of qr_url, which leads its user to the code,
// and nobody has scanned.
func radistWaits(s *Scene) string {
	claims := s.Claims()
	if len(claims) == 0 || claims[len(claims)-1].Method != "radist.connectWhatsApp" || s.Session == nil {
		return ""
	}
	link := false
	for _, n := range s.Session.Heard() {
		if text, ok := n.Value.(string); ok && n.Method == "show" && n.What == "qr" {
			link = strings.HasPrefix(text, "http")
		}
	}
	for _, e := range s.Entries() {
		if e.Kind == journal.Event && e.Operation == "whatsapp.qr_scanned" && e.Seq > claims[len(claims)-1].After {
			return ""
		}
	}
	if !link {
		return ""
	}
	return "the client has handed out the link of qr_url and waits for its user (radist#L44-L45)"
}

// radistPolled waits until the client has polled so often, or without a number until it has ended its call, which its next
// poll lets it do.
func (s *Scene) radistPolled(times string) error {
	want, _ := strconv.Atoi(times)
	for had := driver.NewWatch(s.Session); ; {
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
		if over, _ := had.Over(s.patience()); enough || over && want == 0 || !s.calling() {
			return nil // what came is for the rule to judge
		}
		began := time.Now()
		err = s.pause(20 * time.Millisecond)
		s.spend(&s.Spent.Waiting, began)
		if err != nil {
			return err
		}
	}
}

func (s *Scene) radistSetsKey(key string) error {
	id, err := s.Value("connection_id")
	if err != nil {
		return err
	}
	return s.Ask("radist.setKey", map[string]any{"connection_id": id, "api_key": key})
}

func (s *Scene) radistAsksFor(what string) error {
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

func (s *Scene) radistCounts(want int) error {
	state, err := s.State("radist")
	if err != nil {
		return err
	}
	all, _ := state["connections"].(map[string]any)
	return s.Demand("radist.connections", len(all) == want, nil, "expected %d connections, the server remembers %d", want, len(all))
}

func (s *Scene) radistWorks(want string) error {
	id, err := s.Value("connection_id")
	if err != nil {
		return err
	}
	state, err := s.State("radist")
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
	return s.Demand("radist.works", works == (want == "works"), nil, "expected that connection %v %s, what the server remembers of it says otherwise", id, want)
}

func (s *Scene) radistNames(text string) error {
	c, err := s.Claim()
	if err != nil {
		return err
	}
	if text, err = s.Text(text); err != nil {
		return err
	}
	said := c.Code + " " + fmt.Sprint(c.Values["message"])
	return s.Demand("radist.names", !c.OK && strings.Contains(said, text), nil, "expected the failure to name %q, the client reported: %s", text, say(c))
}
