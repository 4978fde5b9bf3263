package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/lipgloss"
)

// Style says how text looks and how wide it may be. The zero value is a pipe:
// no colour and any width.
type Style struct {
	// Width is how many columns the terminal has; 0 is any number.
	Width int
	// Strong marks the answer, Dim what can be skipped, Name a column or a model,
	// Warn and Bad what needs attention.
	Strong, Dim, Name, Warn, Bad lipgloss.Style
}

// NewStyle returns the style of a terminal. The colours are the first sixteen,
// which follow the theme of its user.
func NewStyle(r *lipgloss.Renderer, width int) Style {
	return Style{
		Width:  width,
		Strong: r.NewStyle().Bold(true),
		Dim:    r.NewStyle().Faint(true),
		Name:   r.NewStyle().Foreground(lipgloss.Color("6")),
		Warn:   r.NewStyle().Foreground(lipgloss.Color("3")),
		Bad:    r.NewStyle().Foreground(lipgloss.Color("1")).Bold(true),
	}
}

// Page is text that is being laid out.
type Page struct {
	Style
	text strings.Builder
}

// String returns what has been written.
func (p *Page) String() string { return p.text.String() }

// Printf writes as fmt.Printf does. Names must have gone through [Printable].
func (p *Page) Printf(format string, args ...any) { _, _ = fmt.Fprintf(&p.text, format, args...) }

// Write makes a Page an io.Writer; it never fails.
func (p *Page) Write(b []byte) (int, error) { return p.text.Write(b) }

var _ io.Writer = (*Page)(nil)
