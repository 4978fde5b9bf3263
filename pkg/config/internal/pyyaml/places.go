package pyyaml

import "sort"

// Places maps the bytes of a scalar to the text that they were written in.
type Places struct {
	places []place
	length int // of the scalar
	start  int // where it would stand if it were empty
}

// Places scans a scalar again, and returns where each of its bytes stands.
//
// Complexity: O(length of its text).
func (s *Source) Places(n *Node) Places {
	scan := &scanner{text: s.text, pos: n.Start, indent: n.indent}
	_, column := s.Position(n.Start)
	scan.col = column - 1
	if n.flow {
		scan.flow = 1
	}
	b := textBuilder{record: true}
	switch n.Style {
	case Plain:
		scan.scanPlain(&b)
	case SingleQuoted, DoubleQuoted:
		scan.scanQuoted(&b)
	case Literal, Folded:
		scan.scanBlock(&b)
	}
	return Places{places: b.places, length: b.len(), start: n.Start}
}

// Offset returns the offset in the text of byte i of the scalar: that of an
// escape, or of a line break, for what it stands for. For the length of the
// scalar, it is the offset behind its last byte.
//
// Complexity: O(log pieces of the scalar).
func (p Places) Offset(i int) int {
	i = min(i, p.length)
	next := sort.Search(len(p.places), func(k int) bool { return p.places[k].at > i })
	if next == 0 {
		return p.start
	}
	at := p.places[next-1]
	if at.exact {
		return at.source + i - at.at
	}
	return at.source
}
