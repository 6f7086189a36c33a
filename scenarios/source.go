package scenarios

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"sparring/features"
	"sparring/mock/text"
	"sparring/scenarios/vocabulary"
)

// BuiltIn names the built-in features in the place of a directory.
const BuiltIn = "builtin"

// extension of feature files, in any case.
const extension = ".feature"

// Usage is a usage error of the caller who started the run: exit code 2.
type Usage struct {
	Message string
	Err     error // the reason, may be nil
}

// Error returns the message.
func (u *Usage) Error() string { return u.Message }

// Unwrap returns the reason.
func (u *Usage) Unwrap() error { return u.Err }

func usage(format string, args ...any) error { return &Usage{Message: fmt.Sprintf(format, args...)} }

// load reads and parses all features of the directories; none means the built-in ones. Its error has a line for each
// mistake, with its place.
func load(dirs []string, v *vocabulary.Vocabulary) ([]*file, error) {
	if len(dirs) == 0 {
		dirs = []string{BuiltIn}
	}
	var files []*file
	seen := map[string]bool{}
	for _, dir := range dirs {
		found, err := loadDir(dir)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			if !seen[f.place] { // a directory that is given twice, or one within another
				seen[f.place] = true
				files = append(files, f)
			}
		}
	}
	var problems []string
	for i, f := range files {
		read, wrong := f.parsed(v)
		files[i] = read
		problems = append(problems, wrong...)
	}
	if len(problems) > 0 {
		return nil, usage("%s", strings.Join(problems, "\n"))
	}
	identify(files)
	return files, nil
}

func loadDir(dir string) ([]*file, error) {
	var from fs.FS = features.FS
	root, prefix := ".", ""
	if dir != BuiltIn {
		info, err := os.Stat(dir)
		if err != nil {
			return nil, usage("--features %s: %v", dir, reason(err))
		}
		prefix = filepath.ToSlash(filepath.Clean(dir))
		if !info.IsDir() {
			from, root, prefix = os.DirFS(filepath.Dir(dir)), filepath.Base(dir), filepath.ToSlash(filepath.Dir(dir))
		} else {
			from = os.DirFS(dir)
		}
	}
	var files []*file
	err := fs.WalkDir(from, root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if d.Type()&fs.ModeSymlink != 0 {
			if info, err := fs.Stat(from, p); err == nil && info.IsDir() {
				return fmt.Errorf(
					"%s is a link to a directory, which is not followed: give it a --features of its own",
					path.Join(prefix, p),
				)
			}
		}
		if !strings.HasSuffix(strings.ToLower(p), extension) {
			return nil
		}
		content, err := fs.ReadFile(from, p)
		if err != nil {
			return err
		}
		files = append(files, newFile(dir, path.Join(prefix, p), content))
		return nil
	})
	if err != nil {
		return nil, usage("--features %s: %v", dir, reason(err))
	}
	if len(files) == 0 {
		return nil, usage("--features %s: no *.feature file in it", dir)
	}
	return files, nil
}

// builtIns are the features that this process has read, by name: they never change.
var builtIns sync.Map

// parsed returns the file, parsed, and what is wrong with it. A built-in file is read once; what a run notes in it is
// the run's own.
func (f *file) parsed(v *vocabulary.Vocabulary) (*file, []string) {
	if !f.builtIn || v != sentences() {
		return f, f.parse(v)
	}
	read, ok := builtIns.Load(f.name)
	if !ok {
		if problems := f.parse(v); len(problems) > 0 {
			return f, problems
		}
		read, _ = builtIns.LoadOrStore(f.name, f)
	}
	return read.(*file).copied(), nil //nolint:forcetypeassert // nothing else is stored
}

// copied returns a copy whose test cases are its own; what they were read from is shared.
func (f *file) copied() *file {
	out := *f
	out.cases = nil
	for _, c := range f.cases {
		own := *c
		own.file = &out
		out.cases = append(out.cases, &own)
	}
	return &out
}

// newFile returns a file of a directory, not parsed yet.
func newFile(dir, name string, content []byte) *file {
	f := &file{name: name, place: BuiltIn + ":" + name, content: content, api: apiOf(name)}
	if f.builtIn = dir == BuiltIn; f.builtIn {
		return f
	}
	f.place = name
	if abs, err := filepath.Abs(filepath.FromSlash(name)); err == nil {
		f.place = abs
		if target, err := filepath.EvalSymlinks(abs); err == nil {
			f.place = target
		}
		if f.api == "" {
			f.api = apiOf(filepath.ToSlash(abs))
		}
	}
	return f
}

// apiOf returns the innermost folder that is named like an API, "" if no folder is.
func apiOf(name string) string {
	parts := strings.Split(path.Dir(name), "/")
	for _, part := range slices.Backward(parts) {
		if slices.Contains(APIs().Names(), part) {
			return part
		}
	}
	return ""
}

// reason returns an error without the path, for messages that name it already.
func reason(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// decoded returns a file's content as UTF-8 without a byte order mark, with its lines ended by LF or CRLF.
func decoded(content []byte) ([]byte, error) {
	content, err := text.Decode(content)
	if err != nil {
		return nil, err
	}
	return content, lineEnds(string(content))
}

// lineEnds returns an error if lines end with CR alone: all would be read as one line, or two of them.
func lineEnds(content string) error {
	alone := 0 // the first CR without LF
	for n, line := range strings.Split(content, "\n") {
		if strings.Contains(strings.TrimSuffix(line, "\r"), "\r") && alone == 0 {
			alone = n + 1
		}
	}
	switch {
	case alone == 0:
		return nil
	case !strings.Contains(content, "\n"):
		return errors.New("its lines end with CR alone; expected LF or CRLF: save it with Unix or Windows line ends")
	}
	return fmt.Errorf(
		"line %d holds a CR that ends no line; expected LF or CRLF: save it with Unix or Windows line ends",
		alone,
	)
}
