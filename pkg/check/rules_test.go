package check_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/dagplan/dagplan/pkg/check"
	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/internal/golden"
	"github.com/dagplan/dagplan/pkg/render"
)

// TestRules checks each config of testdata/*.txtar and compares all of its
// findings, as a terminal shows them, with the text that follows the config in
// the archive: a.yaml is followed by a.findings. A config that is to be quiet has
// none, or an empty text.
//
// go test -update rewrites the texts.
func TestRules(t *testing.T) {
	t.Parallel()
	archives, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			checkArchive(t, archive)
			if golden.Updating() {
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func checkArchive(t *testing.T, archive *txtar.Archive) {
	t.Helper()
	var files []txtar.File
	want := make(map[string]string)
	for _, file := range archive.Files {
		if config, isWant := strings.CutSuffix(file.Name, ".findings"); isWant {
			want[config] = string(file.Data)
		} else {
			files = append(files, file)
		}
	}
	archive.Files = nil
	for _, file := range files {
		_, graph, findings := check.Config(file.Name, file.Data, config.Options{})
		if graph == nil && !findings.HasErrors() {
			t.Errorf("%s: there is no graph, and no error says why", file.Name)
		}
		got := render.FindingsText(findings, render.Sources{file.Name: file.Data}, render.Style{})
		base := strings.TrimSuffix(file.Name, filepath.Ext(file.Name))
		archive.Files = append(archive.Files, file)
		if got != "" || want[base] != "" {
			archive.Files = append(archive.Files, txtar.File{Name: base + ".findings", Data: []byte(got)})
		}
		if diff := cmp.Diff(want[base], got); diff != "" && !golden.Updating() {
			t.Errorf("%s (-want +got):\n%s", file.Name, diff)
		}
		delete(want, base)
	}
	for base := range want {
		t.Errorf("%s.findings belongs to no config", base)
	}
}
