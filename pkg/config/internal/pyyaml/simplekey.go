package pyyaml

import (
	"slices"
)

// maxKeyLength is how many characters a key without "?" may have.
const maxKeyLength = 1024

// simpleKey is a place where a key without "?" may have started: the ":" after
// it must follow on the same line.
type simpleKey struct {
	number   int // of the token, counted from the start of the text
	level    int
	required bool
	offset   int
	index    int
	line     int
	col      int
}

// dropStaleKeys forgets keys whose ":" can no longer follow. Keys were pushed
// in the order of the text, so that the stale ones come first.
func (s *scanner) dropStaleKeys() {
	for len(s.keys) > 0 && (s.keys[0].line != s.line || s.index-s.keys[0].index > maxKeyLength) {
		k := s.keys[0]
		if k.required {
			s.failKey(k)
			return
		}
		s.keys = s.keys[1:]
	}
}

func (s *scanner) failKey(k simpleKey) {
	s.fail(&Error{
		Offset: k.offset, Problem: "this line is neither a key with a value nor a list item",
		Hint: "write \"key: value\", or indent the line so that it belongs to what stands before it",
	})
}

// saveKey notes that the next token may start a simple key.
func (s *scanner) saveKey() {
	if !s.allowKey {
		return
	}
	s.removeKey()
	s.keys = append(s.keys, simpleKey{
		number: s.taken + len(s.tokens) - s.head, level: s.flow, required: s.flow == 0 && s.indent == s.col,
		offset: s.pos, index: s.index, line: s.line, col: s.col,
	})
}

// removeKey forgets the key of the current level.
func (s *scanner) removeKey() {
	if k, there := s.currentKey(); there {
		if k.required {
			s.failKey(k)
			return
		}
		s.keys = s.keys[:len(s.keys)-1]
	}
}

func (s *scanner) currentKey() (simpleKey, bool) {
	if n := len(s.keys); n > 0 && s.keys[n-1].level == s.flow {
		return s.keys[n-1], true
	}
	return simpleKey{}, false
}

// insertKey puts the token of a simple key, and that of the mapping it starts,
// before the tokens of the key.
func (s *scanner) insertKey(k simpleKey) {
	at := s.head + k.number - s.taken
	s.tokens = slices.Insert(s.tokens, at, token{kind: keyToken, start: k.offset, end: k.offset})
	if s.flow == 0 && s.indentTo(k.col) {
		s.tokens = slices.Insert(s.tokens, at, token{kind: blockMappingToken, start: k.offset, end: k.offset})
	}
}
