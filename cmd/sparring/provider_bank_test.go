package main

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// bank is an auth service of iQChannels as a bank might write it. Each field is a place where a wrong one differs.
type bank struct {
	known   func(token string) bool // whose card there is
	card    func(method string) map[string]any
	refuse  func(w http.ResponseWriter)
	respond func(w http.ResponseWriter, r *http.Request, token string) bool // reports whether it did all
	kind    string                                                          // Content-Type of a card
	status  int                                                             // of a card
	wrap    func(http.Handler) http.Handler
}

const (
	bankToken = "anna-2f9c"
	noToken   = "nobody-77"
)

// right is a service without a mistake.
func right() *bank {
	return &bank{
		known: func(token string) bool { return token == bankToken },
		card: func(string) map[string]any {
			return map[string]any{"client": fullClient(), "companyList": []any{map[string]any{
				"id": 225760, "name": "Лига", "resident": true, "ogrnDate": "2005-02-11", "enabled": "true",
			}}}
		},
		refuse: func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, `{"errorCode":"1001","errorText":"Client not found"}`)
		},
		kind: "application/json; charset=utf-8", status: http.StatusOK,
	}
}

func fullClient() map[string]any {
	return map[string]any{
		"id": "17", "name": "Смирнова Анна", "surname": "Смирнова", "firstname": "Анна", "patronymic": "",
		"type": "0", "enabled": true, "birthDate": "1976-03-31", "secretWord": "ромашка", "timezone": "x",
		"accountNumbers": "40817",
		"positionStream": false, "betaUser": true, "lvlClient": "VIP", "osVersion": "17", "device": "iPhone",
		"deviceVersion": "5", "bankBranch": map[string]any{"id": 720987, "bik": "042809888"},
		"fieldList": []any{map[string]any{"name": "a", "value": "b"}},
		"group":     []any{map[string]any{"id": 12, "parentGroup": map[string]any{"id": "1"}}},
		"contacts":  map[string]any{"phone": "+7"},
	}
}

// client changes the client of each card.
func (b *bank) client(change func(c map[string]any)) *bank {
	b.card = func(string) map[string]any {
		c := fullClient()
		change(c)
		return map[string]any{"client": c}
	}
	return b
}

func (b *bank) handler() http.Handler {
	mux := http.NewServeMux()
	h := func(w http.ResponseWriter, r *http.Request) {
		token := r.PathValue("token")
		if r.Method == http.MethodPost {
			token = r.Header.Get("token")
		}
		switch {
		case b.respond != nil && b.respond(w, r, token):
		case !b.known(token):
			b.refuse(w)
		default:
			w.Header().Set("Content-Type", b.kind)
			w.WriteHeader(b.status)
			_ = json.NewEncoder(w).Encode(b.card(r.Method))
		}
	}
	mux.HandleFunc("GET /rest/chat/client/id/{token}", h)
	mux.HandleFunc("POST /rest/chat/client/id/{$}", h)
	if b.wrap != nil {
		return b.wrap(mux)
	}
	return mux
}

// wrongBank is a service with a mistake, and what it must be found to have: exactly these outcomes.
type wrongBank struct {
	name string
	bank *bank
	want []string
}

func wrongBanks() []wrongBank {
	text := func(kind, body string) func(w http.ResponseWriter, r *http.Request, token string) bool {
		return func(w http.ResponseWriter, _ *http.Request, token string) bool {
			if token != bankToken {
				return false
			}
			w.Header().Set("Content-Type", kind)
			_, _ = io.WriteString(w, body)
			return true
		}
	}
	with := func(change func(b *bank)) *bank {
		b := right()
		change(b)
		return b
	}
	return []wrongBank{
		{"right", right(), nil},
		{"an error in 200", with(func(b *bank) {
			b.refuse = func(w http.ResponseWriter) {
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, `{"errorCode":"1001","errorText":"Client not found"}`)
			}
		}), []string{"failed unknown-refused", "failed envelope"}},
		{"everybody is known", with(func(b *bank) { b.known = func(string) bool { return true } }),
			[]string{"failed unknown-refused"}},
		{"the beginning of a token is enough", with(func(b *bank) {
			b.known = func(token string) bool { return strings.HasPrefix(token, bankToken) }
		}), []string{"failed token-slash", "failed token-space", "failed token-cyrillic", "failed token-reserved",
			"failed token-long"}},
		{"a token ends at a slash", with(func(b *bank) {
			b.known = func(token string) bool { first, _, _ := strings.Cut(token, "/"); return first == bankToken }
		}), []string{"failed token-slash"}},
		{"long tokens are cut", with(func(b *bank) {
			b.respond = func(w http.ResponseWriter, _ *http.Request, token string) bool {
				if len(token) > 4096 {
					w.WriteHeader(http.StatusRequestURITooLong)
				}
				return len(token) > 4096
			}
		}), []string{"warned token-long"}},
		{"Cyrillic letters break it", with(func(b *bank) {
			b.respond = func(w http.ResponseWriter, _ *http.Request, token string) bool {
				odd := strings.Contains(token, "ж")
				if odd {
					w.WriteHeader(http.StatusInternalServerError)
				}
				return odd
			}
		}), []string{"warned token-cyrillic"}},
		{"a number for the id", right().client(func(c map[string]any) { c["id"] = 17 }),
			[]string{"warned signed-in", "failed field.client.id"}},
		{"no surname", right().client(func(c map[string]any) { delete(c, "surname") }),
			[]string{"failed field.client.surname"}},
		{"a date in another form", right().client(func(c map[string]any) { c["birthDate"] = "31.03.1976" }),
			[]string{"failed field.client.birthDate"}},
		{"yes for a Boolean", right().client(func(c map[string]any) { c["enabled"] = "yes" }),
			[]string{"warned signed-in", "failed field.client.enabled"}},
		{"a group as an object", right().client(func(c map[string]any) { c["group"] = map[string]any{"id": 1} }),
			[]string{"warned signed-in", "failed field.client.group"}},
		{"null for what may be absent", right().client(func(c map[string]any) { c["inn"] = nil }),
			[]string{"warned field.client.inn"}},
		{"the fields of 1.3 are missing", right().client(func(c map[string]any) {
			delete(c, "lvlClient")
			delete(c, "device")
		}), []string{"warned field.client.device", "warned field.client.lvlClient"}},
		{"a name in another spelling", right().client(func(c map[string]any) {
			delete(c, "crmURL")
			c["crm_url"] = "https://x"
		}), []string{"warned names"}},
		{"fields instead of fieldList", right().client(func(c map[string]any) {
			delete(c, "fieldList")
			c["fields"] = map[string]any{"a": "b"}
		}), []string{"warned field.client.fields"}},
		{"a client that may not be served", right().client(func(c map[string]any) { c["enabled"] = false }),
			[]string{"warned signed-in"}},
		{"a company beyond 32 bits", with(func(b *bank) {
			b.card = func(string) map[string]any {
				return map[string]any{"client": fullClient(), "companyList": []any{map[string]any{"id": 3000000000}}}
			}
		}), []string{"failed field.companyList.id"}},
		{"another card by POST", with(func(b *bank) {
			b.card = func(method string) map[string]any {
				c := fullClient()
				c["inn"] = method
				return map[string]any{"client": c}
			}
		}), []string{"failed same-card"}},
		{"no POST", with(func(b *bank) {
			b.respond = func(w http.ResponseWriter, r *http.Request, _ string) bool {
				if r.Method == http.MethodPost {
					w.WriteHeader(http.StatusMethodNotAllowed)
				}
				return r.Method == http.MethodPost
			}
		}), []string{"failed card", "warned same-refusal"}},
		{"text/html", with(func(b *bank) { b.kind = "text/html" }), []string{"failed content-type"}},
		{"201", with(func(b *bank) { b.status = http.StatusCreated }), []string{"failed card", "failed envelope"}},
		{"no JSON", with(func(b *bank) { b.respond = text("application/json", `{"client":{"id":"17"`) }),
			[]string{"failed card", "failed json"}},
		{"a redirect", with(func(b *bank) {
			b.wrap = func(h http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					http.Redirect(w, r, "/v2"+r.URL.Path, http.StatusPermanentRedirect)
				})
			}
		}), []string{"failed card", "warned redirect"}},
		{"an error code that is a number", with(func(b *bank) {
			b.refuse = func(w http.ResponseWriter) {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(http.StatusNotFound)
				_, _ = io.WriteString(w, `{"errorCode":1001}`)
			}
		}), []string{"failed error-form"}},
		{"a body that does not end", with(func(b *bank) {
			b.respond = func(w http.ResponseWriter, r *http.Request, token string) bool {
				for token == bankToken && r.Context().Err() == nil {
					if _, err := io.WriteString(w, strings.Repeat(" ", 1<<16)); err != nil {
						break
					}
				}
				return token == bankToken
			}
		}), []string{"failed card", "warned json"}},
		{"a card nested too deep", with(func(b *bank) {
			b.respond = text("application/json", `{"client":`+strings.Repeat("[", 3000)+strings.Repeat("]", 3000)+`}`)
		}), []string{"failed card", "failed field.client", "warned json"}},
		{"it hangs up", with(func(b *bank) {
			b.respond = func(_ http.ResponseWriter, _ *http.Request, token string) bool {
				if strings.Contains(token, "spar") {
					panic(http.ErrAbortHandler)
				}
				return false
			}
		}), []string{"warned answers", "warned token-slash", "warned token-space"}},
		{"one at a time", with(func(b *bank) {
			var busy sync.Mutex
			b.respond = func(w http.ResponseWriter, _ *http.Request, _ string) bool {
				if !busy.TryLock() {
					w.WriteHeader(http.StatusServiceUnavailable)
					return true
				}
				defer busy.Unlock()
				time.Sleep(20 * time.Millisecond)
				return false
			}
		}), []string{"warned concurrent"}},
	}
}
