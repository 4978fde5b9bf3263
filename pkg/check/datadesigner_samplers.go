package check

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/diag"
)

// Data Designer looks at how samplers depend on each other only when the build
// starts (S1 to S5). It accepts the config until then, and so do these rules:
// each warns.
const (
	codeNotSampler     diag.Code = "DP261"
	codeSamplerCycle   diag.Code = "DP262"
	codeBadConstraint  diag.Code = "DP263"
	codeSubcategory    diag.Code = "DP264"
	codeConversion     diag.Code = "DP265"
	codeCondition      diag.Code = "DP266"
	codeOtherSampler   diag.Code = "DP267"
	codeNoDistribution diag.Code = "DP268"
)

// samplers calls f with each sampler column.
func (c *checker) samplers(f func(column config.Column, sampler *config.Sampler)) {
	for _, column := range c.file.Columns {
		if column.Sampler != nil {
			f(column, column.Sampler)
		}
	}
}

// samplerRead is one place where a sampler depends on another column (S1).
type samplerRead struct {
	config.Reference
	how string
}

func samplerReads(s *config.Sampler) []samplerRead {
	var reads []samplerRead
	for _, condition := range s.Conditions {
		for _, ref := range condition.References {
			reads = append(reads, samplerRead{ref, "has a condition on"})
		}
	}
	if s.Category.Name != "" {
		reads = append(reads, samplerRead{s.Category, "is a subcategory of"})
	}
	if s.Reference.Name != "" {
		reads = append(reads, samplerRead{s.Reference, "counts from"})
	}
	return reads
}

// samplerParents reports what a sampler depends on and what is no sampler (S3).
func samplerParents(c *checker) {
	c.samplers(func(column config.Column, s *config.Sampler) {
		for _, read := range samplerReads(s) {
			if !c.isSampler(read.Name) {
				c.report(codeNotSampler, read.Span, fmt.Sprintf("sampler %q %s %q, which is no sampler: the build fails when it starts", column.Name, read.how, read.Name),
					"name a sampler column")
			}
		}
	})
}

// samplerCycles reports samplers that depend on each other (S2). They are a
// graph of their own, apart from that of the columns.
func samplerCycles(c *checker) {
	var b dag.Builder
	places := make(map[[2]string]diag.Span)
	own := false
	c.samplers(func(column config.Column, _ *config.Sampler) {
		_, err := b.AddColumn(column.Name, column.Strategy)
		own = own || err != nil // a name that is taken has a finding of its own
	})
	link := func(from config.Reference, to string) {
		if c.isSampler(from.Name) && c.isSampler(to) && b.AddEdge(from.Name, to) == nil {
			places[[2]string{from.Name, to}] = from.Span
		}
		if from.Name == to {
			c.report(codeSamplerCycle, from.Span, fmt.Sprintf("sampler %q depends on itself: the build fails when it starts", to), "take out this dependency")
		}
	}
	c.samplers(func(column config.Column, s *config.Sampler) {
		for _, read := range samplerReads(s) {
			link(read.Reference, column.Name)
		}
	})
	for _, constraint := range c.file.Constraints {
		link(constraint.Other, constraint.Target.Name)
	}
	_, err := b.Build()
	var cycle *dag.CycleError
	if !errors.As(err, &cycle) || own {
		return
	}
	for _, names := range cycle.Cycles {
		notes := make([]diag.Note, len(names))
		for i, reader := range names {
			source := names[(i+len(names)-1)%len(names)]
			notes[i] = noted(places[[2]string{source, reader}], fmt.Sprintf("%q depends on %q", reader, source))
		}
		c.report(codeSamplerCycle, notes[0].Span, "samplers depend on each other: "+dag.CycleText(names)+": the build fails when it starts", "take out one of these dependencies", notes...)
	}
}

// samplerConstraints reports constraints on columns that are no samplers (S4).
func samplerConstraints(c *checker) {
	for _, constraint := range c.file.Constraints {
		for _, ref := range []config.Reference{constraint.Target, constraint.Other} {
			if ref.Name != "" && !c.isSampler(ref.Name) {
				c.report(codeBadConstraint, ref.Span, fmt.Sprintf("a constraint names %q, which is no sampler: the build fails when it starts", ref.Name),
					"name a sampler column, or remove the constraint")
			}
		}
	}
}

// subcategories reports a subcategory that has not exactly the values of its
// category as keys, or none for one of them (S4).
func subcategories(c *checker) {
	c.samplers(func(column config.Column, s *config.Sampler) {
		i, known := c.columns[s.Category.Name]
		if s.Type != "subcategory" || !known || c.file.Columns[i].Sampler == nil {
			return
		}
		parent := c.file.Columns[i]
		keys := make(map[string]bool)
		for _, key := range s.Subcategories {
			keys[key.Name] = true
			if key.Len == 0 {
				c.report(codeSubcategory, key.Span, fmt.Sprintf("sampler %q has no value for %q: the build fails when it starts", column.Name, key.Name), "add a value")
			}
		}
		missing := c.missingKeys(parent.Sampler, keys)
		if len(missing) > 0 {
			c.report(codeSubcategory, column.NameSpan, fmt.Sprintf("sampler %q has no values for %s of category %q: the build fails when it starts", column.Name, strings.Join(missing, ", "), parent.Name),
				"add them; keys are texts, and so must the values of the category be", noted(parent.NameSpan, "the category"))
		}
		for _, key := range s.Subcategories {
			if keys[key.Name] {
				c.report(codeSubcategory, key.Span, fmt.Sprintf("sampler %q has values for %q, which is no value of category %q: the build fails when it starts", column.Name, key.Name, parent.Name),
					"remove them, or add the value to the category", noted(parent.NameSpan, "the category"))
			}
		}
	})
}

// missingKeys lists the values of a category that keys has not, and takes out
// those that it has, so that what is left in keys is no value.
func (c *checker) missingKeys(category *config.Sampler, keys map[string]bool) []string {
	const most = 8
	values := slices.Clone(category.Values)
	for _, condition := range category.Conditions {
		values = append(values, condition.Values...)
	}
	seen := make(map[config.CategoryValue]bool)
	var missing []string
	for _, v := range values {
		if seen[v] {
			continue
		}
		seen[v] = true
		switch {
		case v.IsText && keys[v.Text]:
			keys[v.Text] = false
		case len(missing) < most:
			missing = append(missing, fmt.Sprintf("%q", v.Text))
		}
	}
	return missing
}

// conversions reports a convert_to that the sampler does not know (S5).
func conversions(c *checker) {
	c.samplers(func(column config.Column, s *config.Sampler) {
		if s.ConvertTo.Span.Line == 0 {
			return
		}
		switch s.Type {
		case "uuid", "person", "person_from_faker":
		case "datetime", "timedelta":
			if !config.IsDateFormat(s.ConvertTo.Name) {
				c.report(codeConversion, s.ConvertTo.Span, fmt.Sprintf("sampler %q writes dates as %q, which cannot be read back: the build fails when it starts", column.Name, s.ConvertTo.Name),
					"use a format such as %Y-%m-%d")
			}
		default:
			if !slices.Contains([]string{"float", "int", "str"}, s.ConvertTo.Name) {
				c.report(codeConversion, s.ConvertTo.Span, fmt.Sprintf("sampler %q is converted to %q: the build fails when it starts", column.Name, s.ConvertTo.Name),
					"use float, int or str")
			}
		}
	})
}

// conditions reports conditions that are no Jinja expression (S5).
func conditions(c *checker) {
	c.samplers(func(column config.Column, s *config.Sampler) {
		for _, condition := range s.Conditions {
			if condition.Invalid {
				c.report(codeCondition, condition.ProblemSpan, fmt.Sprintf("condition %q of sampler %q: %s: the build fails when it starts", condition.Text, column.Name, condition.Problem),
					"write an expression without braces, such as age > 21")
			}
		}
	})
}

// samplerTypes reports parameters that say they are another sampler's (R29).
func samplerTypes(c *checker) {
	c.samplers(func(column config.Column, s *config.Sampler) {
		if s.ParamsType != s.Type {
			c.report(codeOtherSampler, s.ParamsSpan, fmt.Sprintf("params of column %q say sampler_type %s, and the column says %s: the build fails when it starts", column.Name, s.ParamsType, s.Type),
				"remove sampler_type from params")
		}
	})
}

//go:embed scipy.txt
var scipyDistributions string

// distributions reports names that scipy.stats does not have (S5).
func distributions(c *checker) {
	names := strings.Fields(scipyDistributions)
	spelling := diag.NewSpeller(names)
	c.samplers(func(column config.Column, s *config.Sampler) {
		if s.Distribution.Name != "" && !slices.Contains(names, s.Distribution.Name) {
			c.report(codeNoDistribution, s.Distribution.Span, fmt.Sprintf("sampler %q draws from %q, which scipy.stats does not have: the build fails when it starts", column.Name, s.Distribution.Name),
				spelling.Hint(s.Distribution.Name, "use a distribution of scipy.stats"))
		}
	})
}
