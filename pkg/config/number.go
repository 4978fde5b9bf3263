package config

import (
	"math"
)

// readTruth reads a boolean; lax as pydantic does (R13).
func readTruth(v *value, lax bool) (truth, ok bool) {
	switch {
	case v.is(boolValue):
		return v.truth, true
	case !lax:
		return false, false
	case v.is(intValue):
		return v.integer == 1, v.integer == 0 || v.integer == 1
	case v.is(floatValue):
		return v.number == 1, v.number == 0 || v.number == 1
	case v.is(textValue):
		return pythonTruth(v.text)
	}
	return false, false
}

// readWhole reads a whole number; lax as pydantic does (R13), otherwise also
// from a float without a fraction, such as 1e6.
func readWhole(v *value, lax bool) (int64, bool) {
	switch {
	case v.is(intValue):
		return v.integer, true
	case v.is(floatValue):
		const limit = 1 << 63
		fits := v.number == math.Trunc(v.number) && v.number >= -limit && v.number < limit
		return int64(v.number), fits
	case lax && v.is(boolValue):
		return v.integer, true
	case lax && v.is(textValue):
		return pythonInt(v.text)
	}
	return 0, false
}

// readDecimal reads a number; lax as pydantic does (R13).
func readDecimal(v *value, lax bool) (float64, bool) {
	switch {
	case v.is(floatValue):
		return v.number, true
	case v.is(intValue):
		return v.number, !math.IsInf(v.number, 0)
	case lax && v.is(boolValue):
		return float64(v.integer), true
	case lax && v.is(textValue):
		return pythonFloat(v.text)
	}
	return 0, false
}
