package mock

import (
	"net/http"

	"sparring/mock/clock"
	"sparring/mock/journal"
	"sparring/mock/world"
)

// acted is a message as a fault of streams has changed it.
type acted struct {
	message []byte
	out     [][]byte
	note    string
}

// pumpShared is pump for a world that several servers share: what is new is read in a turn, kept in the entry in
// another one, and then written. Any change of the world is a reason to look for what is new.
func (s *stream) pumpShared(source *world.Stream, control *http.ResponseController) (state journal.State) {
	t := s.turns()
	beat, stopBeat := clock.Ticker(source.Heartbeat)
	defer stopBeat()
	stalled := s.send(0, nil, control)
	count := 0
	for {
		changed, stop := t.watch()
		var messages [][]byte
		var end bool
		if err := t.turn(true, func() { messages, end = source.Pull() }); err != nil {
			stop()
			return journal.Aborted
		}
		if stall, err := s.pass(messages, &count, stalled, control); err != nil {
			stop()
			return journal.Aborted
		} else if stalled = stall; end && s.disturbed != nil && !stalled {
			s.write(s.disturbed.Rest())
		}
		if (len(messages) > 0 || end) && control.Flush() != nil {
			stop()
			return journal.Aborted
		}
		if end {
			stop()
			return journal.Closed
		}
		select {
		case <-source.Wake:
		case <-changed:
		case <-beat:
			if !stalled && len(source.Beat) > 0 {
				s.write([][]byte{source.Beat})
				if control.Flush() != nil {
					stop()
					return journal.Aborted
				}
			}
		case <-s.r.Context().Done():
			stop()
			return journal.Aborted
		case <-s.in.closing:
			stop()
			return journal.Closed
		}
		stop()
	}
}

// pass keeps messages in the entry and writes them.
func (s *stream) pass(
	messages [][]byte, count *int, stalled bool, control *http.ResponseController,
) (stall bool, err error) {
	var batch []acted
	cut := false
	for _, m := range messages {
		if stalled || cut {
			break
		}
		*count++
		a := acted{message: m, out: [][]byte{m}}
		if s.disturbed != nil {
			a.out, a.note, stalled, cut = s.disturbed.Act(*count, m)
		}
		batch = append(batch, a)
	}
	if len(batch) == 0 {
		return stalled, nil
	}
	kept, full := s.kept, s.full
	err = s.turns().turn(false, func() {
		s.kept, s.full = kept, full
		for _, a := range batch {
			s.keep(a.message, a.note)
		}
	})
	if err != nil {
		return stalled, err
	}
	for _, a := range batch {
		s.write(a.out)
	}
	if cut {
		s.cut(control)
	}
	return stalled, nil
}
