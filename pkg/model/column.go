package model

// Column describes a column as a config states it, before it is linked to
// others. Names are names: whether they exist is for package dag to say.
type Column struct {
	Name string
	// Type is the Data Designer column_type, or empty for a native column.
	Type     string
	Strategy Strategy
	// Step groups columns that one multi-column step makes: those that share a
	// Step other than 0 are made by one task of a row group.
	Step int
	// Dependencies are the columns, or side effects of columns, that this one
	// reads, in the order in which the config names them.
	Dependencies []Dependency
	// SideEffects are the further columns that this one's task writes.
	SideEffects []string
	// Models are the aliases of the models that a task of this column calls.
	Models []string
	// Drop is true where the finished dataset leaves the column out. A dropped
	// column is made all the same.
	Drop bool
	// SkipsWhen is true where the column has a skip condition of its own.
	SkipsWhen bool
	// PropagatesSkip is true where a skipped required column skips this one in
	// the same row.
	PropagatesSkip bool
}

// Dependency is one name that a column reads.
type Dependency struct {
	Name string
	Kind DependencyKind
}

// DependencyKind says why a column waits for another.
type DependencyKind uint8

// The kinds of dependency.
const (
	// Required is a column whose values the task reads (R84). Text form: required.
	Required DependencyKind = iota + 1
	// SkipCondition is a column that only the skip condition reads (R85): it
	// orders the columns but does not propagate a skip. Text form: skip_when.
	SkipCondition
)

// String returns the text form, or unset for the zero value.
func (k DependencyKind) String() string {
	switch k {
	case Required:
		return "required"
	case SkipCondition:
		return "skip_when"
	default:
		return "unset"
	}
}

// MarshalText returns the text form.
func (k DependencyKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }
