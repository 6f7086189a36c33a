package secret

import "strings"

// Plan is positions with folded names, made once for all entries of an API.
type Plan struct {
	headers, cookies, query, fields, path map[string]string
}

// Common returns the positions that hold secrets in every API: headers and names that are not its own, but that a
// client may send all the same.
func Common() Positions {
	fields := map[string]string{
		"token": "token", "access_token": "token", "refresh_token": "token", "id_token": "token",
		"accesstoken": "token", "refreshtoken": "token", "api_key": "key", "apikey": "key", "password": "password",
		"passwd": "password", "pwd": "password",
		"secret": "secret", "client_secret": "secret", "authorization": "token", "x-api-key": "key",
	}
	return Positions{
		Headers: map[string]string{
			"Authorization": "token", "Proxy-Authorization": "token", "X-Api-Key": "key", "Api-Key": "key",
			"Apikey": "key", "X-Auth-Key": "token", "X-Auth-Token": "token", "X-Access-Token": "token",
			"X-Token": "token", "Token": "token",
			"X-Session-Id": "session", "X-Session-Token": "session", "Session-Id": "session", "Password": "password",
			"X-Password": "password", "X-Secret": "secret", "X-Csrf-Token": "token",
		},
		Cookies: map[string]string{"session": "session", "sessionid": "session", "token": "token"},
		Query: map[string]string{
			"token": "token", "access_token": "token", "api_key": "key", "apikey": "key", "key": "key",
			"password": "password", "session_id": "session", "secret": "secret", "authorization": "token",
		},
		Fields: fields,
	}
}

// newPlan joins positions. Later ones replace earlier ones of the same name.
func newPlan(list ...Positions) *Plan {
	p := &Plan{
		headers: map[string]string{}, cookies: map[string]string{}, query: map[string]string{},
		fields: map[string]string{}, path: map[string]string{},
	}
	for _, positions := range list {
		lower(p.headers, positions.Headers)
		lower(p.cookies, positions.Cookies)
		lower(p.query, positions.Query)
		lower(p.fields, positions.Fields)
		lower(p.path, positions.Path)
	}
	return p
}

func lower(into, from map[string]string) {
	for name, kind := range from {
		into[strings.ToLower(name)] = kind
	}
}

// Plans are the places of secrets for all APIs, made once.
type Plans struct {
	byAPI                 map[string]*Plan
	common, all, fromRule *Plan
}

// NewPlans makes the plans of the APIs by their names.
func NewPlans(positions map[string]Positions) *Plans {
	p := &Plans{byAPI: map[string]*Plan{}, common: newPlan(Common()), fromRule: newPlan(Common())}
	for name, kind := range p.fromRule.headers {
		p.fromRule.fields[name] = kind
	}
	all := []Positions{Common()}
	for _, api := range keys(positions) {
		p.byAPI[api] = newPlan(Common(), positions[api])
		all = append(all, positions[api])
	}
	p.all = newPlan(all...)
	return p
}

// Of returns the plan of an API. The empty API has the places of all, an unknown one only those that all APIs share.
func (p *Plans) Of(api string) *Plan {
	if api == "" {
		return p.all
	}
	if plan := p.byAPI[api]; plan != nil {
		return plan
	}
	return p.common
}

// OfRule returns the plan of a fault rule, which matches by header, query and field. Its "code" is an error's.
func (p *Plans) OfRule() *Plan { return p.fromRule }

// fold looks a name up without regard to case and without allocating.
func fold(names map[string]string, name []byte) string {
	var buf [48]byte
	if len(names) == 0 || len(name) > len(buf) {
		return ""
	}
	for i, c := range name {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf[i] = c
	}
	return names[string(buf[:len(name)])]
}

// nested looks up the name of a form's field, which may be that of a place in an object or list: user[password],
// token[].
func nested(names map[string]string, name string) string {
	if kind := fold(names, []byte(name)); kind != "" {
		return kind
	}
	name = strings.TrimSuffix(name, "[]")
	if i := strings.LastIndexAny(name, "[."); i >= 0 && i+1 < len(name) {
		return fold(names, []byte(strings.TrimSuffix(name[i+1:], "]")))
	}
	return fold(names, []byte(name))
}
