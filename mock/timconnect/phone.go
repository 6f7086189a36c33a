package timconnect

import "strings"

// normalise returns the digits under which a phone is kept. Source: T-18; the page writes 89991234567 in a response,
// 79991234567 in a message, and shows a field with a fixed +7.
//
// Assumed: with phoneFormat ru, 11 digits beginning with 7 or 8, which becomes 7; behind a + only 7, because 8 is the
// Russian trunk prefix and +8 begins another country's numbers. With e164, an optional +, then 7 to 15 digits not
// beginning with 0. Anything else, spaces and dashes included, is refused.
func (x *exchange) normalise(phone string) (string, bool) {
	digits, international := strings.CutPrefix(phone, "+")
	if !isDigits(digits) {
		return "", false
	}
	if phoneFormat.Get(x) == phoneE164 {
		return digits, digits[0] != '0' && len(digits) >= 7 && len(digits) <= 15
	}
	if len(digits) != 11 || digits[0] != '7' && (digits[0] != '8' || international) {
		return "", false
	}
	return "7" + digits[1:], true
}

// isDigits reports whether a text is one or more ASCII digits.
func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
