package scenarios

import (
	"fmt"
	"strings"
)

// expression is a tag expression of Cucumber's grammar: tags, and, or, not, parentheses.
type expression interface {
	match(tags map[string]bool) bool
	// names reports whether the expression speaks of a tag.
	names(tag string) bool
}

type (
	tagExpr string
	notExpr struct{ of expression }
	andExpr struct{ a, b expression }
	orExpr  struct{ a, b expression }
)

func (t tagExpr) match(tags map[string]bool) bool { return tags[string(t)] }
func (n notExpr) match(tags map[string]bool) bool { return !n.of.match(tags) }
func (x andExpr) match(tags map[string]bool) bool { return x.a.match(tags) && x.b.match(tags) }
func (x orExpr) match(tags map[string]bool) bool  { return x.a.match(tags) || x.b.match(tags) }

func (t tagExpr) names(tag string) bool { return string(t) == tag }
func (n notExpr) names(tag string) bool { return n.of.names(tag) }
func (x andExpr) names(tag string) bool { return x.a.names(tag) || x.b.names(tag) }
func (x orExpr) names(tag string) bool  { return x.a.names(tag) || x.b.names(tag) }

// expressions reads the tag expressions of a selection, all of which must match.
func expressions(texts []string) ([]expression, error) {
	var list []expression
	for _, text := range texts {
		e, err := parseTags(text)
		if err != nil {
			return nil, &Usage{Message: err.Error()}
		}
		list = append(list, e)
	}
	return list, nil
}

// parseTags reads a tag expression.
func parseTags(text string) (expression, error) {
	p := &tagParser{text: text}
	p.split()
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.at < len(p.tokens) {
		return nil, p.wrong("expected and, or, or the end, got %q", p.tokens[p.at])
	}
	return e, nil
}

type tagParser struct {
	text   string
	tokens []string
	at     int
}

func (p *tagParser) split() {
	spaced := strings.NewReplacer("(", " ( ", ")", " ) ").Replace(p.text)
	p.tokens = strings.Fields(spaced)
}

func (p *tagParser) wrong(format string, args ...any) error {
	return fmt.Errorf(
		"tag expression %q: %s; an example: @must and not (@slow or @wip)",
		p.text,
		fmt.Sprintf(format, args...),
	)
}

func (p *tagParser) next() string {
	if p.at < len(p.tokens) {
		return p.tokens[p.at]
	}
	return ""
}

func (p *tagParser) or() (expression, error) {
	a, err := p.and()
	for err == nil && p.next() == "or" {
		p.at++
		var b expression
		if b, err = p.and(); err == nil {
			a = orExpr{a, b}
		}
	}
	return a, err
}

func (p *tagParser) and() (expression, error) {
	a, err := p.not()
	for err == nil && p.next() == "and" {
		p.at++
		var b expression
		if b, err = p.not(); err == nil {
			a = andExpr{a, b}
		}
	}
	return a, err
}

func (p *tagParser) not() (expression, error) {
	token := p.next()
	p.at++
	switch {
	case token == "":
		return nil, p.wrong("expected a tag, got the end")
	case token == "not":
		of, err := p.not()
		if err != nil {
			return nil, err
		}
		return notExpr{of}, nil
	case token == "(":
		e, err := p.or()
		if err != nil {
			return nil, err
		}
		if p.next() != ")" {
			return nil, p.wrong("expected a closing parenthesis, got %q", p.next())
		}
		p.at++
		return e, nil
	case len(token) > 1 && token[0] == '@' && !strings.ContainsAny(token[1:], "@,"):
		return tagExpr(token), nil
	}
	return nil, p.wrong("expected a tag such as @must, got %q", token)
}
