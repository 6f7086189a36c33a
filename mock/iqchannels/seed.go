package iqchannels

import "encoding/json"

// The tokens of the clients that every new world knows.
const (
	// a natural person, all fields up to 1.3; the token of the document's example
	TokenPerson   = "a57974242d0146c28056"
	TokenCompany  = "f3b1c7d05e9a48a2b6d4" // a legal entity with two companies, one of them disabled
	TokenDisabled = "9d2e61c8a74f4b03b5e1" // enabled is false
	TokenPlain    = "5a0c4e7791b24d6f8e33" // a card without the fields of 1.3
	TokenFields   = "e81f5d3c20a94c7bb6d2" // extra data only in the deprecated fields
	TokenExample  = "c40b9e2716f84d5fa3d8" // the document's second example: type "2", enabled "false", two companies
)

// Channels that every new world has.
const (
	ChannelSupport  = "support"
	ChannelBusiness = "business"
)

// seedCards are the answers of the auth service, by token. INN, OGRN, SNILS and accounts have valid check digits, BIKs
// are
// of Moscow and Saint Petersburg. Quotes in names are deliberate, the document's own example has them.
var seedCards = []struct{ token, answer string }{
	{
		TokenPerson,
		`{"client":{"id":"1064775","name":"Смирнова Анна Викторовна","surname":"Смирнова","firstname":"Анна",` +
			`"patronymic":"Викторовна","shortName":"Смирнова А. В.","birthDate":"1976-03-31","type":"0",` +
			`"enabled":true,` +
			`"extRef":"1","cardRef":"7700419853","bankBranch":{"id":720987,"extRef":"1","bik":"044525974",` +
			`"name":"Операционный офис \"Тверской\""},"crmURL":"https://crm.bank.example.ru/clients/1064775",` +
			`"inn":"771234567859","accountNumbers":"40817810000000012345","positionStream":false,"betaUser":true,` +
			`"lvlClient":"VIP","timezone":"Europe/Moscow","osVersion":"iOS 17.4","device":"iPhone 15",` +
			`"deviceVersion":"5.12.0",` +
			`"fieldList":[{"name":"СНИЛС","value":"112-233-445 95"},{"name":"Сегмент","value":"Премиум"},` +
			`{"name":"Персональный менеджер","value":"Орлов Игорь \"Премьер\""}],` +
			`"contacts":{"phone":"+79161234567","email":"a.smirnova@example.ru","telegramUserName":"anna_smirnova",` +
			`"whatsappPhone":"79161234567"},"secretWord":"ромашка","group":[{"id":112,"name":"Премиум",` +
			`"description":"Клиенты с остатком от 5 млн рублей","priority":5,` +
			`"parentGroup":{"id":11,"name":"Розница","parentGroup":{"id":1,"name":"Все клиенты"}}}]}}`,
	},
	{TokenCompany, `{"client":{"id":"124625","name":"Кузнецов Пётр Ильич","surname":"Кузнецов","firstname":"Пётр",` +
		`"patronymic":"Ильич","shortName":"Кузнецов П. И.","birthDate":"1973-09-02","type":"1","enabled":true,` +
		`"inn":"780456123947","accountNumbers":"40702810600000004321","positionStream":true,"betaUser":false,` +
		`"lvlClient":"Корпоративный","timezone":"Europe/Moscow","osVersion":"Windows 11","device":"desktop",` +
		`"deviceVersion":"3.4.1","fieldList":[{"name":"Должность","value":"Генеральный директор"}]},` +
		`"companyList":[{"id":225760,"name":"Общество с ограниченной ответственностью \"Лига\"","type":"1",` +
		`"enabled":true,` +
		`"extRef":"561","inn":"7708123450","kpp":"770801001","resident":true,"phone":"+74951234567",` +
		`"shortName":"ООО \"Лига\"","internationalName":"LIGA LLC","ogrn":"1027700456783","ogrnDate":"2002-11-05",` +
		`"internationalAddress":"14 Tverskaya St., Moscow, 125009","regAddress":"125009, г. Москва, ул. Тверская, ` +
		`д. 14"},` +
		`{"id":124612,"name":"Общество с ограниченной ответственностью \"Капитолий\"","type":"1","enabled":false,` +
		`"extRef":"560","inn":"7810476150","kpp":"781001001","resident":true,"phone":"+78127654321",` +
		`"shortName":"ООО \"Капитолий\"","internationalName":"CAPITOLIY LLC","ogrn":"1157847123455",` +
		`"ogrnDate":"2015-04-20","internationalAddress":"3 Nevsky Ave., Saint Petersburg, 191186"}]}`},
	{TokenDisabled, `{"client":{"id":"2087431","name":"Волков Денис Олегович","surname":"Волков","firstname":"Денис",` +
		`"patronymic":"Олегович","birthDate":"1988-12-14","type":"0","enabled":false,"inn":"631904512747",` +
		`"accountNumbers":"40817810400000077702","positionStream":false,"betaUser":false,"lvlClient":"Стандарт",` +
		`"timezone":"Europe/Samara","osVersion":"Android 14","device":"Pixel 8","deviceVersion":"5.11.2"}}`},
	{
		TokenPlain,
		`{"client":{"id":"3150926","name":"Лебедева Мария Сергеевна","surname":"Лебедева","firstname":"Мария",` +
			`"patronymic":"Сергеевна","shortName":"Лебедева М. С.","birthDate":"1992-02-29","type":"0",` +
			`"enabled":true,` +
			`"extRef":"77","inn":"502471829332","bankBranch":{"id":720990,"extRef":"14","bik":"044525225",` +
			`"name":"Дополнительный офис \"Мытищи\""},"fieldList":[{"name":"Канал привлечения","value":"Отделение"}],` +
			`"contacts":{"phone":"+79037654321"}}}`,
	},
	{
		TokenFields,
		`{"client":{"id":"4478215","name":"Новикова Ольга Андреевна","surname":"Новикова","firstname":"Ольга",` +
			`"patronymic":"Андреевна","birthDate":"1965-07-19","type":"0","enabled":true,"inn":"772938475606",` +
			`"bankBranch":{"id":721004,"bik":"044030653","name":"Отделение \"Невское\""},` +
			`"fields":{"Категория":"Пенсионер","Договор ДКБО":"№ 77-0451/2019"}}}`,
	},
	{TokenExample, exampleCompanies},
}

// seedAnswers belong to all worlds.
var seedAnswers = func() (list []json.RawMessage) {
	for _, c := range seedCards {
		list = append(list, json.RawMessage(c.answer))
	}
	return list
}()

// seed puts the cards, two channels and an operator.
func (x *exchange) seed() {
	for i, c := range seedCards {
		x.tokens.Put(c.token, Token{Value: c.token, Answer: seedAnswers[i]})
	}
	for _, c := range []Channel{
		{ID: 1, Name: ChannelSupport, Title: "Физические лица", Description: "Поддержка физических лиц"},
		{ID: 2, Name: ChannelBusiness, Title: "Юридические лица", Description: "Поддержка юридических лиц"},
	} {
		c.CreatedAt = x.Now()
		x.channels.Put(c.ID, c)
	}
	x.users.Put(1, User{
		ID: 1, Name: "Морозова Ольга Павловна", DisplayName: "Ольга", Email: "o.morozova@bank.example.ru",
		CreatedAt: x.Now(),
	})
}
