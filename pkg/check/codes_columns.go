package check

import "github.com/dagplan/dagplan/pkg/diag"

func columnCodes() []diag.CodeInfo {
	return []diag.CodeInfo{
		{
			Code: codeUnknownColumn, Severity: diag.Error, Title: "a column reads a name that does not exist",
			Detail: `The name is neither a column nor a side effect of one. Each template, target
and dependency is reported by itself. Data Designer notices some of these when
it validates and others only when the build starts.`,
			Example: `columns:
  - name: topic
    strategy: full_column
  - name: summary
    depends_on: [topik]
`,
		},
		{
			Code: codeDuplicateColumn, Severity: diag.Error, Title: "a column is defined twice",
			Detail: `Two columns cannot have one name: nothing could say which of them another
column depends on. Rename one of the two.`,
			Example: `columns:
  - name: topic
  - name: topic
`,
		},
		{
			Code: codeReplacedColumn, Severity: diag.Warning, Title: "a column is defined twice, and only the last definition counts",
			Detail: `Data Designer takes the last definition of a name and puts it in the place of
the first one, without a word. Rename one of the two, or take out the first.`,
			Example: `columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
`,
		},
		{
			Code: codeSecondWriter, Severity: diag.Error, Title: "two columns write one side effect",
			Detail: `A column that reads the side effect could not know which of the two to wait
for. Give the side effects names of their own.`,
			Example: `columns:
  - name: draft
    side_effects: [trace]
  - name: verdict
    depends_on: [draft]
    side_effects: [trace]
`,
		},
		{
			Code: codeReadsItself, Severity: diag.Warning, Title: "a column reads itself",
			Detail: `The graph ignores the dependency, as Data Designer does, and the build goes on.
But when the column is made its own value is not there yet.`,
			Example: `columns:
  - name: draft
    depends_on: [draft]
`,
		},
		{
			Code: codeHiddenEffect, Severity: diag.Warning, Title: "a column hides the side effect that is read",
			Detail: `The name stands for a column and for the side effect of another one. The column
wins: whoever reads the name waits for it, and not for the side effect. Rename
the column where the side effect is meant.`,
			Example: `columns:
  - name: draft
    side_effects: [draft__trace]
  - name: draft__trace
  - name: verdict
    depends_on: [draft__trace]
`,
		},
	}
}
