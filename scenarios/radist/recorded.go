package radist

import (
	"encoding/json"

	"sparring/mock/journal"
)

// recorded says what an entry shows of a login: a client that logs in talks with a user.
func recorded(e *journal.Entry) (english, russian string) {
	if raised, ok := e.Raised(); ok {
		switch raised.Name {
		case "telegram.qr_scanned", "whatsapp.qr_scanned":
			return "the user scans the QR", "пользователь сканирует QR"
		case "telegram.code", "max.code":
			return "the user reads the code", "пользователь читает код"
		}
		return "", ""
	}
	var asked struct {
		Type     string `json:"type"`
		AuthType string `json:"auth_type"`
		Code     string `json:"code"`
		Password string `json:"password"`
	}
	if e.Request == nil || json.Unmarshal(e.Request.Body, &asked) != nil {
		return "", ""
	}
	switch e.Operation {
	case "TelegramInitializeSession":
		if asked.AuthType == "code" {
			return "the client connects Telegram by code", "клиент подключает Telegram по коду"
		}
		return "the client connects Telegram by QR", "клиент подключает Telegram по QR"
	case "MaxPersonalInitializeSession":
		return "the client connects MAX", "клиент подключает MAX"
	case "ConnectionsCreateConnection":
		if asked.Type == "whatsapp" {
			return "the client connects WhatsApp", "клиент подключает WhatsApp"
		}
	case "TelegramSendLoginRequest", "MaxPersonalSendLoginRequest":
		wrong := e.Response != nil && e.Response.Status >= 400
		switch {
		case asked.Password != "" && wrong:
			return "the user enters a wrong password", "пользователь вводит неверный пароль"
		case asked.Password != "":
			return "the user enters the right password", "пользователь вводит верный пароль"
		case asked.Code != "" && wrong:
			return "the user enters a wrong code", "пользователь вводит неверный код"
		case asked.Code != "":
			return "the user enters the right code", "пользователь вводит верный код"
		}
	}
	return "", ""
}
