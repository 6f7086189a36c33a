package bonder

// normalisePhone drops everything that is not a digit, then leading zeros, and puts "+" in front; nothing left gives "".
// Source: bonder, "phoneA"; the order of the two trims is B-25.
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
