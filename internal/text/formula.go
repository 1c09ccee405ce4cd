package text

import (
	"strings"
	"unicode"
)

// IsFormula reports whether a spreadsheet may take text for a formula: it begins with one of
// the signs = + - @, also in their wide and small forms, after what a spreadsheet may drop,
// or with a control character. These are the characters that OWASP names under "CSV
// Injection", and their like.
func IsFormula(s string) bool {
	switch {
	case s == "" || s[0] >= '0' && s[0] <= '9' || s[0] > '@' && s[0] < 0x7f:
		return false
	case s[0] < ' ' || s[0] == 0x7f:
		return true
	}
	for _, r := range s {
		if unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf) {
			continue
		}
		return strings.ContainsRune("=+-@＝＋－＠﹦﹢﹣﹫−", r)
	}
	return false
}
