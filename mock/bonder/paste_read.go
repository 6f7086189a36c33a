package bonder

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"sparring/mock/excerpt"
)

// read reads the whole: one value, and nothing before or behind it.
func (p *paste) read() {
	p.space()
	if r := p.peek(); r != '{' && r != '[' && r != '"' {
		if !bytes.ContainsAny(p.text[p.at:], "{[\"") {
			p.none()
			return
		}
		p.prose("{[\"", "before the JSON")
	}
	if p.peek() == '"' && p.isMember() {
		p.wrong(p.at, "a member without the braces around it; begin the body with { and end it with }")
		p.members(-1)
		return
	}
	p.value()
	if p.space(); p.at < len(p.text) && !p.full() {
		rest := p.at
		p.at = len(p.text)
		p.wrong(rest, "%s behind the JSON; delete it", p.excerpt(rest))
	}
}

// none says that there is no JSON at all.
func (p *paste) none() {
	what := "not JSON"
	if name, _, form := bytes.Cut(p.text, []byte("=")); form && len(bytes.Fields(name)) == 1 {
		what = "a form, not JSON"
	}
	p.wrong(p.at, "this is %s; send an object { … }", what)
	p.at = len(p.text)
}

// isMember reports whether a string stands here with a colon behind it.
func (p *paste) isMember() bool {
	rest := *p
	rest.found, rest.odd, rest.first = nil, map[rune]int{}, map[rune]int{}
	rest.quoted()
	rest.space()
	return rest.peek() == ':'
}

// prose reads a text that is not JSON, up to one of some characters.
func (p *paste) prose(stops, where string) {
	from := p.at
	if p.skipTo(stops); p.at == from {
		p.next()
	}
	p.wrong(from, "%s %s; delete it", p.excerpt(from), where)
}

// excerpt shows the text from a place up to here. A password or token is never shown.
func (p *paste) excerpt(from int) string {
	text := strings.TrimSpace(string(p.text[from:p.at]))
	lower := strings.ToLower(p.name + text)
	if strings.Contains(lower, "password") || strings.Contains(lower, "token") {
		return "the text here"
	}
	if n := utf8.RuneCountInString(text); n > longestExcerpt {
		return fmt.Sprintf("the text %q… (%d characters)", strings.TrimSuffix(excerpt.Of(text, longestExcerpt), "…"), n)
	}
	return fmt.Sprintf("the text %q", text)
}

// value reads one value.
func (p *paste) value() {
	p.space()
	if p.depth >= deepestMisprint || len(p.found) > 4*mostMisprints {
		p.at, p.cut = len(p.text), true
	}
	if p.at >= len(p.text) {
		return
	}
	p.depth++
	defer func() { p.depth-- }()
	switch r := p.peek(); {
	case r == '{' && bytes.HasPrefix(p.text[p.at:], []byte("{{")):
		p.placeholder()
	case r == '{':
		at := p.at
		p.next()
		p.members(at)
	case r == '[':
		at := p.at
		p.next()
		p.items(at)
	case quotes(r) != 0:
		p.quoted()
	case r == '-' || r == '+' || unicode.IsDigit(r):
		p.number()
	case r == ',' || r == '}' || r == ']':
		p.wrong(p.at, "a value is missing")
	default:
		p.word()
	}
}

func (p *paste) placeholder() {
	from := p.at
	if end := bytes.Index(p.text[from:], []byte("}}")); end >= 0 {
		p.at = from + end + 2
	} else {
		p.at = len(p.text)
	}
	p.wrong(from, "%s is the sample's placeholder; put a quoted value there", p.excerpt(from))
}

// members reads the members of an object that opened at a place; -1 if its brace is missing.
func (p *paste) members(opened int) {
	for comma := -1; !p.full(); {
		p.space()
		switch r := p.peek(); {
		case r == -1:
		case r == '}':
			if comma >= 0 {
				p.wrong(comma, "a comma before }; delete it")
			}
			p.next()
			return
		case r == ']':
			p.wrong(p.at, "] closes an object; write }")
			p.next()
			return
		case r == ',':
			p.wrong(p.at, "a comma without a member before it; delete it")
			p.next()
		case quotes(r) == 0 && !p.bareName():
			p.prose("\"{}\n", "inside the JSON")
			if p.peek() == '{' { // the prose was the name of what follows
				p.value()
			}
		default:
			p.member()
			p.space()
			if comma = -1; p.peek() == ',' {
				comma = p.at
				p.next()
			} else if r := p.peek(); quotes(r) != 0 {
				p.wrong(p.at, "a comma is missing before this member")
			}
		}
	}
	if opened >= 0 && !p.cut && p.at >= len(p.text) {
		p.wrong(len(p.text), "the object that opens at %s is not closed; add }", p.place(opened))
	}
}

// bareName reports whether a name without quotes stands here: one word and a colon.
func (p *paste) bareName() bool {
	rest := p.text[p.at:]
	if line := bytes.IndexByte(rest, '\n'); line >= 0 {
		rest = rest[:line]
	}
	name, _, colon := bytes.Cut(rest, []byte{':'})
	return colon && len(bytes.Fields(name)) == 1 && !bytes.ContainsAny(name, `"{}`)
}

func (p *paste) member() {
	from := p.at
	if quotes(p.peek()) != 0 {
		p.name = p.quoted()
	} else {
		p.skipTo(":")
		p.name = strings.TrimSpace(string(p.text[from:p.at]))
		p.wrong(from, "the name %s has no quotes; write \"%s\"", p.name, p.name)
	}
	p.space()
	switch r := p.peek(); {
	case r == ':':
		p.next()
	case r == '=':
		p.wrong(p.at, "= behind a name; write :")
		for p.peek() == '=' || p.peek() == '>' {
			p.next()
		}
	case quotes(r) != 0 || r == '{' || r == '[' || unicode.IsDigit(r):
		p.wrong(p.at, "a colon is missing before this value")
	default:
		p.wrong(p.at, "a colon and a value are missing behind the name %q", excerpt.Of(p.name, longestActual))
		return
	}
	p.value()
	p.name = ""
}

// items reads the elements of an array that opened at a place.
func (p *paste) items(opened int) {
	for comma := -1; !p.full(); {
		p.space()
		switch r := p.peek(); {
		case r == -1:
		case r == ']':
			if comma >= 0 {
				p.wrong(comma, "a comma before ]; delete it")
			}
			p.next()
			return
		case r == '}':
			p.wrong(p.at, "the array that opens at %s is not closed before this }; write ]", p.place(opened))
			return
		case r == ',':
			p.wrong(p.at, "a comma without a value before it; delete it")
			p.next()
		default:
			from := p.at
			p.value()
			if p.space(); p.at == from {
				p.next()
			}
			if comma = -1; p.peek() == ',' {
				comma = p.at
				p.next()
			} else if r := p.peek(); r != ']' && r != '}' && r != -1 {
				p.wrong(p.at, "a comma is missing before this value")
			}
		}
	}
	if !p.cut && p.at >= len(p.text) {
		p.wrong(len(p.text), "the array that opens at %s is not closed; add ]", p.place(opened))
	}
}

// quotes returns what closes a quotation that a character opens, 0 if it opens none.
func quotes(r rune) rune {
	switch r {
	case '"', '\'', '`':
		return r
	case '“', '”', '„', '‟':
		return '”'
	case '‘', '’', '‚':
		return '’'
	case '«':
		return '»'
	}
	return 0
}

// quoted reads a string in quotation marks of any kind and returns what is in it.
func (p *paste) quoted() string {
	from := p.at
	open := p.next()
	if open != '"' {
		p.wrong(from, "%s: JSON's strings stand between U+0022 \" and nothing else", character(open))
	}
	closing := quotes(open)
	for p.at < len(p.text) {
		at := p.at
		switch r := p.next(); {
		case r == closing, closing == '”' && (r == '"' || r == '“'), closing == '’' && r == '‘':
			return string(p.text[from+utf8.RuneLen(open) : at])
		case r == '\\':
			p.escape(at)
		case r == '\n' || r == '\r':
			p.at = from + len(bytes.TrimRight(p.text[from:at], ", \t\r"))
			p.wrong(from, "the closing quote of %s is missing in its line; write \" behind the value", p.excerpt(from))
			return ""
		case r < ' ':
			p.wrong(at, "%s in a string; write it as \\u%04x", character(r), r)
		}
	}
	p.wrong(from, "the closing quote of this string is missing")
	return ""
}

// escape checks the characters behind a backslash.
func (p *paste) escape(at int) {
	switch r := p.peek(); {
	case strings.ContainsRune(`"\/bfnrt`, r):
		p.next()
	case r == 'u':
		if p.at+5 <= len(p.text) && json.Valid(fmt.Appendf(nil, `"\%s"`, p.text[p.at:p.at+5])) {
			p.at += 5
			return
		}
		p.wrong(at, `\u without four hexadecimal digits behind it`)
	default:
		p.wrong(at, `a backslash that escapes nothing; write \\`)
	}
}

// number reads what begins like a number.
func (p *paste) number() {
	from := p.at
	for p.at < len(p.text) && strings.ContainsRune("+-.eE", p.peek()) || unicode.IsDigit(p.peek()) {
		p.next()
	}
	if !json.Valid(p.text[from:p.at]) {
		p.wrong(from, "%s is not a number of JSON; write it in quotes, or without + and leading zeros", p.excerpt(from))
	}
}

// word reads a value without quotes.
func (p *paste) word() {
	from := p.at
	p.skipTo(",}]\n\"")
	written := strings.TrimSpace(string(p.text[from:p.at]))
	switch {
	case written == "true" || written == "false" || written == "null":
	case p.peek() == '"' && written != "":
		p.wrong(from, "the opening quote is missing before %s; write \" there", p.excerpt(from))
		p.next()
	case written == "":
		if p.peek() == '"' || p.at < len(p.text) && p.at == from {
			return
		}
	case written == "True" || written == "False" || written == "None" || written == "undefined" || written == "NaN":
		p.wrong(from, "%s is not a word of JSON, which knows true, false and null", written)
	case strings.Trim(written, ".…") == "":
		p.wrong(from, "%s stands for something that was left out; write it, or delete this", written)
	default:
		p.wrong(from, "%s has no quotes; write \" before and behind it", p.excerpt(from))
	}
}
