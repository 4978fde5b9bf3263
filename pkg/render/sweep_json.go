package render

type sweepDocument struct {
	Header
	File   string               `json:"file"`
	Trial  bool                 `json:"trial"`
	Paths  []string             `json:"paths"`
	Points []sweepPointDocument `json:"points"`
	// Fastest is the index in Points; null where no build completes.
	Fastest  *int              `json:"fastest"`
	Settings []settingDocument `json:"settings"`
}

type sweepPointDocument struct {
	Values          []any           `json:"values"`
	Pair            bool            `json:"pair"`
	Complete        bool            `json:"complete"`
	Stopped         string          `json:"stopped"`
	MakespanSeconds float64         `json:"makespan_seconds"`
	Rows            simRowsDocument `json:"rows"`
	Attempts        int64           `json:"attempts"`
	Cost            float64         `json:"cost"`
	Answer          answerDocument  `json:"answer"`
}

// Document returns the document dagplan.sweep.
func (r Sweep) Document() any {
	d := sweepDocument{Header: Header{"dagplan.sweep", 1}, File: r.Name, Trial: r.IsTrial, Paths: list(r.Paths), Points: []sweepPointDocument{}, Settings: newSettingDocuments(r.Settings)}
	if best, found := r.fastest(); found {
		d.Fastest = &best
	}
	for _, point := range r.Points {
		s := point.Result
		d.Points = append(d.Points, sweepPointDocument{
			Values: list(point.Values), Pair: point.IsPair, Complete: s.Complete, Stopped: s.Stopped.String(), MakespanSeconds: seconds(s.Makespan),
			Rows: simRowsDocument(s.Rows), Attempts: s.Requests.Attempts, Cost: Simulation{Result: s}.cost(), Answer: newAnswerDocument(s.Answer),
		})
	}
	return d
}
