package timconnect

import (
	"fmt"
	"strings"
	"testing"

	"sparring/mock/fake"
)

func TestCategoryAndLearning(t *testing.T) {
	b := registeredBench(t)
	category := func(sender, extra string) string {
		t.Helper()
		id := b.MustRaise("smsc.message",
			`{"receiver":"79991234567","message":"m","sender":"`+sender+`"`+extra+`}`)["id"].(string)
		return b.on("getMessage", id, "").ok().Text("body", 0, "category")
	}
	if got := category("SHOP", `,"category":"5"`) + category("SHOP", `,"category":"6"`) +
		category("SHOP", ""); got != "561" {
		t.Fatalf("categories %s, want as given, then 1", got)
	}
	unknown := `{"result":"fail","message":"Category matching query does not exist."}`
	for _, body := range []string{``, `{}`, `{"category":0}`, `{"category":19}`, `{"category":"x"}`, `{"category":1.5}`,
		`{"category":null}`, `{"category":[]}`,
		`{"category":99999999999999999999}`, `{"category":-1}`, `{"category":true}`} {
		b.on("setCategory", "94419856", body).Is(unknown)
	}
	b.on("setCategory", "94419856", `{"category":18}`).Is(bodyDone)
	b.on("setCategory", "94419857", `{"category":"18"}`).Is(bodyDone)
	b.on("setCategory", "94419858", `{"category":7}`).Is(bodyDone)
	if got := category("SHOP", "") + category("BANK", ""); got != "181" {
		t.Fatalf("categories %s, want 18 for the learnt sender and 1 for another", got)
	}
	b.on("setCategory", "94419857", `{"category":7}`).Is(bodyDone) // a changed mind counts once
	if got := category("SHOP", ""); got != "7" {
		t.Fatalf("category %s, want 7", got)
	}
	b.Set("categoryLearning=false")
	if got := category("SHOP", ""); got != "1" {
		t.Fatalf("category %s, want 1 without learning", got)
	}
	b.get("getStatistics", "").Is(`{"result":"success","message":"","body":[` +
		`{"category":"1","count":2},{"category":"7","count":3},{"category":"18","count":2}]}`)
}

func TestCategories(t *testing.T) {
	r := registeredBench(t).get("listCategories", "").ok()
	if len(r.At("body").([]any)) != 18 || r.Text("body", 0, "name") != "Другое" ||
		r.Text("body", 14, "name") != "Развелечения" || r.Text("body", 17, "id") != "18" {
		t.Fatalf("got %s", r.Body)
	}
}

func TestGeotag(t *testing.T) {
	b := registeredBench(t)
	id := b.message(phone, "m")
	good := []struct{ body, want string }{
		{`{"latitude":"55.74722","longitude":"37.53691"}`, `{"latitude":"55.74722","longitude":"37.53691"}`},
		{`{"latitude":55.747224,"longitude":-37.5}`, `{"latitude":"55.74722","longitude":"-37.50000"}`},
		{`{"latitude":-90,"longitude":180}`, `{"latitude":"-90.00000","longitude":"180.00000"}`},
		{`{"latitude":-0.000001,"longitude":1e1}`, `{"latitude":"0.00000","longitude":"10.00000"}`},
	}
	for _, tt := range good {
		b.on("setGeotag", id, tt.body).Is(bodyDone)
		if r := b.on("getMessage", id, "").ok(); !strings.HasSuffix(string(r.Body), `"geotag":`+tt.want+`}]}`) {
			t.Errorf("%s: got %s", tt.body, r.Body)
		}
	}
	before := b.State()
	bad := []struct{ body, want string }{
		{`{"latitude":91,"longitude":0}`, "{'latitude': ['Ensure this value is less than or equal to 90.']}"},
		{`{"latitude":"-90.1","longitude":0}`, "{'latitude': ['Ensure this value is greater than or equal to -90.']}"},
		{`{"latitude":0,"longitude":180.5}`, "{'longitude': ['Ensure this value is less than or equal to 180.']}"},
		{`{}`, "{'latitude': ['This field is required.'], 'longitude': ['This field is required.']}"},
		{`{"latitude":"north","longitude":null}`,
			"{'latitude': ['Enter a number.'], 'longitude': ['This field is required.']}"},
		{`{"latitude":"NaN","longitude":"Inf"}`, "{'latitude': ['Enter a number.'], 'longitude': ['Enter a number.']}"},
		{`{"latitude":"0x10p1","longitude":1e999}`,
			"{'latitude': ['Enter a number.'], 'longitude': ['Enter a number.']}"},
		{`{"latitude":[],"longitude":{}}`, "{'latitude': ['Enter a number.'], 'longitude': ['Enter a number.']}"},
		{`{"latitude":"","longitude":true}`, "{'latitude': ['Enter a number.'], 'longitude': ['Enter a number.']}"},
	}
	for _, tt := range bad {
		b.on("setGeotag", id, tt.body).Is(`{"result":"fail","message":"` + tt.want + `"}`)
	}
	if b.State() != before {
		t.Fatal("a refused geotag changed the state")
	}
}

func TestHashtag(t *testing.T) {
	b := registeredBench(t)
	id := b.message(phone, "m")
	b.do("reportDelivery", `{"ids":["`+id+`"]}`).ok() // archived messages can be marked, too
	for _, text := range []string{"Try", strings.Repeat("ё", 255), "", "#a b\n\U0001F408"} {
		b.on("setHashtag", id, string(fake.Encode(map[string]string{"hashtag": text}))).Is(bodyDone)
		if got := b.on("getMessage", id, "").ok().Text("body", 0, "hashtag"); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
	before := b.State()
	for _, n := range []int{256, 102400} {
		b.on("setHashtag", id, `{"hashtag":"`+strings.Repeat("x", n)+`"}`).
			Is(fmt.Sprintf(`{"result":"fail","message":"{'hashtag': [`+
				`'Ensure this value has at most 255 characters (it has %d).']}"}`, n))
	}
	for _, body := range []string{``, `{}`, `{"hashtag":null}`, `{"hashtag":7}`, `{"hashtag":["x"]}`} {
		b.on("setHashtag", id, body).Is(`{"result":"fail","message":"{'hashtag': ['This field is required.']}"}`)
	}
	if b.State() != before {
		t.Fatal("a refused hashtag changed the state")
	}
}
