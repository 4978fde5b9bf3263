package diag_test

import (
	"fmt"

	"github.com/dagplan/dagplan/pkg/diag"
)

func ExampleList() {
	speller := diag.NewSpeller([]string{"topic", "summary"})
	var findings diag.List
	findings.Add(diag.Diagnostic{
		Code: "DP203", Severity: diag.Error,
		Message: `column "verdict" depends on "sumnary", which does not exist`,
		Hint:    speller.Hint("sumnary", "define it, or take it out"),
		Span:    diag.Span{Pos: diag.Pos{File: "dagplan.yaml", Line: 7, Column: 18}, EndLine: 7, EndColumn: 24},
	})
	findings.Sort()
	for _, finding := range findings {
		fmt.Println(finding)
		fmt.Println("hint:", finding.Hint)
	}
	// Output:
	// dagplan.yaml:7:18: error: column "verdict" depends on "sumnary", which does not exist [DP203]
	// hint: did you mean "summary"?
}
