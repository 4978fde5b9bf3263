package sim

import (
	"fmt"
	"slices"
	"time"

	"github.com/dagplan/dagplan/pkg/model"
)

func (s *setup) fail(format string, args ...any) {
	s.errs = append(s.errs, fmt.Errorf(format, args...))
}

func (s *setup) checkRun() {
	run := &s.Scenario.Run
	for _, n := range []struct {
		name  string
		value int
	}{
		{"max_concurrent_row_groups", run.MaxConcurrentRowGroups}, {"workers", run.Workers},
	} {
		if n.value < 1 {
			s.fail("%s is %d: give at least 1", n.name, n.value)
		}
	}
	for _, cost := range []struct {
		name  string
		value time.Duration
	}{
		{"send", run.Cost.Send}, {"done", run.Cost.Done}, {"pass", run.Cost.Pass}, {"thread", run.Cost.Thread},
		{"checkpoint", run.Cost.Checkpoint}, {"client_start", run.Cost.ClientStart}, {"column", run.Cost.Column},
	} {
		if cost.value < 0 || cost.value > time.Hour {
			s.fail("cost.%s is %v: give from 0 to an hour", cost.name, cost.value)
		}
	}
	if !slices.Contains(model.Engines(), s.Engine) {
		s.fail("there is no engine %d: give one of model.Engines", s.Engine)
	}
	if run.MaxInFlightTasks < 0 {
		s.fail("max_in_flight_tasks is %d: give a number from 0, which is no cap", run.MaxInFlightTasks)
	}
	s.checkTuning(run)
}

func (s *setup) checkTuning(run *model.Run) {
	admission := &run.RequestAdmission
	for _, n := range []struct {
		name       string
		isNegative bool
	}{
		{"max_conversation_restarts", run.MaxConversationRestarts < 0}, {"max_conversation_correction_steps", run.MaxConversationCorrectionSteps < 0},
		{"cost.answers_per_pass", run.Cost.AnswersPerPass < 0}, {"request_admission.additive_increase_step", admission.AdditiveIncreaseStep < 0},
		{"request_admission.successes_until_increase", admission.SuccessesUntilIncrease < 0}, {"request_admission.cooldown", admission.Cooldown < 0},
		{"request_admission.startup_ramp", admission.StartupRamp < 0},
	} {
		if n.isNegative {
			s.fail("%s is negative: give a number from 0", n.name)
		}
	}
	if factor := admission.MultiplicativeDecreaseFactor; !(factor >= 0 && factor < 1) {
		s.fail("request_admission.multiplicative_decrease_factor is %v: give a number from 0 to below 1", factor)
	}
}

func (s *setup) checkModel(m model.Model) {
	if m.MaxParallelRequests < 1 {
		s.fail("max_parallel_requests of model %q is %d: give at least 1", m.Alias, m.MaxParallelRequests)
	}
	for _, d := range []struct {
		name string
		dist model.Distribution
	}{
		{"latency", m.Latency}, {"ttft", m.TimeToFirstToken}, {"tokens_per_second", m.TokensPerSecond},
		{"input_tokens", m.InputTokens}, {"output_tokens", m.OutputTokens},
	} {
		if err := checkDistribution(d.name, d.dist); err != nil {
			s.fail("%s of model %q: %w", d.name, m.Alias, err)
		}
	}
	for _, n := range []struct {
		name       string
		isNegative bool
	}{
		{"timeout", m.Timeout < 0}, {"server.max_concurrency", m.Server.MaxConcurrency < 0}, {"server.retry_after", m.Server.RetryAfter < 0},
		{"server.requests_per_minute", !(m.Server.RequestsPerMinute >= 0)}, {"server.tokens_per_minute", !(m.Server.TokensPerMinute >= 0)},
	} {
		if n.isNegative {
			s.fail("%s of model %q is negative: give a number from 0, which is no limit", n.name, m.Alias)
		}
	}
	s.checkErrors("model", m.Alias, m.Errors)
}

// checkDistribution refuses what cannot be drawn from; only a latency can be
// taken cell by cell.
func checkDistribution(name string, d model.Distribution) error {
	if name != "latency" && (d.Kind == model.Replayed || d.Kind == model.Hashed) {
		return fmt.Errorf("only a latency can be a %s distribution", d.Kind)
	}
	return d.Validate()
}

func (s *setup) checkErrors(what, name string, rates []model.ErrorRate) {
	for _, e := range rates {
		if !(e.Rate >= 0 && e.Rate <= 1) || e.Attempts < 0 || !slices.Contains(model.ErrorKinds(), e.Kind) {
			s.fail("errors of %s %q: a kind is one of model.ErrorKinds, a rate lies between 0 and 1, and attempts are not negative", what, name)
		}
	}
}

func (s *setup) checkColumn(c model.ColumnSettings) {
	for _, d := range []struct {
		name string
		dist model.Distribution
	}{{"latency", c.Latency}, {"input_tokens", c.InputTokens}, {"output_tokens", c.OutputTokens}} {
		if err := checkDistribution(d.name, d.dist); err != nil {
			s.fail("%s of column %q: %w", d.name, c.Name, err)
		}
	}
	if !(c.SkipRate >= 0 && c.SkipRate <= 1) || !(c.DropRate >= 0 && c.DropRate <= 1) {
		s.fail("column %q: skip_rate and drop_rate lie between 0 and 1", c.Name)
	}
	s.checkErrors("column", c.Name, c.Errors)
}
