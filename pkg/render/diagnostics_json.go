package render

import "github.com/dagplan/dagplan/pkg/diag"

// findingsDocument is the document dagplan.validate.
type findingsDocument struct {
	Header
	Valid    bool          `json:"valid"`
	Files    []string      `json:"files"`
	Errors   int           `json:"errors"`
	Warnings int           `json:"warnings"`
	Findings []jsonFinding `json:"findings"`
}

type jsonFinding struct {
	Code     diag.Code     `json:"code"`
	Severity diag.Severity `json:"severity"`
	Message  string        `json:"message"`
	Hint     string        `json:"hint"`
	jsonPlace
	Notes []jsonNote `json:"notes"`
}

type jsonNote struct {
	Message string `json:"message"`
	jsonPlace
}

// jsonPlace is a place in a file. Lines and columns count from 1; 0 is not
// known. The end is the place after the last character.
type jsonPlace struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
}

func placeOf(s diag.Span) jsonPlace {
	return jsonPlace{File: s.File, Line: s.Line, Column: s.Column, EndLine: s.EndLine, EndColumn: s.EndColumn}
}

// Document returns the document dagplan.validate.
func (f Findings) Document() any {
	document := findingsDocument{
		Header: Header{"dagplan.validate", 1}, Valid: !f.List.HasErrors(), Files: list(f.Files),
		Errors: f.List.Count(diag.Error), Warnings: f.List.Count(diag.Warning), Findings: []jsonFinding{},
	}
	for _, d := range f.List {
		finding := jsonFinding{
			Code: d.Code, Severity: d.Severity, Message: d.Message, Hint: d.Hint, jsonPlace: placeOf(d.Span), Notes: []jsonNote{},
		}
		for _, note := range d.Notes {
			finding.Notes = append(finding.Notes, jsonNote{note.Message, placeOf(note.Span)})
		}
		document.Findings = append(document.Findings, finding)
	}
	return document
}
