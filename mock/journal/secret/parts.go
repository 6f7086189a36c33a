package secret

import (
	"bytes"
	"mime"
	"net/http"
	"net/textproto"
	"strings"
)

// boundaryOf returns the boundary of a multipart body: that of its media type if it occurs, else that of its first
// line; empty if the body is of another kind.
func boundaryOf(b []byte, contentType string) string {
	media, parameters, err := mime.ParseMediaType(contentType)
	if err == nil && strings.HasPrefix(media, "multipart/") {
		if name := parameters["boundary"]; name != "" && bytes.Contains(b, []byte("--"+name)) {
			return name
		}
	}
	line, rest, _ := bytes.Cut(b, []byte("\n"))
	line = bytes.TrimRight(line, "\r")
	if !bytes.HasPrefix(line, []byte("--")) || len(line) < 3 || len(line) > 74 || bytes.HasSuffix(line, []byte("--")) {
		return ""
	}
	head, _, _ := bytes.Cut(rest, []byte("\n"))
	if name, _, ok := bytes.Cut(head, []byte(":")); !ok || !bytes.HasPrefix(bytes.ToLower(name), []byte("content-")) {
		return ""
	}
	return string(line[2:])
}

// parts marks a multipart body part by part; all that is not a secret stays as it was. A missing end hides nothing.
func (m *Masker) parts(b []byte, boundary string) []byte {
	m.depth++
	defer func() { m.depth-- }()
	delimiter := []byte("--" + boundary)
	pieces := bytes.Split(b, delimiter)
	changed := false
	for i := 1; i < len(pieces); i++ { // before the first delimiter there is no part
		if marked := m.part(pieces[i]); !bytes.Equal(marked, pieces[i]) {
			pieces[i], changed = marked, true
		}
	}
	if marked := m.Text(pieces[0], false); !bytes.Equal(marked, pieces[0]) {
		pieces[0], changed = marked, true
	}
	if !changed {
		return b
	}
	return bytes.Join(pieces, delimiter)
}

// part marks what lies between two delimiters: a line break, header lines, an empty line, the content, a line break.
func (m *Masker) part(b []byte) []byte {
	at, skip := bytes.Index(b, []byte("\r\n\r\n")), 4
	if n := bytes.Index(b, []byte("\n\n")); n >= 0 && (at < 0 || n < at) {
		at, skip = n, 2
	}
	if at < 0 {
		return m.labelled(m.Text(b, false))
	}
	head, content := b[:at+skip], b[at+skip:]
	end := len(bytes.TrimSuffix(bytes.TrimSuffix(content, []byte("\n")), []byte("\r")))
	content, tail := content[:end], content[end:]
	h := http.Header{}
	for line := range bytes.SplitSeq(head, []byte("\n")) {
		if name, value, ok := strings.Cut(string(bytes.TrimSpace(line)), ":"); ok {
			h.Add(textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(name)), strings.TrimSpace(value))
		}
	}
	name, file := disposition(h.Get("Content-Disposition"))
	kind := nested(m.p.fields, name)
	marked := content
	if kind != "" && !file {
		plain := content
		if u := unpack(content, h); u.withheld == "" {
			plain = u.body
		}
		if mark, ok := m.placed("/", name, kind, string(plain)); ok {
			marked = []byte(mark)
		}
	}
	if bytes.Equal(marked, content) {
		marked = m.partContent(content, h, file)
	}
	head = m.Text(head, false)
	return bytes.Join([][]byte{head, marked, tail}, nil)
}

// partContent marks the content of a part as it marks a body. A file stays as it is if there is no secret in it; one
// that is packed in a way that is not unpacked here is a file like any other.
func (m *Masker) partContent(b []byte, h http.Header, file bool) []byte {
	u := unpack(b, h)
	if u.withheld != "" {
		if file && len(h["Content-Encoding"]) == 0 {
			return m.Text(b, false)
		}
		return []byte("‹withheld: " + u.withheld + "›")
	}
	marked := m.body(u.body, h.Get("Content-Type"))
	if len(u.from) > 0 && bytes.Equal(marked, u.body) {
		return b
	}
	return marked
}

// disposition reads the name of a part, and reports whether it is a file.
func disposition(value string) (name string, file bool) {
	_, parameters, err := mime.ParseMediaType(value)
	if err == nil {
		_, file = parameters["filename"]
		return parameters["name"], file
	}
	for pair := range strings.SplitSeq(value, ";") {
		key, text, _ := strings.Cut(strings.TrimSpace(pair), "=")
		switch strings.ToLower(key) {
		case "name":
			name = strings.Trim(text, `" `)
		case "filename", "filename*":
			file = true
		}
	}
	return name, file
}
