package pyyaml

import (
	"fmt"
	"strings"
)

// scanBlock scans a scalar after | or >.
func (s *scanner) scanBlock(b *textBuilder) (Style, int) {
	start := s.pos
	style := Literal
	if s.at(0) == '>' {
		style = Folded
	}
	s.skip()
	header := s.scanBlockHeader(start)
	least := max(s.indent+1, 1)
	indent := least + header.indent - 1
	breaks := piece{at: s.pos}
	if header.indent == 0 {
		breaks, indent = s.scanBlockIndent()
		indent = max(least, indent)
	} else {
		breaks = s.scanBlockBreaks(indent)
	}
	end, lastBreak := s.pos, piece{}
	for s.col == indent && s.pos < len(s.text) {
		breaks.addTo(b)
		words := s.at(0) != ' ' && s.at(0) != '\t'
		stop := s.pos
		for stop < len(s.text) && s.breakAt(stop) == 0 {
			stop++
		}
		b.add(s.text[s.pos:stop], s.pos, true)
		s.skipTo(stop)
		end = stop
		lastBreak = piece{at: s.pos}
		lastBreak.text = s.skipBreak()
		breaks = s.scanBlockBreaks(indent)
		if s.col != indent || s.pos >= len(s.text) {
			break
		}
		if style == Folded && lastBreak.text == "\n" && words && s.at(0) != ' ' && s.at(0) != '\t' {
			if breaks.text == "" {
				b.add(" ", lastBreak.at, false)
			}
		} else {
			lastBreak.addTo(b)
		}
	}
	if header.chomp != '-' {
		lastBreak.addTo(b)
	}
	if header.chomp == '+' {
		breaks.addTo(b)
	}
	return style, end
}

// piece is a text and the place it stands for.
type piece struct {
	text string
	at   int
}

func (p piece) addTo(b *textBuilder) { b.add(p.text, p.at, false) }

// blockHeader is what stands behind | or >: how to treat the last line breaks,
// and the indentation, 0 where it follows from the first line.
type blockHeader struct {
	chomp  byte
	indent int
}

func (s *scanner) scanBlockHeader(start int) blockHeader {
	var h blockHeader
	for range 2 {
		c := s.at(0)
		switch {
		case (c == '+' || c == '-') && h.chomp == 0:
			h.chomp = c
			s.skip()
		case c >= '1' && c <= '9' && h.indent == 0:
			h.indent = int(c - '0')
			s.skip()
		}
	}
	c := s.at(0)
	if c != ' ' && !s.lineEnds() {
		s.failHeader(start)
		return h
	}
	s.skipBlanks()
	s.skipComment()
	if !s.lineEnds() {
		s.failHeader(start)
		return h
	}
	s.skipBreak()
	return h
}

func (s *scanner) failHeader(start int) {
	s.fail(&Error{
		Offset: start, Problem: fmt.Sprintf("%c cannot be followed by text on its own line", s.text[start]),
		Hint: "start the text on the next line, indented, or put it in quotes",
	})
}

// scanBlockIndent skips empty lines and finds the indentation of the text.
func (s *scanner) scanBlockIndent() (breaks piece, indent int) {
	breaks.at = s.pos
	var text strings.Builder
	for {
		if s.at(0) == ' ' {
			s.skip()
			indent = max(indent, s.col)
			continue
		}
		b := s.skipBreak()
		if b == "" {
			breaks.text = text.String()
			return breaks, indent
		}
		text.WriteString(b)
	}
}

// scanBlockBreaks skips the indentation and empty lines.
func (s *scanner) scanBlockBreaks(indent int) piece {
	breaks := piece{at: s.pos}
	var text strings.Builder
	for {
		for s.col < indent && s.at(0) == ' ' {
			s.skip()
		}
		b := s.skipBreak()
		if b == "" {
			breaks.text = text.String()
			return breaks
		}
		text.WriteString(b)
	}
}
