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
				c.report(codeRefusedTemplate, refusal.Span,
					fmt.Sprintf("%s of column %q passes every check, and fails in the first row: %s", template.Field, column.Name, refusal.Name),
					"write it without, or run with jinja_rendering_engine: native")
			}
		}
	}
}
