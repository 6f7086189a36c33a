package steps

import (
	"fmt"
	"strconv"
)

// timOf lists what the server remembers of a kind under the known phone.
func (s *Scene) timOf(list, by string) (found []map[string]any, phone any, err error) {
	if phone, err = s.Value("phone"); err != nil {
		return nil, nil, err
	}
	state, err := s.State("timconnect")
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

func timNumber(text string) int {
	n, _ := strconv.Atoi(text) // "no" is none
	return n
}

func (s *Scene) timQueue(text string) error {
	messages, phone, err := s.timOf("messages", "receiver")
	if err != nil {
		return err
	}
	if len(messages) == 0 {
		return s.Missing("timconnect.queue", "no message was ever sent to %v", phone)
	}
	want, n := timNumber(text), 0
	for _, m := range messages {
		if m["reported_at"] == nil {
			n++
		}
	}
	return s.Demand("timconnect.queue", n == want, nil, "expected %d messages to wait for their delivery report, %d do", want, n)
}

func (s *Scene) timHas(name, want string) error {
	id, err := s.Value("message_id")
	if err != nil {
		return err
	}
	messages, _, err := s.timOf("messages", "receiver")
	if err != nil {
		return err
	}
	expected, err := s.wanted(want)
	if err != nil {
		return err
	}
	for _, m := range messages {
		if fmt.Sprint(m["id"]) == fmt.Sprint(id) {
			got, ok, err := at(m, asPointer(name))
			if err != nil {
				return err
			}
			return s.Demand("timconnect.message", ok && same(got, expected), nil, "expected the message %v to have %s as %s, it has %s", id, name, show(expected, true), show(got, ok))
		}
	}
	return s.Demand("timconnect.message", false, nil, "expected a message %v, there is none", id)
}

func (s *Scene) timDevices(text string) error {
	phone, err := s.Value("phone")
	if err != nil {
		return err
	}
	state, err := s.State("timconnect")
	if err != nil {
		return err
	}
	want, n := timNumber(text), timUsable(state, fmt.Sprint(phone))
	return s.Demand("timconnect.devices", n == want, nil, "expected %d usable devices of %v, there are %d", want, phone, n)
}

// timUsable counts the devices of a phone that could receive.
func timUsable(state map[string]any, phone string) int {
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
