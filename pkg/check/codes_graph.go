package check

import "github.com/dagplan/dagplan/pkg/diag"

func graphCodes() []diag.CodeInfo {
	return []diag.CodeInfo{{
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
	}}
}
