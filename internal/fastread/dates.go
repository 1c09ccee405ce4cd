package fastread

import (
	"strings"
	"unicode"

	"knead/rules"
)

// DateOrder is the order of day, month and year in the dates of a table. The zero value is that of
// 2026-03-09, which is always understood.
type DateOrder string

// The orders of dates.
const (
	ISODates     DateOrder = ""
	DayMonthYear DateOrder = "dmy"
	MonthDayYear DateOrder = "mdy"
	YearMonthDay DateOrder = "ymd"
)

// date returns a date as 2026-03-09, or false. A time behind it does not count.
func (o DateOrder) date(cell string) (string, bool) {
	day := strings.TrimSpace(cell)
	if i := strings.IndexFunc(day, func(r rune) bool { return unicode.IsSpace(r) || r == 'T' || r == ',' }); i > 0 && strings.Contains(day[i:], ":") {
		day = day[:i]
	}
	if rules.IsDate(day) {
		return day, true
	}
	parts := strings.FieldsFunc(day, func(r rune) bool { return r == '.' || r == '/' || r == '-' })
	if o == ISODates || len(parts) != 3 {
		return "", false
	}
	at := [3]int{strings.IndexByte(string(o), 'y'), strings.IndexByte(string(o), 'm'), strings.IndexByte(string(o), 'd')}
	year, month, date := parts[at[0]], parts[at[1]], parts[at[2]]
	if len(year) != len("2026") || len(month) > 2 || len(date) > 2 {
		return "", false
	}
	day = year + "-" + twoDigits(month) + "-" + twoDigits(date)
	return day, rules.IsDate(day)
}

func twoDigits(number string) string { return strings.Repeat("0", 2-len(number)) + number }

// isSomeDate reports whether a cell is a date in some order.
func isSomeDate(cell string) bool {
	for _, o := range []DateOrder{DayMonthYear, MonthDayYear, YearMonthDay} {
		if _, ok := o.date(cell); ok {
			return true
		}
	}
	return false
}
