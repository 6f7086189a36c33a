package iqchannels

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Fields by the version that brought them. Source: iqchannels#L407-L442.
var (
	since11 = []string{"shortName", "fieldList"}
	since12 = []string{"contacts", "secretWord", "group"}
	since13 = []string{
		"accountNumbers",
		"positionStream",
		"betaUser",
		"lvlClient",
		"timezone",
		"osVersion",
		"device",
		"deviceVersion",
	}
)

// object is a JSON object whose values are kept byte by byte.
type object map[string]json.RawMessage

func parseObject(raw json.RawMessage) object {
	var o object
	if json.Unmarshal(raw, &o) != nil {
		return nil
	}
	return o
}

// any gives a member by its name in any case, as the chat server reads it.
func (o object) any(name string) json.RawMessage {
	if v, ok := o[name]; ok {
		return v
	}
	for _, k := range keys(o) {
		if strings.EqualFold(k, name) {
			return o[k]
		}
	}
	return nil
}

// renderAnswer gives an answer in the version and with the scalars that the switches say; unknown properties are kept.
// What a card of another version or with strings already has is not turned back.
// Source: iqchannels#L407-L442.
func renderAnswer(raw json.RawMessage, version string, quoted bool) json.RawMessage {
	at := slices.Index(serviceVersions, version)
	if at >= slices.Index(serviceVersions, "v13") && !quoted {
		return raw
	}
	a := parseObject(raw)
	client := parseObject(a["client"])
	if client == nil {
		return raw
	}
	for since, fields := range [][]string{nil, since11, since12, since13} {
		if at < since {
			drop(client, fields)
		}
	}
	if quoted {
		quote(client, "enabled", "positionStream", "betaUser")
		inside(client, "bankBranch", func(o object) { quote(o, "id") })
		each(client, "group", quoteGroup)
		each(a, "companyList", func(o object) { quote(o, "id", "enabled", "resident") })
	}
	a["client"] = encode(client)
	return encode(a)
}

func drop(o object, names []string) {
	for _, n := range names {
		delete(o, n)
	}
}

// quote turns booleans and numbers into strings.
func quote(o object, names ...string) {
	for _, n := range names {
		if v, ok := o[n]; ok && len(v) > 0 && v[0] != '"' && string(v) != "null" {
			o[n] = json.RawMessage(strconv.Quote(string(v)))
		}
	}
}

func quoteGroup(o object) {
	quote(o, "id", "priority")
	inside(o, "parentGroup", quoteGroup)
}

func inside(o object, name string, change func(object)) {
	if inner := parseObject(o[name]); inner != nil {
		change(inner)
		o[name] = encode(inner)
	}
}

func each(o object, name string, change func(object)) {
	var list []json.RawMessage
	if json.Unmarshal(o[name], &list) != nil || list == nil {
		return
	}
	for i, raw := range list {
		if inner := parseObject(raw); inner != nil {
			change(inner)
			list[i] = encode(inner)
		}
	}
	o[name] = encode(list)
}

// complete fills in what a planted card leaves out of the seven fields that every version requires, so that our auth
// service never breaks its own document. Assumed: enabled is true, type is "0", the parts of the name may be empty.
func complete(raw json.RawMessage) json.RawMessage {
	a := parseObject(raw)
	client := parseObject(a["client"])
	if client == nil {
		return raw
	}
	changed := false
	for _, f := range []struct{ name, value string }{
		{"name", `""`}, {"surname", `""`}, {"firstname", `""`}, {"patronymic", `""`}, {"type", `"0"`}, {"enabled",
			"true"},
	} {
		if v, ok := client[f.name]; !ok || string(v) == "null" {
			client[f.name], changed = json.RawMessage(f.value), true
		}
	}
	if !changed {
		return raw
	}
	a["client"] = encode(client)
	return encode(a)
}

// setEnabled changes the flag of the client in an answer and keeps its form.
func setEnabled(raw json.RawMessage, enabled bool) json.RawMessage {
	a := parseObject(raw)
	client := parseObject(a["client"])
	if client == nil {
		return raw
	}
	value := strconv.FormatBool(enabled)
	if old := client["enabled"]; len(old) > 0 && old[0] == '"' {
		value = strconv.Quote(value)
	}
	client["enabled"] = json.RawMessage(value)
	a["client"] = encode(client)
	return encode(a)
}

// stored is the card as the chat server keeps it: accountNumbers live with the open enquiry only.
// Source: iqchannels#L93-L95: the field is not stored in the card.
func stored(raw json.RawMessage) (card, companies json.RawMessage) {
	a := parseObject(raw)
	for _, name := range keys(a) { // the chat server matches names without regard to case, so it must strip likewise
		v := a[name]
		switch {
		case strings.EqualFold(name, "client"):
			client := parseObject(v)
			for _, field := range keys(client) {
				if strings.EqualFold(field, "accountNumbers") {
					delete(client, field)
				}
			}
			card = encode(client)
		case strings.EqualFold(name, "companyList") && string(v) != "null":
			companies = v
		}
	}
	return card, companies
}

func keys(o object) []string {
	out := make([]string, 0, len(o))
	for k := range o {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
