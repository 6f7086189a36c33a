package timconnect

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// liberties are what applications on TIM Connect, and clients of Kittn, may do otherwise than the reference client.
func liberties() []patch {
	return []patch{{
		Name: "timconnect-liberal",
		Doc: "Phones have another of their forms (timconnect-1.7.1 §authWithoutSms), places and categories are " +
			"texts, ids are numbers (timconnect-1.7.1#L553-L580), flags have their defaults " +
			"(timconnect#L126-L129), the feed shows the newest first (timconnect#L41), nothing is sent again, " +
			"each request has its own connection",
		Apply: func(p *policies) {
			p.SentBody(writeOtherwise)
			p.Sent(sendDefaults)
			p.NeverRepeat()
			p.Told(tellOtherwise)
		},
	}}
}

// writeOtherwise writes values in the other form that the texts have.
func writeOtherwise(r *http.Request, body map[string]any) {
	if phone, ok := body["phone_number"].(string); ok && !reference.PathEnds(r, "/digest") {
		digits := strings.TrimPrefix(phone, "+")
		if len(digits) == 11 && digits[0] == '8' { // anything else is sent as it is
			digits = "7" + digits[1:]
		}
		if len(digits) == 11 {
			body["phone_number"] = "+" + digits
		}
	}
	for _, name := range []string{"latitude", "longitude"} {
		if degrees, err := strconv.ParseFloat(fmt.Sprint(body[name]), 64); err == nil {
			body[name] = fmt.Sprintf("%.5f", degrees)
		}
	}
	if category, ok := body["category"].(json.Number); ok {
		body["category"] = category.String()
	}
	if ids, ok := body["ids"].([]any); ok {
		for i, id := range ids {
			ids[i] = json.Number(fmt.Sprint(id))
		}
	}
}

// sendDefaults sends the flags of the list of kittens that were not given, over a connection that is then closed.
func sendDefaults(r *http.Request) {
	r.Close = true
	if r.Method != http.MethodGet || !reference.PathEnds(r, kittensPath) {
		return
	}
	q := r.URL.Query()
	for name, value := range map[string]string{"include_cats": "false", "available": "true"} {
		if !q.Has(name) {
			q.Set(name, value)
		}
	}
	r.URL.RawQuery = q.Encode()
}

// tellOtherwise tells the ids of messages as numbers, and the feed with the newest first.
func tellOtherwise(c driver.Call, r *driver.Result) {
	list, _ := r.Values["messages"].([]any)
	if list == nil {
		return
	}
	told := []any{}
	for _, item := range list {
		m := map[string]any{}
		for name, value := range reference.Object(item) {
			m[name] = value
		}
		if id, ok := m["id"].(string); ok {
			m["id"] = json.Number(id)
		}
		told = append(told, m)
	}
	if c.Method == "timconnect.feed" {
		slices.Reverse(told)
	}
	r.Values["messages"] = told
}
