package contract

import (
	"strings"
	"testing"
	"time"
)

// TestHostile checks that a body of 1 MiB made to be expensive stays cheap enough to be read by a person who waits.
func TestHostile(t *testing.T) {
	const size = 1 << 20
	var many strings.Builder
	for i := 0; many.Len() < size-100; i++ {
		many.WriteString(`"k` + number(i) + `":{"name":[1]},`)
	}
	deep := func(open, end string) string {
		return strings.Repeat(open, 9000) + "1" + strings.Repeat(end, 9000)
	}
	bodies := []string{
		"{" + many.String() + `"z":1}`,
		`{"translatable":{` + many.String() + `"z":1}}`,
		"[" + strings.Repeat("1,", size/2-2) + "1]",
		`{"ids":[` + strings.Repeat(`"x",`, size/4-8) + `1]}`,
		"{" + strings.Repeat(`"a":1,`, size/6-2) + `"a":1}`,
		deep("[", "]"), deep(`{"params":`, "}"), deep(`{"client":`, "}"), `{"client":` +
			deep(`{"group":[{"parentGroup":`, "}]}") + `}`,
		`{"username":"` + strings.Repeat("a", size) + `"}`,
		strings.Repeat(`{"a":`, 200_000),
	}
	for api, id := range map[string]string{
		"bonder": "saveCard", "iqchannels": "integrationAuth", "radist": "ConnectionsCreateConnection",
		"timconnect": "reportDelivery",
	} {
		op := operation(t, api, id)
		for i, body := range bodies {
			e := exchange(op, body)
			e.Response = nil
			start := time.Now()
			found := Check(op, e)
			if took := time.Since(start); took > 20*time.Second { // well under a second each on an idle machine
				t.Errorf("%s: body %d took %v", op.ID, i, took)
			}
			if len(found) > maxFindings {
				t.Errorf("%s: body %d has %d findings", op.ID, i, len(found))
			}
		}
	}
}
