package jinja

import (
	"unicode"
	"unicode/utf8"
)

// Python decides what is whitespace, a digit, part of a name. Go's tables agree
// with it but for the few characters that are named here.

// isSpace reports what Python's \s matches.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f
}

// isNameRune reports what the lexer gathers into a name: Python's \w and what may
// continue an identifier. Whether the name is one is isIdentifier's to say.
func isNameRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r == '_' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || continuesIdentifier(r)
}

// isIdentifier reports what Python's str.isidentifier does (R69a).
func isIdentifier(name string) bool {
	for i, r := range name {
		if i == 0 && !startsIdentifier(r) || i > 0 && !continuesIdentifier(r) {
			return false
		}
	}
	return name != ""
}

// startsIdentifier is Unicode's XID_Start and the underscore.
func startsIdentifier(r rune) bool {
	switch r {
	case '_':
		return true
	case 0x0e33, 0x0eb3, 0xff9e, 0xff9f:
		return false // they decompose to a mark and something else
	}
	return unicode.In(r, unicode.L, unicode.Nl, unicode.Other_ID_Start) && !neverInIdentifier(r)
}

// continuesIdentifier is Unicode's XID_Continue.
func continuesIdentifier(r rune) bool {
	return unicode.In(r, unicode.L, unicode.Nl, unicode.Other_ID_Start,
		unicode.Nd, unicode.Mn, unicode.Mc, unicode.Pc, unicode.Other_ID_Continue) && !neverInIdentifier(r)
}

// neverInIdentifier holds letters that normalise to something with a space in
// it, which Unicode takes out of its identifiers, and one that is punctuation.
func neverInIdentifier(r rune) bool {
	switch {
	case r < 0x037a:
		return false
	case r == 0x037a, r == 0x2e2f, r == 0x309b, r == 0x309c:
		return true
	case r >= 0xfc5e && r <= 0xfc63, r == 0xfdfa, r == 0xfdfb:
		return true
	}
	return r >= 0xfe70 && r <= 0xfe7e && r%2 == 0
}

// skipRun returns the end of the run of runes from i that all satisfy is.
func skipRun(s string, i int, is func(rune) bool) int {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !is(r) {
			break
		}
		i += size
	}
	return i
}

// trimRun returns the end of s[:end] without the runes at its end that satisfy is.
func trimRun(s string, end int, is func(rune) bool) int {
	for end > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:end])
		if !is(r) {
			break
		}
		end -= size
	}
	return end
}
