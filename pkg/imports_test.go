package pkg_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dagplan/dagplan/pkg/internal/reftest"
)

const module = "github.com/dagplan/dagplan"

// policy says who may import whom: in "a, b < c, d" both c and d may import a
// and b, and nothing else of this module. NONE is no package. Names are paths
// below pkg, but for those that begin with cmd.
const policy = `
NONE < diag, model, internal/numeral, cmd/dagplan/internal/ui, config/internal/jinja, config/internal/pyyaml, config/internal/seedfile;

# What a build is: the words, the graph, what is ready.
model < dag;
model, dag < frontier;
model, dag, internal/numeral < plan;
model, dag, frontier, internal/numeral < sim;

# What a file says, and what is wrong with it.
diag, model, config/internal/jinja, config/internal/pyyaml, config/internal/seedfile < config;
diag, model, dag, config, internal/numeral < check;

# How it looks, and who puts it together.
diag, model, dag, plan, sim, internal/numeral < render;
diag, model, dag, config, check, plan, sim, render, cmd/dagplan/internal/ui < cmd/dagplan;

# What tests share.
NONE < internal/reftest;
model, dag < internal/dagtest;
internal/reftest < internal/golden;
`

// thirdParty says, in the same form, who may import what of others; a package
// of a module counts as the module.
const thirdParty = `
github.com/parquet-go/parquet-go < config/internal/seedfile;
gonum.org/v1/gonum < model, sim;
github.com/charmbracelet/lipgloss < render;
github.com/charmbracelet/lipgloss, github.com/muesli/termenv, github.com/schollz/progressbar/v3, golang.org/x/term < cmd/dagplan/internal/ui;
github.com/spf13/cobra, github.com/spf13/pflag, github.com/spf13/viper, github.com/bmatcuk/doublestar/v4 < cmd/dagplan;
github.com/google/go-cmp < internal/golden;
`

// testOnly is what tests may import besides.
const testOnly = `
github.com/google/go-cmp pgregory.net/rapid github.com/rogpeppe/go-internal
github.com/santhosh-tekuri/jsonschema/v6 github.com/owenrumney/go-sarif/v3
gopkg.in/yaml.v3 github.com/parquet-go/parquet-go github.com/muesli/termenv
`

// forbidden is what no package of pkg may use outside of tests, with the
// reason. A package stands for all that it has.
var forbidden = map[string]string{
	"log":       "a library returns errors and prints nothing",
	"log/slog":  "a library returns errors and prints nothing",
	"net":       "dagplan opens no connection",
	"net/http":  "dagplan opens no connection",
	"os/exec":   "a library starts no process",
	"os/signal": "the process belongs to cmd/dagplan",
	"unsafe":    "nothing here needs it",
	"flag":      "the command line belongs to cmd/dagplan",

	"os.Exit": "cmd/dagplan/main.go is where the process ends", "os.Stdout": "write to the io.Writer that you were given",
	"os.Stderr": "write to the io.Writer that you were given", "os.Stdin": "read from the io.Reader that you were given",
	"fmt.Print": "write to the io.Writer that you were given", "fmt.Printf": "write to the io.Writer that you were given",
	"fmt.Println": "write to the io.Writer that you were given",
	"os.Getenv":   "settings are arguments", "os.LookupEnv": "settings are arguments", "os.Environ": "settings are arguments",
	"time.Now": "results must not depend on when they were made", "time.Since": "results must not depend on when they were made",
	"time.Sleep": "nothing here waits",
}

// exempt packages are made for tests.
func exempt(pkg string) bool { return strings.HasPrefix(pkg, "internal/") }

func TestImports(t *testing.T) {
	t.Parallel()
	internal, external := parsePolicy(t, policy), parsePolicy(t, thirdParty)
	inTests := strings.Fields(testOnly)
	for _, file := range sources(t) {
		allowed, listed := internal[file.pkg]
		if !listed && file.pkg != "." {
			t.Errorf("%s: package %s is not in the policy", file.path, file.pkg)
			continue
		}
		for _, spec := range file.syntax.Imports {
			imported := strings.Trim(spec.Path.Value, `"`)
			own, isOwn := strings.CutPrefix(imported, module+"/")
			first, _, _ := strings.Cut(imported, "/")
			ok := true
			switch {
			case isOwn:
				own = strings.TrimPrefix(own, "pkg/")
				ok = slices.Contains(allowed, own) || file.test && (own == file.pkg || exempt(own) || !strings.HasPrefix(own, "cmd/"))
			case strings.Contains(first, "."):
				ok = within(external[file.pkg], imported) || file.test && within(inTests, imported)
			case !file.test && !exempt(file.pkg) && !strings.HasPrefix(file.pkg, "cmd/"):
				if reason, bad := forbidden[imported]; bad {
					t.Errorf("%s imports %s: %s", file.path, imported, reason)
				}
			}
			if !ok {
				t.Errorf("unexpected dependency: %s (%s) imports %s", file.pkg, file.path, imported)
			}
		}
	}
}

// TestImports_used finds what the policy allows and nothing needs any more.
func TestImports_used(t *testing.T) {
	t.Parallel()
	used := make(map[string]bool) // importer, a space, imported
	for _, file := range sources(t) {
		for _, spec := range file.syntax.Imports {
			imported := strings.Trim(spec.Path.Value, `"`)
			if !file.test {
				used[file.pkg+" "+strings.TrimPrefix(strings.TrimPrefix(imported, module+"/"), "pkg/")] = true
			}
		}
	}
	for _, rules := range []string{policy, thirdParty} {
		for importer, allowed := range parsePolicy(t, rules) {
			for _, name := range allowed {
				if !anyUse(used, importer+" "+name) {
					t.Errorf("the policy lets %s import %s, which it does not", importer, name)
				}
			}
		}
	}
}

// anyUse reports whether a package, or one of the same module, is imported.
func anyUse(used map[string]bool, use string) bool {
	for u := range used {
		if u == use || strings.HasPrefix(u, use+"/") {
			return true
		}
	}
	return false
}

func TestForbidden(t *testing.T) {
	t.Parallel()
	for _, file := range sources(t) {
		if file.test || exempt(file.pkg) {
			continue
		}
		for _, name := range uses(file.syntax) {
			if name == "init" {
				t.Errorf("%s has an init function: state is made where it is needed", file.path)
			} else if reason, bad := forbidden[name]; bad && !strings.HasPrefix(file.pkg, "cmd/") {
				t.Errorf("%s uses %s: %s", file.path, name, reason)
			} else if name == "os.Exit" && file.path != "cmd/dagplan/main.go" {
				t.Errorf("%s uses os.Exit: %s", file.path, reason)
			}
		}
	}
}

// uses lists what a file uses of the standard library, as package.name, and
// "init" for each such function.
func uses(file *ast.File) []string {
	packages := make(map[string]string)
	for _, spec := range file.Imports {
		imported := strings.Trim(spec.Path.Value, `"`)
		packages[path.Base(imported)] = imported
		if spec.Name != nil {
			packages[spec.Name.Name] = imported
		}
	}
	var names []string
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Recv == nil && n.Name.Name == "init" {
				names = append(names, "init")
			}
		case *ast.SelectorExpr:
			if of, ok := n.X.(*ast.Ident); ok && packages[of.Name] != "" {
				names = append(names, packages[of.Name]+"."+n.Sel.Name)
			}
		}
		return true
	})
	return names
}

// within reports whether a path is one of those modules, or a package of one.
func within(modules []string, imported string) bool {
	return slices.ContainsFunc(modules, func(m string) bool { return imported == m || strings.HasPrefix(imported, m+"/") })
}

// parsePolicy returns what each package may import.
func parsePolicy(t *testing.T, text string) map[string][]string {
	t.Helper()
	allowed := make(map[string][]string)
	var lines []string
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		lines = append(lines, line)
	}
	for rule := range strings.SplitSeq(strings.Join(lines, " "), ";") {
		if strings.TrimSpace(rule) == "" {
			continue
		}
		before, after, found := strings.Cut(rule, "<")
		if !found {
			t.Fatalf("the rule %q has no <", rule)
		}
		for _, importer := range words(after) {
			if _, there := allowed[importer]; there {
				t.Fatalf("two rules for %s", importer)
			}
			allowed[importer] = slices.DeleteFunc(words(before), func(name string) bool { return name == "NONE" })
		}
	}
	return allowed
}

func words(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\t' })
}

type sourceFile struct {
	path, pkg string
	test      bool
	syntax    *ast.File
}

// sources parses every Go file of the module.
func sources(t *testing.T) []sourceFile {
	t.Helper()
	root := reftest.Root(t)
	var files []sourceFile
	for _, top := range []string{"cmd", "pkg"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".go") {
				return err
			}
			file, err := parseFile(root, name)
			files = append(files, file)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(files) < 50 {
		t.Fatalf("only %d files: is %s the root?", len(files), root)
	}
	return files
}

func parseFile(root, name string) (sourceFile, error) {
	relative, err := filepath.Rel(root, name)
	if err != nil {
		return sourceFile{}, err
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return sourceFile{}, err
	}
	relative = filepath.ToSlash(relative)
	syntax, err := parser.ParseFile(token.NewFileSet(), relative, text, parser.SkipObjectResolution)
	if err != nil {
		return sourceFile{}, fmt.Errorf("%s: %w", relative, err)
	}
	pkg := strings.TrimPrefix(path.Dir(relative), "pkg/")
	if pkg == "pkg" {
		pkg = "."
	}
	return sourceFile{path: relative, pkg: pkg, test: strings.HasSuffix(relative, "_test.go"), syntax: syntax}, nil
}
