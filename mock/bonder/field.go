package bonder

// section is one of the three parts of a card's data.
type section string

const (
	settings        section = "settings"
	translatable    section = "translatable"
	nonTranslatable section = "non-translatable"
)

// check names the rule a value must keep to be stored (reference section 5).
type check uint8

const (
	checkName check = iota
	checkLastname
	checkText
	checkKeywords
	checkToken // Skype names and addresses on the web: no spaces
	checkPhone
	checkNone
	checkImage
)

// field is one variable of a card.
type field struct {
	name    string
	section section
	check   check
	// certain is false where the section is an inference: the column that said it has lost its icons (B-30).
	certain bool
	// address marks the five parts of an address, whose section is a switch (B-30).
	address bool
}

// fields are the variables in the order of the vendor's table; the order is that of every answer.
// Source: bonder, "Переменные"; sections: B-30.
var fields = [...]field{
	{"name", translatable, checkName, true, false},
	{"lastname", translatable, checkLastname, true, false},
	{"displayName", translatable, checkText, true, false},
	{"company", translatable, checkText, false, false},
	{"position", translatable, checkText, true, false},
	{"keywords", translatable, checkKeywords, true, false},
	{"thumbnail", nonTranslatable, checkImage, true, false},
	{"phoneA", nonTranslatable, checkPhone, false, false},
	{"phoneB", nonTranslatable, checkPhone, false, false},
	{"mobileA", nonTranslatable, checkPhone, true, false},
	{"mobileB", nonTranslatable, checkPhone, true, false},
	{"skypeA", nonTranslatable, checkToken, false, false},
	{"skypeB", nonTranslatable, checkToken, false, false},
	{"faxA", nonTranslatable, checkPhone, false, false},
	{"faxB", nonTranslatable, checkPhone, false, false},
	{"emailA", nonTranslatable, checkNone, true, false},
	{"emailB", nonTranslatable, checkNone, true, false},
	{"webA", nonTranslatable, checkToken, false, false},
	{"webB", nonTranslatable, checkToken, false, false},
	{"webC", nonTranslatable, checkToken, false, false},
	{"addrStreet", translatable, checkText, false, true},
	{"addrCity", translatable, checkText, false, true},
	{"addrState", translatable, checkText, false, true},
	{"addrZip", translatable, checkText, false, true},
	{"addrCountry", translatable, checkText, false, true},
}

// fieldNamed finds a variable by its name.
func fieldNamed(name string) (field, bool) {
	for _, f := range fields {
		if f.name == name {
			return f, true
		}
	}
	return field{}, false
}

// in says in which section the variable belongs when addresses belong in addressSection.
func (f field) in(addressSection section) section {
	if f.address {
		return addressSection
	}
	return f.section
}
