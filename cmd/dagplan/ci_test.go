package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"gopkg.in/yaml.v3"
)

// TestCI runs the steps that docs/ci.md recommends, as shell scripts, in a
// repository with a pull request.
func TestCI(t *testing.T) {
	t.Parallel()
	scripts := ciScripts(t)
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("..", "..", "testdata", "script", "ci"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			for name, script := range scripts {
				if err := os.WriteFile(filepath.Join(env.WorkDir, name), []byte(script), 0o666); err != nil {
					return err
				}
			}
			return nil
		},
	})
}

// ciScripts takes the scripts out of docs/ci.md: those of dagplan's own steps,
// without installing it and without what only the CI system can do.
func ciScripts(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "ci.md"))
	if err != nil {
		t.Fatal(err)
	}
	var github struct {
		Jobs map[string]struct {
			Steps []struct{ Run string }
		}
	}
	var gitlab map[string]struct{ Script []string }
	var hooks struct {
		Repos []struct {
			Hooks []struct{ Args []string }
		}
	}
	scripts := make(map[string]string)
	for _, block := range regexp.MustCompile("(?s)```(yaml|sh)\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		var err error
		switch body := block[2]; {
		case block[1] == "sh":
			scripts["gates.sh"] += body
		case strings.Contains(body, "runs-on:"):
			err = yaml.Unmarshal([]byte(body), &github)
		case strings.Contains(body, "before_script:"):
			err = yaml.Unmarshal([]byte(body), &gitlab)
		case strings.HasPrefix(body, "repos:"):
			err = yaml.Unmarshal([]byte(body), &hooks)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, job := range github.Jobs {
		for _, step := range job.Steps {
			if strings.HasPrefix(step.Run, "dagplan ") {
				scripts["github.sh"] += step.Run
			}
		}
	}
	for _, job := range gitlab {
		scripts["gitlab.sh"] += strings.Join(job.Script, "\n") + "\n"
	}
	scripts["hook.sh"] = hookCommand(t) + " " + strings.Join(hooks.Repos[0].Hooks[0].Args, " ") + " configs/build.yaml\n"
	for _, name := range []string{"github.sh", "gitlab.sh", "gates.sh"} {
		if strings.Count(scripts[name], "dagplan ") < 1 {
			t.Fatalf("docs/ci.md has no commands for %s", name)
		}
	}
	return scripts
}

// hookCommand is what the hook of .pre-commit-hooks.yaml runs.
func hookCommand(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", ".pre-commit-hooks.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var hooks []struct{ ID, Entry, Language, Files string }
	if err := yaml.Unmarshal(text, &hooks); err != nil {
		t.Fatal(err)
	}
	if len(hooks) != 1 || hooks[0].ID != "dagplan-validate" || hooks[0].Language != "golang" {
		t.Fatalf("the hooks are %+v", hooks)
	}
	files := regexp.MustCompile(hooks[0].Files)
	for name, want := range map[string]bool{"dagplan.yaml": true, "a/b/dagplan.json": true, "dagplan.yml": true, "mydagplan.yaml": false, "dagplan.yaml.bak": false} {
		if got := files.MatchString(name); got != want {
			t.Errorf("the hook takes %s: %v, want %v", name, got, want)
		}
	}
	return hooks[0].Entry
}
