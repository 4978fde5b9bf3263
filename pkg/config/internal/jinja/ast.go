package jinja

// The tree has a node for each node that Jinja's own tree has: the secure
// renderer counts them and measures its depth (R69d).

// node is an expression or a statement.
type node interface {
	// each hands the children to visit, in the order in which Jinja visits them.
	// The order decides whether a macro's first use of `caller` reads or stores it.
	each(visit func(node))
}

type exprKind uint8

const (
	exprName       exprKind = iota + 1
	exprAttrTarget          // ns.attr, where a set assigns to it
	exprConst
	exprData
	exprTuple
	exprList
	exprDict    // of exprPair
	exprPair    // key, value
	exprKeyword // text=value in a call
	exprCond    // test, then, and else if there is one
	exprFilter  // input unless it filters a block, then arguments
	exprTest    // input, then arguments
	exprCall    // callee, then arguments
	exprItem    // container, key
	exprAttr    // container
	exprSlice   // the bounds that are there
	exprConcat
	exprCompare // left, then exprOperand
	exprOperand // one comparison: op and what stands right of it
	exprMath    // left, right
	exprAnd
	exprOr
	exprNot
	exprSign // + or - before an operand
)

// access is what becomes of a name.
type access uint8

const (
	accessLoad access = iota + 1
	accessStore
	accessParam // declared by a macro, a call or a with
)

// expr is an expression. Its children are in kids, in the order that the kinds
// above tell.
type expr struct {
	kind   exprKind
	access access    // of an exprName
	op     tokenKind // of exprMath, exprOperand and exprSign
	// fails: Python fails to compute the expression, because a list or dict is the
	// key of a dict. failsInside: it fails on this or on something in it.
	fails, failsInside bool
	// frames is how deep Python recurses to visit the expression.
	frames     int
	text       string // name, attribute, filter, test, keyword or data
	start, end int
	kids       []*expr
	value      *constant // nil if the value is not known before rendering
}

func (e *expr) each(visit func(node)) {
	for _, kid := range e.kids {
		visit(kid)
	}
}

// stmt is a statement or the output between two tags.
type stmt interface{ node }

// binding is a name that a statement stores without an expression for it.
type binding struct {
	name       string
	start, end int
}

// signature is what a macro or a call block declares. The defaults belong to the
// last of the arguments.
type signature struct{ args, defaults []*expr }

// In statements, tag is the offset of the name of the tag.
type (
	template struct {
		body []stmt
		// seen is what the body does with special names, outside of blocks.
		seen specials
	}

	outputStmt struct{ kids []*expr }

	ifStmt struct {
		test   *expr
		body   []stmt
		elifs  []*ifStmt
		orElse []stmt
	}

	forStmt struct {
		target, iter *expr
		body, orElse []stmt
		test         *expr // nil without a condition
		recursive    bool
		tag          int
		// seen is what the body does with special names, outside of blocks.
		seen specials
		// scopedBlock: a scoped block stands somewhere inside.
		scopedBlock bool
		// loopStore is the first place inside that assigns to `loop`, or nil.
		loopStore *expr
	}

	macroStmt struct {
		binding
		signature
		body []stmt
		tag  int
		seen specials // in the body
	}

	callStmt struct {
		call *expr
		signature
		body []stmt
		tag  int
		seen specials // in the body
	}

	filterStmt struct {
		body   []stmt
		filter *expr
	}

	withStmt struct {
		targets, values []*expr
		body            []stmt
	}

	blockStmt struct {
		binding
		scoped, required bool
		body             []stmt
		tag              int
		seen             specials // in the body
	}

	extendsStmt struct {
		template *expr
		tag      int
	}

	includeStmt struct{ template *expr }

	// importStmt is {% import %} and, with from, {% from … import %}.
	importStmt struct {
		template *expr
		names    []binding
		from     bool
		tag      int
	}

	assignStmt struct {
		target, value *expr
		tag           int
	}

	// setBlockStmt is {% set target | filter %}…{% endset %}.
	setBlockStmt struct {
		target, filter *expr // filter is nil without one
		body           []stmt
	}

	// scopeStmt is what {% autoescape %} opens around its setting.
	scopeStmt struct{ inner *autoescapeStmt }

	autoescapeStmt struct {
		option *expr
		body   []stmt
	}
)

func eachStmt(body []stmt, visit func(node)) {
	for _, s := range body {
		visit(s)
	}
}

func eachExpr(exprs []*expr, visit func(node)) {
	for _, e := range exprs {
		visit(e)
	}
}

func eachPresent(e *expr, visit func(node)) {
	if e != nil {
		visit(e)
	}
}

func (t *template) each(visit func(node)) { eachStmt(t.body, visit) }

func (s *outputStmt) each(visit func(node)) { eachExpr(s.kids, visit) }

func (s *ifStmt) each(visit func(node)) {
	visit(s.test)
	eachStmt(s.body, visit)
	for _, elif := range s.elifs {
		visit(elif)
	}
	eachStmt(s.orElse, visit)
}

func (s *forStmt) each(visit func(node)) {
	visit(s.target)
	visit(s.iter)
	eachStmt(s.body, visit)
	eachStmt(s.orElse, visit)
	eachPresent(s.test, visit)
}

func (s signature) each(visit func(node)) {
	eachExpr(s.args, visit)
	eachExpr(s.defaults, visit)
}

func (s *macroStmt) each(visit func(node)) {
	s.signature.each(visit)
	eachStmt(s.body, visit)
}

func (s *callStmt) each(visit func(node)) {
	visit(s.call)
	s.signature.each(visit)
	eachStmt(s.body, visit)
}

func (s *filterStmt) each(visit func(node)) {
	eachStmt(s.body, visit)
	visit(s.filter)
}

func (s *withStmt) each(visit func(node)) {
	eachExpr(s.targets, visit)
	eachExpr(s.values, visit)
	eachStmt(s.body, visit)
}

func (s *blockStmt) each(visit func(node)) { eachStmt(s.body, visit) }

func (s *extendsStmt) each(visit func(node)) { visit(s.template) }

func (s *includeStmt) each(visit func(node)) { visit(s.template) }

func (s *importStmt) each(visit func(node)) { visit(s.template) }

func (s *assignStmt) each(visit func(node)) {
	visit(s.target)
	visit(s.value)
}

func (s *setBlockStmt) each(visit func(node)) {
	visit(s.target)
	eachPresent(s.filter, visit)
	eachStmt(s.body, visit)
}

func (s *scopeStmt) each(visit func(node)) { visit(s.inner) }

func (s *autoescapeStmt) each(visit func(node)) {
	visit(s.option)
	eachStmt(s.body, visit)
}
