// Package message is HTTP messages as the server and all fakes use them: a Response, a Request, one way to write the
// former, and what headers say of a body. What only one vendor reads differently is in that fake.
package message

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// Negotiate returns the offered media type to which the Accept header gives the greatest weight, the first of several,
// "" if none is accepted. Without Accept, or with an empty one, all are.
// Source: rfc9110 §12.5.1.
func Negotiate(h http.Header, offered ...string) string {
	best, weight := "", 0.0
	for _, offer := range offered {
		if w := Weight(h, offer); w > weight {
			best, weight = offer, w
		}
	}
	return best
}

// Names reports whether the Accept header asks for a media type by its name, and not only by a range that it lies in.
func Names(h http.Header, mediaType string) bool {
	for _, element := range strings.Split(strings.Join(h["Accept"], ","), ",") {
		if media, parameters, err := mime.ParseMediaType(element); err == nil && media == mediaType &&
			quality(parameters) > 0 {
			return true
		}
	}
	return false
}

// Weight returns the weight that the Accept header gives a media type, from 0 (not accepted) to 1. The most specific
// range that matches decides, of several such ranges the greatest weight. A range that can't be read is ignored.
func Weight(h http.Header, mediaType string) float64 {
	accept := strings.Join(h["Accept"], ",")
	if strings.TrimSpace(accept) == "" {
		return 1
	}
	major, _, _ := strings.Cut(mediaType, "/")
	exact, weight := 0, 0.0
	for _, element := range strings.Split(accept, ",") {
		media, parameters, err := mime.ParseMediaType(element)
		if err != nil {
			continue
		}
		how := 0
		switch media {
		case mediaType:
			how = 3
		case major + "/*":
			how = 2
		case "*/*":
			how = 1
		}
		if how == 0 || how < exact {
			continue
		}
		q := quality(parameters)
		if how == exact {
			q = max(q, weight)
		}
		exact, weight = how, q
	}
	return weight
}

// quality is the parameter q, 1 if it is absent or not a number from 0 to 1.
func quality(parameters map[string]string) float64 {
	q, err := strconv.ParseFloat(parameters["q"], 64)
	if err != nil || !(q >= 0 && q <= 1) {
		return 1
	}
	return q
}
