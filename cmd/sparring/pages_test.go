package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/mock/mocktest/outside"
)

// The addresses that the pages print: of the server, and of a service of the reader's own. A test uses free ports.
const (
	pageAddress     = "127.0.0.1:8080"
	pageServicePort = "9901"
)

// fence matches a block of a page: its language, the file that it is written to (if any) and its lines.
var fence = regexp.MustCompile("(?ms)^```([a-z]+)(?: ([^\n`]+))?\n(.*?)^```$")

// A page's block in the language console holds commands behind "$ " and the output that a reader sees. In the output,
// "…" is text that differs from run to run, on a line of its own any number of lines. A block of another language that
// has a file name behind it is written to that file first, so that commands can use it. Blocks in sh start the server
// or the tests: they are compared with the list below, because a test that ran them would run itself.
var started = []string{
	"go run ./cmd/sparring serve\n",
	"go test ./...\n",
}

// pages returns the pages for users, with those in Russian.
func pages(t *testing.T) []string {
	t.Helper()
	var found []string
	for _, pattern := range []string{"../../README*.md", "../../docs/*.md", "../../docs/ru/*.md"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		if len(files) == 0 {
			t.Fatalf("no page fits %s", pattern)
		}
		found = append(found, files...)
	}
	return found
}

// TestPages runs every block of every page and compares what it prints.
func TestPages(t *testing.T) {
	ran := 0
	for _, page := range pages(t) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		blocks := fence.FindAllStringSubmatch(string(text), -1)
		if n := strings.Count(string(text), "\n```"); n != 2*len(blocks) && !strings.HasPrefix(string(text), "```") {
			t.Errorf("%s: %d fences and %d blocks: a block needs a language", page, n, len(blocks))
		}
		if len(blocks) == 0 {
			continue
		}
		ran += len(blocks)
		t.Run(strings.TrimPrefix(filepath.ToSlash(page), "../../"), func(t *testing.T) { runPage(t, blocks) })
	}
	if ran < 10 {
		t.Errorf("only %d blocks were found", ran)
	}
}

func runPage(t *testing.T, blocks [][]string) {
	outside.Tools(t, "bash", "curl")
	address, _ := served(t)
	dir := t.TempDir()
	bin := filepath.Join(dir, "bin")
	check(t, os.Mkdir(bin, 0o755))
	self, err := os.Executable()
	check(t, err)
	check(t, os.Symlink(self, filepath.Join(bin, "sparring")))
	root, err := filepath.Abs("../..")
	check(t, err)
	check(t, os.Symlink(root, filepath.Join(dir, "sparring")))
	work := filepath.Join(dir, "work")
	check(t, os.Mkdir(work, 0o755))
	own := strings.NewReplacer(pageAddress, address, pageServicePort, freePort(t))
	for i, b := range blocks {
		language, file, text := b[1], b[2], b[3]
		switch {
		case file != "":
			check(t, os.MkdirAll(filepath.Dir(filepath.Join(work, file)), 0o755))
			check(t, os.WriteFile(filepath.Join(work, file), []byte(own.Replace(text)), 0o644))
		case language == "console":
			runBlock(t, fmt.Sprintf("block %d", i+1), work, bin, address, own.Replace(text))
		case language == "sh":
			if !slices.Contains(started, text) {
				t.Errorf("block %d starts something else than %q: %s", i+1, started, text)
			}
		default:
			t.Errorf("block %d: a block in %s needs a file name, or it is not checked", i+1, language)
		}
	}
}

// separator ends the output of a command.
const separator = "\x01ended\x01"

// runBlock runs the commands of a block in one shell and compares the output of each.
func runBlock(t *testing.T, name, dir, bin, address, text string) {
	t.Helper()
	commands, outputs := consoleBlock(text)
	if len(commands) == 0 {
		t.Errorf("%s has no command behind \"$ \": %s", name, text)
		return
	}
	script := strings.Builder{}
	for _, c := range commands {
		script.WriteString(c + "\nprintf '" + separator + "'\n")
	}
	cmd := exec.CommandContext(t.Context(), "bash", "-c", script.String())
	cmd.Dir = dir
	cmd.WaitDelay = time.Second
	cmd.Env = append(os.Environ(), "no_proxy=*", "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"),
		"SPARRING_SERVER=http://"+address, "GORACE="+quickExit)
	out, err := cmd.CombinedOutput()
	got := strings.Split(string(out), separator)
	if len(got) != len(commands)+1 {
		t.Errorf("%s: %d of %d commands ended (%v):\n%s", name, len(got)-1, len(commands), err, out)
		return
	}
	for i, c := range commands {
		if strings.Contains(c, " # ") {
			t.Errorf("%s: $ %s: zsh takes a comment behind a command for arguments of it", name, c)
		}
		if !outputPattern(outputs[i]).MatchString(strings.TrimSpace(got[i])) {
			t.Errorf("%s: $ %s\nprints\n%s\nand not\n%s", name, c, got[i], outputs[i])
		}
	}
}

// consoleBlock takes a block apart; a command goes on after a backslash at the end of its line.
func consoleBlock(text string) (commands, outputs []string) {
	more := false
	for line := range strings.Lines(text) {
		command, is := strings.CutPrefix(line, "$ ")
		switch {
		case more:
			commands[len(commands)-1] += strings.TrimPrefix(line, "> ")
		case is:
			commands, outputs = append(commands, command), append(outputs, "")
		case len(commands) > 0:
			outputs[len(outputs)-1] += line
		}
		more = (more || is) && strings.HasSuffix(line, "\\\n")
	}
	return commands, outputs
}

var blanks = regexp.MustCompile(`[ \t]+`)

// outputPattern is the expression that an output must match. Columns of a table may be wider than the page shows.
func outputPattern(output string) *regexp.Regexp {
	var lines []string
	for line := range strings.Lines(strings.TrimSpace(output)) {
		line = strings.TrimRight(line, "\n ")
		if line == "…" {
			lines = append(lines, `(?:[^\n]*\n)*?[^\n]*`)
			continue
		}
		line = regexp.QuoteMeta(line)
		line = strings.ReplaceAll(line, "…", `[^\n]*?`)
		lines = append(lines, blanks.ReplaceAllString(line, `[ \t]+`)+`[ \t]*`)
	}
	return regexp.MustCompile(`^` + strings.Join(lines, `\n`) + `$`)
}

// freePort returns a port at which nobody listens now.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	check(t, err)
	return port
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestPagesInBothLanguages compares the blocks of a page with those of its translation: they are the same. Of the page
// on scenarios, which are in the page's language, only the kinds of blocks.
func TestPagesInBothLanguages(t *testing.T) {
	compared := 0
	for _, page := range pages(t) {
		dir, name := filepath.Split(page)
		other := filepath.Join(dir, "ru", name)
		switch {
		case name == "README.md":
			other = filepath.Join(dir, "README.ru.md")
		case filepath.Base(dir) == "ru" || name == "README.ru.md":
			continue
		case name == "sources.md" || name == "why.md": // lists: of texts in their own language, and of codes
			continue
		}
		compared++
		english, russian := blocksOf(t, page), blocksOf(t, other)
		if name == "scenarios.md" {
			english, russian = kindsOf(english), kindsOf(russian)
		}
		if !slices.Equal(english, russian) {
			t.Errorf("the blocks of %s and %s differ:\n%s\n---\n%s", page, other,
				strings.Join(english, "\n"), strings.Join(russian, "\n"))
		}
	}
	if compared < 5 {
		t.Errorf("only %d pages were compared", compared)
	}
}

// kindsOf are the languages of blocks.
func kindsOf(blocks []string) (kinds []string) {
	for _, b := range blocks {
		kinds = append(kinds, fence.FindStringSubmatch(b)[1])
	}
	return kinds
}

func blocksOf(t *testing.T, page string) []string {
	t.Helper()
	text, err := os.ReadFile(page)
	check(t, err)
	var blocks []string
	for _, b := range fence.FindAllStringSubmatch(string(text), -1) {
		blocks = append(blocks, b[0])
	}
	return blocks
}
