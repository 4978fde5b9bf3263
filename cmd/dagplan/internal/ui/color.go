package ui

import (
	"io"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// ColorMode says when output is coloured.
type ColorMode string

// The colour modes, in the words of --color.
const (
	// ColorAuto colours a terminal, unless NO_COLOR or CI is set or TERM is dumb.
	ColorAuto   ColorMode = "auto"
	ColorAlways ColorMode = "always"
	ColorNever  ColorMode = "never"
)

// OutRenderer returns the renderer of Out.
func (s *Streams) OutRenderer(mode ColorMode) *lipgloss.Renderer {
	return s.renderer(s.Out, s.OutTerminal, mode)
}

// ErrRenderer returns the renderer of Err.
func (s *Streams) ErrRenderer(mode ColorMode) *lipgloss.Renderer {
	return s.renderer(s.Err, s.ErrTerminal, mode)
}

// renderer sets the profile itself, so that lipgloss never asks the terminal.
func (s *Streams) renderer(w io.Writer, terminal bool, mode ColorMode) *lipgloss.Renderer {
	r := lipgloss.NewRenderer(w, termenv.WithEnvironment(environ{s}), termenv.WithTTY(true))
	r.SetHasDarkBackground(true)
	r.SetColorProfile(s.profile(terminal, mode))
	return r
}

func (s *Streams) profile(terminal bool, mode ColorMode) termenv.Profile {
	quietly := !terminal || s.isSet("NO_COLOR") || s.isSet("CI") || s.dumb()
	if mode == ColorNever || mode != ColorAlways && quietly {
		return termenv.Ascii
	}
	profile := termenv.NewOutput(io.Discard, termenv.WithEnvironment(environ{s}), termenv.WithTTY(true)).ColorProfile()
	return min(profile, termenv.ANSI) // termenv counts down: TrueColor is 0, Ascii is 3
}

// environ is the environment as termenv asks for it.
type environ struct{ s *Streams }

func (e environ) Environ() []string { return e.s.Environ }

func (e environ) Getenv(name string) string {
	value, _ := e.s.Env(name)
	return value
}
