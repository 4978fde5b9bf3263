package model_test

import (
	"testing"
	"time"

	"github.com/dagplan/dagplan/pkg/model"
)

// Of two limits the lower counts, where 0 is none, and of two waits the longer.
func TestServer_With(t *testing.T) {
	t.Parallel()
	a := model.Server{MaxConcurrency: 8, RequestsPerMinute: 60, RetryAfter: time.Second}
	b := model.Server{MaxConcurrency: 4, TokensPerMinute: 1000, RetryAfter: 2 * time.Second}
	want := model.Server{MaxConcurrency: 4, RequestsPerMinute: 60, TokensPerMinute: 1000, RetryAfter: 2 * time.Second}
	if got := a.With(b); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := b.With(a); got != want {
		t.Errorf("the other way around %+v, want %+v", got, want)
	}
}

// A column without errors of its own has those of its model, unless it says that there
// are none.
func TestColumnSettings_ErrorsFrom(t *testing.T) {
	t.Parallel()
	m := model.Model{Errors: []model.ErrorRate{{Kind: model.ServerError, Rate: 0.5}}}
	own := []model.ErrorRate{{Kind: model.BadRequest, Rate: 0.1}, {Kind: model.TimedOut, Rate: 0.2}}
	for _, test := range []struct {
		errors []model.ErrorRate
		want   int
	}{{nil, 1}, {[]model.ErrorRate{}, 0}, {own, 2}} {
		if got := (model.ColumnSettings{Errors: test.errors}).ErrorsFrom(m); len(got) != test.want {
			t.Errorf("%v of a column makes %v, want %d", test.errors, got, test.want)
		}
	}
}
