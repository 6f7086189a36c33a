package radist

import (
	"fmt"
	"strings"
)

// language is that of the person at a page: Russian if the browser asks for it first, else English.
func (x *exchange) language() string {
	first, _, _ := strings.Cut(x.Header.Get("Accept-Language"), ",")
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(first)), "ru") {
		return "ru"
	}
	return "en"
}

// words writes a text of a page in the language of its reader: a format, or "%s" and a text.
func (x *exchange) words(english string, args ...any) string {
	if x.language() == "ru" {
		if russian, ok := russian[english]; ok {
			english = russian
		}
		for i, arg := range args {
			if text, isText := arg.(string); isText && russian[text] != "" {
				args[i] = russian[text]
			}
		}
	}
	return fmt.Sprintf(english, args...)
}

const refusedScan = "%s is another account than the connection's; the client's next poll is refused and brings a " +
	"new code."

// russian are the texts of the pages. Statuses stay: they are what the client sees.
var russian = map[string]string{
	"fake":                 "подмена",
	"fake, for tests only": "подмена, только для тестов",
	"The server does not answer. Trying again…": "Сервер не отвечает. Пробуем снова…",
	"Copy": "Копировать", "Copied": "Скопировано", "Back": "Назад",
	"What the user sees": "Что видит пользователь", "The phone": "Телефон",
	"new code in": "новый код через", "s of world time": "с времени мира", "clock frozen": "часы остановлены",
	"WhatsApp connection %d": "Подключение WhatsApp %d",
	"Telegram session":       "Сеанс Telegram", "MAX session": "Сеанс MAX",
	"The phone with WhatsApp": "Телефон с WhatsApp", "The phone with Telegram": "Телефон с Telegram",
	"The phone with MAX": "Телефон с MAX",
	"Scan the code":      "Сканировать код", "Scan with 2FA": "Сканировать, есть 2FA", "Log out": "Выйти",
	"Read the code": "Прочитать код", "Read it, with 2FA": "Прочитать, есть 2FA",
	"Account": "Аккаунт", "Your login code:": "Код для входа:", "My 2FA password:": "Пароль 2FA:",
	"scan the code with WhatsApp on the phone":      "отсканируйте код в WhatsApp на телефоне",
	"the phone %s is connected":                     "телефон %s подключён",
	"scan the code with the app on the phone":       "отсканируйте код в приложении на телефоне",
	"the client asks its user for the code":         "клиент спрашивает у пользователя код",
	"the client asks its user for the 2FA password": "клиент спрашивает у пользователя пароль 2FA",
	"the client may now make the connection":        "клиент может создать подключение",
	"connection %d is logged in by it":              "подключение %d создано этим входом",
	"the client has to open a new session":          "клиенту нужно открыть новый сеанс",
	"Authorizes connection %d again.":               "Повторный вход подключения %d.",
	"That did not work: %s.":                        "Не получилось: %s.",
	"There is no such button.":                      "Такой кнопки нет.",
	"connection %d was logged out; the client has to open a new session": "сеанс подключения %d завершён, " +
		"клиенту нужно открыть новый",
	refusedScan: "%s — " +
		"не тот аккаунт, что у подключения; следующий опрос клиента будет отклонён и принесёт новый код.",
}
