package config

import (
	"fmt"
	"math"
	"strings"

	"github.com/dagplan/dagplan/pkg/diag"
)

// What holds between the fields of an object. A rule sees a value whose fields
// are right by themselves.

// contradict reports at one value what does not go together with others.
func (w *walker) contradict(at *value, message, hint string, notes ...diag.Note) bool {
	w.report(codeContradiction, w.span(at), w.place()+": "+message, hint, notes...)
	return false
}

// decimals reads a list of numbers.
func (w *walker) decimals(v *value) []float64 {
	if !v.is(listValue) {
		return nil
	}
	numbers := make([]float64, len(v.items))
	for i, item := range v.items {
		numbers[i], _ = readDecimal(item, w.lax)
	}
	return numbers
}

// weightsFit: as many weights as values, and not all of them nothing (R45, R53).
func weightsFit(w *walker, v *value) bool {
	weights := v.get("weights")
	if !weights.is(listValue) {
		return true
	}
	sum := 0.0
	for _, n := range w.decimals(weights) {
		sum += n
	}
	if sum == 0 {
		return w.contradict(weights, "weights add up to nothing", "give at least one of them a weight")
	}
	if n := len(v.get("values").items); n != len(weights.items) {
		return w.contradict(weights, fmt.Sprintf("there are %d weights for %d values", len(weights.items), n), "give each value one weight")
	}
	return true
}

// ascending: one number lies below another (R46, R53, R58).
func ascending(low, high string, strictly bool) objectRule {
	return rule(func(w *walker, v *value) bool {
		a, _ := readDecimal(v.get(low), w.lax)
		b, _ := readDecimal(v.get(high), w.lax)
		if math.IsNaN(a) || math.IsNaN(b) || a < b || !strictly && a == b {
			return true // Python finds that no number lies above or below NaN
		}
		than := "below"
		if !strictly {
			than = "at most"
		}
		return w.contradict(v.get(low), fmt.Sprintf("%s must be %s %s, and is %s for %s", low, than, high, found(v.get(low)), found(v.get(high))), "swap or change them")
	}, low, high)
}

// dateParses: what pandas reads as a date (R46).
func dateParses(name string) objectRule {
	return rule(func(w *walker, v *value) bool {
		if looksLikeDate(v.get(name).str()) {
			return true
		}
		return w.contradict(v.get(name), fmt.Sprintf("%s is no date: %q", name, clip(v.get(name).str())), "write a date such as 2024-01-31")
	}, name)
}

// agesFit: two ages of a human life, in order (R48).
func agesFit(w *walker, v *value) bool {
	const oldest = 114
	ages := v.get("age_range")
	if ages == nil {
		return true
	}
	low, _ := readWhole(ages.items[0], w.lax)
	high, _ := readWhole(ages.items[1], w.lax)
	if low >= 0 && high <= oldest && low < high {
		return true
	}
	return w.contradict(ages, fmt.Sprintf("age_range must be two ages from 0 to %d, the lower one first", oldest), "change them")
}

// base64NeedsFormat: base64 data does not say what it is (R42).
func base64NeedsFormat(format string) objectRule {
	return rule(func(w *walker, v *value) bool {
		if v.get("data_type").str() != "base64" || v.get(format).str() != "" {
			return true
		}
		return w.contradict(v.get("data_type"), "data_type base64 needs "+format, "add "+format)
	}, "data_type", format)
}

// withinBounds: a parameter, or all that its distribution can draw, lies within
// bounds (R52, R53). A distribution without a type is not looked at.
func withinBounds(name string, low, high float64) objectRule {
	within := func(n float64) bool { return n >= low && n <= high }
	return rule(func(w *walker, v *value) bool {
		given := v.get(name)
		ok := true
		if n, isNumber := readDecimal(given, w.lax); isNumber {
			ok = within(n)
		} else if given.is(mapValue) && !given.get("distribution_type").is(nullValue) {
			p := given.get("params")
			for _, n := range w.decimals(p.get("values")) {
				ok = ok && within(n)
			}
			a, _ := readDecimal(p.get("low"), w.lax)
			b, _ := readDecimal(p.get("high"), w.lax)
			ok = ok && !(a < low || b > high)
		}
		if !ok {
			w.report(codeOutOfRange, w.span(given), fmt.Sprintf("%s.%s must lie from %g to %g", w.place(), name, low, high), "change it")
		}
		return ok
	}, name)
}

// uniformOrManual: low and high, or values and weights (R53).
func uniformOrManual(w *walker, v *value) bool {
	uniform := v.entry("low") != nil || v.entry("high") != nil
	manual := v.entry("values") != nil || v.entry("weights") != nil
	switch {
	case uniform == manual:
		return w.contradict(v, "either low and high, or values, describe a distribution", "give one of the two")
	case manual && v.entry("values") == nil:
		return w.contradict(v, "weights need values", "add values")
	case manual:
		return weightsFit(w, v)
	case v.entry("low") == nil || v.entry("high") == nil:
		return w.contradict(v, "low and high come together", "add the other one")
	}
	return ascending("low", "high", true).holds(w, v)
}

// distributionTypeFits: the type is that of the parameters (R53).
func distributionTypeFits(w *walker, v *value) bool {
	name := v.get("distribution_type").str()
	manual := v.get("params").entry("values") != nil
	if name == "" || manual == (name == "manual") {
		return true
	}
	return w.contradict(v.get("distribution_type"), fmt.Sprintf("distribution_type is %s, and params are those of the other one", name), "change one of them")
}

// toolsOnce: a tool is allowed once (R57).
func toolsOnce(w *walker, v *value) bool {
	tools := v.get("allow_tools")
	if !tools.is(listValue) {
		return true
	}
	seen := map[string]*value{}
	ok := true
	for _, t := range tools.items {
		if first, twice := seen[t.text]; twice {
			ok = w.contradict(t, fmt.Sprintf("allow_tools names %q twice", t.text), "remove one of them", diag.Note{Message: "it is named here first", Span: w.span(first)})
			continue
		}
		seen[t.text] = t
	}
	return ok
}

// patternIsAName: a pattern is held against names of files (R59).
func patternIsAName(w *walker, v *value) bool {
	p := v.get("file_pattern")
	switch {
	case !p.is(textValue):
		return true
	case strings.TrimSpace(p.text) == "":
		return w.contradict(p, "file_pattern is blank", "write a pattern such as *.md")
	case strings.ContainsAny(p.text, `/\`):
		return w.contradict(p, "file_pattern matches names of files, not paths", "leave out the folders")
	}
	return true
}

// pathIsNotBlank: a folder has a name (R59).
func pathIsNotBlank(w *walker, v *value) bool {
	if p := v.get("path"); p.is(textValue) && strings.TrimSpace(p.text) == "" {
		return w.contradict(p, "path is blank", "name a folder")
	}
	return true
}

// atifNeedsPath: that format has no folder of its own (R59).
func atifNeedsPath(w *walker, v *value) bool {
	if v.get("format").str() == "atif" && !v.get("path").given() {
		return w.contradict(v.get("format"), "format atif needs a path", "name the folder of the traces")
	}
	return true
}

// encodingIsKnown: a codec of Python (R59).
func encodingIsKnown(w *walker, v *value) bool {
	e := v.get("encoding")
	if !e.is(textValue) || isPythonCodec(e.text) {
		return true
	}
	return w.contradict(e, fmt.Sprintf("there is no encoding %q", clip(e.text)), "use a name that Python knows, such as utf-8")
}

// rangeOrPartition: start and end, or index and num_partitions (R58).
func rangeOrPartition(w *walker, v *value) bool {
	ofRange := v.entry("start") != nil || v.entry("end") != nil
	ofPartition := v.entry("index") != nil || v.entry("num_partitions") != nil
	switch {
	case ofRange && ofPartition:
		return w.contradict(v, "start and end, or index and num_partitions, select rows", "give one of the two")
	case !ofRange:
		index, _ := readWhole(v.get("index"), w.lax)
		count, given := readWhole(v.get("num_partitions"), w.lax)
		if !given {
			count = 1
		}
		if index >= count {
			return w.contradict(v, fmt.Sprintf("index %d is none of %d partitions", index, count), "count partitions from 0")
		}
		return true
	case v.entry("start") == nil || v.entry("end") == nil:
		return w.contradict(v, "start and end come together", "add the other one")
	}
	return ascending("start", "end", false).holds(w, v)
}
