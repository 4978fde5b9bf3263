package config

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/config/internal/pyyaml"
	"github.com/dagplan/dagplan/pkg/diag"
)

// Ignore is a comment such as "# dagplan:ignore DP412: reason", which silences
// findings of those codes on one node.
type Ignore struct {
	// Codes are the words after dagplan:ignore, up to a colon or the end of the
	// comment, whether or not they are codes.
	Codes []string
	// Span is the comment.
	Span diag.Span
	// First and Last are the first and the last line of the node: for a comment
	// behind something, that line, with the rest of a scalar that begins on it; for
	// one on a line of its own, the entry or element that begins below it. Both are
	// 0 where nothing begins there.
	First, Last int
}

// Covers reports whether a finding at that line is one about the node.
func (i Ignore) Covers(line int) bool { return i.First > 0 && i.First <= line && line <= i.Last }

const ignoreMark = "dagplan:ignore"

// Ignores returns the comments of a file that silence findings, in the order of
// the file; none where it is no YAML.
//
// Complexity: O(size of the file), and next to nothing where it has none.
func Ignores(name string, data []byte) []Ignore {
	if !strings.Contains(string(data), ignoreMark) {
		return nil
	}
	source, err := pyyaml.NewSource(data)
	if err != nil {
		return nil
	}
	root, err := pyyaml.Parse(source)
	if err != nil {
		return nil
	}
	text := source.Text(0, source.Len())
	layout := newLayout(root, text)
	comment := regexp.MustCompile(`(?m)#[ \t]*dagplan:ignore(?:[ \t,]+([^\r\n]*)|[ \t]*$)`)
	r := &reader{name: name, source: source}
	var ignores []Ignore
	for _, at := range comment.FindAllStringSubmatchIndex(text, -1) {
		if at[0] > 0 && !strings.ContainsRune(" \t\r\n\ufeff", rune(text[at[0]-1])) || layout.insideScalar(at[0]) {
			continue
		}
		words := ""
		if at[2] >= 0 {
			words, _, _ = strings.Cut(text[at[2]:at[3]], ":")
		}
		ignore := Ignore{
			Codes: strings.FieldsFunc(words, func(r rune) bool { return r == ' ' || r == '\t' || r == ',' }),
			Span:  r.between(at[0], source.LineEnd(at[0])),
		}
		ignore.First, ignore.Last = layout.covered(source, text, at[0])
		ignores = append(ignores, ignore)
	}
	return ignores
}

// extent is the text of a scalar, an entry or an element.
type extent struct {
	start, end int
	// inside is where no comment can stand any more: for a block scalar, after the
	// line of its mark.
	inside int
}

// layout is where scalars, entries and elements stand in a text.
type layout struct {
	scalars []extent // by their start
	// parts are the entries of mappings, from key to value, and the elements of
	// sequences, by their start; of those that start together, the longest first.
	parts []extent
}

func newLayout(root *pyyaml.Node, text string) *layout {
	l := &layout{}
	seen := make(map[*pyyaml.Node]bool) // an alias is the node it stands for
	var visit func(n *pyyaml.Node)
	visit = func(n *pyyaml.Node) {
		if n == nil || seen[n] {
			return
		}
		seen[n] = true
		step := 1
		switch n.Kind {
		case pyyaml.Scalar:
			scalar := extent{start: n.Start, end: n.End, inside: n.Start}
			if n.Style == pyyaml.Literal || n.Style == pyyaml.Folded {
				scalar.inside += max(0, strings.IndexAny(text[n.Start:n.End], "\r\n"))
			}
			l.scalars = append(l.scalars, scalar)
			return
		case pyyaml.Mapping:
			step = 2
		}
		for i := 0; i+step <= len(n.Items); i += step {
			last := n.Items[i+step-1]
			l.parts = append(l.parts, extent{start: n.Items[i].Start, end: max(n.Items[i].End, last.End)})
		}
		for _, item := range n.Items {
			visit(item)
		}
	}
	visit(root)
	byStart := func(a, b extent) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end)) }
	slices.SortFunc(l.scalars, byStart)
	slices.SortFunc(l.parts, byStart)
	return l
}

// insideScalar reports whether an offset lies in the text of a scalar.
func (l *layout) insideScalar(offset int) bool {
	at, found := slices.BinarySearchFunc(l.scalars, offset, func(e extent, offset int) int { return cmp.Compare(e.start, offset) })
	if found {
		at++
	}
	return at > 0 && l.scalars[at-1].inside <= offset && offset < l.scalars[at-1].end
}

// covered returns the lines of the node that a comment is about.
func (l *layout) covered(source *pyyaml.Source, text string, comment int) (first, last int) {
	lineStart := strings.LastIndexAny(text[:comment], "\r\n") + 1
	before := strings.Trim(text[lineStart:comment], " \t\ufeff")
	if before == "" {
		next, _ := slices.BinarySearchFunc(l.parts, comment, func(e extent, offset int) int { return cmp.Compare(e.start, offset) })
		if next == len(l.parts) {
			return 0, 0
		}
		return lines(source, l.parts[next])
	}
	first, _ = source.Position(comment)
	last = first
	for _, scalar := range l.scalarsOf(lineStart, comment) {
		_, end := lines(source, scalar)
		last = max(last, end)
	}
	return first, last
}

// scalarsOf returns the scalars that begin between two offsets.
func (l *layout) scalarsOf(from, to int) []extent {
	byStart := func(e extent, offset int) int { return cmp.Compare(e.start, offset) }
	low, _ := slices.BinarySearchFunc(l.scalars, from, byStart)
	high, _ := slices.BinarySearchFunc(l.scalars, to, byStart)
	return l.scalars[low:high]
}

// lines returns the lines of the first and of the last character.
func lines(source *pyyaml.Source, e extent) (first, last int) {
	first, _ = source.Position(e.start)
	last, _ = source.Position(max(e.start, e.end-1))
	return first, last
}
