package check

import "github.com/dagplan/dagplan/pkg/diag"

func graphCodes() []diag.CodeInfo {
	return []diag.CodeInfo{
		{
			Code: codeCycle, Severity: diag.Error, Title: "columns wait for each other",
			Detail: `A column of the cycle can never be made: each waits for another one of it. Every
edge of the cycle is listed with its line; take out the one that is not meant.
The finding stands at the first edge by which a column reads one that is defined
later. Data Designer notices a cycle only when the build starts.`,
			Example: `columns:
  - name: draft
    depends_on: [verdict]
  - name: verdict
    depends_on: [draft]
`,
		},
		{
			Code: codeStep, Severity: diag.Error, Title: "columns of one step cannot be made together",
			Detail: `The columns of a step are made by one task: all of them cell by cell, or all of
them for a whole row group, and none can wait for another, not even through
columns or steps in between.`,
			Example: `columns:
  - {name: question, step: pair}
  - {name: hint, depends_on: [question]}
  - {name: answer, step: pair, depends_on: [hint]}
`,
		},
	}
}
