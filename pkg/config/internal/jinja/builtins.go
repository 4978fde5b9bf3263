package jinja

import "slices"

// What Jinja 3.1 has in an environment without extensions.

// Filters lists the filters, in order.
func Filters() []string {
	return []string{
		"abs", "attr", "batch", "capitalize", "center", "count", "d", "default", "dictsort", "e", "escape",
		"filesizeformat", "first", "float", "forceescape", "format", "groupby", "indent", "int", "items",
		"join", "last", "length", "list", "lower", "map", "max", "min", "pprint", "random", "reject",
		"rejectattr", "replace", "reverse", "round", "safe", "select", "selectattr", "slice", "sort",
		"string", "striptags", "sum", "title", "tojson", "trim", "truncate", "unique", "upper",
		"urlencode", "urlize", "wordcount", "wordwrap", "xmlattr",
	}
}

// Tests lists the tests, in order. The first six can be named only in a string,
// as an argument of select and the like.
func Tests() []string {
	return []string{
		"!=", "<", "<=", "==", ">", ">=",
		"boolean", "callable", "defined", "divisibleby", "eq", "equalto", "escaped", "even", "false",
		"filter", "float", "ge", "greaterthan", "gt", "in", "integer", "iterable", "le", "lessthan",
		"lower", "lt", "mapping", "ne", "none", "number", "odd", "sameas", "sequence", "string", "test",
		"true", "undefined", "upper",
	}
}

// Globals lists the names that a template has without anybody passing them (R62).
func Globals() []string {
	return []string{"cycler", "dict", "joiner", "lipsum", "namespace", "range"}
}

// SecureFilters lists the filters that Data Designer's secure renderer has, in
// order (R69d). It has jsonpath, which Jinja has not.
func SecureFilters() []string {
	return []string{
		"abs", "capitalize", "escape", "first", "float", "forceescape", "int", "items", "jsonpath", "last",
		"length", "list", "lower", "max", "min", "random", "replace", "reverse", "round", "sort", "string",
		"title", "trim", "truncate", "unique", "upper", "urlencode",
	}
}

// listed reports whether a sorted list holds a name.
func listed(sorted []string, name string) bool {
	_, found := slices.BinarySearch(sorted, name)
	return found
}
