package pyyaml

// Kind is the kind of a node.
type Kind uint8

// The kinds.
const (
	Scalar Kind = iota + 1
	Sequence
	Mapping
)

// Style is how a scalar is written.
type Style uint8

// The styles.
const (
	Plain Style = iota + 1
	SingleQuoted
	DoubleQuoted
	Literal
	Folded
)

// Node is a value of a document. An alias is the node it stands for, so that a
// tree may share nodes, and even hold itself.
type Node struct {
	Kind Kind
	// Tag is the tag that the text gives, resolved to its full form, or empty.
	Tag   string
	Value string
	Style Style
	// Items are the elements of a sequence, or the keys and values of a mapping in
	// turn.
	Items []*Node
	// Shared is true where an alias stands for the node.
	Shared bool
	// Start and End are the offsets of the text of the node, without its tag and
	// anchor.
	Start, End int

	// indent and flow are the scanner's state at Start, by which the scalar can be
	// scanned again.
	indent int
	flow   bool
}

// Child returns the value of the last entry with a plain or quoted key of that
// name, or nil.
func (n *Node) Child(key string) *Node {
	if n == nil || n.Kind != Mapping {
		return nil
	}
	for i := len(n.Items) - 2; i >= 0; i -= 2 {
		if k := n.Items[i]; k.Kind == Scalar && k.Value == key {
			return n.Items[i+1]
		}
	}
	return nil
}
