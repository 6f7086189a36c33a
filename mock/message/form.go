package message

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
)

// Part is one part of a form with files.
type Part struct {
	Name        string
	File        string // the name of the file; IsFile tells a file from a field
	IsFile      bool
	ContentType string
	Content     []byte
}

// ErrNoBoundary says that a Content-Type is not multipart/form-data with a boundary.
var ErrNoBoundary = errors.New("expected the Content-Type multipart/form-data with a boundary")

// maxParts bounds the parts of a form.
const maxParts = 1000

// Parts reads a form with files, whole or not at all: each part has a name, and the last is followed by the closing
// delimiter. A name may come twice; the caller decides whether that is an error. Source: rfc7578 §4, rfc2046 §5.1.1.
func Parts(h http.Header, body []byte) ([]Part, error) {
	kind, parameters, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" || parameters["boundary"] == "" {
		return nil, ErrNoBoundary
	}
	reader := multipart.NewReader(bytes.NewReader(body), parameters["boundary"])
	var parts []Part
	for {
		part, err := reader.NextRawPart()
		//nolint:errorlint // a wrapped one does not end the form
		if err == io.EOF && closed(body, parameters["boundary"]) {
			return parts, nil
		}
		if err != nil {
			return nil, unfinished(len(parts), err)
		}
		if len(parts) == maxParts {
			return nil, fmt.Errorf("expected at most %d parts", maxParts)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, unfinished(len(parts), err)
		}
		if part.FormName() == "" {
			return nil, fmt.Errorf("part %d has no Content-Disposition form-data with a name", len(parts)+1)
		}
		_, disposition, _ := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
		_, isFile := disposition["filename"]
		parts = append(parts, Part{
			Name: part.FormName(), File: part.FileName(), IsFile: isFile, Content: content,
			ContentType: part.Header.Get("Content-Type"),
		})
	}
}

// closed reports whether a line of the body is the closing delimiter: the reader also says io.EOF if a part has no
// header.
func closed(body []byte, boundary string) bool {
	end := []byte("--" + boundary + "--")
	return bytes.HasPrefix(body, end) || bytes.Contains(body, append([]byte("\n"), end...))
}

// unfinished says where a form ends too early. The reader's own words quote the body.
func unfinished(read int, err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		if read == 0 {
			return errors.New("there is no part between two delimiters, or the closing one is missing")
		}
		return fmt.Errorf("the form ends behind part %d, without the closing delimiter", read)
	}
	return fmt.Errorf("part %d cannot be read", read+1)
}
