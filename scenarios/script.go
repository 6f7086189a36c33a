package scenarios

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"sparring/mock/control/client"
	"sparring/scenarios/vocabulary"
)

// Script is a feature file that holds Given sentences only: what a world is to be before its clients come.
type Script struct {
	words *vocabulary.Vocabulary
	files []*file
	given *runner // what the server fakes
}

// ReadScript reads a feature file and checks it against a server. Its error has a line for each mistake, with its
// place.
func ReadScript(ctx context.Context, name string, control *client.Client, world client.World) (*Script, error) {
	if info, err := os.Stat(name); err != nil {
		return nil, reason(err)
	} else if info.IsDir() {
		return nil, errors.New("this is a directory, expected a feature file")
	}
	words := sentences()
	files, err := load([]string{name}, words)
	if err != nil {
		return nil, err
	}
	s := &Script{words: words, files: files, given: &runner{words: words, control: control}}
	if err := s.given.learn(ctx, world); err != nil {
		return nil, err
	}
	var wrong []string
	for _, c := range s.cases() {
		for _, st := range c.steps {
			switch err := words.Check(st.written(), s.given.catalogue, c.mentions); {
			case err != nil:
				wrong = append(wrong, fmt.Sprintf("%s: %v", c.place(&st), err))
			case !words.Gives(st.written()):
				wrong = append(wrong, c.place(&st)+": expected a Given about the server: a script is applied before "+
					"any client comes")
			}
		}
	}
	if len(wrong) > 0 {
		return nil, usage("%s", strings.Join(wrong, "\n"))
	}
	return s, nil
}

func (s *Script) cases() []*testCase {
	var out []*testCase
	for _, f := range s.files {
		out = append(out, f.cases...)
	}
	return out
}

// Apply makes a world what the script says, sentence by sentence.
func (s *Script) Apply(ctx context.Context, world client.World) error {
	for _, c := range s.cases() {
		scenario := s.words.Scenario(ctx)
		scenario.World.Control, scenario.World.World = s.given.control, world
		scenario.Catalogue, scenario.API = s.given.catalogue, c.api
		for _, st := range c.steps {
			if err := s.words.Give(scenario, st.written()); err != nil {
				return fmt.Errorf("%s: %w", c.place(&st), err)
			}
		}
	}
	return nil
}
