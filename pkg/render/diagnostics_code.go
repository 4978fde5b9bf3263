package render

import (
	"fmt"
	"strings"

	"github.com/dagplan/dagplan/pkg/diag"
)

// CodeDoc shows what is known of a code.
type CodeDoc struct {
	diag.CodeInfo
	// Silenceable is true where a comment or --ignore can leave it out.
	Silenceable bool
}

var _ Report = CodeDoc{}

// Text writes the title, why it matters, and a config that has the finding.
func (r CodeDoc) Text(p *Page) {
	label := p.Warn
	if r.Severity == diag.Error {
		label = p.Bad
	}
	p.Printf("%s %s %s\n\n%s\n", p.Strong.Render(string(r.Code)), label.Render(r.Severity.String()+":"), r.Title, r.Detail)
	if r.Silenceable {
		p.Printf("\nTo leave it out: %s on the line or above the node, or --ignore %s.\n", p.Name.Render("# dagplan:ignore "+string(r.Code)), r.Code)
	}
	p.listing("example", r.Example)
	for _, file := range r.Beside {
		p.listing("with the file "+file.Name, file.Text)
	}
	if r.Scenario != "" {
		p.listing("with the file "+ScenarioName, r.Scenario)
	}
	if command := r.Command(); command != "" {
		p.Printf("\n%s\n  %s\n", p.Dim.Render("by"), command)
	}
}

// listing writes the lines of a file under a title.
func (p *Page) listing(title, text string) {
	p.Printf("\n%s\n", p.Dim.Render(title))
	for line := range strings.Lines(text) {
		p.Printf("  %s\n", Printable(strings.TrimSuffix(line, "\n")))
	}
}

// Command is the command line that reports the example, empty where the name
// of the config is all that it takes.
func (r CodeDoc) Command() string {
	if r.Name == "" && r.Scenario == "" && len(r.Flags) == 0 {
		return ""
	}
	words := []string{"dagplan validate", r.FileName()}
	if r.Scenario != "" {
		words = append(words, "--scenario "+ScenarioName)
	}
	for _, flag := range r.Flags {
		if strings.ContainsAny(flag, " []{}*?$'\"") {
			flag = fmt.Sprintf("'%s'", flag)
		}
		words = append(words, flag)
	}
	return strings.Join(words, " ")
}

// FileName is the name of the example.
func (r CodeDoc) FileName() string {
	if r.Name == "" {
		return "dagplan.yaml"
	}
	return r.Name
}

// ScenarioName is the name of an example's scenario.
const ScenarioName = "scenario.yaml"

// codeDocument is the document dagplan.code.
type codeDocument struct {
	Header
	Code        diag.Code     `json:"code"`
	Severity    diag.Severity `json:"severity"`
	Family      string        `json:"family"`
	Title       string        `json:"title"`
	Detail      string        `json:"detail"`
	Silenceable bool          `json:"silenceable"`
	Example     string        `json:"example"`
	Scenario    string        `json:"scenario"`
	Flags       []string      `json:"flags"`
}

// Document returns the document dagplan.code.
func (r CodeDoc) Document() any {
	return codeDocument{
		Header: Header{"dagplan.code", 1}, Code: r.Code, Severity: r.Severity, Family: r.Code.Family(), Title: r.Title, Detail: r.Detail,
		Silenceable: r.Silenceable, Example: r.Example, Scenario: r.Scenario, Flags: list(r.Flags),
	}
}
