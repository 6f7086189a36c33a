package scenarios

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"sparring/mock/control/client"
)

// rehearse plants the facts, switches and faults of a test case in a world of their own, which nobody uses, and
// returns what the server refuses: it knows more than the catalogue says, such as the fields of facts and the bounds
// of numbers.
func (s *runner) rehearse(ctx context.Context, c *testCase) (wrong []error, err error) {
	planting := slices.ContainsFunc(c.steps, func(st step) bool { return s.words.Plants(st.written()) })
	if !planting {
		return nil, nil
	}
	seed := uint64(1)
	id := fmt.Sprintf("dry-run-%08x-%08x", hash(c.Address()), hash(s.run))
	world, err := s.control.MakeWorld(ctx, client.WorldRequest{ID: id, Seed: &seed, Switches: s.switches})
	if err != nil {
		return nil, fmt.Errorf("make a world: %w", err)
	}
	defer func() { err = errors.Join(err, s.control.DeleteWorld(context.WithoutCancel(ctx), world.ID)) }()
	scene := s.words.Scenario(ctx)
	scene.World.Control, scene.World.World, scene.Catalogue, scene.API = s.control, world, s.catalogue, c.api
	for _, st := range c.steps {
		if err := s.words.Plant(scene, st.written()); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", c.place(&st), err))
		}
	}
	return wrong, ctx.Err()
}
