package bonder

import (
	"testing"

	"sparring/mock/pagetest"
)

func TestTemplateFields(t *testing.T) { pagetest.Fields(t, cardPage, cardView{}) }
