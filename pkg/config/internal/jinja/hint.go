package jinja

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// How messages name things, and what they advise.

// maxQuoted is how many runes of the template a message repeats.
const maxQuoted = 60

// quote puts a piece of the template into quotes.
func quote(s string) string { return "'" + clip(s) + "'" }

// clip shortens what is too long for a message.
func clip(s string) string {
	runes := 0
	for i := range s {
		if runes == maxQuoted {
			return s[:i] + "…"
		}
		runes++
	}
	return s
}

// quoteRune names a character by itself, by its code point, or by both where it
// looks like another one or cannot be seen.
func quoteRune(r rune) string {
	switch {
	case r > ' ' && r < unicode.MaxASCII:
		return "'" + string(r) + "'"
	case unicode.IsGraphic(r) && !unicode.IsSpace(r) && r != utf8.RuneError:
		return fmt.Sprintf("'%c' (U+%04X)", r, r)
	}
	return fmt.Sprintf("U+%04X", r)
}

// characterHint says what to write instead of an operator of other languages.
func characterHint(r rune) string {
	switch r {
	case '&':
		return "write 'and'"
	case '!':
		return "write 'not'"
	case '#':
		return "a tag is written {% if x %}, a comment {# text #}"
	case '“', '”', '‘', '’':
		return "use straight quotes"
	}
	return ""
}

// tagHint says what to do about a tag that other template languages have.
func tagHint(name string) string {
	switch name {
	case "do", "break", "continue", "trans", "endtrans", "pluralize", "debug":
		return "it belongs to an extension of Jinja that Data Designer does not load"
	case "elseif", "elsif":
		return "write 'elif'"
	case "end", "fi":
		return "write what ends: 'endif', 'endfor'"
	}
	return ""
}

// bracesHint is for text in braces that Jinja takes for a variable.
const bracesHint = "text that has such braces stands between {% raw %} and {% endraw %}"

// hint guesses from the current token and the one before it what was meant.
func (p *parser) hint() string {
	switch p.tok.kind {
	case tokEOF:
		return "close what is open"
	case tokAssign:
		return "write == to compare"
	case tokPipe:
		return "a filter is a single | and a name; write 'or' for the operator"
	case tokInteger:
		if p.last.kind == tokInteger {
			return "a number does not begin with 0"
		}
	case tokName:
		return p.wordHint()
	case tokRBrace, tokColon, tokComma:
		if p.lex.end == tokVariableEnd {
			return bracesHint
		}
	}
	return ""
}

// wordHint is for a name behind something that it cannot follow.
func (p *parser) wordHint() string {
	switch {
	case p.last.is("else") && p.atName("if"):
		return "write 'elif'"
	case p.last.kind != tokName || p.lex.end != tokVariableEnd:
		return ""
	case p.last.is("if"):
		return "a condition is a tag, {% if x %}"
	}
	return "a name has no spaces: join the words with an underscore"
}
