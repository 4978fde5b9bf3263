package check

import (
	"errors"
	"fmt"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/diag"
)

const (
	codeDuplicateColumn diag.Code = "DP202"
	codeReplacedColumn  diag.Code = "DP203"
	codeSecondWriter    diag.Code = "DP204"
)

// duplicates reports columns and models that are defined more than once. Data
// Designer takes the last definition and says nothing (R20, R55); a native
// config is refused.
func duplicates(c *checker) {
	for _, d := range c.file.Duplicates {
		first := noted(d.First, "first defined here")
		switch {
		case d.What == "model":
			c.report(codeReplacedModel, d.Last, fmt.Sprintf("model %q is defined again: only the last definition counts", d.Name),
				"rename one of the two", first)
		case c.file.Format == config.Native:
			c.report(codeDuplicateColumn, d.Last, fmt.Sprintf("column %q is already defined", d.Name), "rename one of the two", first)
		default:
			c.report(codeReplacedColumn, d.Last, fmt.Sprintf("column %q is defined again: only the last definition counts", d.Name),
				"rename one of the two", first)
		}
	}
}

// secondWriters reports side effects that two columns write (R77).
func secondWriters(c *checker) {
	for _, err := range c.errs {
		var second *dag.SideEffectError
		if errors.As(err, &second) {
			c.report(codeSecondWriter, c.file.Columns[c.columns[second.Second]].NameSpan, second.Error(),
				"give the two side effects names of their own",
				noted(c.file.Columns[c.columns[second.Producer]].NameSpan, "the first one to write it"))
		}
	}
}
