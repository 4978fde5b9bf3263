package config

import (
	"fmt"
	"strings"

	"github.com/dagplan/dagplan/pkg/config/internal/pyyaml"
)

// maxAliased is how many values aliases may add to those that are written, and
// how many entries << may.
const maxAliased = 1_000_000

// converter makes values of nodes.
type converter struct {
	*reader
	made    map[*pyyaml.Node]*value // of nodes that are met more than once; nil while one is made
	written int                     // the size of what is written, without aliases
	merged  int                     // entries that << added
}

// convert makes a value of a document.
func (r *reader) convert(root *pyyaml.Node) *value {
	c := &converter{reader: r, made: map[*pyyaml.Node]*value{}}
	v := c.value(root)
	if c.merged > maxAliased || v.size-c.written > maxAliased {
		r.report(codeTooLarge, r.nodeSpan(root), fmt.Sprintf("aliases add more than %d values to this file", maxAliased), "repeat less by aliases")
		return c.broken(root)
	}
	return v
}

func (c *converter) value(n *pyyaml.Node) *value {
	if n.Shared {
		return c.once(n)
	}
	return c.fresh(n)
}

// once makes a value of a node that is met more than once.
func (c *converter) once(n *pyyaml.Node) *value {
	if v, known := c.made[n]; known {
		if v == nil {
			c.report(codeRecursive, c.nodeSpan(n), "this value holds itself through an alias", "write it out")
			return c.broken(n)
		}
		return v
	}
	c.made[n] = nil
	v := c.fresh(n)
	c.made[n] = v
	return v
}

func (c *converter) fresh(n *pyyaml.Node) *value {
	own := 1 + len(n.Value)/sizeUnit
	c.written += own
	v := &value{node: n, size: own}
	switch n.Kind {
	case pyyaml.Scalar:
		c.scalar(v, n)
	case pyyaml.Sequence:
		c.sequence(v, n)
	case pyyaml.Mapping:
		c.mapping(v, n)
	}
	return v
}

func (c *converter) broken(n *pyyaml.Node) *value {
	return &value{kind: brokenValue, node: n, size: 1}
}

// tagPrefix begins the tags of YAML's own types.
const tagPrefix = "tag:yaml.org,2002:"

func (c *converter) sequence(v *value, n *pyyaml.Node) {
	switch strings.TrimPrefix(n.Tag, tagPrefix) {
	case "", "!", "seq", "omap", "pairs":
	default:
		c.failTag(v, n)
		return
	}
	v.kind = listValue
	v.items = make([]*value, len(n.Items))
	for i, item := range n.Items {
		if n.Shared { // << may name the list, and then means each item
			v.items[i] = c.once(item)
		} else {
			v.items[i] = c.value(item)
		}
		v.add(v.items[i].size)
	}
}

func (c *converter) failTag(v *value, n *pyyaml.Node) {
	v.kind = brokenValue
	tag := strings.Replace(n.Tag, tagPrefix, "!!", 1)
	c.report(codeTag, c.nodeSpan(n), fmt.Sprintf("tag %s does not fit this value, or is not one of YAML's own", tag), "remove the tag, or put the value in quotes")
}
