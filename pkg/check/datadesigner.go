package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/model"
)

const (
	codeConstantPrompt   diag.Code = "DP241"
	codeSingleBraces     diag.Code = "DP242"
	codeNotRealColumn    diag.Code = "DP243"
	codeNotCode          diag.Code = "DP244"
	codeOtherLanguage    diag.Code = "DP245"
	codeNothingLeft      diag.Code = "DP246"
	codeDropsUnknown     diag.Code = "DP247"
	codeDropsNothing     diag.Code = "DP248"
	codeTransformUnknown diag.Code = "DP249"
	codeRowIDTaken       diag.Code = "DP250"
	codeNoSeed           diag.Code = "DP251"
)

// designerFaults are the rules of Data Designer's own validation (V2 to V4, V7
// to V9), and what it finds when the build starts (R71, R79, S1 to S5). On a
// native config they find nothing.
func designerFaults() []rule {
	return []rule{
		constantPrompts, singleBraces, codeTargets, nothingLeft, unknownDrops, unknownTransforms,
		rowIDs, seedless,
		samplerParents, samplerCycles, samplerConstraints, subcategories, conversions, conditions, samplerTypes, distributions,
	}
}

// prompts calls f with each prompt and system prompt that is a template.
func (c *checker) prompts(f func(column config.Column, template config.Template)) {
	for _, column := range c.file.Columns {
		for _, template := range column.Templates {
			if (template.Field == "prompt" || template.Field == "system_prompt") && !template.Invalid {
				f(column, template)
			}
		}
	}
}

// constantPrompts reports prompts without any reference (V2): every row gets
// the same question.
func constantPrompts(c *checker) {
	c.prompts(func(column config.Column, template config.Template) {
		if template.Field == "prompt" && len(template.References) == 0 && !column.HasContext {
			c.report(codeConstantPrompt, template.Span, fmt.Sprintf("prompt of column %q names no column: every row gets the same one", column.Name),
				"name a column in it, such as {{ "+c.someColumn(column.Name)+" }}")
		}
	})
}

// someColumn is the first column that a prompt can name.
func (c *checker) someColumn(other string) string {
	for _, column := range c.file.Columns {
		if column.Name != other && column.Name != config.RowIDColumn {
			return column.Name
		}
	}
	return "name"
}

// singleBraces reports names of columns in single braces (V3).
func singleBraces(c *checker) {
	c.prompts(func(column config.Column, template config.Template) {
		for _, ref := range template.SingleBraces {
			if _, known := c.resolve(ref.Name); known {
				c.report(codeSingleBraces, ref.Span, fmt.Sprintf("%s of column %q has {%s} in single braces, which stays as it is", template.Field, column.Name, ref.Name),
					fmt.Sprintf("write {{ %s }}", ref.Name))
			}
		}
	})
}

// codeTargets reports what a code validator is pointed at (V4): a column that is
// real, that holds code, and code of its language.
func codeTargets(c *checker) {
	for _, column := range c.file.Columns {
		if column.Validator != "code" {
			continue
		}
		for _, target := range column.Targets {
			i, isColumn := c.columns[target.Name]
			if !isColumn {
				c.sideEffectTarget(column, target)
				continue
			}
			made := c.file.Columns[i]
			switch {
			case made.Type != "llm-code":
				c.report(codeNotCode, target.Span, fmt.Sprintf("column %q validates code, and column %q is of type %s", column.Name, target.Name, made.Type),
					"validate a column of type llm-code", noted(made.NameSpan, "the column that is validated"))
			case made.Language != column.Language:
				c.report(codeOtherLanguage, column.LanguageSpan, fmt.Sprintf("column %q validates %s, and column %q is %s", column.Name, orNothing(column.Language), target.Name, orNothing(made.Language)),
					"use one code_lang for both", noted(made.LanguageSpan, "the language of the column that is validated"))
			}
		}
	}
}

// sideEffectTarget reports a target that is no column, though some column writes
// it; one that nobody writes is reported as unknown.
func (c *checker) sideEffectTarget(column config.Column, target config.Reference) {
	if producer, known := c.producers[target.Name]; known {
		c.report(codeNotRealColumn, target.Span, fmt.Sprintf("column %q validates %q, which is a side effect and no column", column.Name, target.Name),
			"validate a column", noted(c.file.Columns[producer].NameSpan, "the column that writes it"))
	}
}

func orNothing(language string) string {
	if language == "" {
		return "nothing"
	}
	return language
}

// nothingLeft reports a config whose dataset has no column in the end (V7): seed
// columns count only where there is a processor.
func nothingLeft(c *checker) {
	if c.file.Format != config.DataDesigner {
		return
	}
	for _, column := range c.file.Columns {
		if !column.Drop && (column.Type != "seed-dataset" || len(c.file.Processors) > 0) {
			return
		}
	}
	at := diag.Span{Pos: diag.Pos{File: c.file.Name}}
	for _, column := range slices.Backward(c.file.Columns) {
		at = column.NameSpan
	}
	c.report(codeNothingLeft, at, "no column is left in the finished dataset: all are dropped, or only copied from the seed", "keep one generated column, or add a processor")
}

// unknownDrops reports names that a drop_columns processor gets wrong, and
// patterns that match nothing (V8).
func unknownDrops(c *checker) {
	for _, p := range c.file.Processors {
		for _, ref := range p.Columns {
			if strings.Contains(ref.Name, "*") {
				if !c.matchesAny(ref.Name) {
					c.report(codeDropsNothing, ref.Span, fmt.Sprintf("pattern %q of processor %q matches no column", ref.Name, p.Name), "mend or remove it")
				}
				continue
			}
			if _, known := c.resolve(ref.Name); !known {
				c.report(codeDropsUnknown, ref.Span, fmt.Sprintf("processor %q drops column %q, which does not exist", p.Name, ref.Name),
					c.spelling.Hint(ref.Name, "remove it"))
			}
		}
	}
}

func (c *checker) matchesAny(pattern string) bool {
	for _, column := range c.file.Columns {
		if config.MatchesPattern(pattern, column.Name) {
			return true
		}
		for _, effect := range column.SideEffects {
			if config.MatchesPattern(pattern, effect) {
				return true
			}
		}
	}
	return false
}

// unknownTransforms reports names in a schema_transform that are no columns: a
// side effect is none (V9).
func unknownTransforms(c *checker) {
	for _, p := range c.file.Processors {
		for _, template := range p.Templates {
			for _, ref := range template.References {
				if _, isColumn := c.columns[ref.Name]; !isColumn {
					c.report(codeTransformUnknown, ref.Span, fmt.Sprintf("template %q of processor %q reads %q, which is no column", template.Field, p.Name, ref.Name),
						c.spelling.Hint(ref.Name, "define that column, or take the name out"))
				}
			}
		}
	}
}

// rowIDs reports a column that has the name of the one that Data Designer adds
// (R71).
func rowIDs(c *checker) {
	added := false
	for _, column := range c.file.Columns {
		switch {
		case column.Name != config.RowIDColumn:
		case column.Implicit && column.Type == "sampler":
			added = true
		case added:
			c.report(codeRowIDTaken, column.NameSpan, fmt.Sprintf("column %q has the name of the column that Data Designer adds where there is neither a sampler nor a seed", column.Name),
				"rename it, or add a sampler")
		}
	}
}

// seedless reports seed columns without a seed (R79).
func seedless(c *checker) {
	for _, column := range c.file.Columns {
		if column.Type == "seed-dataset" && c.file.Seed == nil {
			c.report(codeNoSeed, column.NameSpan, fmt.Sprintf("column %q comes from a seed dataset, and there is no seed_config", column.Name), "add seed_config")
		}
	}
}

// isSampler reports whether a name is that of a sampler column.
func (c *checker) isSampler(name string) bool {
	i, known := c.columns[name]
	return known && c.file.Columns[i].Sampler != nil && c.file.Columns[i].Strategy == model.FullColumn
}
