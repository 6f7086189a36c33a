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

// scans scans the QR that the client shows. If the code has expired, it waits until the client shows another.
func (s sentences) scans(another string) error {
	event, args := s.scanning()
	if another != "" {
		args["account"] = anotherPhone
	}
	tried, why := map[string]bool{}, "the client has shown none"
	var scanned bool
	var broken error
	_, err := s.Await(func(notes []driver.Note) bool {
		shown := lastQR(notes)
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

// scanning is the event of a scan, and its arguments.
func (s sentences) scanning() (event string, args map[string]any) {
	if ability, _ := s.last(); ability == "radist.connectWhatsApp" {
		return "whatsapp.qr_scanned", map[string]any{}
	}
	return "telegram.qr_scanned", map[string]any{"password": secondFactor}
}

// lastQR is the QR that the client has shown last, "" if none.
func lastQR(notes []driver.Note) (shown string) {
	for _, n := range notes {
		if text, ok := n.Value.(string); ok && n.Method == "show" && n.What == "qr" {
			shown = text
		}
	}
	return shown
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
	refused, err := s.sent()
	if err == nil && refused != nil {
		err = s.Demand("radist.read", false, nil, "expected the client to ask for a code that was sent to the user: %v",
			refused)
	}
	return err
}

// sent reads the code that was sent to the user. The server refuses that if it waits for none.
func (s sentences) sent() (refused *client.Problem, err error) {
	event, args := "telegram.code", map[string]any{"password": secondFactor}
	if ability, _ := s.last(); ability == "radist.connectMax" {
		event, args = "max.code", nil
	}
	raised, err := s.World.Raise("radist", event, args)
	if errors.As(err, &refused) && refused.Code() == client.ImpossibleEvent {
		return refused, nil
	}
	if err != nil {
		return nil, err
	}
	return nil, s.learns(raised.Result, "code", "password")
}

func (s sentences) enters(which, what string) error {
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
	if which == "a wrong" {
		text = strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return '0' + (r-'0'+1)%10
			}
			return 'x'
		}, text)
	}
	return s.Tell(what, text)
}

func (s sentences) entersAgain(what string) error {
	asked, err := s.asks(what)
	if err != nil || !asked {
		return err
	}
	return s.enters("the right", what)
}

// answers enters what the client asks for: the code that was sent last, which may be one that was entered before. It
// reports whether the user knows it.
func (s sentences) answers(what string) (known bool, err error) {
	if what == "code" {
		if _, err := s.sent(); err != nil {
			return false, err
		}
	}
	value, err := s.Value(what)
	if err != nil {
		return false, nil
	}
	return true, s.Tell(what, fmt.Sprint(value))
}

// mostSteps is how often a user does what a client asks for in one call, and then leaves.
const mostSteps = 10

// doesAll does what the client asks for until its call has ended: scans each new QR, enters the code and the password.
func (s sentences) doesAll() error {
	tried := map[string]bool{}
	for range mostSteps {
		shown, asked := "", ""
		_, err := s.Await(func(notes []driver.Note) bool {
			_, ended := s.last() // checked first: a call sends its notifications before it ends
			for _, what := range []string{"code", "password"} {
				if _, ok := s.Unanswered(notes, what); ok {
					asked = what
				}
			}
			if shown = lastQR(notes); tried[shown] {
				shown = ""
			}
			return ended || asked != "" || shown != ""
		})
		switch {
		case err != nil:
			return err
		case asked != "":
			if known, err := s.answers(asked); err != nil || !known {
				return err
			}
		case shown != "":
			tried[shown] = true
			event, args := s.scanning()
			if _, _, err := s.scan(event, args, shown); err != nil {
				return err
			}
		default:
			return nil
		}
	}
	return nil
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
