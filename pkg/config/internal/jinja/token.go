package jinja

import "strings"

// tokenKind tells tokens apart. An operator has a kind of its own.
type tokenKind uint8

const (
	tokEOF     tokenKind = iota + 1
	tokInvalid           // the lexer met an error; lexer.err says which
	tokData              // text outside of tags, or inside of raw
	tokVariableBegin
	tokVariableEnd
	tokBlockBegin
	tokBlockEnd
	tokName
	tokString
	tokInteger
	tokFloat

	// In the order of singleOperators.
	tokAdd
	tokSub
	tokMul
	tokDiv
	tokMod
	tokTilde
	tokLt
	tokGt
	tokAssign
	tokDot
	tokComma
	tokColon
	tokSemicolon
	tokPipe
	tokLParen
	tokRParen
	tokLBracket
	tokRBracket
	tokLBrace
	tokRBrace

	// In the order of doubleOperators.
	tokFloorDiv
	tokPow
	tokEq
	tokNe
	tokLtEq
	tokGtEq

	// Operators of two words or one, which the parser makes of names.
	opIn
	opNotIn
)

const (
	singleOperators = "+-*/%~<>=.,:;|()[]{}"
	doubleOperators = "//**==!=<=>="
)

// token is a piece of the template. Offsets are bytes of the source.
type token struct {
	kind tokenKind
	// text is the name, the operator, the number as written, what stands between
	// the quotes of a string, or the data that is left after whitespace control.
	text       string
	start, end int
}

// String describes the token as an error message names it.
func (t token) String() string {
	switch t.kind {
	case tokString:
		return "string"
	case tokInteger, tokFloat:
		return "number " + clip(t.text)
	case tokName:
		return quote(t.text)
	}
	return t.kind.String()
}

// String describes the kind of token as an error message names it.
func (k tokenKind) String() string {
	switch k {
	case tokEOF, tokInvalid:
		return "end of template"
	case tokData:
		return "text"
	case tokName:
		return "a name"
	case tokString:
		return "a string"
	case tokInteger, tokFloat:
		return "a number"
	case tokVariableBegin:
		return "'{{'"
	case tokVariableEnd:
		return "'}}'"
	case tokBlockBegin:
		return "'{%'"
	case tokBlockEnd:
		return "'%}'"
	}
	return "'" + k.symbol() + "'"
}

// symbol returns how the operator is written.
func (k tokenKind) symbol() string {
	if k < tokFloorDiv {
		at := int(k - tokAdd)
		return singleOperators[at : at+1]
	}
	at := 2 * int(k-tokFloorDiv)
	return doubleOperators[at : at+2]
}

// operatorAt returns the operator that s begins with, the longest that fits, or
// 0: // is no two divisions.
func operatorAt(s string) tokenKind {
	if len(s) > 1 {
		for at := 0; at < len(doubleOperators); at += 2 {
			if s[0] == doubleOperators[at] && s[1] == doubleOperators[at+1] {
				return tokFloorDiv + tokenKind(at/2)
			}
		}
	}
	if at := strings.IndexByte(singleOperators, s[0]); at >= 0 {
		return tokAdd + tokenKind(at)
	}
	return 0
}
