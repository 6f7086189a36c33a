package radist

import (
	"testing"

	"sparring/mock/pagetest"
)

func TestTemplateFields(t *testing.T) {
	pagetest.Fields(t, asset("page.html"), screen{}, docsScreen{})
}
