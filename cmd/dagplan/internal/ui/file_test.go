package ui_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/cmd/dagplan/internal/ui"
)

// names lists a folder, with what stands in its files.
func names(t *testing.T, folder string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name()] = string(content)
	}
	return files
}

func TestFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	name := filepath.Join(folder, "out.txt")
	if err := os.WriteFile(name, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	file, err := ui.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString("new"); err != nil {
		t.Fatal(err)
	}
	if got := names(t, folder)["out.txt"]; got != "old" {
		t.Errorf("before the commit the file holds %q", got)
	}
	if err := file.Commit(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"out.txt": "new"}, names(t, folder)); diff != "" {
		t.Error(diff)
	}
	info, err := os.Stat(name)
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the mode has become %v, %v", info.Mode(), err)
	}
}

func TestFile_discard(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file, err := ui.Create(filepath.Join(folder, "out.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString("half"); err != nil {
		t.Fatal(err)
	}
	if err := file.Discard(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{}, names(t, folder)); diff != "" {
		t.Error(diff)
	}
}

// A link stays a link: the file that it points to is replaced.
func TestWriteFile_symlink(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	link := filepath.Join(folder, "link")
	if err := os.WriteFile(filepath.Join(folder, "real"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("real", link); err != nil {
		t.Skip("no symbolic links here")
	}
	if err := ui.WriteFile(link, []byte("x")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link has become %v, %v", info, err)
	}
	if diff := cmp.Diff(map[string]string{"link": "x", "real": "x"}, names(t, folder)); diff != "" {
		t.Error(diff)
	}
}

// A device is written to as it is.
func TestWriteFile_device(t *testing.T) {
	t.Parallel()
	if err := ui.WriteFile(os.DevNull, []byte("x")); err != nil {
		t.Error(err)
	}
}

func TestCreate_refused(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, want := range map[string]string{
		folder:                            "write " + folder + ": it is a folder",
		filepath.Join(folder, "no", "no"): "write " + filepath.Join(folder, "no", "no") + ": no such file or directory",
	} {
		if _, err := ui.Create(name); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
