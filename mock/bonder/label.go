package bonder

import "strings"

// labelled are the fields that have a label on a card, in this order in labels.
var labelled = []string{
	"phone", "mobile", "fax", "email", "web", "addrStreet", "addrCity", "addrState", "addrZip", "addrCountry",
}

// labels are those of a card, by its language; a card in another language has English ones.
var labels = map[string][]string{
	"en": {"Phone", "Mobile", "Fax", "Email", "Web", "Street", "City", "State", "Postcode", "Country"},
	"ru": {"Телефон", "Мобильный", "Факс", "Почта", "Сайт", "Улица", "Город", "Область", "Индекс", "Страна"},
	"pl": {
		"Telefon", "Komórka", "Faks", "E-mail", "Strona", "Ulica", "Miasto", "Województwo", "Kod pocztowy", "Kraj",
	},
	"de": {"Telefon", "Mobil", "Fax", "E-Mail", "Web", "Straße", "Ort", "Bundesland", "PLZ", "Land"},
	"uk": {"Телефон", "Мобільний", "Факс", "Пошта", "Сайт", "Вулиця", "Місто", "Область", "Індекс", "Країна"},
	"fr": {"Téléphone", "Mobile", "Fax", "E-mail", "Site", "Rue", "Ville", "Région", "Code postal", "Pays"},
	"es": {
		"Teléfono", "Móvil", "Fax", "Correo", "Web", "Calle", "Ciudad", "Provincia", "Código postal", "País",
	},
	"it": {"Telefono", "Cellulare", "Fax", "E-mail", "Sito", "Via", "Città", "Provincia", "CAP", "Paese"},
	"ar": {"هاتف", "جوال", "فاكس", "بريد إلكتروني", "موقع", "الشارع", "المدينة", "المنطقة", "الرمز البريدي", "البلد"},
	"he": {"טלפון", "נייד", "פקס", "דוא״ל", "אתר", "רחוב", "עיר", "מחוז", "מיקוד", "מדינה"},
}

// label is what a person reads before a value, and whether it is in the language of the card.
func (l languageView) label(field string) (text string, own bool) {
	words, own := labels[l.Lang]
	if !own {
		words, own = labels["en"], l.Lang == universal
	}
	for i, name := range labelled {
		if field == name || strings.TrimRight(field, "ABC") == name {
			return words[i], own
		}
	}
	return strings.TrimRight(field, "AB"), false // a name such as skype
}
