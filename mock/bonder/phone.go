package bonder

import (
	"strings"
)

// normalisePhone drops everything that is not a digit, then leading zeros, and puts "+" in front; nothing left gives
// "".
// Source: bonder#L181-L183; the order of the two trims is B-25.
func normalisePhone(value string) string {
	digits := make([]byte, 1, len(value)+1)
	digits[0] = '+'
	for i := range len(value) {
		b := value[i]
		if b < '0' || b > '9' || (b == '0' && len(digits) == 1) {
			continue
		}
		digits = append(digits, b)
	}
	if len(digits) == 1 {
		return ""
	}
	return string(digits)
}

// acceptPhone checks and normalises. The literal expression, which no "+" can match, judges the value as sent (B-25).
// Assumed: 5 to 15 digits; the vendor names no number of them.
func acceptPhone(mode, value string) (stored string, ok bool, want string) {
	if mode == modeLiteral {
		if low, high := checkPhone.literal(); !alphanumeric(value, low, high) {
			return "", false, literalPattern(low, high)
		}
	}
	stored = normalisePhone(value)
	switch {
	case stored == "":
		return "", false, "at least one digit other than 0"
	case mode == modeUnicode && (len(stored) < 6 || len(stored) > 16):
		return "", false, "5 to 15 digits, the country code first"
	}
	return stored, true, ""
}

// national says why a telephone number probably lacks its country code, or has a digit too many for an international
// one; "" if nothing looks like it. The vendor stores such a number as if its first digits were a country.
// Assumed: what numbers look like (E.164); the vendor says only “клиент должен ввести код страны” (bonder#L182).
func national(value string) string {
	groups := strings.FieldsFunc(value, func(r rune) bool { return r < '0' || r > '9' })
	if len(groups) == 0 {
		return ""
	}
	digits := strings.Join(groups, "")
	international := strings.HasPrefix(strings.TrimSpace(value), "+") || strings.HasPrefix(digits, "00")
	code := strings.TrimLeft(digits, "0")
	switch {
	case !international && digits[0] == '0':
		return "it begins with 0, as numbers without a country code do"
	case !international && len(groups) > 1 && groups[0] == "8":
		return "it begins with 8 by itself, which is dialled before numbers without a country code"
	case international && strings.Contains(value, "(0)"):
		return "the (0) in it is not dialled after a country code"
	case code != "" && !countryCode(code):
		return "no country code begins so"
	}
	return ""
}

// countryCode reports whether digits begin with a country code that E.164 assigns. Two digits decide, or three.
func countryCode(digits string) bool {
	const (
		two = " 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 " +
			"81 82 84 86 " +
			"90 91 92 93 94 95 98 "
		none = " 210 214 215 217 219 259 280 281 282 283 284 285 286 287 288 289 292 293 294 295 296 384 388 422 " +
			"424 425 426 " +
			"427 428 429 671 684 693 694 695 696 697 698 699 801 802 803 804 805 806 807 809 830 831 832 833 834 " +
			"835 836 837 838 " +
			"839 851 854 857 858 859 871 872 873 874 875 876 877 879 884 885 887 889 890 891 892 893 894 895 896 " +
			"897 898 899 " +
			"969 978 990 997 999 "
	)
	if digits[0] == '1' || digits[0] == '7' || len(digits) < 3 {
		return true
	}
	return strings.Contains(two, " "+digits[:2]+" ") || !strings.Contains(none, " "+digits[:3]+" ")
}
