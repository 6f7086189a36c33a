package radist

import (
	"net/http"
	"slices"
	"testing"

	"sparring/spec"
)

func TestManagedConnections(t *testing.T) {
	b := newBench(t)
	for _, kind := range managed() {
		b.post(v2+"/connections/", fields{"type": kind, "params": fields{}}).invalid("body.type enum")
		put := b.event(
			"connection.put",
			fields{"type": kind, "params": fields{"domain": "x.example", "deep": fields{"n": 1}}},
		)
		path := v2 + "/connections/" + itoa(put["connection"])
		if r := b.get(path).ok(); r.text("type") != kind || r.text("params", "domain") != "x.example" {
			t.Fatalf("%s", r.Body)
		}
		named := b.call("PATCH", path, fields{"name": "x"})
		if kind == "amocrm" || kind == "bitrix" {
			named.fails(errNotEditable).blames("type_not_editable")
			continue
		}
		if named.ok().text("name") != "x" {
			t.Fatalf("%s", named.Body)
		}
		b.call("PATCH", path, fields{"params": fields{"domain": "y.example"}}).
			invalid("body.params.domain extra_forbidden")
	}
	if _, err := b.raise("connection.put", fields{"type": "whatsapp", "params": fields{}}); err == nil {
		t.Fatal("whatsapp was put by the vendor")
	}
	amo := b.event("connection.put", fields{"type": "amocrm", "params": fields{}})
	b.post(v2+"/messaging/chats/", fields{"connection_id": amo["connection"], "phone": "79990000002"}).
		fails(errNotMessenger)
}

// The document names both of the vendor's hosts, behind this server.
func TestServers(t *testing.T) {
	d, err := spec.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	var hosts []string
	for _, s := range d.T.Servers {
		hosts = append(hosts, s.URL)
	}
	if want := []string{"http://127.0.0." +
		"1:8080/radist/v2", "/radist/v2", "https://api.radist.online/v2", "https://api-ru.radist." +
		"online/v2"}; !slices.Equal(
		hosts,
		want,
	) {
		t.Errorf("servers are %v, want %v", hosts, want)
	}
}

func TestAliases(t *testing.T) {
	b := newBench(t)
	id := b.post("/v2/telegram/init", fields{"auth_type": "qr"}).ok().text("session_id")
	b.post("/v2/telegram/login", fields{"session_id": id}).ok()
	b.login(fields{"session_id": id}).ok()
	id = b.post("/v2/max_personal/init", fields{"phone": "79990000001"}).ok().text("session_id")
	b.post("/v2/max_personal/login", fields{"session_id": id}).ok()
	b.event("key.scopes", fields{"key": homeKey, "scopes": allScopes(), "companies": []string{"7", "8"}})
	b.post("/v2/telegram/init", fields{"auth_type": "qr"}).fails(errCompany)
	b.post("/v2/companies/8/telegram/init", fields{"auth_type": "qr"}).ok()
	if r := b.get("/v2/companies/?limit=1&offset=1").ok(); r.id("companies", 0, "id") != otherCompany {
		t.Fatalf("companies %s", r.Body)
	}
}

func TestSlashes(t *testing.T) {
	b := newBench(t)
	for from, to := range map[string]string{
		v2 + "/connections?limit=1": "/radist" + v2 + "/connections/?limit=1",
		v2 + "/connections/101/": "/radist" + v2 +
			"/connections/101",
		"/v2/companies": "/radist/v2/companies/", v2 + "/messaging/chats/sources": "/radist" + v2 +
			"/messaging/chats/sources/",
	} {
		r := b.get(from).status(http.StatusTemporaryRedirect)
		if r.Header.Get("Location") != to {
			t.Errorf("%s leads to %s, want %s", from, r.Header.Get("Location"), to)
		}
	}
	r := b.post(v2+"/connections", fields{"type": "whatsapp"}).status(http.StatusTemporaryRedirect)
	if r.Operation != "ConnectionsCreateConnection" {
		t.Errorf("the redirect is of %q", r.Operation)
	}
	for _, path := range []string{"/v2//companies/7/connections/", "/v2/nothing", "/v2/", "/", v2 + "//connections/"} {
		if r := b.get(path); r.Status != 404 || r.text("detail") != "Not Found" {
			t.Errorf("%s: %d %s", path, r.Status, r.Body)
		}
	}
}
