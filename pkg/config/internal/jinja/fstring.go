package jinja

import (
	"strings"
	"unicode/utf8"
)

// FStringRefs returns the {name} references of a text that was meant for
// Python's str.format, in order, with every occurrence (V3). Data Designer warns
// of those whose name is a column: Jinja leaves them as they are.
//
// The names are those that Python's string.Formatter finds, without whitespace
// around them; where it finds the braces malformed, those that stand in single
// braces. A name may be any text, such as "% if x %" of a tag: look it up among
// the columns. Complexity: O(len(src)).
func FStringRefs(src string) []Ref {
	refs, ok := formatFields(src)
	if !ok {
		refs = singleBraces(src)
	}
	return refs
}

// formatFields reads src as a format string, and reports whether it is one.
func formatFields(src string) ([]Ref, bool) {
	var refs []Ref
	for i := 0; ; {
		at := strings.IndexAny(src[i:], "{}")
		if at < 0 {
			return refs, true
		}
		i += at + 1
		switch {
		case i == len(src):
			return nil, false
		case src[i] == src[i-1]:
			i++ // a doubled brace stands for itself
			continue
		case src[i-1] == '}':
			return nil, false
		}
		end := fieldName(src, i)
		if end < 0 {
			return nil, false
		}
		refs = appendField(refs, src, i, end)
		if i = fieldEnd(src, end); i < 0 {
			return nil, false
		}
	}
}

// fieldName returns the end of the name of a field, where ! : or } stands, or -1.
// In square brackets a name may have any of those.
func fieldName(src string, i int) int {
	for ; i < len(src); i++ {
		switch src[i] {
		case '{':
			return -1
		case '}', ':', '!':
			return i
		case '[':
			closer := strings.IndexByte(src[i:], ']')
			if closer < 0 {
				return -1
			}
			i += closer
		}
	}
	return -1
}

// fieldEnd returns what follows a field whose name ends at i, or -1: a conversion
// of one character, then a specification with balanced braces.
func fieldEnd(src string, i int) int {
	if src[i] == '}' {
		return i + 1
	}
	if src[i] == '!' {
		_, size := utf8.DecodeRuneInString(src[i+1:])
		i += 1 + size
		switch {
		case size == 0 || i == len(src):
			return -1
		case src[i] == '}':
			return i + 1
		case src[i] != ':':
			return -1
		}
	}
	open := 1
	for i++; i < len(src); i++ {
		switch src[i] {
		case '{':
			open++
		case '}':
			if open--; open == 0 {
				return i + 1
			}
		}
	}
	return -1
}

// singleBraces finds {name}, {name!r} and {name:spec} where the brace is single,
// the name has no braces and no ! or :, and spec has no braces within braces.
func singleBraces(src string) []Ref {
	var refs []Ref
	for i := 0; i < len(src); {
		at := strings.IndexByte(src[i:], '{')
		if at < 0 {
			break
		}
		i += at + 1
		if i > 1 && src[i-2] == '{' {
			continue
		}
		nameEnd := i + run(src[i:], "{}!:")
		end := specEnd(src, nameEnd)
		if nameEnd == i || end < 0 {
			continue
		}
		refs = appendField(refs, src, i, nameEnd)
		i = end
	}
	return refs
}

// specEnd returns what follows the braces whose name ends at i, or -1.
func specEnd(src string, i int) int {
	if strings.HasPrefix(src[i:], "!") && i+1 < len(src) && strings.IndexByte("sra", src[i+1]) >= 0 {
		i += 2
	}
	if strings.HasPrefix(src[i:], ":") {
		i++
		for {
			i += run(src[i:], "{}")
			if !strings.HasPrefix(src[i:], "{") {
				break
			}
			inner := i + 1 + run(src[i+1:], "{}")
			if !strings.HasPrefix(src[inner:], "}") {
				return -1
			}
			i = inner + 1
		}
	}
	if strings.HasPrefix(src[i:], "}") {
		return i + 1
	}
	return -1
}

// run returns how many bytes of s come before any of the characters.
func run(s, chars string) int {
	if at := strings.IndexAny(s, chars); at >= 0 {
		return at
	}
	return len(s)
}

// appendField appends the name src[start:end] without whitespace around it.
func appendField(refs []Ref, src string, start, end int) []Ref {
	start = skipRun(src[:end], start, isSpace)
	end = start + trimRun(src[start:end], end-start, isSpace)
	if start == end {
		return refs
	}
	return append(refs, Ref{Name: src[start:end], Offset: start, End: end})
}
