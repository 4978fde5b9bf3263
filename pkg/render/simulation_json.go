package render

import (
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

type simulationDocument struct {
	Header
	File            string         `json:"file"`
	Complete        bool           `json:"complete"`
	Stopped         string         `json:"stopped"`
	Engine          model.Engine   `json:"engine"`
	Seed            uint64         `json:"seed"`
	Run             runDocument    `json:"run"`
	MakespanSeconds float64        `json:"makespan_seconds"`
	Answer          answerDocument `json:"answer"`
	// LowerBoundSeconds is the largest of Bounds.
	LowerBoundSeconds float64              `json:"lower_bound_seconds"`
	Bounds            []simBoundDocument   `json:"bounds"`
	Efficiency        float64              `json:"efficiency"`
	Tasks             simTasksDocument     `json:"tasks"`
	Rows              simRowsDocument      `json:"rows"`
	Requests          requestsDocument     `json:"requests"`
	Columns           []simColumnDocument  `json:"columns"`
	Models            []simModelDocument   `json:"models"`
	Workers           poolDocument         `json:"workers"`
	RowGroups         rowGroupsDocument    `json:"row_groups"`
	Waits             map[string]float64   `json:"waits_seconds"`
	CriticalPath      realisedPathDocument `json:"critical_path"`
	Limits            []limitSpanDocument  `json:"limits"`
	Warnings          []string             `json:"warnings"`
	// Spread is null for a single run.
	Spread   *manyDocument     `json:"spread"`
	Settings []settingDocument `json:"settings"`
}

type manyDocument struct {
	Asked           int                  `json:"asked"`
	Runs            int                  `json:"runs"`
	Complete        int                  `json:"complete"`
	Stops           []stopCountDocument  `json:"stops"`
	FirstSeed       uint64               `json:"first_seed"`
	MakespanSeconds spreadDocument       `json:"makespan_seconds"`
	Calls           spreadDocument       `json:"calls"`
	Attempts        spreadDocument       `json:"attempts"`
	RowsOut         spreadDocument       `json:"rows_out"`
	Cost            spreadDocument       `json:"cost"`
	Limits          []limitCountDocument `json:"limits"`
}

type spreadDocument struct {
	Min float64 `json:"min"`
	P10 float64 `json:"p10"`
	P50 float64 `json:"p50"`
	P90 float64 `json:"p90"`
	Max float64 `json:"max"`
}

type stopCountDocument struct {
	Stopped string `json:"stopped"`
	Runs    int    `json:"runs"`
}

type limitCountDocument struct {
	Limit limitDocument `json:"limit"`
	Runs  int           `json:"runs"`
}

type answerDocument struct {
	Text  string        `json:"text"`
	Limit limitDocument `json:"limit"`
	Share float64       `json:"share"`
	Next  limitDocument `json:"next"`
}

type limitDocument struct {
	Cause string `json:"cause"`
	Model string `json:"model"`
}

type limitSpanDocument struct {
	FromSeconds float64       `json:"from_seconds"`
	ToSeconds   float64       `json:"to_seconds"`
	Limit       limitDocument `json:"limit"`
	Share       float64       `json:"share"`
}

type simBoundDocument struct {
	Kind    model.BoundKind `json:"kind"`
	Model   string          `json:"model"`
	Seconds float64         `json:"seconds"`
}

type simTasksDocument struct {
	Planned    int64 `json:"planned"`
	Executions int64 `json:"executions"`
	Completed  int64 `json:"completed"`
	Skipped    int64 `json:"skipped"`
	Failed     int64 `json:"failed"`
	Cancelled  int64 `json:"cancelled"`
}

type simRowsDocument struct {
	Asked   int64 `json:"asked"`
	Out     int64 `json:"out"`
	Dropped int64 `json:"dropped"`
}

type requestsDocument struct {
	Calls        int64   `json:"calls"`
	Attempts     int64   `json:"attempts"`
	HealthChecks int64   `json:"health_checks"`
	OK           int64   `json:"ok"`
	RateLimited  int64   `json:"rate_limited"`
	Unparseable  int64   `json:"unparseable"`
	Failed       int64   `json:"failed"`
	InputTokens  float64 `json:"input_tokens"`
	OutputTokens float64 `json:"output_tokens"`
	Cost         float64 `json:"cost"`
	FirstSeconds float64 `json:"first_seconds"`
	LastSeconds  float64 `json:"last_seconds"`
}

type simColumnDocument struct {
	Name         string             `json:"name"`
	Strategy     model.Strategy     `json:"strategy"`
	Model        string             `json:"model"`
	Tasks        simTasksDocument   `json:"tasks"`
	Cells        int64              `json:"cells"`
	Calls        int64              `json:"calls"`
	Attempts     int64              `json:"attempts"`
	FirstSeconds float64            `json:"first_seconds"`
	LastSeconds  float64            `json:"last_seconds"`
	Waits        map[string]float64 `json:"waits_seconds"`
}

type poolDocument struct {
	Slots       int                `json:"slots"`
	Peak        int                `json:"peak"`
	BusySeconds float64            `json:"busy_seconds"`
	Utilisation float64            `json:"utilisation"`
	Idle        map[string]float64 `json:"idle_seconds"`
}

type simModelDocument struct {
	Name     string   `json:"name"`
	Aliases  []string `json:"aliases"`
	Provider string   `json:"provider"`
	ID       string   `json:"id"`
	poolDocument
	Calls        int64   `json:"calls"`
	Attempts     int64   `json:"attempts"`
	OK           int64   `json:"ok"`
	RateLimited  int64   `json:"rate_limited"`
	Unparseable  int64   `json:"unparseable"`
	Failed       int64   `json:"failed"`
	InputTokens  float64 `json:"input_tokens"`
	OutputTokens float64 `json:"output_tokens"`
	Cost         float64 `json:"cost"`
	LowestLimit  int     `json:"lowest_limit"`
}

type rowGroupsDocument struct {
	Count    int                    `json:"count"`
	Finished int                    `json:"finished"`
	Times    []rowGroupTimeDocument `json:"times"`
}

type rowGroupTimeDocument struct {
	RowGroup        model.RowGroupIndex `json:"row_group"`
	AdmittedSeconds float64             `json:"admitted_seconds"`
	FinishedSeconds float64             `json:"finished_seconds"`
	Rows            int                 `json:"rows"`
	Dropped         int                 `json:"dropped"`
}

type realisedPathDocument struct {
	Known     bool                 `json:"known"`
	Tasks     int64                `json:"tasks"`
	RowGroups int                  `json:"row_groups"`
	Waits     map[string]float64   `json:"waits_seconds"`
	Columns   []pathColumnDocument `json:"columns"`
	Steps     []pathStepDocument   `json:"steps"`
}

type pathColumnDocument struct {
	Name  string             `json:"name"`
	Waits map[string]float64 `json:"waits_seconds"`
}

type pathStepDocument struct {
	Slice         string  `json:"slice"`
	TaskType      string  `json:"task_type"`
	Model         string  `json:"model"`
	ReadySeconds  float64 `json:"ready_seconds"`
	StartSeconds  float64 `json:"start_seconds"`
	FinishSeconds float64 `json:"finish_seconds"`
	WaitedFor     string  `json:"waited_for"`
}

// Document returns the document dagplan.simulate.
func (r Simulation) Document() any {
	s := r.Result
	lower := s.Bounds.Lower()
	return simulationDocument{
		Header: Header{"dagplan.simulate", 1}, File: r.Name, Complete: s.Complete, Stopped: s.Stopped.String(), Engine: s.Engine, Seed: s.Seed,
		Run:               runDocument{NumRecords: s.Plan.Records(), BufferSize: s.Run.BufferSize, RowGroups: s.Plan.Len()},
		MakespanSeconds:   seconds(s.Makespan),
		Answer:            newAnswerDocument(s.Answer),
		LowerBoundSeconds: seconds(lower.Time), Bounds: boundDocuments(s.Bounds), Efficiency: s.Bounds.Efficiency,
		Tasks: simTasksDocument(s.Tasks), Rows: simRowsDocument(s.Rows), Requests: r.requests(),
		Columns: r.columnDocuments(), Models: r.modelDocuments(), Workers: newPoolDocument(s.Workers), RowGroups: r.rowGroups(),
		Waits: attribution(s.Waits), CriticalPath: r.criticalPath(), Limits: r.limits(), Warnings: list(s.Warnings), Settings: newSettingDocuments(r.Settings), Spread: newManyDocument(r.Many),
	}
}

func boundDocuments(b sim.Bounds) []simBoundDocument {
	d := make([]simBoundDocument, 0, len(b.All))
	for _, one := range b.All {
		d = append(d, simBoundDocument{Kind: one.Kind, Model: one.Model, Seconds: seconds(one.Time)})
	}
	return d
}

func newManyDocument(m *sim.Many) *manyDocument {
	if m == nil {
		return nil
	}
	d := &manyDocument{
		Asked: m.Asked, Runs: m.Runs, Complete: m.Complete, FirstSeed: m.FirstSeed, MakespanSeconds: spreadDocument(m.Makespan), Calls: spreadDocument(m.Calls),
		Attempts: spreadDocument(m.Attempts), RowsOut: spreadDocument(m.RowsOut), Cost: spreadDocument(m.Cost), Limits: []limitCountDocument{}, Stops: []stopCountDocument{},
	}
	for _, s := range m.Stops {
		d.Stops = append(d.Stops, stopCountDocument{Stopped: s.Stop.String(), Runs: s.Runs})
	}
	for _, l := range m.Limits {
		d.Limits = append(d.Limits, limitCountDocument{Limit: newLimitDocument(l.Limit), Runs: l.Runs})
	}
	return d
}

func (r Simulation) requests() requestsDocument {
	q := r.Result.Requests
	return requestsDocument{
		Calls: q.Calls, Attempts: q.Attempts, HealthChecks: q.HealthChecks, OK: q.OK, RateLimited: q.RateLimited, Unparseable: q.Unparseable, Failed: q.Failed,
		InputTokens: q.InputTokens, OutputTokens: q.OutputTokens, Cost: r.cost(), FirstSeconds: seconds(q.First), LastSeconds: seconds(q.Last),
	}
}

func (r Simulation) columnDocuments() []simColumnDocument {
	d := make([]simColumnDocument, 0, len(r.Result.Columns))
	for _, c := range r.Result.Columns {
		d = append(d, simColumnDocument{
			Name: c.Name, Strategy: c.Strategy, Model: c.Model, Tasks: simTasksDocument(c.Tasks), Cells: c.Cells, Calls: c.Calls, Attempts: c.Attempts,
			FirstSeconds: seconds(c.First), LastSeconds: seconds(c.Last), Waits: attribution(c.Waits),
		})
	}
	return d
}

func (r Simulation) modelDocuments() []simModelDocument {
	d := make([]simModelDocument, 0, len(r.Result.Models))
	for _, m := range r.Result.Models {
		d = append(d, simModelDocument{
			Name: m.Name, Aliases: list(m.Aliases), Provider: m.Provider, ID: m.ID, poolDocument: newPoolDocument(m.PoolResult),
			Calls: m.Calls, Attempts: m.Attempts, OK: m.OK, RateLimited: m.RateLimited, Unparseable: m.Unparseable, Failed: m.Failed,
			InputTokens: m.InputTokens, OutputTokens: m.OutputTokens, Cost: m.Cost, LowestLimit: m.LowestLimit,
		})
	}
	return d
}

func newPoolDocument(p sim.PoolResult) poolDocument {
	return poolDocument{Slots: p.Slots, Peak: p.Peak, BusySeconds: p.Busy, Utilisation: p.Utilisation, Idle: attribution(p.Idle)}
}

func (r Simulation) rowGroups() rowGroupsDocument {
	g := r.Result.RowGroups
	d := rowGroupsDocument{Count: g.Count, Finished: g.Finished, Times: []rowGroupTimeDocument{}}
	for _, t := range g.Times {
		d.Times = append(d.Times, rowGroupTimeDocument{RowGroup: t.RowGroup, AdmittedSeconds: seconds(t.Admitted), FinishedSeconds: seconds(t.Finished), Rows: t.Rows, Dropped: t.Dropped})
	}
	return d
}

func (r Simulation) criticalPath() realisedPathDocument {
	path := r.Result.CriticalPath
	d := realisedPathDocument{Known: path.Known, Tasks: path.Tasks, RowGroups: path.RowGroups, Waits: attribution(path.Waits), Columns: []pathColumnDocument{}, Steps: []pathStepDocument{}}
	for _, c := range path.Columns {
		d.Columns = append(d.Columns, pathColumnDocument{Name: c.Name, Waits: attribution(c.Waits)})
	}
	for _, s := range path.Steps {
		d.Steps = append(d.Steps, pathStepDocument{
			Slice: sliceName(s.Column, s.Task.Slice), TaskType: s.Task.Type.String(), Model: s.Model,
			ReadySeconds: seconds(s.Ready), StartSeconds: seconds(s.Start), FinishSeconds: seconds(s.Finish), WaitedFor: causeName(s.WaitedFor),
		})
	}
	return d
}

func (r Simulation) limits() []limitSpanDocument {
	d := make([]limitSpanDocument, 0, len(r.Result.Limits))
	for _, l := range r.Result.Limits {
		d = append(d, limitSpanDocument{FromSeconds: seconds(l.From), ToSeconds: seconds(l.To), Limit: newLimitDocument(l.Limit), Share: l.Share})
	}
	return d
}

func newAnswerDocument(a sim.Answer) answerDocument {
	return answerDocument{Text: a.Text, Limit: newLimitDocument(a.Limit), Share: a.Share, Next: newLimitDocument(a.Next)}
}

func newLimitDocument(l sim.Limit) limitDocument {
	return limitDocument{Cause: causeName(l.Cause), Model: l.Model}
}

// causeName is the text form of a cause, empty for none.
func causeName(c sim.Cause) string {
	if c == 0 {
		return ""
	}
	return c.String()
}

// attribution holds the seconds of every cause by its name.
func attribution(a sim.Attribution) map[string]float64 {
	d := make(map[string]float64, len(sim.Causes()))
	for _, c := range sim.Causes() {
		d[c.String()] = a.Of(c)
	}
	return d
}
