package russian_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	_ "sparring/mock/mocktest/outside" // go test hands -outside to every package
	"sparring/scenarios/russian"
)

func TestOf(t *testing.T) {
	for english, want := range map[string]string{
		"a message is shown once":       "сообщение показывается один раз",
		"Nobody has ever written this.": "Nobody has ever written this.",
		"":                              "",
		"expected one authorization after the refusal of a token, 3 came": "после отказа (токен) ожидался один " +
			"запрос (авторизация), пришло: 3",
		"the operation needs the header X-Auth-Email; send it: 1 case of missing_header by client at " +
			"header/X-Auth-Email: expected present, got absent": "операции нужен заголовок X-Auth-Email: отправьте " +
			"его: один случай, missing_header (клиент), место header/X-Auth-Email: ожидалось есть, пришло нет",
		"expected about 5s between two polls, got $2": "ожидалось около 5s между опросами, прошло $2",
		"at most five languages are saved in one request: expected at most five languages in one request, got " +
			"6": "в одном запросе сохраняется не больше пяти языков: ожидалось не больше пяти языков в запросе, их 6",
		"the API key belongs into the header Authorization of every request: 1 case of missing_header by client " +
			"at header/Authorization: expected the bare API key, got absent": "ключу API место в заголовке " +
			"Authorization каждого запроса: один случай, missing_header (клиент), место header/Authorization: " +
			"ожидалось один ключ API, пришло нет",
		"GET http://h/a%20b fits no operation; the nearest is getCard": "GET http://h/a%20b не соответствует ни " +
			"одной операции; ближайшая: getCard",
	} {
		if got := russian.Of(english); got != want {
			t.Errorf("%q is %q, want %q", english, got, want)
		}
	}
}

// TestComplete: all that rules demand and say, and what steps say of clients, is known.
func TestComplete(t *testing.T) {
	found := 0
	for _, place := range []string{
		"../bonder", "../iqchannels", "../radist", "../timconnect", "../rule", "../steps", "../*/sentences",
	} {
		files, err := filepath.Glob(place + "/*.go")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", place, len(files), err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			for _, english := range said(t, file) {
				if found++; !russian.Knows(english) {
					t.Errorf("%s: %q has no Russian sentence in scenarios/russian", file, english)
				}
			}
		}
	}
	if found < 100 {
		t.Errorf("%d sentences were found", found)
	}
}

// TestJournalComplete: what fakes and the chain say of requests and events is known.
func TestJournalComplete(t *testing.T) {
	found := 0
	source := regexp.MustCompile(`#L|§|^[^a-z]*$|[а-яё]`) // where a rule is from, and what vendors wrote
	for _, place := range []string{"", "/bonder", "/iqchannels", "/radist", "/timconnect"} {
		files, err := filepath.Glob("../../mock" + place + "/*.go")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", place, len(files), err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			for _, english := range noted(t, file) {
				if source.MatchString(english) || english == "%s: %s" || english == "%s (B-43)" {
					continue
				}
				if found++; !russian.Knows(english) && !russian.Knows(strings.ReplaceAll(english, "%", "%%")) {
					t.Errorf("%s: %q has no Russian sentence in scenarios/russian", file, english)
				}
			}
		}
	}
	if found < 150 {
		t.Errorf("%d sentences were found", found)
	}
}

// noted returns the formats and texts that a file notes in the journal, or says of events that are impossible.
func noted(t *testing.T, file string) (out []string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	take := func(e ast.Expr) {
		if call, is := e.(*ast.CallExpr); is && len(call.Args) > 0 {
			if name, named := call.Fun.(*ast.SelectorExpr); named && name.Sel.Name == "Sprintf" {
				e = call.Args[0]
			}
		}
		if english, is := literal(e); is && strings.Contains(english, " ") {
			out = append(out, english)
		}
	}
	says := []string{"Because", "because", "failed", "violation", "Violation", "blamed", "Impossible"}
	ast.Inspect(parsed, func(n ast.Node) bool {
		call, is := n.(*ast.CallExpr)
		if !is {
			return true
		}
		name := ""
		switch f := call.Fun.(type) {
		case *ast.Ident:
			name = f.Name
		case *ast.SelectorExpr:
			name = f.Sel.Name
		}
		if slices.Contains(says, name) {
			for _, arg := range call.Args {
				take(arg)
			}
		}
		return true
	})
	return out
}

// said returns the formats and texts that a file says to people who read a report.
func said(t *testing.T, file string) (out []string) {
	t.Helper()
	source, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(source, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			name := ""
			switch f := n.Fun.(type) {
			case *ast.Ident:
				name = f.Name
			case *ast.SelectorExpr:
				name = f.Sel.Name
			}
			if name != "Broken" && name != "Demand" {
				return true
			}
			for _, arg := range n.Args {
				if english, is := literal(arg); is && strings.Contains(english, " ") {
					out = append(out, english)
					break // what follows are values
				}
			}
		case *ast.CompositeLit:
			if kind, is := n.Type.(*ast.SelectorExpr); !is || kind.Sel.Name != "Rule" {
				return true
			}
			for _, e := range n.Elts {
				field, is := e.(*ast.KeyValueExpr)
				if name, named := field.Key.(*ast.Ident); is && named && name.Name == "Text" {
					if english, is := literal(field.Value); is {
						out = append(out, english)
					}
				}
			}
		}
		return true
	})
	return out
}

// literal returns the text of a literal, or of several that are put together.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		left, is := literal(e.X)
		right, also := literal(e.Y)
		return left + right, is && also
	}
	return "", false
}

// TestValues: a Russian sentence has each value of its English one, and no other.
func TestValues(t *testing.T) {
	for english, said := range russian.All() {
		n := len(regexp.MustCompile(`%[+#.0-9]*[a-zA-Z]`).FindAllString(strings.ReplaceAll(english, "%%", ""), -1))
		var want, got []string
		for i := range n {
			want = append(want, "$"+strconv.Itoa(i+1))
		}
		got = regexp.MustCompile(`\$\d`).FindAllString(said, -1)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%q: the Russian sentence has %v, want %v", english, got, want)
		}
		if !regexp.MustCompile(`[а-яё]`).MatchString(said) && said != english {
			t.Errorf("%q: %q", english, said)
		}
	}
}
