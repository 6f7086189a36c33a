package radist

import (
	"strings"
	"testing"
)

// bad is a malformed or impossible request and what it is answered.
type bad struct {
	method, path string
	body         any
	status       int
	places       []string
}

// beyond is an id that no int64 holds.
const beyond = "99999999999999999999999"

func badPaths() []bad {
	return []bad{
		{"GET", "/v2/companies/abc/connections/", nil, 422, []string{"path.company_id int_parsing"}},
		{"GET", "/v2/companies/-7/connections/", nil, 404, nil},
		{"GET", "/v2/companies/" + beyond + "/connections/", nil, 404, nil},
		{"GET", v2 + "/connections/x%2Fy", nil, 422, []string{"path.connection_id int_parsing"}},
		{"GET", v2 + "/connections/-1", nil, 404, nil},
		{"GET", v2 + "/connections/" + beyond, nil, 404, nil},
		{"GET", v2 + "/connections/1.5/whatsapp/status", nil, 422, []string{"path.connection_id int_parsing"}},
		{"DELETE", v2 + "/webhooks/abc", nil, 422, []string{"path.webhook_id int_parsing"}},
		{"DELETE", v2 + "/webhooks/5", nil, 404, nil},
		{"GET", v2 + "/connections/?limit=0", nil, 422, []string{"query.limit greater_than_equal"}},
		{
			"GET",
			v2 + "/connections/?limit=101&offset=-1",
			nil,
			422,
			[]string{"query.limit less_than_equal", "query.offset greater_than_equal"},
		},
		{"GET", v2 + "/connections/?limit=" + beyond, nil, 422, []string{"query.limit less_than_equal"}},
		{"GET", v2 + "/connections/?limit=-" + beyond, nil, 422, []string{"query.limit greater_than_equal"}},
		{
			"GET",
			v2 + "/connections/?limit=&offset=x",
			nil,
			422,
			[]string{"query.limit int_parsing", "query.offset int_parsing"},
		},
		{"GET", "/v2/companies/?limit=x", nil, 422, []string{"query.limit int_parsing"}},
		{"GET", v2 + "/contacts/?order_by=name", nil, 422, []string{"query.order_by enum"}},
		{"GET", v2 + "/messaging/messages/", nil, 422, []string{"query.chat_id missing"}},
		{
			"GET",
			v2 + "/messaging/messages/?chat_id=x&until=yesterday",
			nil,
			422,
			[]string{"query.chat_id int_parsing", "query.until datetime_from_date_parsing"},
		},
		{"GET", v2 + "/messaging/messages/?chat_id=5", nil, 404, nil},
		{
			"GET",
			v2 + "/messaging/chats/with_contacts/?cursor=%21&limit=1000",
			nil,
			422,
			[]string{"query.limit less_than_equal", "query.cursor value_error"},
		},
	}
}

func badBodies() []bad {
	const session = "fc9132a1-3992-4b57-a9d3-102e17438ae7"
	megabyte := strings.Repeat("9", 1_000_000)
	return []bad{
		{"POST", v2 + "/connections/", fields{}, 422, []string{"body.type missing"}},
		{"POST", v2 + "/connections/", fields{"type": 5}, 422, []string{"body.type string_type"}},
		{"POST", v2 + "/connections/", fields{"type": "icq"}, 422, []string{"body.type enum"}},
		{"POST", v2 + "/connections/", fields{"type": "telegram"}, 422, []string{"body.params missing"}},
		{
			"POST",
			v2 + "/connections/",
			fields{"type": "telegram", "params": nil},
			422,
			[]string{"body.params dict_type"},
		},
		{
			"POST",
			v2 + "/connections/",
			fields{"type": "telegram", "params": []int{}},
			422,
			[]string{"body.params dict_type"},
		},
		{
			"POST",
			v2 + "/connections/",
			fields{"type": "telegram", "params": fields{"session_id": "x"}},
			422,
			[]string{"body.params.session_id uuid_parsing"},
		},
		{"POST", v2 + "/connections/", fields{"type": "telegram", "params": fields{"api_key": "1:a"}}, 422,
			[]string{"body.params.session_id missing", "body.params.api_key extra_forbidden"}},
		{
			"POST",
			v2 + "/connections/",
			fields{"type": "whatsapp", "params": fields{"phone": "1"}},
			422,
			[]string{"body.params.phone extra_forbidden"},
		},
		{"POST", v2 + "/connections/", fields{"type": "odnoklassniki", "name": 5, "params": fields{"api_key": 1}}, 422,
			[]string{"body.name string_type", "body.params.api_key string_type"}},
		{"POST", v2 + "/connections/", fields{"type": "telegram", "params": fields{"session_id": session}}, 404, nil},

		{"PATCH", v2 + "/connections/101", fields{"type": "whatsapp"}, 422, []string{"body.type extra_forbidden"}},
		{
			"PATCH",
			v2 + "/connections/101",
			fields{"params": fields{"phone": "x"}},
			422,
			[]string{"body.params.phone extra_forbidden"},
		},
		{
			"PATCH",
			v2 + "/connections/101",
			fields{"params": fields{"api_key": "x"}},
			422,
			[]string{"body.params.api_key extra_forbidden"},
		},
		{"PATCH", v2 + "/connections/999", fields{"name": "x"}, 404, nil},

		{"POST", v2 + "/telegram/init", fields{}, 422, []string{"body.auth_type missing"}},
		{"POST", v2 + "/telegram/init", fields{"auth_type": "sms"}, 422, []string{"body.auth_type enum"}},
		{
			"POST",
			v2 + "/telegram/init",
			fields{"auth_type": "code", "phone": megabyte},
			422,
			[]string{"body.phone string_pattern_mismatch"},
		},
		{
			"POST",
			v2 + "/telegram/init",
			fields{"auth_type": "qr", "connection_id": "x"},
			422,
			[]string{"body.connection_id int_parsing"},
		},
		{
			"POST",
			v2 + "/telegram/init",
			fields{"auth_type": "qr", "connection_id": 1.5},
			422,
			[]string{"body.connection_id int_type"},
		},
		{"POST", v2 + "/telegram/init", `{"auth_type":"qr","connection_id":` + beyond + `}`, 404, nil},
		{"POST", v2 + "/telegram/init", fields{"auth_type": "qr", "connection_id": 101}, 400, nil},
		{"POST", v2 + "/telegram/login", fields{}, 422, []string{"body.session_id missing"}},
		{
			"POST",
			v2 + "/telegram/login",
			fields{"session_id": session, "code": 12345},
			422,
			[]string{"body.code string_type"},
		},
		{"POST", v2 + "/telegram/login", fields{"session_id": session}, 404, nil},
		{"POST", v2 + "/max_personal/init", fields{"phone": nil}, 422, []string{"body.phone string_type"}},
		{"POST", v2 + "/max_personal/login", fields{"session_id": "x"}, 422, []string{"body.session_id uuid_parsing"}},

		{"POST", v2 + "/messaging/chats/", fields{"connection_id": 101}, 422, []string{"body.phone missing"}},
		{
			"POST",
			v2 + "/messaging/chats/",
			fields{"connection_id": true, "phone": "x"},
			422,
			[]string{"body.connection_id int_type", "body.phone string_pattern_mismatch"},
		},
		{
			"POST",
			v2 + "/messaging/chats/",
			fields{"connection_id": 101, "phone": "79990000002", "contact_id": 77},
			404,
			nil,
		},
		{"POST", v2 + "/messaging/chats/", fields{"connection_id": 999, "phone": "79990000002"}, 404, nil},
		{"POST", v2 + "/messaging/messages/", fields{}, 422,
			[]string{
				"body.connection_id missing",
				"body.chat_id missing",
				"body.message_type missing",
				"body.text missing",
			}},
		{
			"POST",
			v2 + "/messaging/messages/",
			fields{
				"connection_id": 101,
				"chat_id":       9,
				"mode":          "sync",
				"message_type":  "voice",
				"text":          fields{"text": ""},
			},
			422,
			[]string{"body.mode enum", "body.message_type enum", "body.text.text string_too_short"},
		},
		{
			"POST",
			v2 + "/messaging/messages/",
			fields{"connection_id": 101, "chat_id": 9, "message_type": "text", "text": fields{"text": "x"}},
			404,
			nil,
		},
		{
			"POST",
			v2 + "/contacts/",
			fields{"phones": []any{1, fields{"type": "work", "value": "x"}, fields{}}},
			422,
			[]string{
				"body.name missing", "body.phones.0 dict_type", "body.phones.1.value " +
					"string_pattern_mismatch", "body.phones.2.type missing", "body.phones.2.value missing"},
		},
		{"POST", v2 + "/webhooks/", fields{"url": "ftp://x", "events": []any{"x", 5}}, 422,
			[]string{"body.url url_parsing", "body.events.0 enum", "body.events.1 enum"}},
		{
			"POST",
			v2 + "/webhooks/",
			fields{"url": "", "events": []any{}},
			422,
			[]string{"body.url string_too_short", "body.events too_short"},
		},
		{"POST", v2 + "/webhooks/", fields{"url": "http://x", "events": "all"}, 422, []string{"body.events list_type"}},
		{
			"POST",
			v2 + "/webhooks/",
			fields{"url": "http://x", "events": []any{"messages.create"}, "connection_id": 0},
			404,
			nil,
		},
	}
}

func TestBadInput(t *testing.T) {
	for _, c := range append(badPaths(), badBodies()...) {
		b := newBench(t)
		b.whatsapp()
		before := b.state()
		r := b.call(c.method, c.path, c.body).status(c.status)
		if c.places != nil {
			r.invalid(c.places...)
		}
		if len(r.Body) > 2000 {
			t.Errorf("%s echoes %d bytes", r.asked, len(r.Body))
		}
		if b.state() != before {
			t.Errorf("%s was refused and changed the state", r.asked)
		}
	}
}
