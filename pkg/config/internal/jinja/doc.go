// Package jinja finds the variables that a Jinja template takes from outside,
// and everything for which Jinja 3.1 would refuse it. It analyses templates and
// never renders one: no expression is evaluated beyond comparing literals.
//
// The answers are those of jinja2.meta.find_undeclared_variables in the
// environment that Data Designer uses (rules R61 to R69d): default delimiters,
// no extensions, the builtin filters, tests and globals. That function is a pass
// of Jinja's compiler, and its surprises are kept: a name that a branch of an if
// assigns counts as undeclared (R66), an unknown filter is an error except under
// an if (R64), a block sees none of the template's own names (R68).
//
// # The way through the package
//
//	lexer ─► parser ─► tree ─┬─► survey    which special names and tags a subtree holds
//	                         ├─► scope     a frame: what is declared, what is not
//	                         ├─► compiler  frames in the compiler's order: unknown filters and tests
//	                         └─► secure    what the run-time renderer refuses on top (R69d)
//
// The first error of lexer or parser ends the work. What the compiler finds is
// reported whole, and the template is returned with it.
//
// # Limits
//
// Jinja recurses over the template and gives up where Python's recursion limit
// is reached (R69b2). The parser keeps the same account, in frames of Python,
// and refuses what exceeds it with an error of kind Limit. All recursion in this
// package is bounded by that account, so no input can exhaust the stack, and
// every pass takes time and memory linear in the length of the template.
//
// # Where it knowingly differs
//
// Jinja folds constant expressions while it compiles, which decides whether the
// unknown filter in `true or x|nosuch` is reached. Here literals are folded under
// and, or, not, comparisons, inline ifs, ~ and the + - * of numbers. A constant that
// takes more to compute, such as a filter, an attribute or a power, counts as
// unknown: 9**(9**9), on which Jinja hangs (R69b), is accepted. The name in a
// `\N{name}` escape is not looked up.
package jinja
