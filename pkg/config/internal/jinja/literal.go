package jinja

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxDigits is how many decimal digits Python reads into an integer.
const maxDigits = 4300

// number returns the end of the number at i, and i if there is none, with its kind.
func number(s string, i int) (int, tokenKind) {
	if r, _ := utf8.DecodeRuneInString(s[i:]); !unicode.IsDigit(r) {
		return i, 0
	}
	if end := float(s, i); end > i {
		return end, tokFloat
	}
	return integer(s, i), tokInteger
}

// float returns the end of a number with a fraction, an exponent or both, and i
// if there is none. Behind a dot there is none: a.1.5 is two items.
func float(s string, i int) int {
	whole := digits(s, i)
	if whole == i || i > 0 && s[i-1] == '.' {
		return i
	}
	fraction := whole
	if strings.HasPrefix(s[whole:], ".") {
		if end := digits(s, whole+1); end > whole+1 {
			fraction = end
		}
	}
	if end := exponent(s, fraction); end > fraction {
		return end
	}
	if fraction > whole {
		return fraction
	}
	return i
}

// exponent returns the end of e+10 and the like at i, and i if there is none.
func exponent(s string, i int) int {
	if i == len(s) || s[i]|0x20 != 'e' {
		return i
	}
	from := i + 1
	if from < len(s) && (s[from] == '+' || s[from] == '-') {
		from++
	}
	if end := digits(s, from); end > from {
		return end
	}
	return i
}

// digits returns the end of digits with single underscores between them.
func digits(s string, i int) int {
	first := skipRun(s, i, unicode.IsDigit)
	if first == i {
		return i
	}
	return grouped(s, first, unicode.IsDigit)
}

// grouped returns the end of digits that may each have an underscore before them.
func grouped(s string, i int, isDigit func(rune) bool) int {
	for {
		at := i
		if strings.HasPrefix(s[at:], "_") {
			at++
		}
		r, size := utf8.DecodeRuneInString(s[at:])
		if size == 0 || !isDigit(r) {
			return i
		}
		i = at + size
	}
}

// integer returns the end of an integer at i, and i if there is none: 017 is two
// integers, and a digit of another script cannot begin one.
func integer(s string, i int) int {
	switch {
	case s[i] >= '1' && s[i] <= '9':
		return grouped(s, i+1, unicode.IsDigit)
	case s[i] != '0':
		return i
	}
	if i+1 < len(s) {
		var isDigit func(rune) bool
		switch s[i+1] | 0x20 {
		case 'b':
			isDigit = func(r rune) bool { return r == '0' || r == '1' }
		case 'o':
			isDigit = func(r rune) bool { return r >= '0' && r <= '7' }
		case 'x':
			isDigit = func(r rune) bool {
				return unicode.IsDigit(r) || r >= 'a' && r <= 'f' || r >= 'A' && r <= 'F'
			}
		}
		if isDigit != nil {
			if end := grouped(s, i+2, isDigit); end > i+2 {
				return end
			}
		}
	}
	return grouped(s, i+1, func(r rune) bool { return r == '0' })
}

// number makes the token, or the error that Python has with such a number.
func (l *lexer) number(kind tokenKind, end int) token {
	t := l.take(kind, end)
	if kind == tokFloat && strings.ContainsFunc(t.text, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return l.fail(SyntaxError{
			Kind: Syntax, Offset: t.start, Opened: -1,
			Message: t.String() + " has digits of another script",
			Hint:    "write it with the digits 0 to 9",
		})
	}
	decimal := kind == tokInteger && (len(t.text) < 2 || t.text[1] < 'A' || t.text[1] == '_')
	if decimal && utf8.RuneCountInString(t.text)-strings.Count(t.text, "_") > maxDigits {
		return l.fail(SyntaxError{
			Kind: Limit, Offset: t.start, Opened: -1,
			Message: fmt.Sprintf("integer has more than %d digits", maxDigits),
		})
	}
	return t
}

// quoted reads a string in the given quotes.
func (l *lexer) quoted(quote byte) token {
	start := l.pos
	for i := start + 1; i < len(l.src); i++ {
		switch l.src[i] {
		case '\\':
			i++
		case quote:
			t := l.take(tokString, i+1)
			t.text = t.text[1 : len(t.text)-1]
			if at, problem := badEscape(t.text); problem != "" {
				return l.fail(SyntaxError{
					Kind: Syntax, Offset: start + 1 + at, Opened: -1,
					Message: problem,
					Hint:    `write \\ for a backslash`,
				})
			}
			return t
		}
	}
	return l.fail(SyntaxError{
		Kind: Syntax, Offset: start, Opened: -1,
		Message: "string is not closed",
		Hint:    "end it with " + string(quote),
	})
}

// badEscape returns where in a string the first escape stands that Python cannot
// read, and what is wrong with it. Escapes that mean nothing stand for themselves.
func badEscape(s string) (int, string) {
	for i := 0; ; i++ {
		at := strings.IndexByte(s[i:], '\\')
		if at < 0 {
			return 0, ""
		}
		i += at
		rest := s[i+1:]
		problem := ""
		switch rest[0] {
		case 'x':
			problem = hexEscape(rest, 2)
		case 'u':
			problem = hexEscape(rest, 4)
		case 'U':
			problem = hexEscape(rest, 8)
		case 'N':
			problem = namedEscape(rest)
		}
		if problem != "" {
			return i, problem
		}
		i++
	}
}

// hexEscape checks xHH, uHHHH and UHHHHHHHH.
func hexEscape(s string, count int) string {
	code := 0
	for i := 1; i <= count; i++ {
		digit := -1
		if i < len(s) {
			digit = strings.IndexByte("0123456789abcdef", s[i]|0x20)
		}
		if digit < 0 || s[i] < '0' {
			return fmt.Sprintf(`escape \%c needs %d hexadecimal digits`, s[0], count)
		}
		code = code<<4 | digit
	}
	if code > unicode.MaxRune {
		return fmt.Sprintf(`escape \%s is beyond the last character, \U0010ffff`, s[:count+1])
	}
	return ""
}

// namedEscape checks N{NAME} for a name that could be one; the names of Unicode
// are not looked up.
func namedEscape(s string) string {
	end := strings.IndexByte(s, '}')
	if !strings.HasPrefix(s, "N{") || end <= len("N{") {
		return `escape \N needs the name of a character in braces`
	}
	for _, r := range s[len("N{"):end] {
		if r >= utf8.RuneSelf || r != ' ' && r != '-' && !isNameRune(r) {
			return "no character is named " + quote(s[len("N{"):end])
		}
	}
	return ""
}
