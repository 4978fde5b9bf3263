package render

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Printable returns text as it is safe and honest to show on a terminal:
// control characters, line separators, marks that reorder what stands around
// them, and bytes that are no UTF-8 are replaced by their escapes, such as \n,
// \x1b or \u202e. A backslash stays as it is. The newlines of a message that
// dagplan itself made must be written apart.
func Printable(text string) string {
	if !strings.ContainsFunc(text, hidden) && utf8.ValidString(text) {
		return text
	}
	var safe strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&safe, `\x%02x`, text[i])
		case r == '\n':
			safe.WriteString(`\n`)
		case r == '\t':
			safe.WriteString(`\t`)
		case r == '\r':
			safe.WriteString(`\r`)
		case hidden(r) && r < 0x100:
			fmt.Fprintf(&safe, `\x%02x`, r)
		case hidden(r) && r > 0xffff:
			fmt.Fprintf(&safe, `\U%08x`, r)
		case hidden(r):
			fmt.Fprintf(&safe, `\u%04x`, r)
		default:
			safe.WriteRune(r)
		}
		i += size
	}
	return safe.String()
}

// hidden reports whether a terminal would obey a character, or show nothing
// for it: controls, formats (among them the marks that turn the direction of
// text), and line and paragraph separators. The joiner that emoji and some
// scripts need is let through.
func hidden(r rune) bool {
	const zeroWidthNonJoiner, zeroWidthJoiner = '\u200c', '\u200d'
	if r == zeroWidthNonJoiner || r == zeroWidthJoiner {
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}
