package main

import (
	"context"
	"slices"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/render"
	"github.com/dagplan/dagplan/pkg/sim"
)

// trial is one change to a build: fields that are set otherwise together, with what they
// are now, and the limit that is eased so.
type trial struct {
	settings config.Settings
	now      []any
	limit    sim.Limit
}

// trials is a list of trials that grows.
type trials struct{ all []trial }

// mostTried is the largest limit that is tried: what a setting takes is not much more.
const mostTried = 1 << 30

// add adds a trial of one field, unless it changes nothing.
func (t *trials) add(limit sim.Limit, now, tried int64, path ...string) {
	if now != tried && tried > 0 && tried <= mostTried {
		t.all = append(t.all, trial{config.Settings{{Path: path, Value: int(tried)}}, []any{int(now)}, limit})
	}
}

// try simulates the build once as it is, and once for each limit that is eased: doubled,
// or, where a server refuses requests or row groups may be too large, lowered.
func (a *app) try(ctx context.Context, in *input, f simFlags, report *render.Sweep) error {
	base, err := in.build(f)
	if err != nil {
		return err
	}
	result, err := a.simulate(ctx, base, "")
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return err
	}
	changes := in.eased(result, base.Engine)
	now := map[string]any{}
	for _, c := range changes {
		for i, s := range c.settings {
			path := config.PathText(s.Path)
			if _, known := now[path]; !known {
				report.Paths = append(report.Paths, path)
			}
			now[path] = c.now[i]
		}
	}
	values := make([]any, len(report.Paths))
	for i, path := range report.Paths {
		values[i] = now[path]
	}
	report.IsTrial = true
	report.Points = append(report.Points, render.SweepPoint{Values: values, Result: result})
	settings := make([]config.Settings, len(changes))
	for i, c := range changes {
		settings[i] = c.settings
	}
	results, err := a.simulateAll(ctx, in, f, settings)
	if err != nil {
		return err
	}
	for i, c := range changes {
		report.AddTrial(results[i], values, c.values())
	}
	return a.tryTogether(ctx, in, f, report, changes)
}

// values are what a trial sets, by path.
func (t trial) values() map[string]any {
	values := make(map[string]any, len(t.settings))
	for _, s := range t.settings {
		values[config.PathText(s.Path)] = s.Value
	}
	return values
}

// tryTogether simulates the change that helps most together with each that eases what limits
// the build then, and reports the best of these pairs.
func (a *app) tryTogether(ctx context.Context, in *input, f simFlags, report *render.Sweep, changes []trial) error {
	best, found := report.Best()
	if !found {
		return nil
	}
	first, then := changes[best-1], report.Points[best].Result.Answer.Limit
	changed := first.values()
	isChanged := func(s config.Setting) bool { _, is := changed[config.PathText(s.Path)]; return is }
	var seconds []trial
	var settings []config.Settings
	for _, c := range changes {
		if c.limit == then && !slices.ContainsFunc(c.settings, isChanged) {
			seconds = append(seconds, c)
			settings = append(settings, slices.Concat(first.settings, c.settings))
		}
	}
	if len(seconds) == 0 {
		return nil
	}
	results, err := a.simulateAll(ctx, in, f, settings)
	if err != nil {
		return err
	}
	at := 0
	for i, r := range results {
		if r.Complete && (!results[at].Complete || r.Makespan < results[at].Makespan) {
			at = i
		}
	}
	report.AddTogether(results[at], best, seconds[at].values())
	return nil
}

// eased lists what may make a build faster.
func (in *input) eased(result *sim.Result, engine model.Engine) []trial {
	var t trials
	for i := range result.Models {
		if m := &result.Models[i]; m.Peak > 0 {
			in.easeModel(&t, m, engine)
		}
	}
	run := &in.scenario.Run
	if engine != model.Sync && in.groups() > int64(run.MaxConcurrentRowGroups) {
		t.add(sim.Limit{Cause: sim.CauseRowGroupAdmission}, int64(run.MaxConcurrentRowGroups), 2*int64(run.MaxConcurrentRowGroups), "run", "max_concurrent_row_groups")
	}
	if run.InFlightCapOf(engine) > 0 {
		t.add(sim.Limit{Cause: sim.CauseInFlightCap}, int64(run.MaxInFlightTasks), 2*int64(run.MaxInFlightTasks), "run", "max_in_flight_tasks")
	}
	// So many row groups, of whatever size, would be another number of rows.
	if in.flags.rowGroups == 0 {
		t.add(sim.Limit{}, run.BufferSize, run.BufferSize/2, "run", "buffer_size")
		if run.BufferSize < run.NumRecords {
			t.add(sim.Limit{}, run.BufferSize, 2*run.BufferSize, "run", "buffer_size")
		}
	}
	workers := sim.Limit{Cause: sim.CauseModelSlot, Model: sim.WorkersName}
	if engine == model.Async {
		t.add(workers, int64(run.CPUs), 2*int64(run.CPUs), "run", "cpus")
	} else {
		t.add(workers, int64(run.Workers), 2*int64(run.Workers), "run", "workers")
	}
	return t.all
}

// easeModel tries the slots of a model and the limits of its server. Aliases of one model
// share both, and are changed together.
func (in *input) easeModel(t *trials, m *sim.ModelResult, engine model.Engine) {
	var aliases []model.Model
	var server model.Server
	for _, alias := range in.scenario.Models {
		if !slices.Contains(m.Aliases, alias.Alias) {
			continue
		}
		server = server.With(alias.Server)
		if in.calls(alias.Alias) {
			aliases = append(aliases, alias)
		}
	}
	together := func(cause sim.Cause, field []string, now func(*model.Model) float64, tried func(*model.Model) float64) {
		c := trial{limit: sim.Limit{Cause: cause, Model: m.Name}}
		for i := range aliases {
			alias := &aliases[i]
			if is, will := now(alias), tried(alias); is > 0 && will > 0 && is != will && will <= mostTried {
				c.settings = append(c.settings, config.Setting{Path: append([]string{"models", alias.Alias}, field...), Value: plain(will)})
				c.now = append(c.now, plain(is))
			}
		}
		if len(c.settings) > 0 {
			t.all = append(t.all, c)
		}
	}
	double := func(of func(*model.Model) float64) func(*model.Model) float64 {
		return func(m *model.Model) float64 { return 2 * of(m) }
	}
	slots := func(m *model.Model) float64 { return float64(m.MaxParallelRequests) }
	together(sim.CauseModelSlot, []string{"max_parallel_requests"}, slots, double(slots))
	if m.RateLimited > 0 {
		together(sim.CauseCooldown, []string{"max_parallel_requests"}, slots, func(of *model.Model) float64 { return fewer(of, server) })
	}
	if engine == model.FIFO {
		return // the bare model has no servers
	}
	for _, limit := range []struct {
		field string
		of    func(*model.Model) float64
	}{
		{"max_concurrency", func(m *model.Model) float64 { return float64(m.Server.MaxConcurrency) }},
		{"requests_per_minute", func(m *model.Model) float64 { return m.Server.RequestsPerMinute }},
		{"tokens_per_minute", func(m *model.Model) float64 { return m.Server.TokensPerMinute }},
	} {
		together(sim.CauseCooldown, []string{"server", limit.field}, limit.of, double(limit.of))
	}
}

// fewer is how many requests to send at once to a server that refuses some: as many as it
// takes at once, or half.
func fewer(m *model.Model, server model.Server) float64 {
	if at := server.MaxConcurrency; at > 0 && at < m.MaxParallelRequests {
		return float64(at)
	}
	return float64((m.MaxParallelRequests + 1) / 2)
}

// plain is a number as YAML decodes it.
func plain(n float64) any {
	if n == float64(int(n)) {
		return int(n)
	}
	return n
}

// groups is how many row groups the build has.
func (in *input) groups() int64 {
	n, err := model.RowGroupCount(in.scenario.Run.NumRecords, in.scenario.Run.BufferSize)
	if err != nil {
		return 0 // the build was made of them
	}
	return n
}

func (in *input) calls(alias string) bool {
	return slices.ContainsFunc(in.columns, func(c model.Column) bool { return slices.Contains(c.Models, alias) })
}

// simulateAll simulates a build once for each of several settings on top of its own.
func (a *app) simulateAll(ctx context.Context, in *input, f simFlags, settings []config.Settings) ([]*sim.Result, error) {
	progress := a.streams.NewProgress("sweeping", "tasks", a.quiet)
	defer progress.Stop()
	builds := make([]sim.Build, len(settings))
	for i := range builds {
		var err error
		if builds[i], err = in.with(a, settings[i], f); err != nil {
			return nil, err
		}
	}
	results, err := sim.RunAll(ctx, builds, progress.Update)
	if err == nil {
		err = ctx.Err()
	}
	return results, err
}
