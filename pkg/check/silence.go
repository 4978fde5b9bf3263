package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/diag"
)

const (
	codeSilencesNothing diag.Code = "DP191"
	codeNotSilenced     diag.Code = "DP192"
)

// silence leaves out what a comment in the file silences, and reports comments
// that silence nothing: the reason for them is gone, or they are mistyped.
// complete says whether every rule could look at the file; otherwise a comment
// may silence what only a later run finds.
func silence(name string, data []byte, findings diag.List, complete bool) diag.List {
	ignores := config.Ignores(name, data)
	if len(ignores) == 0 {
		return findings
	}
	s := newSilencer(ignores)
	var kept diag.List
	for _, d := range findings {
		if !s.silences(d) {
			kept.Add(d)
		}
	}
	return slices.Concat(kept, s.leftOver(complete))
}

type silencer struct {
	codes   diag.Table
	ignores []config.Ignore
	// byCode holds the words of all comments that name a code, in ascending order
	// of the first line they cover.
	byCode map[diag.Code][]ignored
	used   map[ignored]bool
}

// ignored is one word of one comment.
type ignored struct {
	comment, word int
	// reaches is, among this word and those before it in silencer.byCode, the one
	// that covers the last line.
	reaches int
}

func newSilencer(ignores []config.Ignore) *silencer {
	s := &silencer{codes: Codes(), ignores: ignores, byCode: make(map[diag.Code][]ignored), used: make(map[ignored]bool)}
	for i, ignore := range ignores {
		for j, word := range ignore.Codes {
			code := diag.Code(strings.ToUpper(word))
			s.byCode[code] = append(s.byCode[code], ignored{comment: i, word: j})
		}
	}
	for _, words := range s.byCode {
		slices.SortStableFunc(words, func(a, b ignored) int { return cmp.Compare(ignores[a.comment].First, ignores[b.comment].First) })
		for at := range words {
			words[at].reaches = at
			if at > 0 && s.last(words[words[at-1].reaches]) > s.last(words[at]) {
				words[at].reaches = words[at-1].reaches
			}
		}
	}
	return s
}

// last is the last line that a word covers.
func (s *silencer) last(w ignored) int { return s.ignores[w.comment].Last }

// silences reports whether a comment silences a finding, and notes that it did.
// Of several, one is enough: the others silence nothing.
//
// Complexity: O(log comments).
func (s *silencer) silences(d diag.Diagnostic) bool {
	info, known := s.codes.Lookup(d.Code)
	if !known || !Silenceable(info) {
		return false
	}
	words := s.byCode[d.Code]
	after, _ := slices.BinarySearchFunc(words, d.Span.Line+1, func(w ignored, line int) int {
		return cmp.Compare(s.ignores[w.comment].First, line)
	})
	if after == 0 {
		return false
	}
	word := words[words[after-1].reaches]
	if !s.ignores[word.comment].Covers(d.Span.Line) {
		return false
	}
	s.used[ignored{comment: word.comment, word: word.word}] = true
	return true
}

// Silenceable reports whether findings of a code are such that a user may know
// better: warnings, and errors about models, which may be declared elsewhere.
// Other errors keep the build from running whatever a user says.
func Silenceable(info diag.CodeInfo) bool {
	return info.Severity == diag.Warning || info.Code.Family() == "models"
}

// Ignore leaves out the findings that a pattern stands for and that can be
// silenced.
func Ignore(findings diag.List, patterns []diag.Pattern) diag.List {
	codes := Codes()
	return slices.DeleteFunc(slices.Clone(findings), func(d diag.Diagnostic) bool {
		info, known := codes.Lookup(d.Code)
		return known && Silenceable(info) && slices.ContainsFunc(patterns, func(p diag.Pattern) bool { return p.Matches(d.Code) })
	})
}

// leftOver reports the comments, and the words of comments, that silence
// nothing.
func (s *silencer) leftOver(complete bool) diag.List {
	var findings diag.List
	report := func(code diag.Code, at diag.Span, message, hint string) {
		info, _ := s.codes.Lookup(code)
		findings.Add(diag.Diagnostic{Code: code, Severity: info.Severity, Message: message, Hint: hint, Span: at})
	}
	for i, ignore := range s.ignores {
		if len(ignore.Codes) == 0 {
			report(codeNotSilenced, ignore.Span, "the comment names no code to silence", "name one, such as # dagplan:ignore DP211")
		}
		for j, word := range ignore.Codes {
			info, known := s.codes.Lookup(diag.Code(strings.ToUpper(word)))
			switch {
			case !known:
				_, err := s.codes.ParsePattern(word)
				hint := "name single codes, and write a reason behind a colon"
				if near, found := diag.Nearest(strings.ToUpper(word), s.codes.Codes()); err != nil && found {
					hint = fmt.Sprintf("did you mean %s?", near)
				}
				report(codeNotSilenced, ignore.Span, fmt.Sprintf("%q is no code that a comment could silence", word), hint)
			case !Silenceable(info):
				report(codeNotSilenced, ignore.Span, fmt.Sprintf("%s is an error that cannot be silenced: with it, no build can run", word), "mend what it is about")
			case complete && !s.used[ignored{comment: i, word: j}] && info.Code.Family() != "scenario":
				report(codeSilencesNothing, ignore.Span, fmt.Sprintf("the comment silences %s, which is not found here", word), "take the comment out")
			}
		}
	}
	return findings
}

func silenceCodes() []diag.CodeInfo {
	return []diag.CodeInfo{
		{
			Code: codeSilencesNothing, Severity: diag.Warning, Title: "a comment silences nothing",
			Detail: `A comment "# dagplan:ignore CODE" silences that code on the line it stands on or,
on a line of its own, on the node below. Here there is nothing of that code any
more: take the comment out, so that it does not hide a later finding.`,
			Example: `columns:
  - name: topic # dagplan:ignore DP212
`,
		},
		{
			Code: codeNotSilenced, Severity: diag.Warning, Title: "a comment cannot silence what it names",
			Detail: `A comment names single codes, and a reason behind a colon if there is one:
"# dagplan:ignore DP211, DP216: kept for the next stage". Warnings can be
silenced, and errors about models, which may be declared elsewhere; any other
error keeps the build from running, whatever a comment says.`,
			Example: `columns:
  - name: topic # dagplan:ignore everything
`,
		},
	}
}
