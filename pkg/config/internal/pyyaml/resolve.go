package pyyaml

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Type is what a scalar means.
type Type uint8

// The types.
const (
	String Type = iota + 1
	Null
	Bool
	Int
	Float
	// Timestamp is a date, with or without a time.
	Timestamp
	// Merge is the key <<, Value the lone =, which has no value as such.
	Merge
	Value
)

var (
	intPattern   = regexp.MustCompile(`^([-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+)$`)
	floatPattern = regexp.MustCompile(`^([-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?|\.[0-9][0-9_]*([eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$`)
	datePattern  = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	timePattern  = regexp.MustCompile(`^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]*))?(?:[ \t]*(?:(Z)|([-+])([0-9]{1,2})(?::([0-9]{2}))?))?)?$`)
)

// Resolve returns what a plain scalar means under YAML 1.1 (R5).
func Resolve(text string) Type {
	if text == "" {
		return Null
	}
	switch c := text[0]; {
	case c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.':
		return resolveNumber(text)
	case c == '<' && text == "<<":
		return Merge
	case c == '=' && text == "=":
		return Value
	}
	switch text {
	case "~", "null", "Null", "NULL":
		return Null
	case "yes", "Yes", "YES", "no", "No", "NO", "true", "True", "TRUE", "false", "False", "FALSE", "on", "On", "ON", "off", "Off", "OFF":
		return Bool
	}
	return String
}

func resolveNumber(text string) Type {
	switch {
	case floatPattern.MatchString(text):
		return Float
	case text[0] == '.':
		return String
	case intPattern.MatchString(text):
		return Int
	case datePattern.MatchString(text), strings.Contains(text, ":") && timePattern.MatchString(text):
		return Timestamp
	default:
		return String
	}
}

// ParseBool returns the value of a scalar of type Bool, of any casing.
func ParseBool(text string) (bool, error) {
	switch strings.ToLower(text) {
	case "yes", "true", "on":
		return true, nil
	case "no", "false", "off":
		return false, nil
	}
	return false, fmt.Errorf("%q is no boolean", text)
}

// maxDigits is how many digits of a decimal number Python reads.
const maxDigits = 4300

// ParseInt returns the value of a scalar of type Int: decimal, 0b binary, 0x
// hexadecimal, 0 octal, or sexagesimal with colons.
func ParseInt(text string) (*big.Int, error) {
	digits, negative := cutSign(strings.ReplaceAll(text, "_", ""))
	n, ok := new(big.Int), true
	switch {
	case digits == "":
		ok = false
	case digits == "0":
	case strings.HasPrefix(digits, "0b"):
		_, ok = n.SetString(digits[2:], 2)
	case strings.HasPrefix(digits, "0x"):
		_, ok = n.SetString(digits[2:], 16)
	case digits[0] == '0':
		_, ok = n.SetString(digits, 8)
	case len(digits) > maxDigits:
		return nil, fmt.Errorf("the number has more than %d digits", maxDigits)
	default:
		for _, part := range strings.Split(digits, ":") {
			d, fits := new(big.Int).SetString(part, 10)
			if !fits {
				ok = false
				break
			}
			n.Mul(n, big.NewInt(60)).Add(n, d)
		}
	}
	if !ok {
		return nil, fmt.Errorf("%q is no whole number", text)
	}
	if negative {
		n.Neg(n)
	}
	return n, nil
}

// ParseFloat returns the value of a scalar of type Float.
func ParseFloat(text string) (float64, error) {
	digits, negative := cutSign(strings.ToLower(strings.ReplaceAll(text, "_", "")))
	f := 0.0
	switch digits {
	case ".inf":
		f = math.Inf(1)
	case ".nan":
		f = math.NaN()
	default:
		for _, part := range strings.Split(digits, ":") {
			d, err := strconv.ParseFloat(part, 64)
			if err != nil && !errors.Is(err, strconv.ErrRange) {
				return 0, fmt.Errorf("%q is no number", text)
			}
			f = f*60 + d
		}
	}
	if negative {
		f = -f
	}
	return f, nil
}

func cutSign(text string) (rest string, negative bool) {
	if text != "" && (text[0] == '-' || text[0] == '+') {
		return text[1:], text[0] == '-'
	}
	return text, false
}

// ParseTimestamp returns a scalar of type Timestamp in ISO format, which is
// what becomes of it where a config is turned into JSON (R8). A date that no
// calendar has is an error.
func ParseTimestamp(text string) (string, error) {
	m := timePattern.FindStringSubmatch(text)
	if m == nil {
		return "", fmt.Errorf("%q is no date", text)
	}
	number := func(i int) int {
		n, _ := strconv.Atoi(m[i]) // the pattern lets digits through, or nothing
		return n
	}
	year, month, day, hour, minute, second := number(1), number(2), number(3), number(4), number(5), number(6)
	t := time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	if year == 0 || t.Month() != time.Month(month) || t.Day() != day || t.Minute() != minute || t.Second() != second {
		return "", fmt.Errorf("%q is a date that no calendar has", text)
	}
	if m[4] == "" {
		return t.Format(time.DateOnly), nil
	}
	iso := t.Format("2006-01-02T15:04:05")
	if fraction := (m[7] + "000000")[:6]; m[7] != "" && fraction != "000000" {
		iso += "." + fraction
	}
	switch {
	case m[8] != "":
		iso += "+00:00"
	case m[9] != "":
		offset := number(10)*60 + number(11)
		if offset >= 24*60 {
			return "", fmt.Errorf("%q has an offset of a day or more", text)
		}
		sign := m[9]
		if offset == 0 {
			sign = "+"
		}
		iso += fmt.Sprintf("%s%02d:%02d", sign, offset/60, offset%60)
	}
	return iso, nil
}
