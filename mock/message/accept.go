// Package message reads what HTTP messages say in their headers. It is for the server and for all fakes; what only one
// vendor reads differently is in that fake.
package message

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// Negotiate chooses of the offered media types the one that the Accept header gives the greatest weight, the first of
// them if several have it. It is empty if none is accepted. Without Accept, or with an empty one, everything is.
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

// Weight is what the Accept header gives a media type: from 0 (not accepted) to 1. The most specific range that fits
// decides, of several alike the greatest weight. A range that can't be read is ignored.
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

// quality is the parameter q, 1 if it is absent or no number from 0 to 1.
func quality(parameters map[string]string) float64 {
	q, err := strconv.ParseFloat(parameters["q"], 64)
	if err != nil || !(q >= 0 && q <= 1) {
		return 1
	}
	return q
}
