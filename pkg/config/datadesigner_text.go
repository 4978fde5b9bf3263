package config

import (
	_ "embed"
	"regexp"
	"strconv"
	"strings"
	"time"
)

//go:embed codecs.txt
var pythonCodecs string

// isPythonCodec reports whether Python's codecs.lookup knows an encoding.
func isPythonCodec(name string) bool {
	normal := strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.')
	}), "_")
	return strings.Contains(pythonCodecs, "\n"+normal+"\n")
}

// looksLikeDate reports whether pandas.to_datetime reads a text, as far as that
// can be told without it: an ISO date must exist, any other must be made of
// numbers and of the words that dates have.
func looksLikeDate(text string) bool {
	t := strings.TrimSpace(text)
	switch strings.ToLower(t) {
	case "", "nat", "nan", "now", "today", "null", "none", "n/a", "na", "<na>":
		return true
	}
	iso := regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ]+(\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(?:Z|UTC|[-+]\d{1,2}(?::?\d{2})?)?)?$`)
	if m := iso.FindStringSubmatch(t); m != nil {
		return isCalendarDate(m[1:])
	}
	if strings.ContainsAny(t, "0123456789") && digitsOnly(t) {
		return plausibleDigits(t)
	}
	words := regexp.MustCompile(`[A-Za-z]+|\d+|[^A-Za-z\d]+`).FindAllString(strings.ToLower(t), -1)
	number, month := 0, false
	for _, w := range words {
		switch {
		case w[0] >= '0' && w[0] <= '9':
			number++
		case w[0] >= 'a' && w[0] <= 'z':
			if !dateWord(w) {
				return false
			}
			month = month || isMonth(w)
		case strings.Trim(w, " ,-/.:+'") != "":
			return false
		}
	}
	return number >= 1 && (month || number >= 2)
}

func digitsOnly(t string) bool { return strings.Trim(t, "0123456789") == "" }

// plausibleDigits reports whether digits alone are a date: a year, a year and a
// month, or a whole date and time.
func plausibleDigits(t string) bool {
	switch len(t) {
	case 4:
		return t != "0000"
	case 6, 8, 12, 14:
		return true
	}
	return false
}

// isCalendarDate reports whether year, month, day, hour, minute and second,
// some of them empty, are a date that a nanosecond timestamp can hold.
func isCalendarDate(parts []string) bool {
	n := make([]int, len(parts))
	for i, p := range parts {
		n[i], _ = strconv.Atoi(p) // digits, or nothing
	}
	day := max(n[2], 1)
	if parts[2] != "" && n[2] == 0 {
		return false
	}
	t := time.Date(n[0], time.Month(n[1]), day, 0, 0, 0, 0, time.UTC)
	return t.Month() == time.Month(n[1]) && t.Day() == day && n[0] > 0 && n[3] < 24 && n[4] < 60 && n[5] < 60
}

func dateWord(w string) bool {
	if isMonth(w) {
		return true
	}
	switch w {
	case "t", "z", "utc", "gmt", "am", "pm", "a", "p", "st", "nd", "rd", "th", "of", "at", "on", "and", "ad", "m",
		"h", "hour", "hours", "min", "minute", "minutes", "s", "second", "seconds",
		"mon", "monday", "tue", "tues", "tuesday", "wed", "wednesday", "thu", "thur", "thurs", "thursday",
		"fri", "friday", "sat", "saturday", "sun", "sunday", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "q":
		return true
	}
	return false
}

func isMonth(w string) bool {
	for _, name := range []string{
		"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
	} {
		if w == name || len(w) == 3 && strings.HasPrefix(name, w) || w == "sept" && name == "september" {
			return true
		}
	}
	return false
}

// IsDateFormat reports whether a strftime format writes dates that pandas reads
// again (S5), as far as that can be told without it.
func IsDateFormat(format string) bool {
	// 2012-12-21 is the date on which Data Designer tries a format.
	values := map[byte]string{
		'Y': "2012", 'y': "12", 'm': "12", 'd': "21", 'e': "21", 'H': "00", 'I': "12", 'M': "00", 'S': "00", 'f': "000000",
		'j': "356", 'B': "December", 'b': "Dec", 'h': "Dec", 'A': "Friday", 'a': "Fri", 'p': "AM", 'F': "2012-12-21",
		'T': "00:00:00", 'D': "12/21/12", 'x': "12/21/12", 'X': "00:00:00", 'c': "Fri Dec 21 00:00:00 2012", 'R': "00:00",
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
		written.WriteString(values[format[i]])
	}
	return looksLikeDate(written.String())
}
