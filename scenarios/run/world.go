package run

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"sparring/mock/control/client"
	"sparring/scenarios/feature"
)

// Anew is a part of credentials that the client has not been given before.
const Anew = "given-anew-by-the-suite"

// World is the server's side of a scenario: one world, reached by the control API.
type World struct {
	client.World
	Control *client.Client

	time    *Time
	secrets *Secrets
	good    map[string]string // credentials that a step has changed, by API and name
}

// State reads the facts of an API.
func (w *World) State(api string) (map[string]any, error) {
	began := time.Now()
	defer w.time.Spend(Control, began)
	var raw json.RawMessage
	if err := w.Control.State(w.time.Ctx, w.ID, api, &raw); err != nil {
		return nil, err
	}
	var state map[string]any
	d := json.NewDecoder(bytes.NewReader(raw)) // the server's own JSON: no name twice, nothing behind it
	d.UseNumber()
	err := d.Decode(&state)
	w.secrets.Learn(state)
	return state, err
}

// Plant replaces the facts of an API.
func (w *World) Plant(api string, state any) error {
	began := time.Now()
	defer w.time.Spend(Control, began)
	w.secrets.Learn(state)
	_, err := w.Control.Plant(w.time.Ctx, w.ID, api, state)
	return err
}

// Raise raises an event.
func (w *World) Raise(api, event string, args map[string]any) (client.EventResult, error) {
	began := time.Now()
	defer w.time.Spend(Control, began)
	w.secrets.Learn(args)
	result, err := w.Control.Raise(w.time.Ctx, w.ID, client.Event{API: api, Event: event, Args: args})
	w.secrets.LearnJSON(result.Result)
	return result, err
}

// Advance moves world time on, by a duration as a feature writes it.
func (w *World) Advance(text string) error {
	d, err := feature.Duration(text)
	if err != nil {
		return err
	}
	began := time.Now()
	defer w.time.Spend(Control, began)
	_, err = w.Control.Advance(w.time.Ctx, w.ID, d)
	return err
}

// Reissue raises an event that issues a credential, and gives it to the client. If the event is impossible, the
// credential exists already.
func (w *World) Reissue(api, event string, args map[string]any, given map[string]string) error {
	result, err := w.Raise(api, event, args)
	var refused *client.Problem
	if errors.As(err, &refused) && refused.Code() == client.ImpossibleEvent {
		return nil
	}
	if err != nil {
		return err
	}
	var values map[string]any
	if len(result.Result) > 0 {
		if err := json.Unmarshal(result.Result, &values); err != nil {
			return err
		}
	}
	for name, value := range given {
		if told, ok := values[value].(string); ok { // the result of the event has it
			value = told
		}
		w.Credentials[api][name] = value
		w.secrets.LearnNamed(name, value)
	}
	return nil
}

// SetCredential changes a credential that the client is given with every call from now on.
func (w *World) SetCredential(name, api, value string) error {
	credentials, ok := w.Credentials[api]
	if !ok {
		return feature.Usagef("no API is called %q", api)
	}
	if _, ok := credentials[name]; !ok {
		return feature.Usagef("the credentials for %s have no %q", api, name)
	}
	if w.good == nil {
		w.good = map[string]string{}
	}
	w.good[api+"."+name] = credentials[name]
	credentials[name] = value
	w.secrets.LearnNamed(name, credentials[name])
	return nil
}

// RestoreCredential gives the client the credential that it had before a step changed it.
func (w *World) RestoreCredential(name, api string) error {
	good, changed := w.good[api+"."+name]
	if !changed {
		return feature.Usagef("the %s for %s was not changed before", name, api)
	}
	w.Credentials[api][name] = good
	return nil
}

// Unharmed reports whether no fault rule is waiting for an operation.
func (w *World) Unharmed(api, operation string) (bool, error) {
	rules, err := w.Control.Faults(w.time.Ctx, w.ID)
	if err != nil {
		return false, err
	}
	return !slices.ContainsFunc(rules, func(r client.FaultRule) bool {
		spent := r.Remaining != nil && *r.Remaining == 0
		return !spent && (r.Match.API == "" || r.Match.API == api) &&
			(r.Match.Operation == "" || r.Match.Operation == operation)
	}), nil
}

// LearnSecrets learns the client's credentials, and the secrets in the facts of some APIs, which show them to the
// test's author. What ends is soon gone from the facts, so this is done again after every step.
func (w *World) LearnSecrets(apis ...string) {
	for _, credentials := range w.Credentials {
		for _, name := range slices.Sorted(maps.Keys(credentials)) {
			w.secrets.LearnNamed(name, credentials[name])
		}
	}
	for _, api := range apis {
		_, _ = w.State(api) // reading teaches; a world that is gone has no secrets left to hide
	}
}

// LearnMarks asks the server by which marks its journal shows the secrets, so that a report has one name for each.
func (w *World) LearnMarks() error {
	known := w.secrets.Known()
	if len(known) == 0 {
		return nil
	}
	marks, err := w.Control.Marks(w.time.Ctx, w.ID, known...)
	if err != nil || len(marks) != len(known) {
		return err
	}
	w.secrets.Mark(known, marks)
	return nil
}

// AsShown returns a text as the journal shows it: the text, or each word of it, that is a secret of the world is its
// mark.
func (w *World) AsShown(text string) (string, error) {
	words := strings.Split(text, " ")
	marks, err := w.Control.Marks(w.time.Ctx, w.ID, append(slices.Clone(words), text)...)
	if err != nil || len(marks) != len(words)+1 {
		return text, err
	}
	if whole := marks[len(words)]; whole != "" {
		return whole, nil
	}
	marks = marks[:len(words)]
	for i, mark := range marks {
		if mark != "" {
			words[i] = mark
		}
	}
	return strings.Join(words, " "), nil
}
