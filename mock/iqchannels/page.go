package iqchannels

import "encoding/json"

// The two examples of the page, letter by letter: names, order and values, also where they contradict the tables
// . The Cyrillic texts are ours: they were lost when the page was read.
// Source: iqchannels#L299-L335, iqchannels#L337-L396.
const (
	examplePerson = `{"client":{"id":"1064775","name":"Смирнова Анна Викторовна","surname":"Смирнова",` +
		`"firstname":"Анна",` +
		`"patronymic":"Викторовна","shortName":"Смирнова А. В.","birthDate":"1976-03-31","type":"0","enabled":"true",` +
		`"extRef":"1","bankBranch":{"id":"720987","extRef":"1","bik":"042809888","name":"Филиал \"Центральный\""},` +
		`"fieldList":[{"name":"Номер договора","value":"1234567890"},{"name":"Сегмент","value":"Премиум"}]}}`
	exampleCompanies = `{"client":{"id":"124625","name":"Кузнецов Пётр Ильич","surname":"Кузнецов",` +
		`"firstname":"Пётр",` +
		`"patronymic":"Ильич","birthDate":"1973-09-02","type":"2","enabled":"false"},` +
		`"companyList":[{"id":"225760","name":"ООО \"Лига\"","extRef":"561","inn":"7701028744","kpp":"770001001",` +
		`"resident":"true","phone":"+79093342334","shortName":"ООО Лига","internationalName":"LIGA JSC",` +
		`"ogrn":"1057703026633","ogrnDate":"2005-02-11"},` +
		`{"id":"124612","name":"ООО \"Капитолий\"","extRef":"560","inn":"7701058541","kpp":"770001001",` +
		`"resident":"true","phone":"123-34-45","shortName":"ООО Капитолий","internationalName":"CAPITOLIY JSC",` +
		`"ogrn":"2801283419468","internationalAddress":"Москва","regAddress":""}]}`
)

// pageExample returns the page's example for the page's token, unless a test has changed its card; nil for others.
func pageExample(t *Token) []byte {
	if t.Value == TokenPerson && string(t.Answer) == seedCards[0].answer {
		return json.RawMessage(examplePerson)
	}
	return nil
}
