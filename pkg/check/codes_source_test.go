package check_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/dagplan/dagplan/pkg/check"
)

// TestCodes_declared: each code that the sources name has an entry in the table,
// from which its severity is taken, and each entry is named there.
func TestCodes_declared(t *testing.T) {
	t.Parallel()
	declared := map[string]bool{}
	pattern := regexp.MustCompile(`diag\.Code = "(DP\d{3})"`)
	for _, glob := range []string{"*.go", "../config/*.go"} {
		files, err := filepath.Glob(glob)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			source, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range pattern.FindAllSubmatch(source, -1) {
				if declared[string(m[1])] {
					t.Errorf("%s is declared twice", m[1])
				}
				declared[string(m[1])] = true
			}
		}
	}
	for _, info := range check.Codes() {
		if !declared[string(info.Code)] {
			t.Errorf("%s has an entry, and is declared nowhere", info.Code)
		}
		delete(declared, string(info.Code))
	}
	for code := range declared {
		t.Errorf("%s has no entry in the table", code)
	}
}
