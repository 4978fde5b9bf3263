package config

import "github.com/dagplan/dagplan/pkg/diag"

const (
	codeEncoding          diag.Code = "DP101"
	codeSyntax            diag.Code = "DP102"
	codeEmpty             diag.Code = "DP103"
	codeNotMapping        diag.Code = "DP104"
	codeTag               diag.Code = "DP105"
	codeScalar            diag.Code = "DP106"
	codeKey               diag.Code = "DP107"
	codeDuplicateKey      diag.Code = "DP108"
	codeDuplicateKeyWins  diag.Code = "DP109"
	codeMerge             diag.Code = "DP110"
	codeRecursive         diag.Code = "DP111"
	codeTooLarge          diag.Code = "DP112"
	codeUnknownField      diag.Code = "DP120"
	codeMissingField      diag.Code = "DP121"
	codeWrongType         diag.Code = "DP122"
	codeWrongWord         diag.Code = "DP123"
	codeOutOfRange        diag.Code = "DP124"
	codeContradiction     diag.Code = "DP125"
	codeUnknownType       diag.Code = "DP126"
	codeNotInFile         diag.Code = "DP127"
	codeNoColumns         diag.Code = "DP128"
	codeTemplate          diag.Code = "DP130"
	codeEmptyExpression   diag.Code = "DP131"
	codeSkip              diag.Code = "DP132"
	codeSkipValue         diag.Code = "DP133"
	codeTransformTemplate diag.Code = "DP134"
	codeExtension         diag.Code = "DP140"
	codeSeedFile          diag.Code = "DP141"
	codeSeedContent       diag.Code = "DP142"
	codeSeedElsewhere     diag.Code = "DP143"
	codeSeedUnopened      diag.Code = "DP144"
	codeSeedAssumed       diag.Code = "DP145"
	codeSeedCollision     diag.Code = "DP146"
	codeSeedFolder        diag.Code = "DP147"
	codeSeedNoMatch       diag.Code = "DP148"
	codeSeedNoMatchLate   diag.Code = "DP149"
	codeSeedSelection     diag.Code = "DP150"
	codeSeedMismatch      diag.Code = "DP151"
	codeSettingUnknown    diag.Code = "DP501"
	codeSettingValue      diag.Code = "DP502"
	codeSettingRange      diag.Code = "DP503"
	codeSettingName       diag.Code = "DP504"
)

func configFieldCodes() fieldCodes {
	return fieldCodes{unknown: codeUnknownField, missing: codeMissingField, kind: codeWrongType, word: codeWrongWord, bounds: codeOutOfRange}
}

func settingFieldCodes() fieldCodes {
	return fieldCodes{unknown: codeSettingUnknown, missing: codeSettingValue, kind: codeSettingValue, word: codeSettingValue, bounds: codeSettingRange}
}
