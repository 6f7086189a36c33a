package sentences

import (
	"encoding/json"
	"fmt"
	"strings"

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
	// secondFactor is the 2FA password of every Telegram account: a text with blanks around and within it, which is
	// sent as the user has typed it.
	secondFactor = " 007 two  words "
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
	if own == "" {
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
	if err != nil { // no step has remembered one: that of the last call
		c, none := s.Calls.Last()
		if none != nil {
			return err
		}
		if id = c.Values["connection_id"]; !c.OK || id == nil {
			return s.Demand("radist.works", false, nil, "expected a connection that %s, the client reported none: %s",
				want, run.Describe(c))
		}
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

func (s sentences) contains(text string) error {
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
		"expected the reported error to contain %q, the client reported: %s",
		text,
		run.Describe(c),
	)
}

func (s sentences) reauthorize() error {
	args := map[string]any{"key": run.Anew, "scopes": []any{"connections", "messaging", "webhooks"},
		"companies": []any{s.World.Credentials["radist"]["company_id"]}}
	return s.World.Reissue("radist", "key.scopes", args, map[string]string{"api_key": run.Anew})
}
