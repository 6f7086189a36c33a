package timconnect

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"

	"sparring/mock/fake"
	"sparring/mock/world"
)

const senderName = "TIMCONNECT" // the sender in the page's sample message

// registerPhone sends an activation code by SMS. The phone is checked first; device may be left out. A phone that is
// active gets a warning, too. Source: timconnect-1.7.1 §3.3, 4.3 and 6; T-18, T-20, T-24, T-25.
func (x *exchange) registerPhone() (fake.Response, error) {
	sent, phone, err := x.phone()
	if err != nil {
		return refused(err)
	}
	key, token, err := x.application()
	if err != nil {
		return refused(err)
	}
	if err := x.mayRegister(phone); err != nil {
		return refused(err)
	}
	x.warn(phone)
	x.replace(phone)
	code := x.newCode()
	x.codes.Put(phone, Code{Code: code, ExpiresAt: x.Now().Add(codeTTL.Get(x)), Key: key, Token: token})
	x.Secret("code", code)
	x.sms(phone, senderName, "Код активации: "+code)
	return success(answer{Result: successful, Message: "Sent SMS activation code to " + sent})
}

func (x *exchange) newDigestSecret() string { return x.Chance().Text(world.Hex, 32) }

// newCode draws four digits. They begin with a zero, which a client loses that takes them for a number; and no code is
// mistaken for a year in a text.
func (x *exchange) newCode() string { return "0" + x.Chance().Text(world.Digits, codeLength)[1:] }

const codeLength = 4

// confirmPhone exchanges the code for a session and credentials. No pending code: it "does not exist"; a wrong or
// expired one is "not valid". A code works once. Source: timconnect-1.7.1 §3.3, 4.3, "Errors"; T-19, T-20, T-21, T-38.
func (x *exchange) confirmPhone() (fake.Response, error) {
	phone, ok := x.normalise(x.fields.text("phone_number"))
	pending, sent := x.codes.Get(phone)
	switch {
	case !ok:
		x.Because("phone_unreadable", "phone_number is not a phone number, so no code was sent to it")
		return refused(codeUnknown)
	case !sent:
		x.Because("code_never_sent", "no code is pending for "+phone+": none was asked for, or it was used")
		x.codes.NotFound()
		return refused(codeUnknown)
	case x.key != "" && pending.Key != "" && pending.Key != x.key:
		x.Because("key_differs", "the code was asked for with another API key")
		return refused(codeUnknown)
	case x.fields.scalar("code") != pending.Code:
		x.Because("code_wrong", "the code differs from the one sent to "+phone)
		return refused(codeInvalid)
	case !x.Now().Before(pending.ExpiresAt):
		x.Because("code_expired", "the code ended at "+stamp(pending.ExpiresAt))
		return refused(codeInvalid)
	}
	if err := x.mayRegister(phone); err != nil {
		return refused(err)
	}
	return x.register(phone, pending.Key, pending.Token)
}

// registered is the vendor's spelling (T-38).
const registered = "Registration succsesful"

// registerByDigest registers a phone whose owner the bank's server has verified; the bank signs the request.
// Source: timconnect-1.7.1 §2.2 and 4.3; T-36.
//
// Assumed: the digest is the lower-case hexadecimal SHA-256 of phone_number as sent, push token and the key's secret;
// the parts are documented, the formula is given on request only.
func (x *exchange) registerByDigest() (fake.Response, error) {
	sent, phone, err := x.phone()
	if err != nil {
		return refused(err)
	}
	key, token, err := x.application()
	if err != nil {
		return refused(err)
	}
	k, _ := x.keys.Get(key)
	want := digest(sent, token, k.DigestSecret)
	if subtle.ConstantTimeCompare([]byte(want), []byte(x.fields.text("digest"))) != 1 {
		x.Because("digest_wrong",
			"the digest is not the SHA-256 of phone_number, device.token and the secret of the key")
		return refused(denied)
	}
	if err := x.mayRegister(phone); err != nil {
		return refused(err)
	}
	x.warn(phone)
	return x.register(phone, key, token)
}

func digest(phone, token, secret string) string {
	sum := sha256.Sum256([]byte(phone + token + secret))
	return hex.EncodeToString(sum[:])
}

// phone reads phone_number: as sent, and as it is kept.
func (x *exchange) phone() (sent, kept string, err error) {
	sent = x.fields.text("phone_number")
	kept, ok := x.normalise(sent)
	if !ok {
		x.Because("phone_unreadable", "phone_number is not a phone number under phoneFormat "+phoneFormat.Get(x))
		return sent, "", phoneInvalid
	}
	return sent, kept, nil
}

// application reads the optional device: the API key the device is registered with and its push token. An app_key must
// be the key of the header. With requireApiKeyHeader off the header may be missing, but one of the two is needed
// (T-10).
func (x *exchange) application() (key, token string, err error) {
	device, given, ok := x.fields.object("device")
	appKey, keyOK := device.optional("app_key")
	token, tokenOK := device.optional("token")
	switch {
	case !ok || !keyOK || !tokenOK:
		return "", "", fieldInvalid("field_invalid", "device", textValue)
	case (!given || appKey == "") && x.key == "":
		x.Because("key_missing", "neither the header Authorization nor device.app_key names the application")
		return "", "", denied
	case !given || appKey == "":
		return x.key, token, nil
	case x.key != "" && appKey != x.key:
		x.Because("app_key_differs", "device.app_key is not the API key of the header")
		return "", "", denied
	case !x.hasLiveKey(appKey):
		x.Because("app_key_unknown", "device.app_key is not an API key of this world")
		return "", "", denied
	}
	return appKey, token, nil
}

// mayRegister refuses a blocked phone, unless a phone may have several devices.
func (x *exchange) mayRegister(phone string) error {
	if !multiDevice.Get(x) && anyOf(x.current(phone), x.Now(), blocked) {
		x.Because("device_blocked", "the device of "+phone+" is blocked and cannot be registered anew")
		return deviceBlocked
	}
	return nil
}

// warn sends an SMS to an active phone that is being registered again. Source: timconnect-1.7.1 §6; T-25.
func (x *exchange) warn(phone string) {
	if !anyOf(x.current(phone), x.Now(), active) {
		return
	}
	x.Because("reregistration_warned", phone+" was active, so it was warned by SMS")
	x.sms(phone, senderName, "Внимание! Мобильное приложение на устройстве, привязанном к номеру "+phone+
		", было переустановлено! Если это сделали не Вы, обратитесь в службу поддержки 8-495-369-30-38")
}
