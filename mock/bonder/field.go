package bonder

// thumbnailField is the one variable that is a picture.
const thumbnailField = "thumbnail"

// section is one of the three parts of a card's data.
type section string

const (
	settings        section = "settings"
	translatable    section = "translatable"
	nonTranslatable section = "non-translatable"
)

// check names the rule that a value must keep to be stored.
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
	source  string // its row in the vendor's table
	// address marks the five parts of an address, whose section is a switch (B-30).
	address bool
}

// fields are the variables in the order of the vendor's table; the order is that of every answer.
// Source: bonder#L136-L250; sections: B-30.
var fields = [...]field{
	{"name", translatable, checkName, "bonder#L141-L146", false},
	{"lastname", translatable, checkLastname, "bonder#L147-L152", false},
	{"displayName", translatable, checkText, "bonder#L153-L157", false},
	{"company", translatable, checkText, "bonder#L158-L161", false},
	{"position", translatable, checkText, "bonder#L162-L166", false},
	{"keywords", translatable, checkKeywords, "bonder#L167-L171", false},
	{thumbnailField, nonTranslatable, checkImage, "bonder#L172-L177", false},
	{"phoneA", nonTranslatable, checkPhone, "bonder#L178-L184", false},
	{"phoneB", nonTranslatable, checkPhone, "bonder#L185-L187", false},
	{"mobileA", nonTranslatable, checkPhone, "bonder#L188-L194", false},
	{"mobileB", nonTranslatable, checkPhone, "bonder#L195-L197", false},
	{"skypeA", nonTranslatable, checkToken, "bonder#L198-L201", false},
	{"skypeB", nonTranslatable, checkToken, "bonder#L202-L204", false},
	{"faxA", nonTranslatable, checkPhone, "bonder#L205-L211", false},
	{"faxB", nonTranslatable, checkPhone, "bonder#L212-L214", false},
	{"emailA", nonTranslatable, checkNone, "bonder#L215-L217", false},
	{"emailB", nonTranslatable, checkNone, "bonder#L218-L220", false},
	{"webA", nonTranslatable, checkToken, "bonder#L221-L224", false},
	{"webB", nonTranslatable, checkToken, "bonder#L225-L227", false},
	{"webC", nonTranslatable, checkToken, "bonder#L228-L230", false},
	{"addrStreet", translatable, checkText, "bonder#L231-L234", true},
	{"addrCity", translatable, checkText, "bonder#L235-L238", true},
	{"addrState", translatable, checkText, "bonder#L239-L242", true},
	{"addrZip", translatable, checkText, "bonder#L243-L246", true},
	{"addrCountry", translatable, checkText, "bonder#L247-L250", true},
}

// fieldNamed returns the variable of a name, and reports whether there is one.
func fieldNamed(name string) (field, bool) {
	for _, f := range fields {
		if f.name == name {
			return f, true
		}
	}
	return field{}, false
}

// in returns the section of the variable if addresses belong in addressSection.
func (f field) in(addressSection section) section {
	if f.address {
		return addressSection
	}
	return f.section
}
