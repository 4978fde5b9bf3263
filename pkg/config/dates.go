package config

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Whether pandas.to_datetime reads a text is asked of samplers of dates (R46,
// S5). pandas tries ISO first and then guesses; so does this, less cleverly: it
// knows numbers in any usual order, names of months and days, and times.

var (
	isoPattern     = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ]+(\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(?:Z|UTC|[-+]([01]?\d|2[0-3])(?::?\d{2})?)?)?$`)
	compactPattern = regexp.MustCompile(`^(\d{8}|\d{4}-\d{2}-\d{2})[t ]([01]\d|2[0-3]):?[0-5]\d(:?[0-5]\d)?$`)
	quarterPattern = regexp.MustCompile(`^(\d{4}-?[qQ][1-4]|[1-4][qQ]\d{4})$`)
	clockPattern   = regexp.MustCompile(`(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(?:am|pm)?|(\d{1,2})\s*(?:am|pm|h)\b`)
	piecePattern   = regexp.MustCompile(`[a-z]+|\d+|[^a-z\d]+`)
)

// looksLikeDate reports whether pandas reads a text as a date, as far as that
// can be told without it.
func looksLikeDate(text string) bool {
	t := strings.ToLower(strings.TrimSpace(text))
	switch t {
	case "":
		return text == ""
	case "nat", "nan", "now", "today":
		return true
	}
	if m := isoPattern.FindStringSubmatch(strings.ToUpper(t)); m != nil {
		n := numbers(m[1:])
		return isDate(n[0], n[1], orOne(n[2], m[3])) && n[3] < 24 && n[4] < 60 && n[5] < 60
	}
	if strings.Trim(t, "0123456789") == "" {
		return isCompactDate(t)
	}
	if m := compactPattern.FindStringSubmatch(t); m != nil {
		return isCompactDate(strings.ReplaceAll(m[1], "-", ""))
	}
	return quarterPattern.MatchString(t) || isLooseDate(t)
}

// orOne is a day that need not be given.
func orOne(n int, written string) int {
	if written == "" {
		return 1
	}
	return n
}

func numbers(digits []string) []int {
	n := make([]int, len(digits))
	for i, d := range digits {
		n[i], _ = strconv.Atoi(d) // digits, or nothing
	}
	return n
}

func isDate(year, month, day int) bool {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return year >= 0 && year <= 9999 && t.Month() == time.Month(month) && t.Day() == day
}

// isCompactDate reads digits alone: a year, YYMMDD, or YYYYMMDD and a time.
func isCompactDate(t string) bool {
	switch len(t) {
	case 4:
		return true
	case 6:
		n := numbers([]string{t[:2], t[2:4], t[4:]})
		return isDate(2000+n[0], n[1], n[2])
	case 8, 12, 14:
		n := numbers([]string{t[:4], t[4:6], t[6:8]})
		return isDate(n[0], n[1], n[2])
	}
	return false
}

// isLooseDate reads a date in no fixed order, in lower case.
func isLooseDate(t string) bool {
	clock := clockPattern.FindStringSubmatch(t)
	if clock != nil {
		n := numbers(clock[1:])
		if n[0] > 23 || n[1] > 59 || n[2] > 59 || n[3] > 12 {
			return false
		}
		t = strings.Replace(t, clock[0], " ", 1)
	}
	var digits []string
	month, separators := 0, ""
	for _, piece := range piecePattern.FindAllString(t, -1) {
		switch {
		case piece[0] >= '0' && piece[0] <= '9':
			digits = append(digits, piece)
		case piece[0] >= 'a' && piece[0] <= 'z':
			named, ok := dateWord(piece)
			if !ok || named > 0 && month > 0 {
				return false
			}
			month += named
		case strings.Trim(piece, " ,-/.:+'") != "":
			return false
		default:
			separators += strings.TrimSpace(piece)
		}
	}
	if month > 0 {
		return fitsMonth(month, digits)
	}
	return fitsNumbers(digits, separators, clock != nil)
}

// fitsMonth reports whether numbers are a day, a year, or both, of a month.
func fitsMonth(month int, digits []string) bool {
	const leapYear = 2024
	n := numbers(digits)
	switch len(digits) {
	case 0:
		return true
	case 1:
		return n[0] > 31 || isDate(leapYear, month, n[0])
	case 2:
		return isDate(year(n[1], digits[1]), month, n[0]) || isDate(year(n[0], digits[0]), month, n[1])
	}
	return false
}

// year is a number as a year: of two digits, in this or the last century; of
// none that a year has, one that there is not.
func year(n int, digits string) int {
	switch len(digits) {
	case 4:
		return n
	case 1, 2:
		return 2000 + n
	}
	return -1
}

// fitsNumbers reports whether numbers are a date in some order.
func fitsNumbers(digits []string, separators string, clock bool) bool {
	n := numbers(digits)
	switch len(digits) {
	case 0:
		return clock
	case 1:
		return len(digits[0]) == 4
	case 2:
		switch {
		case len(digits[0]) == 4:
			return len(digits[1]) <= 2 && n[1] >= 1 && n[1] <= 12
		case len(digits[1]) == 4:
			return len(digits[0]) <= 2 && n[0] >= 1 && n[0] <= 12
		}
		return !strings.Contains(separators, ".") && isDate(2024, n[0], n[1])
	case 3:
		return isDate(year(n[2], digits[2]), n[0], n[1]) || isDate(year(n[2], digits[2]), n[1], n[0]) || isDate(year(n[0], digits[0]), n[1], n[2])
	}
	return false
}

// dateWord reports whether a word stands in dates, and which month it names.
func dateWord(w string) (month int, ok bool) {
	for i, name := range []string{
		"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
	} {
		if w == name || len(w) == 3 && strings.HasPrefix(name, w) || w == "sept" && name == "september" {
			return i + 1, true
		}
	}
	for _, name := range []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"} {
		if w == name || len(w) >= 3 && strings.HasPrefix(name, w) {
			return 0, true
		}
	}
	switch w {
	case "t", "z", "utc", "gmt", "st", "nd", "rd", "th", "of", "at", "on", "the", "and", "a", "m":
		return 0, true
	}
	return 0, false
}

// IsDateFormat reports whether a strftime format writes dates that pandas reads
// again (S5), as far as that can be told without it.
func IsDateFormat(format string) bool {
	// 2012-12-21 is the date on which Data Designer tries a format.
	values := map[byte]string{
		'Y': "2012", 'y': "12", 'm': "12", 'd': "21", 'e': "21", 'H': "00", 'I': "12", 'M': "00", 'S': "00", 'f': "000000",
		'j': "356", 'B': "December", 'b': "Dec", 'h': "Dec", 'A': "Friday", 'a': "Fri", 'p': "AM", 'F': "2012-12-21",
		'T': "00:00:00", 'D': "12/21/12", 'x': "12/21/12", 'X': "00:00:00", 'c': "Fri Dec 21 00:00:00 2012", 'R': "00:00",
		'r': "12:00:00 AM", 's': "1356048000", 'C': "20", 'g': "12", 'k': " 0", 'l': "12", 'P': "am",
		'Z': "", 'z': "", '%': "%", 'w': "5", 'u': "5", 'U': "51", 'W': "51", 'V': "51", 'G': "2012", 'n': "\n", 't': "\t",
	}
	var written strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			written.WriteByte(format[i])
			continue
		}
		i++
		if format[i] == '-' && i+1 < len(format) {
			i++
		}
		value, known := values[format[i]]
		if !known {
			value = "%" + format[i:i+1]
		}
		written.WriteString(value)
	}
	return looksLikeDate(written.String())
}
