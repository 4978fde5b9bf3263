package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/diag"
)

const (
	codeUnknownModel    diag.Code = "DP401"
	codeUndeclaredModel diag.Code = "DP402"
	codeUnknownTool     diag.Code = "DP403"
	codeUnknownProvider diag.Code = "DP404"
	codeReplacedModel   diag.Code = "DP405"
	codeReplacedTool    diag.Code = "DP406"
	codeUnusedModel     diag.Code = "DP407"
	codeSharedEndpoint  diag.Code = "DP408"
	codeUnknownProfiler diag.Code = "DP409"
	codeLateModel       diag.Code = "DP410"
)

// supplied reports whether Data Designer supplies the model, so that the file
// does not declare it (R54).
func supplied(m config.Model) bool { return m.Span.Line == 0 }

// declaresModels reports whether the file itself declares any model.
func (c *checker) declaresModels() bool {
	return slices.ContainsFunc(c.file.Models, func(m config.Model) bool { return !supplied(m) })
}

// unknownModels reports aliases that the file does not declare. A native config
// that declares others is refused. Data Designer accepts the config, and fails
// when the build starts (R56); where it declares none, they may be the user's
// own (R54).
func unknownModels(c *checker) {
	declares := c.declaresModels()
	for _, column := range c.file.Columns {
		for i, alias := range column.Models {
			if _, known := c.modelAt[alias]; known {
				continue
			}
			at := column.ModelSpans[i]
			switch {
			case declares && c.file.Format == config.DataDesigner:
				c.report(codeLateModel, at, fmt.Sprintf("column %q calls model %q, which is not declared: the build fails when it starts", column.Name, alias),
					c.aliases.Hint(alias, "declare the model, or name one that is declared"))
			case declares:
				c.report(codeUnknownModel, at, fmt.Sprintf("column %q calls model %q, which is not declared", column.Name, alias),
					c.aliases.Hint(alias, "declare the model, or name one that is declared"))
			case c.file.Format == config.Native:
				c.report(codeUndeclaredModel, at, fmt.Sprintf("column %q calls model %q, and the file declares no models: unless a setting gives its latency, it is taken to answer at once", column.Name, alias),
					"declare it under models, with its latency and its max_parallel_requests")
			default:
				c.report(codeUndeclaredModel, at, fmt.Sprintf("column %q calls model %q, and the file declares no models: it is none of Data Designer's own", column.Name, alias),
					c.aliases.Hint(alias, "declare it under model_configs, or make sure that model_configs.yaml of whoever runs the build has it"))
			}
		}
	}
}

// unknownProfilers reports aliases that only a profiler names: nothing checks
// them before the build is over (R60c).
func unknownProfilers(c *checker) {
	if !c.declaresModels() {
		return
	}
	for _, profiler := range c.file.Profilers {
		if _, known := c.modelAt[profiler.Name]; !known {
			c.report(codeUnknownProfiler, profiler.Span, fmt.Sprintf("a profiler calls model %q, which is not declared", profiler.Name),
				c.aliases.Hint(profiler.Name, "declare the model, or name one that is declared"))
		}
	}
}

// dataDesignerProviders are those that Data Designer knows without being told
// (R54).
func dataDesignerProviders() []string { return []string{"nvidia", "openai", "openrouter"} }

// unknownProviders reports, for each model that a column calls, a provider that
// Data Designer does not know by itself (R56). Whoever runs the build may have
// declared it.
func unknownProviders(c *checker) {
	if c.file.Format != config.DataDesigner {
		return
	}
	known := dataDesignerProviders()
	spelling := diag.NewSpeller(known)
	for _, m := range c.file.Models {
		if supplied(m) || !c.called[m.Alias] || slices.Contains(known, m.Provider) {
			continue
		}
		c.report(codeUnknownProvider, m.ProviderSpan, fmt.Sprintf("model %q is asked of provider %q, which Data Designer does not know by itself", m.Alias, m.Provider),
			spelling.Hint(m.Provider, "make sure that model_providers.yaml of whoever runs the build has it"))
	}
}

// tools reports tool aliases that no tool_configs entry has, which end the
// build before it starts, and aliases that two entries have (R57).
func tools(c *checker) {
	declared := make(map[string]diag.Span)
	var aliases []string
	for _, tool := range c.file.Tools {
		if first, taken := declared[tool.Alias]; taken {
			c.report(codeReplacedTool, tool.AliasSpan, fmt.Sprintf("tool alias %q is declared again", tool.Alias), "rename one of the two",
				noted(first, "first declared here"))
			continue
		}
		declared[tool.Alias] = tool.AliasSpan
		aliases = append(aliases, tool.Alias)
	}
	spelling := diag.NewSpeller(aliases)
	for _, column := range c.file.Columns {
		if column.Tool.Name == "" {
			continue
		}
		if _, known := declared[column.Tool.Name]; !known {
			c.report(codeUnknownTool, column.Tool.Span, fmt.Sprintf("column %q uses tool alias %q, which is not declared", column.Name, column.Tool.Name),
				spelling.Hint(column.Tool.Name, "declare it under tool_configs"))
		}
	}
}

// unusedModels reports models that nothing calls. Those that go by an alias of
// Data Designer's own are left alone: the library writes all of them into every
// config that it saves.
func unusedModels(c *checker) {
	for _, m := range c.file.Models {
		if supplied(m) || c.called[m.Alias] || c.file.Format == config.DataDesigner && hasDefaultAlias(m.Alias) {
			continue
		}
		c.report(codeUnusedModel, m.AliasSpan, fmt.Sprintf("no column calls model %q", m.Alias), "take it out, or let a column call it")
	}
}

func hasDefaultAlias(alias string) bool {
	provider, purpose, found := strings.Cut(alias, "-")
	return found && slices.Contains(dataDesignerProviders(), provider) &&
		slices.Contains([]string{"text", "reasoning", "vision", "embedding"}, purpose)
}

// sharedEndpoints reports a max_parallel_requests that can never be reached:
// all aliases of one provider and model share one limit, the smallest of those
// that columns call.
func sharedEndpoints(c *checker) {
	type endpoint struct{ provider, id string }
	lowest := make(map[endpoint]config.Model)
	of := func(m config.Model) endpoint { return endpoint{m.Provider, m.ID} }
	for _, m := range c.file.Models {
		if least, known := lowest[of(m)]; c.limited(m) && (!known || m.MaxParallelRequests < least.MaxParallelRequests) {
			lowest[of(m)] = m
		}
	}
	for _, m := range c.file.Models {
		least := lowest[of(m)]
		if !c.limited(m) || m.MaxParallelRequests <= least.MaxParallelRequests {
			continue
		}
		c.report(codeSharedEndpoint, m.LimitSpan,
			fmt.Sprintf("max_parallel_requests %d of model %q can never be reached: model %q is the same model of the same provider, and allows %d",
				m.MaxParallelRequests, m.Alias, least.Alias, least.MaxParallelRequests),
			"give both the same max_parallel_requests", noted(least.LimitSpan, "the smaller limit counts for both"))
	}
}

// limited reports whether a model counts for the limit of its endpoint: some
// column calls it, and the file says what it is.
func (c *checker) limited(m config.Model) bool {
	return !supplied(m) && m.ID != "" && m.MaxParallelRequests > 0 && c.called[m.Alias]
}
