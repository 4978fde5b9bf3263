package jinja

import (
	"strconv"
	"strings"
)

// Jinja folds constant expressions before it visits them, so what stands behind
// `true or` is never visited, and an unknown filter in it is no error. What can
// be folded cheaply is folded here as well; see the package documentation.

type constKind uint8

const (
	constNone constKind = iota + 1
	constNumber
	constString
	constSequence // a tuple, list or dict
)

// constant is the value of an expression that does not depend on variables.
type constant struct {
	kind constKind
	// truth is what the value counts as in a condition.
	truth bool
	// known: number or text is exact; otherwise only kind and truth are.
	known bool
	// unhashable: the value cannot be the key of a dict.
	unhashable bool
	number     float64 // booleans are numbers, as in Python
	text       string
}

func boolValue(b bool) *constant {
	if b {
		return numeric(1)
	}
	return numeric(0)
}

// maxExact is how far float64 counts integers one by one.
const maxExact = 1 << 53

// numeric is a number, exact only where float64 and Python's integers agree.
func numeric(n float64) *constant {
	return &constant{kind: constNumber, truth: n != 0, known: n > -maxExact && n < maxExact, number: n}
}

// numberValue reads a number as the lexer cut it.
func numberValue(t token) *constant {
	text := strings.ReplaceAll(t.text, "_", "")
	if t.kind == tokInteger {
		n, err := strconv.ParseInt(text, 0, 64)
		if err != nil { // huge, or in digits of another script
			return &constant{kind: constNumber, truth: true}
		}
		return numeric(float64(n))
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return &constant{kind: constNumber, truth: true}
	}
	return numeric(n)
}

// stringValue is the value of a string that is written as raw between quotes.
func stringValue(raw string) *constant {
	plain := !strings.ContainsAny(raw, "\\\r")
	return &constant{kind: constString, truth: raw != "", known: plain, text: raw}
}

// join returns the string that two strings in a row make.
func (c *constant) join(other *constant) *constant {
	return &constant{kind: constString, truth: c.truth || other.truth, known: false}
}

// fold computes the value of a node from those of its children, and whether
// Python fails on it.
func (e *expr) fold() {
	switch e.kind {
	case exprTuple, exprList:
		e.foldSequence()
	case exprDict:
		e.foldDict()
	case exprNot:
		if operand := e.kids[0].value; operand != nil {
			e.value = boolValue(!operand.truth)
		}
	case exprAnd, exprOr:
		e.foldLogic()
	case exprCond:
		e.foldCond()
	case exprCompare:
		e.foldCompare()
	case exprMath, exprSign:
		e.foldMath()
	case exprConcat:
		e.foldConcat()
	}
	e.failsInside = e.failsInside || e.fails
}

// become takes the value of a child over, and reports whether it has one.
func (e *expr) become(kid *expr) bool {
	e.value, e.fails = kid.value, kid.fails
	return e.value != nil
}

func (e *expr) foldSequence() {
	value := &constant{kind: constSequence, truth: len(e.kids) > 0, unhashable: e.kind == exprList}
	for _, kid := range e.kids {
		if !e.become(kid) {
			return
		}
		value.unhashable = value.unhashable || kid.value.unhashable
	}
	e.value = value
}

// foldDict fails where Python does: at a list or dict as a key, if all before it
// is constant.
func (e *expr) foldDict() {
	for _, pair := range e.kids {
		key := pair.kids[0].value
		if !e.become(pair.kids[0]) || !e.become(pair.kids[1]) {
			return
		}
		if key.unhashable {
			e.value, e.fails = nil, true
			return
		}
	}
	e.value = &constant{kind: constSequence, truth: len(e.kids) > 0, unhashable: true}
}

func (e *expr) foldLogic() {
	if e.become(e.kids[0]) && e.value.truth == (e.kind == exprAnd) {
		e.become(e.kids[1])
	}
}

func (e *expr) foldCond() {
	switch {
	case !e.become(e.kids[0]):
	case e.value.truth:
		e.become(e.kids[1])
	case len(e.kids) > 2:
		e.become(e.kids[2])
	default:
		e.value = nil // the value would be undefined
	}
}

// foldCompare stops at the first comparison of a chain that is false, as Python
// does: what stands behind it need not be constant.
func (e *expr) foldCompare() {
	if !e.become(e.kids[0]) {
		return
	}
	left := e.value
	e.value = nil
	for _, operand := range e.kids[1:] {
		right := operand.kids[0].value
		if right == nil {
			return
		}
		holds, ok := left.compare(operand.op, right)
		if !ok {
			return
		}
		if !holds {
			e.value = boolValue(false)
			return
		}
		left = right
	}
	e.value = boolValue(true)
}

// compare applies a comparison; ok is false where it cannot be told or is an
// error in Python.
func (c *constant) compare(op tokenKind, other *constant) (holds, ok bool) {
	same := c.kind == other.kind
	switch {
	case !same || c.kind == constNone:
		return same == (op == tokEq), op == tokEq || op == tokNe
	case !c.known || !other.known:
		return false, false
	}
	order := 0
	if c.kind == constString {
		order = strings.Compare(c.text, other.text)
	} else if c.number != other.number {
		order = 1
		if c.number < other.number {
			order = -1
		}
	}
	switch op {
	case tokEq:
		return order == 0, true
	case tokNe:
		return order != 0, true
	case tokLt:
		return order < 0, true
	case tokLtEq:
		return order <= 0, true
	case tokGt:
		return order > 0, true
	case tokGtEq:
		return order >= 0, true
	case opIn:
		return strings.Contains(other.text, c.text), c.kind == constString
	case opNotIn:
		return !strings.Contains(other.text, c.text), c.kind == constString
	}
	return false, false
}

// foldMath adds, subtracts and multiplies numbers; other operators and operands
// are left alone.
func (e *expr) foldMath() {
	var operands [2]float64
	for i, kid := range e.kids {
		if kid.value == nil || kid.value.kind != constNumber || !kid.value.known {
			return
		}
		operands[i] = kid.value.number
	}
	left, right := operands[0], operands[1]
	if e.kind == exprSign {
		left, right = 0, left
	}
	switch e.op {
	case tokAdd:
		e.value = numeric(left + right)
	case tokSub:
		e.value = numeric(left - right)
	case tokMul:
		e.value = numeric(left * right)
	}
}

func (e *expr) foldConcat() {
	truth := false
	for _, kid := range e.kids {
		if !e.become(kid) {
			return
		}
		truth = truth || kid.value.kind != constString || kid.value.truth
	}
	e.value = &constant{kind: constString, truth: truth}
}
