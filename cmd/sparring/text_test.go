package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sparring/mock"
)

// TestFactsFiles: a byte order mark before facts is skipped, and facts that are not UTF-8 are named so.
func TestFactsFiles(t *testing.T) {
	server, err := mock.New(mock.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	address, err := server.Listen("127.0.0.1:0", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("SPARRING_SERVER", "http://"+address)
	code, facts, errOut := sparring(t, "state", "bonder", "--json")
	if code != 0 {
		t.Fatal(errOut)
	}
	file := filepath.Join(t.TempDir(), "facts.json")
	for name, test := range map[string]struct {
		content, says string
	}{
		"plain":  {facts, ""},
		"mark":   {"\ufeff" + facts, ""},
		"UTF-16": {"\xff\xfe{\x00}\x00", "facts.json: this is UTF-16"},
		"1251": {"{\"\xef\xf0\xe8\xec\xe5\xf0\":1}",
			"facts.json: line 1 is not UTF-8 (byte 0xEF): this may be Windows-1251"},
	} {
		if err := os.WriteFile(file, []byte(test.content), 0o600); err != nil {
			t.Fatal(err)
		}
		code, _, errOut := sparring(t, "state", "bonder", "--plant", file)
		if (code == 0) != (test.says == "") || !strings.Contains(errOut, test.says) || strings.Count(errOut, "\n") > 1 {
			t.Errorf("%s: exit %d, %q; expected %q", name, code, errOut, test.says)
		}
	}
}
