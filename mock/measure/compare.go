package main

import (
	"fmt"
	"slices"
)

// side is one of two servers that are compared, with the request that it gets.
type side struct {
	*process
	request
}

// ratios are those of the other side to the first one, one for each round.
type ratios struct{ rate, cpu, p99 []float64 }

// compare drives both sides by turns, in ABBA order, and prints medians of the ratios with their range.
func (l *lab) compare(name string, first, other side, connections int) error {
	var all ratios
	for _, s := range []side{first, other} { // connections, pages and caches are warm
		if _, err := l.drive(s.request, connections); err != nil {
			return err
		}
	}
	for range l.rounds {
		var a, b measured
		for _, turn := range []struct {
			side
			*measured
		}{{first, &a}, {other, &b}, {other, &b}, {first, &a}} {
			if err := l.measure(turn.side, connections, turn.measured); err != nil {
				return err
			}
		}
		all.rate = append(all.rate, b.rate/a.rate)
		all.cpu = append(all.cpu, b.cpu/a.cpu)
		all.p99 = append(all.p99, b.p99/a.p99)
	}
	held, err := other.memory()
	if err != nil {
		return err
	}
	fmt.Fprintf(l.out, "%-46s requests/s %s   CPU a request %s   p99 %s   %.0f MB\n", name, spread(all.rate),
		spread(all.cpu), spread(all.p99), held)
	return nil
}

// measured are sums over the turns of one round.
type measured struct{ rate, cpu, p99 float64 }

func (l *lab) measure(s side, connections int, to *measured) error {
	before, err := s.cpu()
	if err != nil {
		return err
	}
	t, err := l.drive(s.request, connections)
	if err != nil {
		return err
	}
	after, err := s.cpu()
	if err != nil {
		return err
	}
	to.rate += t.Rate
	to.cpu += float64(after-before) / float64(t.Requests)
	to.p99 += t.P99
	return nil
}

// spread prints the median and the range.
func spread(list []float64) string {
	slices.Sort(list)
	middle := list[len(list)/2]
	if len(list)%2 == 0 {
		middle = (middle + list[len(list)/2-1]) / 2
	}
	return fmt.Sprintf("%.2f (%.2f-%.2f)", middle, list[0], list[len(list)-1])
}
