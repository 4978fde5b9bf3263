package render

import (
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/diag"
)

// The parts of SARIF 2.1.0 that findings need; names and meanings are the
// standard's own (docs.oasis-open.org/sarif/sarif/v2.1.0).
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID                   string             `json:"id"`
		ShortDescription     sarifText          `json:"shortDescription"`
		FullDescription      sarifText          `json:"fullDescription"`
		HelpURI              string             `json:"helpUri"`
		DefaultConfiguration sarifConfiguration `json:"defaultConfiguration"`
	}
	sarifConfiguration struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID           string          `json:"ruleId"`
		RuleIndex        int             `json:"ruleIndex"`
		Level            string          `json:"level"`
		Message          sarifText       `json:"message"`
		Locations        []sarifLocation `json:"locations"`
		RelatedLocations []sarifLocation `json:"relatedLocations,omitempty"`
	}
	sarifLocation struct {
		ID               *int          `json:"id,omitempty"`
		PhysicalLocation sarifPhysical `json:"physicalLocation"`
		Message          *sarifText    `json:"message,omitempty"`
	}
	sarifPhysical struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndLine     int `json:"endLine,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	projectURI  = "https://github.com/dagplan/dagplan"
	// codesURI is where every code is documented, under its own heading.
	codesURI = projectURI + "/blob/main/docs/diagnostics.md#"
)

// WriteSARIF writes findings as a SARIF 2.1.0 log. version is that of dagplan,
// empty where it is not known. Names of files are relative, or absolute file
// URIs, as they were given.
func WriteSARIF(w io.Writer, f Findings, version string) error {
	rules, index := f.sarifRules()
	run := sarifRun{
		Tool: sarifTool{sarifDriver{
			Name: "dagplan", Version: version, InformationURI: projectURI, Rules: rules,
		}},
		ColumnKind: "unicodeCodePoints",
		Results:    []sarifResult{},
	}
	for _, d := range f.List {
		result := sarifResult{
			RuleID: string(d.Code), RuleIndex: index[d.Code], Level: d.Severity.String(),
			Message: sarifText{messageAndHint(d)}, Locations: []sarifLocation{sarifPlace(d.Span)},
		}
		for i, note := range d.Notes {
			related := sarifPlace(note.Span)
			related.ID, related.Message = &i, &sarifText{Printable(note.Message)}
			result.RelatedLocations = append(result.RelatedLocations, related)
		}
		run.Results = append(run.Results, result)
	}
	var document bytes.Buffer
	encoder := json.NewEncoder(&document)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}}); err != nil {
		return err
	}
	_, err := w.Write(document.Bytes())
	return err
}

// sarifRules returns the rules of the codes that were reported, in ascending
// order, and the index of each.
func (f Findings) sarifRules() (rules []sarifRule, index map[diag.Code]int) {
	var codes []diag.Code
	for _, d := range f.List {
		codes = append(codes, d.Code)
	}
	slices.Sort(codes)
	rules, index = []sarifRule{}, make(map[diag.Code]int)
	for _, code := range slices.Compact(codes) {
		info, _ := f.Codes.Lookup(code)
		index[code] = len(rules)
		rules = append(rules, sarifRule{
			ID: string(code), ShortDescription: sarifText{info.Title}, FullDescription: sarifText{info.Detail},
			HelpURI:              codesURI + strings.ToLower(string(code)),
			DefaultConfiguration: sarifConfiguration{info.Severity.String()},
		})
	}
	return rules, index
}

func sarifPlace(s diag.Span) sarifLocation {
	place := sarifLocation{PhysicalLocation: sarifPhysical{ArtifactLocation: sarifArtifact{fileURI(s.File)}}}
	if s.Line > 0 {
		place.PhysicalLocation.Region = &sarifRegion{
			StartLine: s.Line, StartColumn: s.Column, EndLine: s.EndLine, EndColumn: s.EndColumn,
		}
	}
	return place
}

// fileURI writes a path as a URI reference: percent-encoded, and relative where
// the path is.
func fileURI(name string) string {
	if name == "-" {
		name = "stdin"
	}
	uri := url.URL{Path: path.Clean(filepath.ToSlash(name))}
	if path.IsAbs(uri.Path) {
		uri.Scheme = "file"
	}
	return uri.String()
}

// messageAndHint is a finding on one line, for forms that have no place for a
// hint.
func messageAndHint(d diag.Diagnostic) string {
	if d.Hint == "" {
		return Printable(d.Message)
	}
	return Printable(d.Message) + "; " + Printable(d.Hint)
}
