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
