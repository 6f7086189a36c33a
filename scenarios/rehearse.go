package scenarios

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sparring/mock/control/client"
	"sparring/mock/pointer"
	"sparring/scenarios/feature"
)

// rehearse plants the facts, switches and faults of a test case in a world of their own, which nobody uses, and
// returns what the server refuses: it knows more than the catalogue says, such as the fields of facts and the bounds
// of numbers.
func (s *runner) rehearse(ctx context.Context, c *testCase) (wrong []error, err error) {
	wanted := slices.ContainsFunc(c.steps, func(st step) bool {
		_, _, reads := s.words.Fact(st.written())
		return reads || s.words.Plants(st.written())
	})
	if !wanted {
		return nil, nil
	}
	seed := uint64(1)
	id := fmt.Sprintf("dry-run-%08x-%08x", hash(c.Address()), hash(s.run))
	world, err := s.control.MakeWorld(ctx, client.WorldRequest{ID: id, Seed: &seed, Switches: s.switches})
	if err != nil {
		return nil, fmt.Errorf("make a world: %w", err)
	}
	defer func() { err = errors.Join(err, s.control.DeleteWorld(context.WithoutCancel(ctx), world.ID)) }()
	scenario := s.words.Scenario(ctx)
	scenario.World.Control, scenario.World.World = s.control, world
	scenario.Catalogue, scenario.API = s.catalogue, c.api
	for _, st := range c.steps {
		if err := s.words.Plant(scenario, st.written()); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", c.place(&st), err))
		}
	}
	for _, st := range c.steps {
		if api, place, ok := s.words.Fact(st.written()); ok {
			if err := s.knowsFact(ctx, world.ID, api, place); err != nil {
				wrong = append(wrong, fmt.Errorf("%s: %w", c.place(&st), err))
			}
		}
	}
	return wrong, ctx.Err()
}

// knowsFact asks the server whether its facts can have a place: planting names every field that does not exist. An
// index may stand for an element of a list or for a name.
func (s *runner) knowsFact(ctx context.Context, world, api, place string) error {
	tokens, err := pointer.Parse(place)
	if err != nil || len(tokens) == 0 {
		return nil // reported elsewhere
	}
	for _, lists := range []bool{true, false} {
		var facts any
		for i := len(tokens) - 1; i >= 0; i-- {
			if _, isIndex := pointer.Index(tokens[i]); isIndex && lists {
				facts = []any{facts}
			} else {
				facts = map[string]any{tokens[i]: facts}
			}
		}
		_, err := s.control.Plant(ctx, world, api, facts)
		var p *client.Problem
		if !errors.As(err, &p) || len(p.Known) == 0 {
			continue
		}
		at, _ := pointer.Parse(p.Field)
		if n := len(at); n > 0 && n <= len(tokens) && !slices.Contains(p.Known, at[n-1]) {
			return feature.Usagef("the facts of %s have nothing at %s; the nearest are %s", api, p.Field,
				strings.Join(feature.NearestThree(at[n-1], p.Known), ", "))
		}
	}
	return nil
}
