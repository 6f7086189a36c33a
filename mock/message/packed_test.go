package message_test

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"net/http"
	"strings"
	"testing"
	"unicode/utf16"

	"sparring/mock/message"
)

func utf16Of(text string, big bool) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		if big {
			out = append(out, byte(unit>>8), byte(unit))
		} else {
			out = append(out, byte(unit), byte(unit>>8))
		}
	}
	return out
}

func TestContainerOf(t *testing.T) {
	const text = `{"имя":"Ян"}`
	var zipped, deflated bytes.Buffer
	g, z := gzip.NewWriter(&zipped), zlib.NewWriter(&deflated)
	_, _ = g.Write([]byte(text))
	_, _ = z.Write([]byte(text))
	if g.Close() != nil || z.Close() != nil {
		t.Fatal("cannot pack")
	}
	for _, row := range []struct {
		body         []byte
		coding, want string
		said         bool
	}{
		{zipped.Bytes(), "gzip", "packed by gzip", true},
		{zipped.Bytes(), " X-GZIP ", "packed by gzip", true},
		{zipped.Bytes(), "", "packed by gzip", false},
		{deflated.Bytes(), "deflate", "packed by zlib (deflate)", true},
		{deflated.Bytes(), "", "packed by zlib (deflate)", false},
		{[]byte{0x28, 0xb5, 0x2f, 0xfd, 4}, "zstd", "packed by zstd", true},
		{[]byte{0x0b, 0x05, 0x80}, "br", "packed by br", true},
		{[]byte("\ufeff" + text), "", "begins with a byte order mark", false},
		{utf16Of("\ufeff"+text, false), "", "looks like UTF-16", false},
		{utf16Of("\ufeff"+text, true), "", "looks like UTF-16", false},
		{utf16Of(text, false), "", "looks like UTF-16", false},
		{utf16Of(text, true), "", "looks like UTF-16", false},
		{utf16Of("1", true), "", "looks like UTF-16", false},
		{[]byte{'{', 0, 0, 0, '}', 0, 0, 0}, "", "looks like UTF-32", false},
		{[]byte{0, 0, 0xfe, 0xff, 0, 0, 0, '{'}, "", "looks like UTF-32", false},
		{[]byte(text), "", "", false}, {[]byte(text), "gzip", "", false}, {[]byte(text), "br", "", false}, {nil, "", "", false},
		{[]byte("x"), "", "", false}, {[]byte("x^ and more"), "", "", false}, {[]byte("\x00\x00\x00\x00"), "", "", false}, {[]byte("a=b"), "", "", false},
	} {
		got := message.ContainerOf(http.Header{"Content-Encoding": {row.coding}}, row.body)
		if got.Name != row.want || got.Said != row.said || got.Packed != strings.HasPrefix(row.want, "packed") {
			t.Errorf("%q with %q: %+v, want %q", row.body, row.coding, got, row.want)
		}
	}
}

func TestParts(t *testing.T) {
	const file = "--b\r\nContent-Disposition: form-data; name=\"File\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
	const kind = "--b\r\nContent-Disposition: form-data; name=\"Type\"\r\n\r\nfile\r\n"
	for _, row := range []struct{ contentType, body, names, wrong string }{
		{"multipart/form-data; boundary=b", kind + file + "--b--\r\n", "Type File", ""},
		{"Multipart/Form-Data; boundary=\"b\"", "preamble\r\n" + file + "--b--\r\nepilogue", "File", ""},
		{"multipart/form-data; boundary=b", kind + kind + "--b--", "Type Type", ""},
		{"multipart/form-data; boundary=b", "--b--\r\n", "", ""},
		{"multipart/form-data; boundary=b", kind + file, "", "behind part 1, without the closing delimiter"},
		{"multipart/form-data; boundary=b", kind + file + "--b", "", "behind part 2"},
		{"multipart/form-data; boundary=b", kind + file + "--b\r\n", "", "behind part 2"},
		{"multipart/form-data; boundary=b", kind + file[:len(file)-4], "", "behind part 1"},
		{"multipart/form-data; boundary=b", kind + file[:20], "", "part 2 cannot be read"},
		{"multipart/form-data; boundary=b", "", "", "no part between"},
		{"multipart/form-data; boundary=b", "hello", "", "no part between"},
		{"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n", "", "part 1 has no"},
		{"multipart/form-data; boundary=b", kind + "--b\r\n\r\nx\r\n--b--\r\n", "", "part 2 has no"},
		{"multipart/form-data; boundary=b", kind + "--b\r\nContent-Disposition: attachment; name=\"x\"\r\n\r\nx\r\n--b--\r\n", "", "part 2 has no"},
		{"multipart/form-data; boundary=b", strings.Repeat(kind, 1001) + "--b--\r\n", "", "at most 1000 parts"},
		{"multipart/form-data", file + "--b--\r\n", "", "with a boundary"},
		{"multipart/mixed; boundary=b", file + "--b--\r\n", "", "with a boundary"},
		{"application/json", "{}", "", "with a boundary"},
	} {
		parts, err := message.Parts(http.Header{"Content-Type": {row.contentType}}, []byte(row.body))
		var names []string
		for _, p := range parts {
			names = append(names, p.Name)
			if p.Name == "File" && (p.File != "a.txt" || !p.IsFile || p.ContentType != "text/plain" || string(p.Content) != "hello") || p.Name == "Type" && p.IsFile {
				t.Errorf("part %+v", p)
			}
		}
		if (err == nil) != (row.wrong == "") || err != nil && !strings.Contains(err.Error(), row.wrong) || strings.Join(names, " ") != row.names {
			t.Errorf("%s %.100q: %v, %v; want %q, %q", row.contentType, row.body, names, err, row.names, row.wrong)
		}
	}
}
