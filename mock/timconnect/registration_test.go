package timconnect

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestRegistrationBySMS(t *testing.T) {
	b := newBench(t)
	b.do("registerPhone", `{"phone_number":"89991234567","device":{"app_key":"meowmeowmeow","token":"T1"}}`).
		Is(`{"result":"success","message":"Sent SMS activation code to 89991234567"}`)
	sms := b.Outbox("")
	if len(sms) != 1 || sms[0].Kind != "sms" || sms[0].To != phone {
		t.Fatalf("outbox is %+v, want one SMS to %s", sms, phone)
	}
	if numbers := regexp.MustCompile(`\d+`).FindAllString(sms[0].Text, -1); len(numbers) != 1 || len(numbers[0]) != 4 {
		t.Fatalf("SMS is %q, want its four digits as its only number", sms[0].Text)
	}
	confirm := fmt.Sprintf(`{"phone_number":"+79991234567","code":%q}`, b.codeOf(phone))
	r := b.do("confirmPhone", confirm).ok()
	if r.Text("message") != "Registration succsesful" || len(r.Text("sessionid")) != 32 ||
		len(r.Text("credentials")) != 41 {
		t.Fatalf("got %s", r.Body)
	}
	if got, want := r.Header.Get("Set-Cookie"),
		"sessionid="+r.Text("sessionid")+"; Path=/timconnect; HttpOnly"; got != want {
		t.Fatalf("Set-Cookie is %q, want %q", got, want)
	}
	b.sid = r.Text("sessionid")
	b.get("listQueue", "").ok()
	b.do("confirmPhone", confirm).Is(bodyCodeUnknown).Because("code_never_sent")
}

func TestConfirmRefuses(t *testing.T) {
	tests := []struct {
		name, body string
		prepare    func(*bench)
		want, why  string
	}{
		{"never asked for", `{"phone_number":"79991234567","code":"1234"}`, nil, bodyCodeUnknown, "code_never_sent"},
		{"no phone", `{"phone_number":"12","code":"1234"}`, nil, bodyCodeUnknown, "phone_unreadable"},
		{"empty body", ``, nil, bodyCodeUnknown, "phone_unreadable"},
		{"a list", `[1]`, nil, bodyCodeUnknown, "body_unreadable"},
		{"wrong", `{"phone_number":"79991234567","code":"0000"}`, sendCode, bodyCodeInvalid, "code_wrong"},
		{"no code", `{"phone_number":"79991234567"}`, sendCode, bodyCodeInvalid, "code_wrong"},
		{"late", `{"phone_number":"79991234567","code":"CODE"}`,
			func(b *bench) { sendCode(b); b.Advance(5 * time.Minute) }, bodyCodeInvalid, "code_expired"},
		{"expired by event", `{"phone_number":"79991234567","code":"CODE"}`,
			func(b *bench) { sendCode(b); b.MustRaise("code.expired", `{"phone":"89991234567"}`) }, bodyCodeInvalid,
			"code_expired"},
		{"another key", `{"phone_number":"79991234567","code":"CODE"}`,
			func(b *bench) { sendCode(b); b.MustRaise("key.issued", `{"key":"k2"}`); b.key = "k2" }, bodyCodeUnknown,
			"key_differs"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			body := tt.body
			if tt.prepare != nil {
				tt.prepare(b)
				body = strings.ReplaceAll(body, "CODE", b.codeOf(phone))
			}
			before := b.State()
			b.do("confirmPhone", body).Is(tt.want).Because(tt.why)
			if b.State() != before {
				t.Fatal("a refused confirmation changed the state")
			}
		})
	}
}

func sendCode(b *bench) { b.do("registerPhone", `{"phone_number":"79991234567"}`).ok() }

func TestCodeOneSecondBeforeItsEndStillWorksAsNumber(t *testing.T) {
	b := newBench(t, "codeTTL=30s")
	sendCode(b)
	first := b.codeOf(phone)
	b.Advance(20 * time.Second)
	sendCode(b) // a second code replaces the first
	if second := b.codeOf(phone); second != first {
		b.do("confirmPhone", `{"phone_number":"79991234567","code":"`+first+`"}`).Is(bodyCodeInvalid)
	}
	const digits = "4711" // a number cannot begin with a zero
	if err := b.Plant(strings.Replace(b.State(), `"`+b.codeOf(phone)+`"`, `"`+digits+`"`, 1)); err != nil {
		t.Fatal(err)
	}
	b.Advance(30*time.Second - 1)
	b.do("confirmPhone", `{"phone_number":"79991234567","code":`+digits+`}`).ok()
}

func TestCodesBeginWithAZero(t *testing.T) {
	b := newBench(t)
	for range 2000 {
		var code string
		b.look(func(x *exchange) { code = x.newCode() })
		if len(code) != 4 || !isDigits(code) || code[0] != '0' {
			t.Fatalf("code %q", code)
		}
	}
}

func TestPhoneShapes(t *testing.T) {
	good := map[string][]string{
		"ru":   {`"79991234567"`, `"89991234567"`, `"+79991234567"`},
		"e164": {`"+447911123456"`, `"79991234567"`, `"1234567"`},
	}
	bad := map[string][]string{
		"ru": {`""`, `"7"`, `"9991234567"`, `"799912345678"`, `"7999123456a"`, `"7 999 123-45-67"`, `"++79991234567"`,
			`"69991234567"`, `"+"`, `"+89991234567"`,
			`79991234567`, `null`, `[]`, `{}`, `true`, `"٧٩٩٩١٢٣٤٥٦٧"`, `" 79991234567"`, `"79991234567\n"`,
			`"` + strings.Repeat("7", 100000) + `"`},
		"e164": {`"0123456789"`, `"123456"`, `"1234567890123456"`, `"+44 7911"`},
	}
	for format, numbers := range good {
		for _, number := range numbers {
			newBench(t, "phoneFormat="+format).do("registerPhone", `{"phone_number":`+number+`}`).ok()
		}
	}
	for format, numbers := range bad {
		for _, number := range numbers {
			b := newBench(t, "phoneFormat="+format)
			before := b.State()
			// The phone is checked first: a device of a wrong shape does not matter.
			b.do("registerPhone", `{"phone_number":`+number+`,"device":7}`).Is(bodyPhone)
			b.do("registerByDigest", `{"phone_number":`+number+`,"digest":"x"}`).Is(bodyPhone)
			if b.State() != before || len(b.Outbox("")) != 0 {
				t.Fatalf("phone %s changed something", number)
			}
		}
	}
	for _, body := range []string{``, `null`, `7`, `"x"`, `{`, `{"phone_number":"79991234567"} x`, "\xff\xfe"} {
		newBench(t).do("registerPhone", body).Is(bodyPhone)
	}
}

func TestDeviceOfRegistration(t *testing.T) {
	field := `{"result":"fail","message":"{'device': ['Enter a valid value.']}"}`
	tests := []struct{ device, want string }{
		{`null`, ""}, {`{}`, ""}, {`{"token":"T"}`, ""}, {`{"app_key":"meowmeowmeow"}`, ""},
		{`{"app_key":null,"token":null}`, ""},
		{`{"app_key":"k2"}`, bodyDenied}, {`{"app_key":"nobody"}`, bodyDenied},
		{`7`, field}, {`[]`, field}, {`"x"`, field}, {`{"token":7}`, field}, {`{"app_key":{}}`, field},
	}
	for _, tt := range tests {
		b := newBench(t)
		b.MustRaise("key.issued", `{"key":"k2"}`)
		r := b.do("registerPhone", `{"phone_number":"79991234567","device":`+tt.device+`}`)
		if tt.want == "" {
			r.ok()
		} else {
			r.Is(tt.want)
		}
	}
}

func TestRegistrationByDigest(t *testing.T) {
	b := newBench(t)
	secret := b.Fake.Credentials()["digest_secret"]
	// The digest is made of the number as sent, not as it is kept.
	body := func(number, token, digest string) string {
		return fmt.Sprintf(`{"phone_number":%q,"digest":%q,"device":{"app_key":"meowmeowmeow","token":%q}}`, number,
			digest, token)
	}
	before := b.State()
	for _, wrong := range []string{digest("79991234567", "T1", secret), digest("89991234567", "", secret),
		digest("89991234567", "T1", "x"),
		strings.ToUpper(digest("89991234567", "T1", secret)), ""} {
		b.do("registerByDigest", body("89991234567", "T1", wrong)).Is(bodyDenied).Because("digest_wrong")
	}
	if b.State() != before {
		t.Fatal("a wrong digest changed the state")
	}
	r := b.do("registerByDigest", body("89991234567", "T1", digest("89991234567", "T1", secret))).ok()
	b.sid = r.Text("sessionid")
	b.get("listQueue", "").ok()
	if len(b.Outbox("")) != 0 {
		t.Fatalf("outbox is %v, want no SMS", b.Outbox(""))
	}
	b.do("registerByDigest", fmt.Sprintf(`{"phone_number":"+79991234567","digest":%q}`,
		digest("+79991234567", "", secret))).ok()
	if sms := b.Outbox("sms"); len(sms) != 1 || !strings.HasPrefix(sms[0].Text, "Внимание! Мобильное приложение") {
		t.Fatalf("outbox is %v, want the warning", sms)
	}
	b.get("listQueue", "").Is(bodyDenied).Because("session_replaced")
}

func TestAPIKeys(t *testing.T) {
	tests := []struct {
		name, authorization, why string
		finding                  bool
	}{
		{"none", "", "key_missing", true}, {"unknown", "purr", "key_unknown", false},
		{"bearer", "Bearer meowmeowmeow", "key_with_scheme", true}, {"revoked", "k2", "key_revoked", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			b.MustRaise("key.issued", `{"key":"k2"}`)
			b.MustRaise("key.revoked", `{"key":"k2"}`)
			b.key = tt.authorization
			for _, op := range ofTIM() {
				r := b.on(op.ID, "1", "").Is(bodyDenied, http.StatusUnauthorized).Because(tt.why)
				if (len(r.Findings) == 1) != tt.finding {
					t.Fatalf("%s: findings are %v", op.ID, r.Findings)
				}
			}
			b.get(listKittens, "").Is(`{"code":401,"message":"Unauthorized -- Your API key is wrong."}`,
				401).Because(tt.why)
		})
	}
}

func TestIssuedKeyWorksAndHasItsOwnSecret(t *testing.T) {
	b := newBench(t)
	out := b.MustRaise("key.issued", `{}`)
	b.key = out["key"].(string)
	d := digest(phone, "", out["digest_secret"].(string))
	b.sid = b.do("registerByDigest", `{"phone_number":"79991234567","digest":"`+d+`"}`).ok().Text("sessionid")
	b.get("listQueue", "").ok()
	b.key = firstKey
	b.get("listQueue", "").Is(bodyDenied).Because("key_differs")
	b.MustRaise("key.revoked", `{"key":"`+out["key"].(string)+`"}`)
	if _, err := b.Raise("key.revoked", `{"key":"`+out["key"].(string)+`"}`); err == nil {
		t.Fatal("revoked twice")
	}
	again := b.MustRaise("key.issued", `{"key":"`+out["key"].(string)+`"}`)
	if again["digest_secret"] == out["digest_secret"] {
		t.Fatal("a key issued anew has its old secret")
	}
}

func TestWithoutKeyHeader(t *testing.T) {
	b := newBench(t, "requireApiKeyHeader=false")
	b.key = ""
	b.do("registerPhone",
		`{"phone_number":"79991234567","device":{"app_key":"nobody"}}`).Is(bodyDenied).Because("app_key_unknown")
	for _, body := range []string{`{"phone_number":"79991234567"}`,
		`{"phone_number":"79991234567","device":{"token":"T"}}`,
		`{"phone_number":"79991234567","device":{"app_key":""}}`} {
		b.do("registerPhone", body).Is(bodyDenied).Because("key_missing")
	}
	if len(b.Outbox("")) != 0 {
		t.Fatal("a registration without any key sent an SMS")
	}
	b.do("registerPhone", `{"phone_number":"79991234567","device":{"app_key":"meowmeowmeow"}}`).ok()
	secret := b.Fake.Credentials()["digest_secret"]
	d := digest(phone, "", secret)
	b.do("registerByDigest", `{"phone_number":"79991234567","digest":"`+d+`"}`).Is(bodyDenied).Because("key_missing")
	b.sid = b.do("registerByDigest",
		`{"phone_number":"79991234567","digest":"`+d+`","device":{"app_key":"meowmeowmeow"}}`).ok().Text("sessionid")
	b.get("listQueue", "").ok()
}
