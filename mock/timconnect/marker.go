package timconnect

import (
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"sparring/mock/fake"
)

const maxHashtag = 255 // characters; Assumed

// geotag is a place, written as the page does: strings with five decimals (T-15).
type geotag struct {
	Latitude  string `json:"latitude"`
	Longitude string `json:"longitude"`
}

// setCategory changes the category of a message, archived or not. Source: timconnect-1.7.1 §"changeCategory", 4.9;
// T-14, T-34.
func (x *exchange) setCategory() (fake.Response, error) {
	m, err := x.message(x.Vars["id"])
	if err != nil {
		return refused(err)
	}
	category, ok := parseCategory(x.fields.scalar("category"))
	if !ok {
		return refused(categoryUnknown)
	}
	m.Category, m.Chosen = category, category
	x.messages.Put(m.ID, m)
	return success(done)
}

// setGeotag sets the place of a message. Source: timconnect-1.7.1 §"setGeolocation", 5.10; T-15, T-34.
func (x *exchange) setGeotag() (fake.Response, error) {
	m, err := x.message(x.Vars["id"])
	if err != nil {
		return refused(err)
	}
	latitude, wrongLatitude := degrees(x.fields["latitude"], 90)
	longitude, wrongLongitude := degrees(x.fields["longitude"], 180)
	var wrong []string
	if wrongLatitude != "" {
		wrong = append(wrong, "'latitude': ['"+wrongLatitude+"']")
	}
	if wrongLongitude != "" {
		wrong = append(wrong, "'longitude': ['"+wrongLongitude+"']")
	}
	if len(wrong) > 0 {
		return refused(fails("geotag_invalid", failure{
			message: "{" + strings.Join(wrong, ", ") + "}", mapped: http.StatusBadRequest,
		}, ""))
	}
	m.Geotag = &geotag{Latitude: latitude, Longitude: longitude}
	x.messages.Put(m.ID, m)
	return success(done)
}

// degrees reads a number in either form and writes it with five decimals, or says in the server's words what is wrong.
func degrees(v any, limit float64) (written, wrong string) {
	if v == nil {
		return "", textRequired
	}
	n, err := strconv.ParseFloat(scalar(v), 64)
	// Letters but the exponent's would make ParseFloat take inf, nan and hexadecimal numbers.
	if err != nil || strings.Trim(scalar(v), "0123456789.+-eE") != "" {
		return "", "Enter a number."
	}
	bound := strconv.FormatFloat(limit, 'f', -1, 64)
	switch {
	case n > limit:
		return "", "Ensure this value is less than or equal to " + bound + "."
	case n < -limit:
		return "", "Ensure this value is greater than or equal to -" + bound + "."
	}
	written = strconv.FormatFloat(n, 'f', 5, 64)
	if strings.Trim(written, "-0.") == "" {
		written = "0.00000"
	}
	return written, ""
}

// setHashtag sets the hashtag of a message; an empty text deletes it. Source: timconnect-1.7.1 §"setHashtag", 5.11;
// T-16, T-34.
func (x *exchange) setHashtag() (fake.Response, error) {
	m, err := x.message(x.Vars["id"])
	if err != nil {
		return refused(err)
	}
	text, ok := x.fields["hashtag"].(string)
	if !ok {
		return refused(fieldInvalid("field_invalid", "hashtag", textRequired))
	}
	if n := utf8.RuneCountInString(text); n > maxHashtag {
		return refused(hashtagTooLong(n))
	}
	m.Hashtag = text
	x.messages.Put(m.ID, m)
	return success(done)
}
