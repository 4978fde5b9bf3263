package check

import "github.com/dagplan/dagplan/pkg/diag"

func designerCodes() []diag.CodeInfo { return nil }
