package pyyaml

import (
	"fmt"
	"strings"
)

// MaxDepth is how many collections may lie inside each other. Python's own
// limit on recursion makes PyYAML give up between 486 and 492.
const MaxDepth = 488

// Parse reads the only document of a text. The node is nil for a text without
// one. The error is an [*Error].
func Parse(src *Source) (*Node, error) {
	p := &parser{scanner: newScanner(src.text), anchors: map[string]anchor{}}
	root := p.stream()
	if p.err != nil {
		return nil, p.err
	}
	return root, nil
}

// parser is a recursive descent over the tokens. After an error the scanner
// returns nothing but the end.
type parser struct {
	*scanner
	depth   int
	anchors map[string]anchor
	handles map[string]string
}

// anchor is a named node; node is nil while it is only a name.
type anchor struct {
	node *Node
	at   int
}

func (p *parser) is(kinds ...tokenKind) bool {
	next := p.peek().kind
	for _, k := range kinds {
		if next == k {
			return true
		}
	}
	return false
}

func (p *parser) stream() *Node {
	p.handles = defaultHandles()
	if p.is(directiveToken, documentStartToken, endToken) {
		for p.is(documentEndToken) {
			p.take()
		}
		if p.is(endToken) {
			return nil
		}
		p.directives()
		if !p.is(documentStartToken) {
			p.failNext("expected --- after the directives", "start the document with ---")
			return nil
		}
		p.take()
		if p.is(directiveToken, documentStartToken, documentEndToken, endToken) {
			return p.finish(p.empty(p.peek().start))
		}
	}
	return p.finish(p.node(true, false))
}

// finish checks that no second document follows.
func (p *parser) finish(root *Node) *Node {
	for p.is(documentEndToken) {
		p.take()
	}
	if p.is(endToken) {
		return root
	}
	if p.is(documentStartToken, directiveToken) {
		p.failNext("a second document starts here", "keep one document in the file")
	} else {
		p.failNext("expected the end of the file, found "+p.peek().describe(), "indent what belongs together alike")
	}
	return nil
}

func defaultHandles() map[string]string {
	return map[string]string{"!": "!", "!!": "tag:yaml.org,2002:"}
}

func (p *parser) directives() {
	version, seen := false, map[string]bool{}
	for p.is(directiveToken) {
		d := p.take()
		switch {
		case d.value == "YAML":
			if version || strings.TrimLeft(d.suffix, "0") != "1" {
				p.fail(&Error{Offset: d.start, Problem: "expected one %YAML directive, of version 1", Hint: "remove it"})
				return
			}
			version = true
		case strings.HasPrefix(d.value, "TAG!"):
			handle := strings.TrimPrefix(d.value, "TAG")
			if seen[handle] {
				p.fail(&Error{Offset: d.start, Problem: "this tag handle is already defined", Hint: "remove it"})
				return
			}
			seen[handle] = true
			p.handles[handle] = d.suffix
		}
	}
}

func (p *parser) failNext(problem, hint string) {
	p.fail(&Error{Offset: p.peek().start, Problem: problem, Hint: hint})
}

// empty returns the value where nothing is written.
func (p *parser) empty(at int) *Node {
	return &Node{Kind: Scalar, Style: Plain, Start: at, End: at}
}

// node parses a value. block allows block collections; indentless also a
// sequence that is not indented more than the key it belongs to.
func (p *parser) node(block, indentless bool) *Node {
	if p.is(aliasToken) {
		return p.alias()
	}
	first := p.peek()
	name, tag := p.properties()
	n := &Node{Tag: tag, Start: p.peek().start}
	p.define(name, n)
	next := p.peek()
	switch {
	case indentless && next.kind == entryToken:
		p.nested(n, (*parser).indentlessSequence)
	case next.kind == scalarToken:
		t := p.take()
		n.Kind, n.Value, n.Style, n.Start, n.End = Scalar, t.value, t.style, t.start, t.end
		n.indent, n.flow = t.indent, t.flow
	case next.kind == flowSequenceToken:
		p.nested(n, (*parser).flowSequence)
	case next.kind == flowMappingToken:
		p.nested(n, (*parser).flowMapping)
	case block && next.kind == blockSequenceToken:
		p.nested(n, (*parser).blockSequence)
	case block && next.kind == blockMappingToken:
		p.nested(n, (*parser).blockMapping)
	case first.kind == anchorToken || first.kind == tagToken:
		n.Kind, n.Style, n.Start, n.End = Scalar, Plain, first.start, first.end
	default:
		p.failValue(next)
		return p.empty(next.start)
	}
	return n
}

func (p *parser) failValue(t token) {
	hint := "write one, or put it in quotes if text is meant"
	if t.kind == endToken {
		hint = "close what is open"
	}
	p.fail(&Error{Offset: t.start, Problem: "expected a value, found " + t.describe(), Hint: hint})
}

// nested parses a collection into n, within the limit of depth.
func (p *parser) nested(n *Node, parse func(*parser, *Node)) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > MaxDepth {
		p.failNext(fmt.Sprintf("more than %d collections lie inside each other", MaxDepth), "flatten the value")
		return
	}
	parse(p, n)
}

func (p *parser) alias() *Node {
	t := p.take()
	a, known := p.anchors[t.value]
	if !known {
		p.fail(&Error{Offset: t.start, Problem: fmt.Sprintf("no anchor &%s comes before this alias", t.value), Hint: "define it, or put the value in quotes if text is meant"})
		return p.empty(t.start)
	}
	a.node.Shared = true
	return a.node
}

// properties parses an anchor and a tag, in either order.
func (p *parser) properties() (name *token, tag string) {
	for range 2 {
		switch {
		case name == nil && p.is(anchorToken):
			t := p.take()
			name = &t
		case tag == "" && p.is(tagToken):
			tag = p.fullTag(p.take())
		}
	}
	return name, tag
}

func (p *parser) fullTag(t token) string {
	if t.value == "" {
		return t.suffix
	}
	prefix, known := p.handles[t.value]
	if !known {
		p.fail(&Error{Offset: t.start, Problem: fmt.Sprintf("no %%TAG directive defines %s", t.value), Hint: "put the value in quotes if text is meant"})
	}
	return prefix + t.suffix
}

func (p *parser) define(name *token, n *Node) {
	if name == nil {
		return
	}
	if first, there := p.anchors[name.value]; there {
		p.fail(&Error{
			Offset: name.start, Problem: fmt.Sprintf("anchor &%s is already defined", name.value), Hint: "use another name",
			Also: first.at, Note: "it is defined here",
		})
		return
	}
	p.anchors[name.value] = anchor{n, name.start}
}

func (p *parser) blockSequence(n *Node) {
	start := p.take().start
	n.Kind = Sequence
	for p.is(entryToken) {
		p.entry(n, blockEndToken)
	}
	p.endBlock(n, start, "list")
}

// indentlessSequence parses the items of a sequence up to the next key.
func (p *parser) indentlessSequence(n *Node) {
	n.Kind = Sequence
	for p.is(entryToken) {
		p.entry(n, keyToken, valueToken, blockEndToken)
	}
	n.End = p.lastEnd(n)
}

// entry parses "-" and a value, which is empty before any of stops.
func (p *parser) entry(n *Node, stops ...tokenKind) {
	at := p.take().end
	if p.is(append(stops, entryToken)...) {
		n.Items = append(n.Items, p.empty(at))
		return
	}
	n.Items = append(n.Items, p.node(true, false))
}

func (p *parser) blockMapping(n *Node) {
	start := p.take().start
	n.Kind = Mapping
	for p.is(keyToken) {
		n.Items = append(n.Items, p.blockPart(), p.blockValue())
	}
	p.endBlock(n, start, "mapping")
}

// blockPart parses what follows "?" or ":" in a block.
func (p *parser) blockPart() *Node {
	at := p.take().end
	if p.is(keyToken, valueToken, blockEndToken) {
		return p.empty(at)
	}
	return p.node(true, true)
}

func (p *parser) blockValue() *Node {
	if p.is(valueToken) {
		return p.blockPart()
	}
	return p.empty(p.peek().start)
}

func (p *parser) endBlock(n *Node, start int, what string) {
	n.End = p.lastEnd(n)
	if p.is(blockEndToken) {
		p.take()
		return
	}
	t := p.peek()
	p.fail(&Error{
		Offset: t.start, Problem: fmt.Sprintf("%s does not continue the %s it stands in", t.describe(), what),
		Hint: "indent it like the lines it belongs to", Also: start, Note: "the " + what + " starts here",
	})
}

// lastEnd returns the end of the last item.
func (p *parser) lastEnd(n *Node) int {
	if len(n.Items) == 0 {
		return n.Start
	}
	return max(n.Start, n.Items[len(n.Items)-1].End)
}

func (p *parser) flowSequence(n *Node) {
	open := p.take()
	n.Kind = Sequence
	first := p.peek().start
	for !p.is(flowSequenceEndToken) {
		if len(n.Items) > 0 && !p.comma(open, first, "]") {
			return
		}
		switch {
		case p.is(keyToken):
			n.Items = append(n.Items, p.pair())
		case !p.is(flowSequenceEndToken):
			n.Items = append(n.Items, p.node(false, false))
		}
		if p.err != nil {
			return
		}
	}
	n.End = p.take().end
}

// pair parses a mapping of one entry that stands in a sequence without braces.
func (p *parser) pair() *Node {
	key := p.take()
	n := &Node{Kind: Mapping, Start: key.start}
	n.Items = []*Node{p.flowPart(key.end, valueToken, flowEntryToken, flowSequenceEndToken), nil}
	n.Items[1] = p.flowValue(flowSequenceEndToken)
	n.End = p.lastEnd(n)
	return n
}

func (p *parser) flowMapping(n *Node) {
	open := p.take()
	n.Kind = Mapping
	first := p.peek().start
	for !p.is(flowMappingEndToken) {
		if len(n.Items) > 0 && !p.comma(open, first, "}") {
			return
		}
		switch {
		case p.is(keyToken):
			key := p.flowPart(p.take().end, valueToken, flowEntryToken, flowMappingEndToken)
			n.Items = append(n.Items, key, p.flowValue(flowMappingEndToken))
		case !p.is(flowMappingEndToken):
			key := p.node(false, false)
			n.Items = append(n.Items, key, p.empty(p.peek().start))
		}
		if p.err != nil {
			return
		}
	}
	n.End = p.take().end
}

func (p *parser) flowPart(at int, stops ...tokenKind) *Node {
	if p.is(stops...) {
		return p.empty(at)
	}
	return p.node(false, false)
}

func (p *parser) flowValue(end tokenKind) *Node {
	if p.is(valueToken) {
		return p.flowPart(p.take().end, flowEntryToken, end)
	}
	return p.empty(p.peek().start)
}

// comma takes the "," between two items. first is where the first item begins.
func (p *parser) comma(open token, first int, closing string) bool {
	if p.is(flowEntryToken) {
		p.take()
		return true
	}
	p.failOpen(open, p.peek(), first, closing)
	return false
}

// failOpen says that a bracket is not closed. What stands in its way is hardly
// to blame where the file ends there, or where the items began on the line of
// the bracket and this is a later line.
func (p *parser) failOpen(open, next token, first int, closing string) {
	problem := fmt.Sprintf("expected , or %s, found %s", closing, next.describe())
	oneLine := !strings.ContainsAny(p.text[open.start:first], "\r\n")
	if next.kind == endToken || oneLine && strings.ContainsAny(p.text[open.start:next.start], "\r\n") {
		p.fail(&Error{
			Offset: open.start, Problem: open.describe() + " is not closed", Hint: "close it with " + closing,
			Also: next.start, Note: problem,
		})
		return
	}
	p.fail(&Error{Offset: next.start, Problem: problem, Hint: "put the value in quotes, or separate two values by a comma", Also: open.start, Note: open.describe() + " is open here"})
}
