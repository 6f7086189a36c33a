package mock_test

import (
	"net/url"
)

// bodies are the containers of a body: each puts the secret into the field.
var bodies = map[string]func(field, secret string) (contentType, coding string, body []byte, withheld string){
	"json": func(f, s string) (string, string, []byte, string) {
		return "application/json", "", jsonText(map[string]any{f: s, "x": 1}), ""
	},
	"json under another type": func(f, s string) (string, string, []byte, string) {
		return "text/plain", "", jsonText(map[string]any{f: s, "x": 1}), ""
	},
	"json in a list": func(f, s string) (string, string, []byte, string) {
		return "application/json", "", jsonText([]any{map[string]any{"a": map[string]any{f: []any{s}}}}), ""
	},
	"json in json": func(f, s string) (string, string, []byte, string) {
		return "application/json", "", jsonText(map[string]any{"data": string(object(f, s))}), ""
	},
	"json in json in json": func(f, s string) (string, string, []byte, string) {
		inner := jsonText(map[string]any{"data": string(object(f, s))})
		return "application/json", "", jsonText(map[string]any{"data": string(inner)}), ""
	},
	"form in json": func(f, s string) (string, string, []byte, string) {
		return "application/json", "", jsonText(map[string]any{"data": "a=1&" + f + "=" + url.QueryEscape(s)}), ""
	},
	"url in json": func(_, s string) (string, string, []byte, string) {
		return "application/json", "", jsonText(map[string]any{"url": "http://h/x?password=" + url.QueryEscape(s)}), ""
	},
	"user of a url in json": func(_, s string) (string, string, []byte, string) {
		return "application/json", "", jsonText(map[string]any{"url": "http://user:" + url.PathEscape(s) + "@h/x"}), ""
	},
	"json with a byte order mark": func(f, s string) (string, string, []byte, string) {
		return "application/json", "", append([]byte("\ufeff"), object(f, s)...), ""
	},
	"cut json": func(f, s string) (string, string, []byte, string) {
		return "application/json", "", append(object(f, s)[:len(object(f, s))-1], ','), ""
	},
	"form": func(f, s string) (string, string, []byte, string) {
		return "application/x-www-form-urlencoded", "", []byte("a=1&" + url.Values{f: {s}}.Encode()), ""
	},
	"form under another type": func(f, s string) (string, string, []byte, string) {
		return "text/plain", "", []byte("a=1&" + url.Values{f: {s}}.Encode()), ""
	},
	"form of an object": func(f, s string) (string, string, []byte, string) {
		return "application/x-www-form-urlencoded", "", []byte(url.Values{"user[" + f + "]": {s}}.Encode()), ""
	},
	"multipart": func(f, s string) (string, string, []byte, string) {
		return form, "", multipart(f, s, "--\r\n"), ""
	},
	"multipart without its end": func(f, s string) (string, string, []byte, string) {
		return form, "", multipart(f, s, ""), ""
	},
	"multipart without its type": func(f, s string) (string, string, []byte, string) {
		return "application/json", "", multipart(f, s, "--\r\n"), ""
	},
	"multipart with json": func(f, s string) (string, string, []byte, string) {
		return form, "", multipart("data", string(object(f, s)), "--\r\n"), ""
	},
	"multipart with gzip": func(f, s string) (string, string, []byte, string) {
		return form, "", multipart("data", string(gzipped(object(f, s))), "--\r\n"), ""
	},
	"multipart in gzip": func(f, s string) (string, string, []byte, string) {
		return form, "gzip", gzipped(multipart(f, s, "--\r\n")), ""
	},
	"gzip": func(f, s string) (string, string, []byte, string) {
		return "application/json", "gzip", gzipped(object(f, s)), ""
	},
	"gzip that no header names": func(f, s string) (string, string, []byte, string) {
		return "application/json", "", gzipped(object(f, s)), ""
	},
	"gzip twice": func(f, s string) (string, string, []byte, string) {
		return "application/json", "gzip, gzip", gzipped(gzipped(object(f, s))), ""
	},
	"a header that says gzip": func(f, s string) (string, string, []byte, string) {
		return "application/json", "gzip", object(f, s), ""
	},
	"a header that says br": func(f, s string) (string, string, []byte, string) {
		return "application/json", "br", object(f, s), ""
	},
	"form in gzip": func(f, s string) (string, string, []byte, string) {
		return "application/x-www-form-urlencoded", "gzip", gzipped([]byte(url.Values{f: {s}}.Encode())), ""
	},
	"deflate": func(f, s string) (string, string, []byte, string) {
		return "application/json", "deflate", zlibbed(object(f, s)), ""
	},
	"deflate without its envelope": func(f, s string) (string, string, []byte, string) {
		return "application/json", "deflate", deflated(object(f, s)), ""
	},
	"utf-16le": func(f, s string) (string, string, []byte, string) {
		return "application/json", "", wide(object(f, s), true, false), ""
	},
	"utf-16be without a mark": func(f, s string) (string, string, []byte, string) {
		return "application/json", "", wide(object(f, s), false, true), ""
	},
	"utf-16 by its charset": func(f, s string) (string, string, []byte, string) {
		return "application/json; charset=utf-16le", "", wide(object(f, s), false, false), ""
	},
	"utf-16 in gzip": func(f, s string) (string, string, []byte, string) {
		return "application/json", "gzip", gzipped(wide(object(f, s), true, true)), ""
	},
	"br": func(f, s string) (string, string, []byte, string) {
		return "application/json", "br", append([]byte{0x0b, 0x02, 0x80, 0xff}, object(f, s)...), "packed by br"
	},
	"zstd that no header names": func(f, s string) (string, string, []byte, string) {
		return "application/json", "", append([]byte{0x28, 0xb5, 0x2f, 0xfd, 0xff}, object(f, s)...), "packed by zstd"
	},
	"gzip that ends too early": func(f, s string) (string, string, []byte, string) {
		whole := gzipped(object(f, s))
		return "application/json", "gzip", whole[:len(whole)-5], "ends too early"
	},
	"gzip that is broken": func(f, s string) (string, string, []byte, string) {
		whole := gzipped(object(f, s))
		whole[len(whole)-6]++
		return "application/json", "gzip", whole, "broken"
	},
	"gzip four times": func(f, s string) (string, string, []byte, string) {
		return "application/json", "", gzipped(gzipped(gzipped(gzipped(object(f, s))))), "packed more than"
	},
	"gzip of zeros": func(f, s string) (string, string, []byte, string) {
		zeros := append(make([]byte, 50<<20), object(f, s)...)
		return "application/json", "gzip", gzipped(zeros), "unpacks to more than"
	},
}

// loose are containers of a body in which a value has no quotes or other ones, so that not every secret can stand
// there.
var loose = map[string]func(field, secret string) (contentType string, body []byte){
	"javascript": func(f, s string) (string, []byte) {
		return "application/json", []byte("{" + f + `: "` + s + `", x: 1}`)
	},
	"python": func(f, s string) (string, []byte) {
		return "application/json", []byte("{'" + f + "': '" + s + "', 'x': 1}")
	},
	"bare values": func(f, s string) (string, []byte) { return "application/json", []byte("{" + f + ": " + s + "}") },
	"xml": func(f, s string) (string, []byte) {
		return "application/xml", []byte("<a><" + f + ">" + s + "</" + f + "></a>")
	},
	"cdata": func(f, s string) (string, []byte) {
		return "text/xml", []byte("<a><" + f + "><![CDATA[" + s + "]]></" + f + "></a>")
	},
	"an attribute": func(f, s string) (string, []byte) { return "text/xml", []byte("<a " + f + `="` + s + `"/>`) },
	"yaml": func(f, s string) (string, []byte) {
		return "application/yaml", []byte("a: 1\n" + f + ": " + s + "\n")
	},
	"lines": func(f, s string) (string, []byte) { return "text/plain", []byte("a=1\n" + f + "=" + s + "\n") },
}
