package config

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What Python makes of values, where Data Designer leaves it to Python.

// pythonInt reports whether pydantic reads a text as a whole number (R13), and
// the value, cut to an int64: digits with a sign, single underscores between
// them, blanks around, and ".0" behind.
func pythonInt(text string) (int64, bool) {
	digits := strings.TrimSpace(text)
	if whole, zeros, found := strings.Cut(digits, "."); found {
		if zeros == "" || strings.Trim(zeros, "0") != "" {
			return 0, false
		}
		digits = whole
	}
	unsigned := strings.TrimPrefix(digits, "+")
	if unsigned == digits {
		unsigned = strings.TrimPrefix(digits, "-")
	}
	if len(unsigned) > 4300 || !underscored(unsigned) || strings.Trim(unsigned, "0123456789_") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(strings.ReplaceAll(digits, "_", ""), 10, 64)
	return n, err == nil || n == math.MaxInt64 || n == math.MinInt64
}

// underscored reports whether underscores stand only between digits, one each.
func underscored(digits string) bool {
	return digits != "" && digits[0] != '_' && digits[len(digits)-1] != '_' && !strings.Contains(digits, "__")
}

// pythonFloat reports whether pydantic reads a text as a number (R13).
func pythonFloat(text string) (float64, bool) {
	t := strings.TrimSpace(text)
	unsigned := strings.TrimLeft(t, "+-")
	switch strings.ToLower(unsigned) {
	case "inf", "infinity", "nan":
		f, err := strconv.ParseFloat(t, 64)
		return f, err == nil
	}
	if strings.Contains(t, "_") && t != text {
		return 0, false // with underscores, pydantic takes no blanks
	}
	if t == "" || !underscored(t) || strings.Trim(unsigned, "+-0123456789_.eE") != "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(strings.ReplaceAll(t, "_", ""), 64)
	return f, err == nil || math.IsInf(f, 0)
}

// pythonTruth reports whether pydantic reads a text as a boolean (R13).
func pythonTruth(text string) (truth, ok bool) {
	switch strings.ToLower(text) {
	case "1", "true", "t", "yes", "y", "on":
		return true, true
	case "0", "false", "f", "no", "n", "off":
		return false, true
	}
	return false, false
}

// jsonFloat is a float as Python's json writes it.
func jsonFloat(f float64) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	case f != 0 && (math.Abs(f) < 1e-4 || math.Abs(f) >= 1e16):
		return strconv.FormatFloat(f, 'e', -1, 64)
	}
	text := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return text
}

// pythonText is str() of a value: a text itself, anything else its repr.
func pythonText(v *value) string {
	if v.is(textValue) {
		return v.text
	}
	var text strings.Builder
	pythonRepr(&text, v)
	return text.String()
}

// pythonRepr writes repr() of a value.
func pythonRepr(text *strings.Builder, v *value) {
	switch v.kind {
	case boolValue:
		if v.truth {
			text.WriteString("True")
		} else {
			text.WriteString("False")
		}
	case intValue:
		text.WriteString(v.text)
	case floatValue:
		text.WriteString(strings.ToLower(strings.Replace(jsonFloat(v.number), "Infinity", "inf", 1)))
	case textValue:
		pythonQuote(text, v.text)
	case listValue:
		text.WriteByte('[')
		for i, item := range v.items {
			if i > 0 {
				text.WriteString(", ")
			}
			pythonRepr(text, item)
		}
		text.WriteByte(']')
	case mapValue:
		text.WriteByte('{')
		for i, e := range v.entries {
			if i > 0 {
				text.WriteString(", ")
			}
			pythonQuote(text, e.key)
			text.WriteString(": ")
			pythonRepr(text, e.value)
		}
		text.WriteByte('}')
	default:
		text.WriteString("None")
	}
}

// pythonQuote writes repr() of a text: in single quotes, or in double quotes
// where it holds single ones only.
func pythonQuote(text *strings.Builder, s string) {
	quote := '\''
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		quote = '"'
	}
	text.WriteRune(quote)
	for _, r := range s {
		switch {
		case r == quote || r == '\\':
			text.WriteRune('\\')
			text.WriteRune(r)
		case r == '\n':
			text.WriteString(`\n`)
		case r == '\r':
			text.WriteString(`\r`)
		case r == '\t':
			text.WriteString(`\t`)
		case r == ' ' || unicode.IsPrint(r):
			text.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(text, `\x%02x`, r)
		case r < 0x10000:
			fmt.Fprintf(text, `\u%04x`, r)
		default:
			fmt.Fprintf(text, `\U%08x`, r)
		}
	}
	text.WriteRune(quote)
}

// MatchesPattern reports whether a name matches a pattern as Python's fnmatch
// has it: * is any text, ? any character, [abc] and [!a-c] one of a set. It is
// how a drop_columns processor reads names that hold a * (R60b).
//
// Complexity: O(len(pattern) · len(name)).
func MatchesPattern(pattern, name string) bool {
	star, mark := -1, 0
	p, n := 0, 0
	for n < len(name) {
		r, size := utf8.DecodeRuneInString(name[n:])
		if p < len(pattern) && pattern[p] == '*' {
			star, mark = p, n
			p++
			continue
		}
		if next, ok := matchOne(pattern, p, r); ok {
			p, n = next, n+size
			continue
		}
		if star < 0 {
			return false
		}
		_, skipped := utf8.DecodeRuneInString(name[mark:])
		mark += skipped
		p, n = star+1, mark
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// matchOne matches one character against the pattern at p, and returns where
// the pattern goes on.
func matchOne(pattern string, p int, r rune) (next int, ok bool) {
	if p >= len(pattern) {
		return 0, false
	}
	if pattern[p] == '?' {
		return p + 1, true
	}
	if pattern[p] == '[' {
		if end := setEnd(pattern, p); end > 0 {
			return end + 1, inSet(pattern[p+1:end], r)
		}
	}
	c, size := utf8.DecodeRuneInString(pattern[p:])
	return p + size, c == r
}

// setEnd returns the index of the ] that ends the set at p, 0 where none does.
func setEnd(pattern string, p int) int {
	from := p + 1
	if from < len(pattern) && pattern[from] == '!' {
		from++
	}
	if from < len(pattern) && pattern[from] == ']' {
		from++ // a ] that comes first is one of the set
	}
	if from > len(pattern) {
		return 0
	}
	if i := strings.IndexByte(pattern[from:], ']'); i >= 0 {
		return from + i
	}
	return 0
}

func inSet(set string, r rune) bool {
	negated := strings.HasPrefix(set, "!")
	members := []rune(strings.TrimPrefix(set, "!"))
	found := false
	for i := 0; i < len(members); i++ {
		if i+2 < len(members) && members[i+1] == '-' {
			found = found || members[i] <= r && r <= members[i+2]
			i += 2
			continue
		}
		found = found || members[i] == r
	}
	return found != negated
}
