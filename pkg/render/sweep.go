package render

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/internal/numeral"
	"github.com/dagplan/dagplan/pkg/sim"
)

// Sweep shows one build under several settings.
type Sweep struct {
	// Name is the name of the config.
	Name string
	// Paths are the fields that vary.
	Paths []string
	// Points are the builds, in the order in which they were simulated.
	Points []SweepPoint
	// IsTrial is true where the first point is the build as it is, and every other changes
	// one setting of it, or one of each alias of a model.
	IsTrial bool
	// Settings are those that all builds share.
	Settings []Setting
}

// SweepPoint is the build under one combination of values.
type SweepPoint struct {
	// Values are those of [Sweep.Paths], index by index.
	Values []any
	Result *sim.Result
	// IsPair is true of a trial of two changes.
	IsPair bool
}

var _ Report = Sweep{}

// Text names the fastest build, then lists all of them.
func (r Sweep) Text(p *Page) {
	if r.IsTrial {
		r.trials(p)
		return
	}
	p.heading(Printable(r.Name) + ": " + r.answer())
	p.Printf("\n")
	var columns []column
	for _, path := range r.Paths {
		columns = append(columns, column{title: Printable(shortPath(path)), right: true, name: true})
	}
	columns = append(columns, column{title: "TIME", right: true}, column{title: "ROWS", right: true}, column{title: "REQUESTS", right: true}, column{title: "COST", right: true}, column{title: "LIMITED BY"})
	var rows [][]string
	for _, point := range r.Points {
		var row []string
		for _, value := range point.Values {
			row = append(row, Printable(valueText(value)))
		}
		s := point.Result
		cost := Simulation{Result: s}.cost()
		rows = append(rows, append(row, timeText(s), numeral.Integer(s.Rows.Out), numeral.Integer(s.Requests.Attempts), dashAt(cost == 0, money(cost)), limitText(s.Answer.Limit)))
	}
	p.table(columns, rows)
}

// valueText writes a value as --set takes it.
func valueText(value any) string {
	switch v := value.(type) {
	case map[string]any:
		parts := make([]string, 0, len(v))
		for _, key := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, key+": "+valueText(v[key]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []any:
		parts := make([]string, len(v))
		for i, one := range v {
			parts[i] = valueText(one)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	default:
		return fmt.Sprint(v)
	}
}

// shortPath leaves out the section of the scenario.
func shortPath(path string) string {
	if _, rest, found := strings.Cut(path, "."); found {
		return rest
	}
	return path
}

func (r Sweep) answer() string {
	best, found := r.fastest()
	if !found {
		return "no build completes: " + stopText(r.Points[0].Result.Stopped)
	}
	var values []string
	for i, value := range r.Points[best].Values {
		values = append(values, r.Paths[i]+"="+valueText(value))
	}
	for _, point := range r.Points[best+1:] {
		if len(r.Paths) == 1 && point.Result.Complete && point.Result.Makespan == r.Points[best].Result.Makespan {
			values[0] += " or " + valueText(point.Values[0])
		}
	}
	return fmt.Sprintf("fastest is %s with %s", numeral.Span(r.Points[best].Result.Makespan), Printable(strings.Join(values, ", ")))
}

// AnyComplete reports whether any of the builds completes.
func (r Sweep) AnyComplete() bool {
	_, found := r.fastest()
	return found
}

// fastest is the first of the builds that complete in the least time.
func (r Sweep) fastest() (int, bool) {
	best, found := 0, false
	for i, point := range r.Points {
		if point.Result.Complete && (!found || point.Result.Makespan < r.Points[best].Result.Makespan) {
			best, found = i, true
		}
	}
	return best, found
}

func timeText(s *sim.Result) string {
	if !s.Complete {
		return "not complete"
	}
	return numeral.Span(s.Makespan)
}

// limitText names a limit in a few words.
func limitText(l sim.Limit) string { return orDash(Printable(l.String())) }
