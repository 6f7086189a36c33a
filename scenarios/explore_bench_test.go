package scenarios_test

import (
	"testing"

	"sparring/scenarios"
	"sparring/scenarios/explore"
)

// BenchmarkExplore walks each API with one fault at a time and the reference client.
func BenchmarkExplore(b *testing.B) {
	for _, api := range scenarios.APIs().Names() {
		b.Run(api, func(b *testing.B) {
			cells := 0
			for b.Loop() {
				cells += explored(b, "", api, "", explore.Options{Depth: 1}).Space.Walked
			}
			b.ReportMetric(float64(cells)/b.Elapsed().Seconds(), "cells/s")
		})
	}
}
