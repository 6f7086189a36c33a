package scenarios_test

import (
	"testing"

	"sparring/scenarios/explore"
)

// BenchmarkExplore walks cells of Bonder with the reference client, those left out that wait.
func BenchmarkExplore(b *testing.B) {
	cells := 0
	for b.Loop() {
		cells += explored(b, "", "bonder", "", explore.Options{Cells: 600, Depth: 1}).Space.Walked
	}
	b.ReportMetric(float64(cells)/b.Elapsed().Seconds(), "cells/s")
}
