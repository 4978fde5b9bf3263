package config

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/config/internal/seedfile"
	"github.com/dagplan/dagplan/pkg/diag"
)

// openSource finds the columns of the source, and the number of rows if the
// selection needs it. It returns false where something is wrong with the source,
// which then has a finding.
func (d *designer) openSource(s *Seed, source *value) bool {
	switch s.Type {
	case "local":
		return source.get("path").is(textValue) && d.openLocal(s)
	case "directory", "file_contents", "agent_rollout":
		return d.openFolder(s, source)
	default:
		return s.Type == "hf"
	}
}

// find opens a path from the working directory, as the engine does, or else
// from the folder of the config, which is worth a warning (R11). It returns the
// path that is there.
func (d *designer) find(s *Seed, path string) (string, bool) {
	if exists(d.options.Files, path) {
		return path, true
	}
	if filepath.IsAbs(path) || d.name == "-" {
		return "", false
	}
	beside := filepath.Join(filepath.Dir(d.name), path)
	if !exists(d.options.Files, beside) {
		return "", false
	}
	d.report(codeSeedElsewhere, s.PathSpan, fmt.Sprintf("seed path %q is there only beside the config: Data Designer looks from the working directory", s.Path),
		"run it from the folder of the config, or write the path from the working directory")
	return beside, true
}

func exists(files Files, path string) bool {
	f, err := files.Open(path)
	if err != nil {
		return false
	}
	return f.Close() == nil
}

// missing reports a source that is not there: a mistake, unless somebody said
// which columns it has.
func (d *designer) missing(s *Seed, code diag.Code, what string) bool {
	if d.options.SeedColumns != nil {
		d.report(codeSeedUnopened, s.PathSpan, fmt.Sprintf("%s %q is not there: its columns are those that were named instead", what, s.Path), "make sure that it is there when the build runs")
		return false
	}
	d.report(code, s.PathSpan, fmt.Sprintf("%s %q does not exist", what, s.Path), "mend the path, which counts from the working directory, or name the columns with --seed-columns")
	return false
}

// openLocal reads the header of a file, or of the first of several (R59, R60).
func (d *designer) openLocal(s *Seed) bool {
	if d.options.Files == nil {
		return true
	}
	paths, ok := d.localPaths(s)
	if !ok {
		return false
	}
	need := int64(0)
	if s.Selection != nil {
		need = max(s.Selection.End+1, s.Selection.Partitions)
	}
	table, err := seedfile.Read(d.options.Files.Open, paths, need)
	if err != nil {
		d.report(codeSeedContent, s.PathSpan, fmt.Sprintf("seed file %q cannot be read: %v", s.Path, err), "mend the file, or name the columns with --seed-columns")
		return false
	}
	s.Columns, s.Known, s.Rows = table.Columns, true, table.Rows
	if table.Odd != "" {
		d.report(codeSeedMismatch, s.PathSpan, fmt.Sprintf("seed file %q has not the columns of the first file that matches %q", table.Odd, s.Path), "give all files the same columns")
	}
	return true
}

// localPaths lists the files that a path names: itself, or those of a folder
// that have the extension behind a "*." (R59).
func (d *designer) localPaths(s *Seed) ([]string, bool) {
	for _, ext := range seedfile.Extensions() {
		if !strings.HasSuffix(s.Path, "*"+ext) {
			continue
		}
		folder, _, _ := strings.Cut(s.Path, "*.")
		at, found := d.find(s, folder)
		if !found {
			return nil, d.missing(s, codeSeedFile, "the folder of seed files")
		}
		var paths []string
		for _, name := range names(d.options.Files, at, false) {
			if strings.HasSuffix(name, ext) {
				paths = append(paths, filepath.Join(at, name))
			}
		}
		if len(paths) == 0 {
			return nil, d.missing(s, codeSeedFile, "a seed file that matches")
		}
		return paths, true
	}
	at, found := d.find(s, s.Path)
	if s.Path == "" || !found || isFolder(d.options.Files, at) {
		return nil, d.missing(s, codeSeedFile, "seed file")
	}
	if !slices.ContainsFunc(seedfile.Extensions(), func(ext string) bool { return strings.HasSuffix(strings.ToLower(s.Path), ext) }) {
		d.report(codeSeedFile, s.PathSpan, fmt.Sprintf("seed file %q has an extension that Data Designer does not read", s.Path), "use "+oneOf(seedfile.Extensions()))
		return nil, false
	}
	return []string{at}, true
}

// openFolder checks that a folder is there and that a file in it matches; its
// columns do not depend on what is inside (R59, R60).
func (d *designer) openFolder(s *Seed, source *value) bool {
	s.Columns, s.Known = folderColumns(s.Type), true
	if d.options.Files == nil || s.Path == "" || strings.HasPrefix(s.Path, "~") {
		return true // a folder of the user's home is not this config's
	}
	at, found := d.find(s, s.Path)
	if !found || !isFolder(d.options.Files, at) {
		return d.missing(s, codeSeedFolder, "seed folder")
	}
	pattern := "*"
	if p := source.get("file_pattern"); p.is(textValue) {
		pattern = p.text
	} else if s.Type == "agent_rollout" {
		pattern = rolloutPattern(source.get("format").str())
	}
	recursive, given := readTruth(source.get("recursive"), true)
	matching := 0
	for _, name := range names(d.options.Files, at, recursive || !given) {
		if MatchesPattern(pattern, filepath.Base(name)) {
			matching++
		}
	}
	if s.Type != "agent_rollout" { // where a file holds any number of rows
		s.Rows = int64(matching)
	}
	if matching > 0 || d.options.SeedColumns != nil || strings.ContainsAny(pattern, `/\`) {
		return true // a pattern with folders has a finding of its own
	}
	code := codeSeedNoMatch
	if s.Type != "directory" {
		code = codeSeedNoMatchLate
	}
	d.report(code, s.PathSpan, fmt.Sprintf("no file of seed folder %q matches %q", s.Path, pattern), "mend file_pattern, or the path")
	return true
}

func rolloutPattern(format string) string {
	switch format {
	case "atif":
		return "*.json"
	case "hermes_agent":
		return "*.json*"
	default:
		return "*.jsonl"
	}
}

// folderColumns are the columns of a folder of files (R60).
func folderColumns(seedType string) []string {
	switch seedType {
	case "file_contents":
		return []string{"source_kind", "source_path", "relative_path", "file_name", "content"}
	case "agent_rollout":
		return []string{
			"trace_id", "source_kind", "source_path", "root_session_id", "agent_id", "is_sidechain", "cwd",
			"project_path", "git_branch", "started_at", "ended_at", "messages", "source_meta", "message_count",
			"tool_call_count", "final_assistant_message",
		}
	default:
		return []string{"source_kind", "source_path", "relative_path", "file_name"}
	}
}

func isFolder(files Files, path string) bool {
	f, err := files.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	return err == nil && info.IsDir()
}

// maxSeedFiles bounds how many files of a folder are looked at.
const maxSeedFiles = 100_000

// names lists the files of a folder in order, and of those inside where
// recursive, as paths from it.
func names(files Files, folder string, recursive bool) []string {
	var found []string
	pending := []string{""}
	for len(pending) > 0 && len(found) < maxSeedFiles {
		inside := pending[0]
		pending = pending[1:]
		for _, e := range entriesOf(files, filepath.Join(folder, inside)) {
			path := filepath.Join(inside, e.Name())
			switch {
			case !e.IsDir():
				found = append(found, path)
			case recursive && len(pending) < maxSeedFiles:
				pending = append(pending, path)
			}
		}
	}
	slices.Sort(found)
	return found
}

func entriesOf(files Files, folder string) []fs.DirEntry {
	if folder == "" {
		folder = "."
	}
	f, err := files.Open(folder)
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	dir, ok := f.(fs.ReadDirFile)
	if !ok {
		return nil
	}
	entries, err := dir.ReadDir(-1)
	if err != nil {
		return nil
	}
	return entries
}
