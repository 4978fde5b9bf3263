package check

import (
	"fmt"

	"github.com/dagplan/dagplan/pkg/diag"
)

const codeRefusedTemplate diag.Code = "DP220"

// refusedTemplates reports what the renderer that Data Designer uses by default
// refuses when the build runs, though the template is correct (R69d).
func refusedTemplates(c *checker) {
	for _, column := range c.file.Columns {
		for _, template := range column.Templates {
			for _, refusal := range template.Refusals {
				when := "in the first row"
				if refusal.Conditional {
					when = "in the rows that render this part"
				}
				c.report(codeRefusedTemplate, refusal.Span,
					fmt.Sprintf("%s of column %q passes every check, and fails %s: %s", template.Field, column.Name, when, refusal.Message),
					"write it without, or run with jinja_rendering_engine: native")
			}
		}
	}
}
