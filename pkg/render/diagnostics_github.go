package render

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/dagplan/dagplan/pkg/diag"
)

// WriteGitHub writes findings as workflow commands, which GitHub Actions turns
// into annotations of a pull request.
func WriteGitHub(w io.Writer, f Findings) error {
	var text strings.Builder
	for _, d := range f.List {
		command := "warning"
		if d.Severity == diag.Error {
			command = "error"
		}
		message := []string{messageAndHint(d)}
		for _, note := range d.Notes {
			message = append(message, Printable(note.Span.String())+": "+Printable(note.Message))
		}
		fmt.Fprintf(&text, "::%s %stitle=%s::%s\n", command, githubPlace(d.Span), d.Code, githubData(strings.Join(message, "\n")))
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// githubPlace writes the properties of a place. GitHub shows columns only
// where a finding begins and ends on one line.
func githubPlace(s diag.Span) string {
	if s.File == "" || s.File == "-" {
		return ""
	}
	place := fmt.Sprintf("file=%s,", githubProperty(filepath.ToSlash(s.File)))
	if s.Line == 0 {
		return place
	}
	place += fmt.Sprintf("line=%d,", s.Line)
	if s.EndLine > 0 {
		place += fmt.Sprintf("endLine=%d,", s.EndLine)
	}
	if s.EndLine == 0 || s.EndLine == s.Line {
		place += fmt.Sprintf("col=%d,", s.Column)
	}
	if s.EndLine == s.Line && s.EndColumn > 0 {
		place += fmt.Sprintf("endColumn=%d,", s.EndColumn)
	}
	return place
}

// githubData escapes the message of a workflow command: a line end would end
// the command, and what follows could be another one.
func githubData(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

// githubProperty escapes a property of a workflow command.
func githubProperty(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(text)
}
