package report_test

import (
	"bytes"
	"testing"

	"sparring/scenarios/verdict/report"
)

// TestFormats: every format can be asked for by a flag of its own and writes a report in each of its flavours; the
// empty
// flavour is the first.
func TestFormats(t *testing.T) {
	names := map[string]bool{}
	for _, f := range report.Formats() {
		if f.Name == "" || f.About == "" || names[f.Name] {
			t.Errorf("format %q: expected a name of its own and what it is about", f.Name)
		}
		names[f.Name] = true
		flavours := []report.Flavour{""}
		if f.Flavours != nil {
			flavours = append(flavours, f.Flavours.Names...)
			if f.Flavours.About == "" || f.Flavours.Has("no such flavour") || names[f.Name+"-flavour"] {
				t.Errorf("%s: flavours %+v", f.Name, f.Flavours)
			}
			names[f.Name+"-flavour"] = true
		}
		var first []byte
		for i, flavour := range flavours {
			var out bytes.Buffer
			if err := f.Write(&out, sample(), flavour); err != nil || out.Len() == 0 {
				t.Errorf("%s %s: %d bytes, %v", f.Name, flavour, out.Len(), err)
			}
			switch {
			case i == 0:
				first = out.Bytes()
			case (i == 1) != bytes.Equal(out.Bytes(), first):
				t.Errorf("%s: the flavour %q and the default: expected the first flavour to be the "+
					"same", f.Name, flavour)
			}
		}
	}
	if len(names) < 4 {
		t.Errorf("formats and flavours: %v", names)
	}
}
