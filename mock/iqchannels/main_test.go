package iqchannels

import (
	"testing"

	"go.uber.org/goleak"

	"sparring/mock/fake/faketest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(patient{m}, patternClock()) }

// patternClock ends by itself.
func patternClock() goleak.Option {
	return goleak.IgnoreAnyFunction("github.com/dlclark/regexp2.runClock")
}

// patient gives what is about to end ten seconds: goleak alone gives half a one.
type patient struct{ *testing.M }

func (p patient) Run() int {
	code := faketest.Main(p.M, API())
	for tries := 0; tries < 20 && goleak.Find(patternClock()) != nil; tries++ {
	}
	return code
}
