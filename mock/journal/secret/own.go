package secret

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"sparring/mock/pointer"
)

// Our own texts (findings, whys, hints, errors) quote what came. A secret is marked in what they quote, and never in
// our words: within quotes like in any text; elsewhere only what cannot be one of our words, and what looks like a URL
// or path.

// Own marks one of our texts.
func (m *Masker) Own(s string) string {
	if m.learn || s == "" {
		return s
	}
	var out strings.Builder
	for s = string(m.marked([]byte(s), reading{own: true})); s != ""; {
		start, end, content := quotation(s)
		out.WriteString(m.words(s[:start]))
		if start < end {
			out.WriteString(m.quotation(s[start:end], content))
		}
		s = s[end:]
	}
	return out.String()
}

// quotation finds the first text in quotes: s[start:end] with them, content without. start is len(s) if nothing is
// quoted.
func quotation(s string) (start, end int, content string) {
	for i, open := range s {
		var closing string
		switch open {
		case '"':
			if quoted, err := strconv.QuotedPrefix(s[i:]); err == nil {
				content, _ = strconv.Unquote(quoted)
				return i, i + len(quoted), content
			}
			continue
		case '`':
			closing = "`"
		case '“':
			closing = "”"
		case '«':
			closing = "»"
		default:
			continue
		}
		begin := i + utf8.RuneLen(open)
		if n := strings.Index(s[begin:], closing); n >= 0 {
			return i, begin + n + len(closing), s[begin : begin+n]
		}
	}
	return len(s), len(s), ""
}

// quotation marks what is quoted, unless it is the name of a field.
func (m *Masker) quotation(quoted, content string) string {
	if fold(m.p.fields, []byte(content)) != "" {
		return quoted
	}
	marked := content
	if !ordinary(content) {
		marked = m.value(content)
	}
	marked = m.local(marked)
	if mark, ok := m.s.find(content); ok && len(content) >= shortest && !ordinary(content) {
		marked = mark
	}
	if marked == content {
		return quoted
	}
	_, size := utf8.DecodeRuneInString(quoted)
	_, tail := utf8.DecodeLastRuneInString(quoted)
	return quoted[:size] + marked + quoted[len(quoted)-tail:]
}

// local marks what the entry itself has at a secret position, however short or ordinary: what is quoted is the
// client's.
func (m *Masker) local(content string) string {
	cut := strings.TrimRight(content, "….")
	for _, position := range keys(m.places) {
		for _, value := range m.places[position] {
			mark, ok := m.s.find(value)
			switch i := strings.Index(content, value); {
			case !ok:
			case content == value, cut != content && cut != "" && strings.HasPrefix(value, cut):
				return mark
			case i >= 0 && len(value) >= shortest && bounded([]byte(content), i, i+len(value)):
				content = content[:i] + mark + content[i+len(value):]
			}
		}
	}
	return content
}

// words marks a text outside quotes.
func (m *Masker) words(s string) string {
	fields := strings.SplitAfter(s, " ")
	for i, field := range fields {
		word := strings.TrimRight(field, " ,;:.)")
		slash := strings.IndexByte(word, '/')
		if slash >= 0 && (strings.Contains(word, "?") || strings.Count(word, "/") > 1) {
			if marked := m.URL(word, nil); marked != word {
				fields[i] = marked + field[len(word):]
			}
		}
	}
	return strings.Join(fields, "")
}

// Statement is what a finding says about the value at a position.
type Statement struct{ Pointer, Expected, Actual, Message string }

// Finding marks the texts of a finding. One that points at a secret may show it alone, in quotes, or cut short: it is
// the value that the entry has at that place.
func (m *Masker) Finding(f *Statement) {
	shown, mark := m.shown(f)
	if mark == "" {
		f.Expected, f.Actual, f.Message = m.Own(f.Expected), m.Own(f.Actual), m.Own(f.Message)
		return
	}
	marked := strings.Replace(f.Actual, shown, mark, 1)
	f.Message = m.repeated(f.Message, f.Actual, shown, marked, mark)
	f.Actual, f.Expected = marked, m.Own(f.Expected)
}

// repeated marks in a message what Actual shows: in the same words behind "got", and wherever it is quoted.
func (m *Masker) repeated(message, actual, shown, marked, mark string) string {
	var out strings.Builder
	for message = string(m.marked([]byte(message), reading{own: true})); message != ""; {
		start, end, content := quotation(message)
		words, got := message[:start], "got "+actual
		if head, ok := strings.CutSuffix(words, got); ok {
			words = m.words(head+"got ") + marked
		} else if i := strings.LastIndex(words, got); i >= 0 && bounded([]byte(words), i, i+len(got)) {
			words = m.words(words[:i]+"got ") + marked + m.words(words[i+len(got):])
		} else {
			words = m.words(words)
		}
		out.WriteString(words)
		if start < end {
			if strings.TrimRight(content, "….") == shown {
				out.WriteString(strings.Replace(message[start:end], shown, mark, 1))
			} else {
				out.WriteString(m.quotation(message[start:end], content))
			}
		}
		message = message[end:]
	}
	return out.String()
}

// shown returns which part of a finding's Actual is the secret that it points at, and its mark; both empty if it is
// none.
func (m *Masker) shown(f *Statement) (part, mark string) {
	position := positionOf(f.Pointer)
	if f.Actual == "" || m.kind(position) == "" {
		return "", ""
	}
	came, quoted := f.Actual, false
	if start, end, content := quotation(f.Actual); start == 0 && end == len(f.Actual) {
		came, quoted = content, true
	}
	cut := strings.TrimRight(came, "….")
	for _, value := range m.places[position] {
		part := came
		if came != value {
			if part = cut; cut == came || cut == "" || !strings.HasPrefix(value, cut) {
				continue
			}
		}
		if mark, ok := m.mark(value); ok {
			return inActual(f.Actual, part), mark
		}
	}
	if mark, ok := m.s.find(came); ok && (quoted || !ordinary(came) && len(came) >= shortest) {
		return inActual(f.Actual, came), mark
	}
	return "", ""
}

// kind is that of the secrets at a position, empty if none belong there.
func (m *Masker) kind(position string) string {
	place, name, ok := strings.Cut(position, "/")
	if !ok {
		return ""
	}
	names := map[string]map[string]string{
		"": m.p.fields, "query": m.p.query, "header": m.p.headers, "path": m.p.path, "cookie": m.p.cookies,
	}
	return nested(names[place], name)
}

// inActual returns a part as it is written in Actual, where quotes may have escaped it.
func inActual(actual, part string) string {
	if strings.Contains(actual, part) {
		return part
	}
	if quoted := quote(part); strings.Contains(actual, quoted) {
		return quoted
	}
	return strings.Trim(actual, `"`)
}

// mark returns the mark of a value at a secret position. Of credentials with a scheme only what follows is registered.
func (m *Masker) mark(value string) (string, bool) {
	if mark, ok := m.s.find(value); ok {
		return mark, true
	}
	if scheme, secret := credentials("authorization", value); scheme != "" {
		if mark, ok := m.s.find(secret); ok {
			return scheme + mark, true
		}
	}
	return "", false
}

// positionOf returns the position that a finding's pointer names: the last name, of an item of a list that of the list.
func positionOf(at string) string {
	for _, kind := range [...]string{"query/", "header/", "path/", "cookie/"} {
		if name, ok := strings.CutPrefix(at, kind); ok {
			return kind + strings.ToLower(name)
		}
	}
	tokens, err := pointer.Parse(at)
	if err != nil {
		return ""
	}
	for i := len(tokens) - 1; i >= 0; i-- {
		if _, item := pointer.Index(tokens[i]); !item {
			return "/" + strings.ToLower(tokens[i])
		}
	}
	return ""
}

// Hide marks the secrets in one of our texts that is in no entry, such as a line of a log.
func (s *Registry) Hide(text string) string {
	s.Lock()
	defer s.Unlock()
	return s.Masker(newPlan(Common()), false, false).Own(text)
}
