package render

import (
	"math"

	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/plan"
)

type planDocument struct {
	Header
	File     string  `json:"file"`
	Tasks    int64   `json:"tasks"`
	Calls    float64 `json:"calls"`
	Requests float64 `json:"requests"`
	// LowerBoundSeconds is the largest of Bounds; null where no times are known.
	LowerBoundSeconds *float64             `json:"lower_bound_seconds"`
	Cost              costDocument         `json:"cost"`
	Run               runDocument          `json:"run"`
	Rows              planRowsDocument     `json:"rows"`
	Bounds            []boundDocument      `json:"bounds"`
	CriticalPath      pathDocument         `json:"critical_path"`
	Columns           []planColumnDocument `json:"columns"`
	Models            []planModelDocument  `json:"models"`
	Settings          []settingDocument    `json:"settings"`
}

type costDocument struct {
	Amount float64 `json:"amount"`
	Known  bool    `json:"known"`
}

// newCostDocument rounds to a billionth, below which there is only the noise of
// the sum.
func newCostDocument(c plan.Cost) costDocument {
	return costDocument{Amount: math.Round(c.Amount*1e9) / 1e9, Known: c.Known}
}

type planRowsDocument struct {
	Asked int64   `json:"asked"`
	Out   float64 `json:"out"`
}

type boundDocument struct {
	Kind    model.BoundKind `json:"kind"`
	Models  []string        `json:"models"`
	Seconds float64         `json:"seconds"`
}

type planColumnDocument struct {
	Name            string         `json:"name"`
	Strategy        model.Strategy `json:"strategy"`
	Models          []string       `json:"models"`
	Tasks           int64          `json:"tasks"`
	Calls           float64        `json:"calls"`
	Requests        float64        `json:"requests"`
	TaskTimeSeconds float64        `json:"task_time_seconds"`
	WorkSeconds     float64        `json:"work_seconds"`
	InputTokens     float64        `json:"input_tokens"`
	OutputTokens    float64        `json:"output_tokens"`
	Cost            costDocument   `json:"cost"`
}

type planModelDocument struct {
	Aliases      []string     `json:"aliases"`
	Provider     string       `json:"provider"`
	ID           string       `json:"id"`
	Slots        int          `json:"slots"`
	Calls        float64      `json:"calls"`
	Requests     float64      `json:"requests"`
	WorkSeconds  float64      `json:"work_seconds"`
	InputTokens  float64      `json:"input_tokens"`
	OutputTokens float64      `json:"output_tokens"`
	Cost         costDocument `json:"cost"`
}

type settingDocument struct {
	Path   string `json:"path"`
	Value  any    `json:"value"`
	Origin string `json:"origin"`
}

// Document returns the document dagplan.plan.
func (r Plan) Document() any {
	p := r.Plan
	d := planDocument{
		Header: Header{"dagplan.plan", 1}, File: r.Name,
		Tasks: p.Tasks, Calls: p.Calls, Requests: p.Requests, Cost: newCostDocument(p.Cost),
		Run: newRunDocument(p), Rows: planRowsDocument{Asked: p.Rows.Records(), Out: p.RowsOut},
		Bounds: []boundDocument{}, CriticalPath: newPathDocument(p.Graph, p.CriticalPath),
		Columns: []planColumnDocument{}, Models: []planModelDocument{}, Settings: newSettingDocuments(r.Settings),
	}
	if lower, known := p.Lower(); known {
		bound := seconds(lower.Time)
		d.LowerBoundSeconds = &bound
	}
	for _, b := range p.Bounds {
		bound := boundDocument{Kind: b.Kind, Models: []string{}, Seconds: seconds(b.Time)}
		if b.Model >= 0 {
			bound.Models = p.Models[b.Model].Aliases
		}
		d.Bounds = append(d.Bounds, bound)
	}
	for _, c := range p.Columns {
		d.Columns = append(d.Columns, planColumnDocument{
			Name: c.Name, Strategy: c.Strategy, Models: list(c.Models), Tasks: c.Tasks, Calls: c.Calls, Requests: c.Requests,
			TaskTimeSeconds: seconds(c.TaskTime), WorkSeconds: c.Work, InputTokens: c.Tokens.Input, OutputTokens: c.Tokens.Output, Cost: newCostDocument(c.Cost),
		})
	}
	for _, m := range p.Models {
		d.Models = append(d.Models, planModelDocument{
			Aliases: list(m.Aliases), Provider: m.Provider, ID: m.ID, Slots: m.Slots, Calls: m.Calls, Requests: m.Requests,
			WorkSeconds: m.Work, InputTokens: m.Tokens.Input, OutputTokens: m.Tokens.Output, Cost: newCostDocument(m.Cost),
		})
	}
	return d
}

func newSettingDocuments(settings []Setting) []settingDocument {
	d := make([]settingDocument, 0, len(settings))
	for _, s := range settings {
		d = append(d, settingDocument(s))
	}
	return d
}
