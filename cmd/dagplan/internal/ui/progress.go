package ui

import (
	"time"

	"github.com/schollz/progressbar/v3"
)

const (
	// progressDelay is how long something may take before progress is shown.
	progressDelay = 500 * time.Millisecond
	// progressPause is the least time between two changes of what is shown.
	progressPause = 100 * time.Millisecond
	progressWidth = 24
)

// Progress shows how far something is, on one line of Err that goes away at
// its end. It shows nothing for the first half second, and never anything where
// nobody watches. It is not safe for concurrent use.
type Progress struct {
	streams *Streams
	label   string
	unit    string
	started time.Time
	bar     *progressbar.ProgressBar
}

// NewProgress starts the half second. unit is what is counted; quietly keeps it
// silent for good.
func (s *Streams) NewProgress(label, unit string, quietly bool) *Progress {
	p := &Progress{label: label, unit: unit, started: time.Now()}
	if s.Interactive() && !quietly {
		p.streams = s
	}
	return p
}

// Update says that done of total, which must be positive, are done.
func (p *Progress) Update(done, total int64) {
	if p.streams == nil || total <= 0 {
		return
	}
	if p.bar == nil {
		if time.Since(p.started) < progressDelay {
			return
		}
		p.bar = progressbar.NewOptions64(total,
			progressbar.OptionSetWriter(p.streams.Err), progressbar.OptionSetDescription(p.label),
			progressbar.OptionThrottle(progressPause), progressbar.OptionSetWidth(progressWidth),
			progressbar.OptionShowIts(), progressbar.OptionSetItsString(p.unit),
			progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish(),
		)
	}
	// It fails only where Err cannot be written to, or done exceeds total.
	_ = p.bar.Set64(min(done, total))
}

// Stop takes the line away.
func (p *Progress) Stop() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
