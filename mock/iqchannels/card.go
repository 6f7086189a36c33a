package iqchannels

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"

	"sparring/mock/excerpt"
	"sparring/mock/rawjson"
)

// flag is a Boolean of a card: JSON's own, or "true" and "false" as both examples have it.
type flag bool

// UnmarshalJSON takes both readings.
func (v *flag) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case "true", `"true"`:
		*v = true
	case "false", `"false"`:
		*v = false
	case "null":
	default:
		return fmt.Errorf(`expected true, false, "true" or "false", got %s`, shorten(b))
	}
	return nil
}

// number is a Long or Integer of a card: a JSON integer, or digits in quotes as every example has it. How large
// it
// may be is a matter of judge, not of reading.
type number string

// integer is a whole number as JSON and Java write it.
var integer = regexp.MustCompile(`^-?[0-9]+$`)

// UnmarshalJSON takes both readings.
func (v *number) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	text := string(bytes.Trim(b, `"`))
	if !integer.MatchString(text) {
		return fmt.Errorf("expected an integer or digits in quotes, got %s", shorten(b))
	}
	*v = number(text)
	return nil
}

func shorten(b []byte) string {
	return excerpt.Of(b, 60)
}

// answer is an answer of an auth service as the chat server reads it: known fields typed, unknown ones let pass. The
// tags
// "card" say what plantable demands of a card for our own service ("core": it is filled in), "bits" how large a number
// of a documented type may be.
// Source: iqchannels#L60-L291.
type answer struct {
	Client      *cardClient   `json:"client"`
	CompanyList []cardCompany `json:"companyList"`
	ErrorCode   string        `json:"errorCode"`
	ErrorText   string        `json:"errorText"`
}

type cardClient struct {
	ID             string            `json:"id" card:"required"`
	Name           string            `json:"name" card:"core"`
	Surname        *string           `json:"surname" card:"core"`
	Firstname      *string           `json:"firstname" card:"core"`
	Patronymic     *string           `json:"patronymic" card:"core"`
	Type           *string           `json:"type" card:"core"`
	Enabled        *flag             `json:"enabled" card:"core"`
	BirthDate      *string           `json:"birthDate" card:"date"`
	ExtRef         *string           `json:"extRef"`
	CardRef        *string           `json:"cardRef"`
	BankBranch     *cardBranch       `json:"bankBranch"`
	CRMURL         *string           `json:"crmURL"`
	INN            *string           `json:"inn"`
	ShortName      *string           `json:"shortName"`
	AccountNumbers *string           `json:"accountNumbers"`
	PositionStream *flag             `json:"positionStream"`
	BetaUser       *flag             `json:"betaUser"`
	LvlClient      *string           `json:"lvlClient"`
	Timezone       *string           `json:"timezone"`
	OSVersion      *string           `json:"osVersion"`
	Device         *string           `json:"device"`
	DeviceVersion  *string           `json:"deviceVersion"`
	Fields         map[string]string `json:"fields"`
	FieldList      []cardField       `json:"fieldList"`
	Contacts       *cardContacts     `json:"contacts"`
	SecretWord     *string           `json:"secretWord"`
	Group          []cardGroup       `json:"group"`
}

type cardBranch struct {
	ID     number `json:"id" bits:"64"`
	ExtRef string `json:"extRef"`
	BIK    string `json:"bik"`
	Name   string `json:"name"`
}

type cardCompany struct {
	ID                   *number `json:"id" card:"required" bits:"32"`
	Name                 string  `json:"name"`
	Type                 string  `json:"type"`
	Enabled              *flag   `json:"enabled"`
	ExtRef               string  `json:"extRef"`
	INN                  string  `json:"inn"`
	KPP                  string  `json:"kpp"`
	Resident             *flag   `json:"resident"`
	Phone                string  `json:"phone"`
	ShortName            string  `json:"shortName"`
	InternationalName    string  `json:"internationalName"`
	OGRN                 string  `json:"ogrn"`
	OGRNDate             string  `json:"ogrnDate" card:"date"`
	InternationalAddress string  `json:"internationalAddress"`
	RegAddress           string  `json:"regAddress"`
}

type cardField struct {
	Name  string `json:"name" card:"required"`
	Value string `json:"value" card:"required"`
}

type cardContacts struct {
	Phone            string `json:"phone"`
	Email            string `json:"email"`
	TelegramUserName string `json:"telegramUserName"`
	WhatsappPhone    string `json:"whatsappPhone"`
}

type cardGroup struct {
	ID          number     `json:"id" card:"required" bits:"64"`
	ParentGroup *cardGroup `json:"parentGroup"`
	Name        string     `json:"name"`
	Description string     `json:"description"`
	Priority    number     `json:"priority" bits:"64"`
}

// maxDepth bounds the recursion of parentGroup, as any JSON of an outsider.
const maxDepth = 500

// errShape says where an answer is not of the documented types; its text goes behind a JSON pointer.
type errShape struct{ pointer, reason string }

// Error is the pointer with the reason; the reason alone for the answer as a whole.
func (e *errShape) Error() string {
	if e.pointer == "" {
		return e.reason
	}
	return e.pointer + ": " + e.reason
}

var (
	errSyntax = errors.New("expected JSON, got something else")
	errDepth  = fmt.Errorf("expected JSON nested at most %d deep, got more", maxDepth)
)

// parseAnswer reads an answer of an auth service. Errors: errSyntax, errDepth, *errShape.
func parseAnswer(data []byte) (*answer, error) {
	deep := rawjson.Depth(data)
	switch {
	case deep <= goDepth && !json.Valid(data):
		return nil, errSyntax
	case deep > maxDepth:
		return nil, errDepth
	}
	var a answer
	if err := json.Unmarshal(data, &a); err != nil {
		if at := misfit(tree(data), reflect.TypeFor[answer](), ""); at != nil {
			return nil, at
		}
		return nil, &errShape{"", "expected each name once, got one twice, with values of two types"}
	}
	if string(bytes.TrimSpace(data)) == "null" {
		return nil, &errShape{"", "expected an object, got null"}
	}
	if a.Client != nil && a.Client.ID == "" {
		return nil, &errShape{"/client/id", "expected the client's id in the CRM, got nothing"}
	}
	return &a, nil
}

// goDepth is where encoding/json stops to read.
const goDepth = 10_000

// enabled reports whether serving the client is allowed. Assumed: a card that does not say so allows it.
func (c *cardClient) enabled() bool { return c.Enabled == nil || bool(*c.Enabled) }

// missing13 lists the fields that 1.3 requires and the card has not.
func (c *cardClient) missing13() []string {
	var out []string
	for _, f := range []struct {
		name string
		has  bool
	}{
		{"accountNumbers", c.AccountNumbers != nil}, {"positionStream", c.PositionStream != nil},
		{"betaUser", c.BetaUser != nil}, {"lvlClient", c.LvlClient != nil}, {"timezone", c.Timezone != nil},
		{"osVersion", c.OSVersion != nil}, {"device", c.Device != nil}, {"deviceVersion", c.DeviceVersion != nil},
	} {
		if !f.has {
			out = append(out, f.name)
		}
	}
	return out
}
