package provider

import (
	"slices"
	"testing"
)

// TestFields checks that the fields come from the document, and that those of later versions are among them.
func TestFields(t *testing.T) {
	known, err := fields()
	if err != nil {
		t.Fatal(err)
	}
	for path, since := range laterFields {
		if f, ok := known[path]; !ok || f.since != since {
			t.Errorf("%s since %s: got %+v", path, since, f)
		}
	}
	for path, want := range map[string]field{
		"client.id":                {path: "client.id", required: true, since: "1.0", source: "iqchannels#L73"},
		"client.group.id":          {path: "client.group.id", required: true, since: "1.2", source: "iqchannels#L287"},
		"client.contacts.phone":    {path: "client.contacts.phone", since: "1.2", source: "iqchannels#L278"},
		"companyList.ogrnDate":     {path: "companyList.ogrnDate", since: "1.0", source: "iqchannels#L260-L261"},
		"client.group.parentGroup": {path: "client.group.parentGroup", since: "1.2", source: "iqchannels#L288"},
	} {
		if got := known[path]; got != want {
			t.Errorf("%s: got %+v, want %+v", path, got, want)
		}
	}
}

func TestPathOf(t *testing.T) {
	for at, want := range map[string]string{
		"": "", "/client/id": "client.id", "/companyList/3/id": "companyList.id", "/companyList/3": "companyList",
		"/client/group/0/parentGroup/parentGroup/id": "client.group.id",
		"/client/group/0/parentGroup/parentGroup":    "client.group.parentGroup",
		"/client/fields/any/thing":                   "client.fields",
		"header/Content-Type":                        "", "/errorCode": "errorCode",
	} {
		if got := pathOf(at); got != want {
			t.Errorf("%q: got %q, want %q", at, got, want)
		}
	}
}

// TestOutcomesByVersion checks that a version is not judged by the fields of a later one.
func TestOutcomesByVersion(t *testing.T) {
	for version, want := range map[string]bool{"1.0": false, "1.1": false, "1.2": true, "1.3": true} {
		ids, err := Outcomes(&Options{Version: version})
		if err != nil || len(ids) < 40 || slices.Contains(ids, "provider.field.client.secretWord") != want {
			t.Errorf("version %s: %d outcomes, %v", version, len(ids), err)
		}
		sorted := slices.Clone(ids)
		slices.Sort(sorted)
		if len(slices.Compact(sorted)) != len(ids) {
			t.Errorf("version %s: an outcome is named twice", version)
		}
	}
}
