package driver

import (
	"slices"
	"testing"
)

// TestUnproxied: the hosts are in both variables, beside what was there.
func TestUnproxied(t *testing.T) {
	for _, test := range []struct {
		environment, hosts, want []string
	}{
		{nil, nil, nil},
		{
			[]string{"HTTP_PROXY=http://proxy:3128"}, []string{"127.0.0.1"},
			[]string{"NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1"},
		},
		{
			[]string{"NO_PROXY=a.test, b.test"}, []string{"127.0.0.1"},
			[]string{"NO_PROXY=a.test,b.test,127.0.0.1", "no_proxy=a.test,b.test,127.0.0.1"},
		},
		{
			[]string{"no_proxy=a.test", "NO_PROXY=b.test"}, []string{"s.test"},
			[]string{"NO_PROXY=b.test,s.test", "no_proxy=a.test,s.test"},
		},
		{[]string{"no_proxy=s.test"}, []string{"s.test"}, []string{"NO_PROXY=s.test", "no_proxy=s.test"}},
		{[]string{"no_proxy=old", "no_proxy=*"}, []string{"s.test"}, []string{"NO_PROXY=*", "no_proxy=*"}},
		{nil, []string{"::1"}, []string{"NO_PROXY=::1,[::1]", "no_proxy=::1,[::1]"}},
	} {
		if got := unproxied(test.environment, test.hosts); !slices.Equal(got, test.want) {
			t.Errorf("%q and %q: expected %q, got %q", test.environment, test.hosts, test.want, got)
		}
	}
}
