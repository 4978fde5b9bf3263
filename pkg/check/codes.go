package check

import (
	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/diag"
)

// Codes documents every code that dagplan reports, in ascending order.
//
// DP1xx, and of DP5xx what a scenario file itself does wrong, are those of
// package config. DP200 to DP239 hold for any column, DP240 to DP299 for Data
// Designer's columns alone.
func Codes() diag.Table {
	return diag.NewTable(
		config.Codes(), silenceCodes(), columnCodes(), designerCodes(), wasteCodes(), graphCodes(),
		modelCodes(), declarationCodes(), runCodes(), gateCodes(),
	)
}
