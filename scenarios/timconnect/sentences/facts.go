package sentences

import (
	"fmt"
	"strconv"

	"sparring/scenarios/driver"
	"sparring/scenarios/feature"
)

// of returns what the server remembers of a kind under the known phone.
func (s sentences) of(list, by string) (found []map[string]any, phone any, err error) {
	if phone, err = s.Value("phone"); err != nil {
		return nil, nil, err
	}
	state, err := s.World.State("timconnect")
	if err != nil {
		return nil, nil, err
	}
	items, _ := state[list].([]any)
	for _, item := range items {
		if m, _ := item.(map[string]any); m[by] == phone {
			found = append(found, m)
		}
	}
	return found, phone, nil
}

func number(text string) int {
	n, _ := strconv.Atoi(text) // "no" is 0
	return n
}

func (s sentences) queue(text string) error {
	messages, phone, err := s.of("messages", "receiver")
	if err != nil {
		return err
	}
	if len(messages) == 0 {
		return s.Missing("timconnect.queue", "no message was ever sent to %v", phone)
	}
	want, n := number(text), 0
	for _, m := range messages {
		if m["reported_at"] == nil {
			n++
		}
	}
	return s.Demand(
		"timconnect.queue",
		n == want,
		nil,
		"expected %d messages to wait for their delivery report, %d do",
		want,
		n,
	)
}

func (s sentences) has(name, want string) error {
	id, err := s.Value("message_id")
	if err != nil {
		return err
	}
	messages, _, err := s.of("messages", "receiver")
	if err != nil {
		return err
	}
	expected, err := s.Wanted(want)
	if err != nil {
		return err
	}
	for _, m := range messages {
		if fmt.Sprint(m["id"]) == fmt.Sprint(id) {
			got, ok, err := feature.At(m, feature.AsPointer(name))
			if err != nil {
				return err
			}
			return s.Demand(
				"timconnect.message",
				ok && feature.Same(got, expected),
				nil,
				"expected the message %v to have %s as %s, it has %s",
				id,
				name,
				feature.Show(expected, true),
				feature.Show(got, ok),
			)
		}
	}
	return s.Demand("timconnect.message", false, nil, "expected a message %v, the server has no such message", id)
}

func (s sentences) devices(text string) error {
	phone, err := s.Value("phone")
	if err != nil {
		return err
	}
	state, err := s.World.State("timconnect")
	if err != nil {
		return err
	}
	want, n := number(text), usable(state, fmt.Sprint(phone))
	return s.Demand(
		"timconnect.devices",
		n == want,
		nil,
		"expected %d usable devices of %v, there are %d",
		want,
		phone,
		n,
	)
}

// usable counts the devices of a phone that can receive.
func usable(state map[string]any, phone string) int {
	n := 0
	devices, _ := state["devices"].([]any)
	for _, item := range devices {
		d, _ := item.(map[string]any)
		if d["phone"] == phone && d["blocked_at"] == nil && d["removed_at"] == nil && d["replaced_at"] == nil {
			n++
		}
	}
	return n
}

// reauthorize registers the device again. For Kittn it issues a key.
func (s sentences) reauthorize() error {
	if c, err := s.Calls.Last(); err == nil && isKittn(c.Method) {
		return s.World.Reissue("timconnect", "key.issued", nil, map[string]string{"api_key": "key",
			"digest_secret": "digest_secret"})
	}
	phone, known := s.Known("phone")
	if !known || s.isTakenOver() {
		return nil // the sign of life is a registration
	}
	if err := s.registers(fmt.Sprint(phone)); !driver.NoAbility(err) {
		return err
	}
	return nil
}
