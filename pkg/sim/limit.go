package sim

import (
	"fmt"
	"slices"

	"github.com/dagplan/dagplan/pkg/internal/numeral"
	"github.com/dagplan/dagplan/pkg/model"
)

// Limit is something that bounds the speed of a build.
type Limit struct {
	Cause Cause
	// Model is the model, or workers, where the cause is about one.
	Model string
}

// String names the limit in a few words.
func (l Limit) String() string {
	switch l.Cause {
	case 0:
		return ""
	case CauseModelSlot:
		if l.Model == WorkersName {
			return WorkersName
		}
		return "slots of " + l.Model
	case CauseInFlightCap:
		return "max_in_flight_tasks"
	case CauseRowGroupAdmission:
		return "max_concurrent_row_groups"
	case CauseCooldown:
		return "rate limit of " + l.Model
	case CauseBackOff:
		return "retries of " + l.Model
	case CauseSalvage:
		if l.Model == WorkersName {
			return "salvage of failed tasks"
		}
		return "salvage of failed tasks of " + l.Model
	case CauseEngine:
		return "engine's own work"
	case CauseWork:
		if l.Model == WorkersName {
			return "latency of tasks without a model"
		}
		return "latency of " + l.Model
	default:
		return l.Cause.String()
	}
}

// describe says what the limit is set to, and how much of the time it bounds the build.
func (m *machine) describe(s *limitShare) string {
	share := fmt.Sprintf("%.0f%% of the time", 100*s.share)
	subject := m.subject(s.limit)
	server := model.Server{}
	if at := m.poolAt(s.limit.Model); at >= 0 {
		server = m.serverOf(&m.pools[at])
	}
	switch s.bound.Kind {
	case 0:
		return subject + " for " + share
	case model.BoundServerWork:
		return fmt.Sprintf("%s: at %d requests at once its server works for %s", subject, server.MaxConcurrency, share)
	case model.BoundRequestRate:
		return fmt.Sprintf("%s: at %s a minute the requests take %s", subject, numeral.Number(server.RequestsPerMinute), share)
	case model.BoundTokenRate:
		return fmt.Sprintf("%s: at %s a minute the tokens take %s", subject, numeral.Number(server.TokensPerMinute), share)
	case model.BoundAdmission:
		return fmt.Sprintf("%s: the rounds of row groups take %s", subject, share)
	case model.BoundInFlightCap:
		return fmt.Sprintf("%s: the work would fill it for %s", subject, share)
	default:
		return fmt.Sprintf("%s: busy for %s", subject, share)
	}
}

// subject names a limit with what it is set to.
func (m *machine) subject(l Limit) string {
	switch l.Cause {
	case CauseModelSlot:
		p := &m.pools[m.poolAt(l.Model)]
		text := fmt.Sprintf("the %s %s", numeral.Number(float64(p.slots)), l)
		switch {
		case l.Model == WorkersName:
			return text + m.workersSetting()
		case p.slots == 1:
			text = "the only slot of " + l.Model
		}
		if m.serverOf(p).MaxConcurrency == p.slots {
			text += " (its server takes no more at once)"
		}
		return text
	case CauseInFlightCap:
		return fmt.Sprintf("max_in_flight_tasks %d", m.Scenario.Run.MaxInFlightTasks)
	case CauseRowGroupAdmission:
		return fmt.Sprintf("max_concurrent_row_groups %d", m.Scenario.Run.MaxConcurrentRowGroups)
	default:
		return l.withArticle()
	}
}

// withArticle names the limit inside a sentence.
func (l Limit) withArticle() string {
	switch l.Cause {
	case CauseInFlightCap, CauseRowGroupAdmission, CauseBackOff:
		return l.String()
	default:
		return "the " + l.String()
	}
}

// workersSetting says what sets the number of workers.
func (m *machine) workersSetting() string {
	if m.Engine == model.Async {
		return fmt.Sprintf(" (run.cpus %d)", m.Scenario.Run.CPUs)
	}
	return " (run.workers)"
}

// poolAt is the index of a pool by its name, -1 where there is none.
func (m *machine) poolAt(name string) int {
	return slices.IndexFunc(m.pools, func(p poolSetup) bool { return p.name == name })
}
