package message

import (
	"maps"
	"net/http"
	"strconv"
	"time"

	"sparring/mock/clock"
)

const (
	// WriteTime is how long a client may take to read what was sent to it.
	WriteTime = 30 * time.Second

	largeBody = 32 << 10 // a larger body may not fit the socket's buffer
)

// Write sends a response and returns how many bytes of its body were taken, none if the method is HEAD. An error means
// that the client is gone.
func Write(w http.ResponseWriter, method string, r Response) (int, error) {
	WriteHead(w, r)
	if len(r.Body) == 0 || Bodyless(method, r.Status) {
		return 0, nil
	}
	if len(r.Body) > largeBody {
		Deadline(w)
	}
	return w.Write(r.Body)
}

// WriteHead sends status and header, with the Content-Length of the whole body; without a body that of the header
// stays, as a response to HEAD has it. Without a Content-Type none is guessed.
func WriteHead(w http.ResponseWriter, r Response) {
	h := w.Header()
	maps.Copy(h, r.Header)
	if _, given := r.Header["Content-Length"]; !Bodyless("", r.Status) && (!given || len(r.Body) > 0) {
		h["Content-Length"] = []string{strconv.Itoa(len(r.Body))}
	}
	if _, ok := h["Content-Type"]; !ok && len(r.Body) > 0 {
		h["Content-Type"] = nil
	}
	w.WriteHeader(r.Status)
}

// Bodyless reports whether a response of this status to a request of this method has no body on the wire.
// Source: rfc9110 §6.4.1.
func Bodyless(method string, status int) bool {
	return method == http.MethodHead || status < http.StatusOK || status == http.StatusNoContent ||
		status == http.StatusNotModified
}

// Deadline gives the client WriteTime to read what is written next. It has no effect on a recorder.
func Deadline(w http.ResponseWriter) {
	_ = http.NewResponseController(w).SetWriteDeadline(clock.Wire().Add(WriteTime))
}
