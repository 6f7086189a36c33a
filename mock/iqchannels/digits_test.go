package iqchannels

import (
	"strconv"
	"testing"
)

// TestCheckDigitsNotice: the checks themselves refuse a digit that was changed.
func TestCheckDigitsNotice(t *testing.T) {
	if innValid("771234567858", 12) || innValid("7708123451", 10) || ogrnValid("1027700456782") ||
		bikValid("994525974") ||
		accountValid("40817810100000012345", "044525974") ||
		kppValid("77081001", "7708123450") {
		t.Error("a wrong digit passes")
	}
}

func weighted(s string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += int(s[i]-'0') * w
	}
	return sum % 11 % 10
}

func innValid(s string, length int) bool {
	if len(s) != length {
		return false
	}
	if length == 10 {
		return weighted(s, 2, 4, 10, 3, 5, 9, 4, 6, 8) == int(s[9]-'0')
	}
	return weighted(s, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8) == int(s[10]-'0') &&
		weighted(s, 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8) == int(s[11]-'0')
}

func ogrnValid(s string) bool {
	n, err := strconv.ParseInt(s[:len(s)-1], 10, 64)
	return err == nil && len(s) == 13 && n%11%10 == int64(s[12]-'0')
}

func bikValid(s string) bool {
	return len(s) == 9 && s[:2] == "04" && (s[2:4] == "45" || s[2:4] == "40")
}

func kppValid(kpp, inn string) bool { return len(kpp) == 9 && kpp[:4] == inn[:4] && kpp[4:6] == "01" }

// accountValid checks the key of an account by the bank's BIK.
func accountValid(account, bik string) bool {
	if len(account) != 20 || len(bik) != 9 {
		return false
	}
	sum := 0
	for i, c := range bik[6:] + account {
		sum += int(c-'0') * []int{7, 1, 3}[i%3] % 10
	}
	return sum%10 == 0
}
