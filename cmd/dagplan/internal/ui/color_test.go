package ui_test

import (
	"bytes"
	"testing"

	"github.com/muesli/termenv"

	"github.com/dagplan/dagplan/cmd/dagplan/internal/ui"
)

func streams(terminal bool, env map[string]string) *ui.Streams {
	s := &ui.Streams{Out: &bytes.Buffer{}, Err: &bytes.Buffer{}, OutTerminal: terminal, ErrTerminal: terminal}
	s.Env = func(name string) (string, bool) { value, set := env[name]; return value, set }
	for name, value := range env {
		s.Environ = append(s.Environ, name+"="+value)
	}
	return s
}

func TestStreams_colour(t *testing.T) {
	t.Parallel()
	tests := []struct {
		reason   string
		terminal bool
		env      map[string]string
		mode     ui.ColorMode
		colour   bool
	}{
		{"a terminal", true, map[string]string{"TERM": "xterm-256color"}, ui.ColorAuto, true},
		{"a pipe", false, map[string]string{"TERM": "xterm"}, ui.ColorAuto, false},
		{"a pipe where it is asked for", false, map[string]string{"TERM": "xterm"}, ui.ColorAlways, true},
		{"a terminal where it is refused", true, map[string]string{"TERM": "xterm"}, ui.ColorNever, false},
		{"NO_COLOR", true, map[string]string{"TERM": "xterm", "NO_COLOR": "1"}, ui.ColorAuto, false},
		{"an empty NO_COLOR is not set", true, map[string]string{"TERM": "xterm", "NO_COLOR": ""}, ui.ColorAuto, true},
		{"the flag is stronger than NO_COLOR", true, map[string]string{"TERM": "xterm", "NO_COLOR": "1"}, ui.ColorAlways, true},
		{"CI", true, map[string]string{"TERM": "xterm", "CI": "true"}, ui.ColorAuto, false},
		{"a dumb terminal", true, map[string]string{"TERM": "dumb"}, ui.ColorAuto, false},
	}
	for _, tt := range tests {
		s := streams(tt.terminal, tt.env)
		profile := s.OutRenderer(tt.mode).ColorProfile()
		if got := profile != termenv.Ascii; got != tt.colour {
			t.Errorf("%s: colour is %v, want %v", tt.reason, got, tt.colour)
		}
		if got := s.ErrRenderer(tt.mode).ColorProfile(); got != profile {
			t.Errorf("%s: profile %v on standard error, %v on standard output", tt.reason, got, profile)
		}
	}
}

func TestStreams_interactive(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		terminal bool
		env      map[string]string
		want     bool
	}{
		{true, nil, true},
		{false, nil, false},
		{true, map[string]string{"CI": "1"}, false},
		{true, map[string]string{"TERM": "dumb"}, false},
	} {
		if got := streams(tt.terminal, tt.env).Interactive(); got != tt.want {
			t.Errorf("terminal %v, environment %v: %v", tt.terminal, tt.env, got)
		}
	}
}

// Progress is silent where nobody watches, and for its first half second.
func TestProgress_silent(t *testing.T) {
	t.Parallel()
	for _, terminal := range []bool{false, true} {
		s := streams(terminal, nil)
		p := s.NewProgress("simulating", "tasks", false)
		p.Update(1, 2)
		p.Stop()
		if text := s.Err.(*bytes.Buffer).String(); text != "" {
			t.Errorf("terminal %v: progress wrote %q", terminal, text)
		}
	}
}
