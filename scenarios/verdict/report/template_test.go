package report

import (
	"testing"

	"sparring/mock/pagetest"
)

func TestTemplateFields(t *testing.T) {
	for _, text := range []string{reportPage, translated(reportPage, pagePieces)} {
		pagetest.Fields(t, text, &page{}, change{})
	}
}
