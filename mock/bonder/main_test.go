package bonder_test

import (
	"os"
	"testing"

	"sparring/mock/bonder"
	"sparring/mock/fake/faketest"
)

func TestMain(m *testing.M) { os.Exit(faketest.Main(m, bonder.API())) }
