package message_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
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
	var zipped, deflated, raw bytes.Buffer
	f, err := flate.NewWriter(&raw, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []io.WriteCloser{gzip.NewWriter(&zipped), zlib.NewWriter(&deflated), f} {
		if _, err := w.Write([]byte(text)); err != nil || w.Close() != nil {
			t.Fatal("cannot pack")
		}
	}
	for _, row := range []struct {
		body               []byte
		coding, want, said string // said: "yes", or the label that does not fit
	}{
		{zipped.Bytes(), "gzip", "packed by gzip", "yes"},
		{zipped.Bytes(), " X-GZIP ", "packed by gzip", "yes"},
		{zipped.Bytes(), "identity, gzip", "packed by gzip", "yes"},
		{zipped.Bytes(), "", "packed by gzip", ""},
		{zipped.Bytes(), "br", "packed by gzip", "br"},
		{deflated.Bytes(), "deflate", "packed by zlib (deflate)", "yes"},
		{deflated.Bytes(), "", "packed by zlib (deflate)", ""},
		{raw.Bytes(), "deflate", "packed by deflate without zlib's header", "yes"},
		{raw.Bytes()[:raw.Len()-3], "deflate", "packed by deflate without zlib's header", "yes"},
		{raw.Bytes(), "gzip", "", "gzip"},
		{raw.Bytes(), "", "", ""},
		{[]byte("\xff\xff\xff\xff"), "deflate", "", "deflate"},
		{[]byte{0x28, 0xb5, 0x2f, 0xfd, 4}, "zstd", "packed by zstd", "yes"},
		{[]byte{0x0b, 0x05, 0x80}, "br", "packed by br", "yes"},
		{[]byte("PK\x03\x04\x00"), "", "packed by zip", ""},
		{[]byte("\ufeff" + text), "", "begins with a byte order mark", ""},
		{[]byte("\ufeff" + text), "gzip", "begins with a byte order mark", "gzip"},
		{utf16Of("\ufeff"+text, false), "", "looks like UTF-16", ""},
		{utf16Of("\ufeff"+text, true), "br", "looks like UTF-16", "br"},
		{utf16Of(text, false), "", "looks like UTF-16", ""},
		{utf16Of(text, true), "", "looks like UTF-16", ""},
		{utf16Of(`"Ян"`, true), "", "looks like UTF-16", ""},
		{utf16Of(`"Ян"`, false), "", "looks like UTF-16", ""},
		{utf16Of("1", true), "", "looks like UTF-16", ""},
		{[]byte{'{', 0, 0, 0, '}', 0, 0, 0}, "", "looks like UTF-32", ""},
		{[]byte{0, 0, 0xfe, 0xff, 0, 0, 0, '{'}, "", "looks like UTF-32", ""},
		{[]byte("{\x00\"a\":1}"), "", "", ""},
		{[]byte(text), "", "", ""},
		{[]byte(text), "identity", "", ""},
		{[]byte(text), "gzip", "", "gzip"},
		{[]byte(text), "deflate", "", "deflate"},
		{[]byte(text), "br", "", "br"},
		{[]byte(text), "utf-8", "", "utf-8"},
		{nil, "", "", ""},
		{nil, "gzip", "", ""},
		{[]byte("x"), "", "", ""},
		{[]byte("x^ and more"), "", "", ""},
		{[]byte("\x00\x00\x00\x00"), "", "", ""},
		{[]byte("a=b"), "", "", ""},
	} {
		got := message.ContainerOf(http.Header{"Content-Encoding": {row.coding}}, row.body)
		said := got.Label
		if got.Said {
			said = "yes" + said
		}
		if got.Name != row.want || said != row.said || got.Packed != strings.HasPrefix(row.want, "packed") ||
			got.Wide != strings.Contains(row.want, "UTF") {
			t.Errorf("%q with %q: %+v, want %q, %q", row.body, row.coding, got, row.want, row.said)
		}
	}
	if got := message.ContainerOf(nil, zipped.Bytes()); got.Name != "packed by gzip" || got.Said {
		t.Errorf("without a header: %+v", got)
	}
}

func TestParts(t *testing.T) {
	const file = "--b\r\nContent-Disposition: form-data; name=\"File\"; filename=\"a.txt\"\r\nContent-Type: " +
		"text/plain\r\n\r\nhello\r\n"
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
		{"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n", "",
			"part 1 has no"},
		{"multipart/form-data; boundary=b", kind + "--b\r\n\r\nx\r\n--b--\r\n", "", "part 2 has no"},
		{"multipart/form-data; boundary=b", kind +
			"--b\r\nContent-Disposition: attachment; name=\"x\"\r\n\r\nx\r\n--b--\r\n", "", "part 2 has no"},
		{"multipart/form-data; boundary=b", strings.Repeat(kind, 1001) + "--b--\r\n", "", "at most 1000 parts"},
		{"multipart/form-data", file + "--b--\r\n", "", "with a boundary"},
		{"multipart/mixed; boundary=b", file + "--b--\r\n", "", "with a boundary"},
		{"application/json", "{}", "", "with a boundary"},
	} {
		parts, err := message.Parts(http.Header{"Content-Type": {row.contentType}}, []byte(row.body))
		var names []string
		for _, p := range parts {
			names = append(names, p.Name)
			if p.Name == "File" && (p.File != "a.txt" || !p.IsFile || p.ContentType != "text/plain" ||
				string(p.Content) != "hello") || p.Name == "Type" && p.IsFile {
				t.Errorf("part %+v", p)
			}
		}
		if (err == nil) != (row.wrong == "") || err != nil && !strings.Contains(err.Error(), row.wrong) ||
			strings.Join(names, " ") != row.names {
			t.Errorf("%s %.100q: %v, %v; want %q, %q", row.contentType, row.body, names, err, row.names, row.wrong)
		}
	}
}
