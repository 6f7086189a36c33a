package radist

import (
	"os"
	"testing"

	"sparring/mock/fake/faketest"
)

func TestMain(m *testing.M) { os.Exit(faketest.Main(m, API())) }
