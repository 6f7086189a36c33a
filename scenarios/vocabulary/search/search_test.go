package search_test

import (
	"strings"
	"testing"

	bonder "sparring/scenarios/bonder/sentences"
	iqchannels "sparring/scenarios/iqchannels/sentences"
	radist "sparring/scenarios/radist/sentences"
	"sparring/scenarios/steps"
	timconnect "sparring/scenarios/timconnect/sentences"
	"sparring/scenarios/vocabulary"
	"sparring/scenarios/vocabulary/search"
)

// TestFind: the sentence is among the first three that the words find, whatever their endings, with a typing error and
// in either language.
func TestFind(t *testing.T) {
	all := search.New(vocabulary.New(
		steps.Shared(), []vocabulary.API{bonder.API(), iqchannels.API(), radist.API(), timconnect.API()},
	).Steps())
	for words, want := range map[string]string{
		"wrong password":             "the user enters a wrong password",
		"wrnog pasword":              "the user enters a wrong password",
		"неверный пароль":            "the user enters a wrong password",
		"неверного пароля":           "the user enters a wrong password",
		"сканировать":                "the user scans the QR",
		"scan QR":                    "the user scans the QR",
		"отсканировал qr":            "the user scans the QR",
		"подключить телеграм qr":     "the client connects Telegram by QR",
		"Telegram QR":                "the client connects Telegram by QR",
		"часы":                       "the clock is frozen",
		"остановить время":           "the clock is frozen",
		"сервер ответит ошибкой":     "with the error",
		"удаление профиля":           "the client deletes the profile",
		"токен истек":                "the token expires",
		"token revoked":              "the token is revoked",
		"оператор написал":           "an operator writes",
		"bonder профиль":             "a profile",
		"заблокировано устройство":   "the device is blocked",
		"заголовок":                  "has the header",
		"нарушение":                  "the server records the violation",
		"сессия истекла":             "the session expires",
		"held requests released":     "the held requests are released",
		"успех":                      "reports success",
		"совет":                      "with the advice",
		"подпиской":                  "connection",
		"CLOCK":                      "the clock is frozen",
		"клиент всё ещё работает":    "the client still works",
		"сообщения в архиве":         "messages are in the archive",
		"reconnect Telegram by code": "the client connects Telegram by code",
	} {
		found := all.Find(strings.Fields(words))
		at := -1
		for i := range min(3, len(found)) {
			if strings.Contains(found[i].English, want) && at < 0 {
				at = i
			}
		}
		if at < 0 {
			var got []string
			for _, f := range found[:min(3, len(found))] {
				got = append(got, f.English)
			}
			t.Errorf("%q: expected %q among the first of %d, got %q", words, want, len(found), got)
		}
	}
	for _, words := range []string{"", "  ", "ы", "xyzzyx", "«»"} {
		if found := all.Find(strings.Fields(words)); len(found) > 0 {
			t.Errorf("%q: expected nothing, got %d, %q", words, len(found), found[0].English)
		}
	}
}
