// Package ui is the terminal: the three streams of the process with what is
// known of them, colour, progress, and output files that are written whole or
// not at all. It knows nothing of dagplan's results.
//
// What the streams are is asked once, in [System]; a test gives its own.
package ui

import (
	"io"
	"os"

	"golang.org/x/term"
)

// defaultWidth is the width of a terminal that does not tell it.
const defaultWidth = 80

// Streams is where a command reads and writes.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
	// InTerminal, OutTerminal and ErrTerminal say which of them a person sits at.
	InTerminal, OutTerminal, ErrTerminal bool
	// Width is the number of columns of the terminal that Out is, and 0 where Out
	// is none: then nothing is cut.
	Width int
	// Env looks up a variable of the environment.
	Env func(name string) (string, bool)
	// Environ lists the environment as NAME=VALUE.
	Environ []string
}

// System returns the streams of the process.
func System() *Streams {
	s := &Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		InTerminal:  term.IsTerminal(int(os.Stdin.Fd())),
		OutTerminal: term.IsTerminal(int(os.Stdout.Fd())),
		ErrTerminal: term.IsTerminal(int(os.Stderr.Fd())),
		Env:         os.LookupEnv,
		Environ:     os.Environ(),
	}
	if s.OutTerminal {
		s.Width = defaultWidth
		if width, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil && width > 0 {
			s.Width = width
		}
	}
	return s
}

// Interactive reports whether messages that change in place make sense on Err:
// a person is there, and no CI system records what is written.
func (s *Streams) Interactive() bool { return s.ErrTerminal && !s.isSet("CI") && !s.dumb() }

func (s *Streams) isSet(name string) bool {
	value, set := s.Env(name)
	return set && value != ""
}

func (s *Streams) dumb() bool {
	kind, _ := s.Env("TERM")
	return kind == "dumb"
}
