package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/dagplan/dagplan/pkg/config"
)

// candidate is a file that may be checked.
type candidate struct {
	name string
	// folder is the argument whose folder holds the file; empty where the file
	// itself is named. What lies in a folder is checked only where it looks like a
	// config.
	folder string
	// data is the content once it is loaded.
	data   []byte
	loaded bool
}

// candidates expands arguments: a file, - for standard input, a folder, or a
// pattern with *, ** or ?. A file that is named twice is checked once, where it
// is named first.
func (a *app) candidates(ctx context.Context, args []string) ([]candidate, error) {
	var list []candidate
	seen := make(map[string]bool)
	for _, arg := range args {
		found, err := a.expand(ctx, arg)
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			if key := filepath.Clean(c.name); !seen[key] {
				seen[key] = true
				list = append(list, c)
			}
		}
	}
	return list, nil
}

func (a *app) expand(ctx context.Context, arg string) ([]candidate, error) {
	if arg == "" {
		return nil, usagef("", "the name of the config is empty")
	}
	if arg == stdinName {
		data, err := a.read(ctx, arg)
		return []candidate{{name: arg, data: data, loaded: true}}, err
	}
	info, err := os.Stat(arg)
	switch {
	case err == nil && info.IsDir():
		return walk(arg)
	case err == nil || !errors.Is(err, fs.ErrNotExist) || !strings.ContainsAny(arg, "*?[{"):
		return []candidate{{name: arg}}, nil
	}
	names, err := doublestar.FilepathGlob(arg, doublestar.WithFilesOnly(), doublestar.WithNoFollow())
	if err != nil {
		return nil, usagef("", "%q is no pattern: %w", arg, err)
	}
	if len(names) == 0 {
		return nil, usagef("quote the pattern, so that dagplan and not the shell expands it", "no file matches %q", arg)
	}
	slices.Sort(names)
	var found []candidate
	for _, name := range names {
		found = append(found, candidate{name: name})
	}
	return found, nil
}

// walk lists the YAML and JSON files below a folder, without hidden folders
// and node_modules, and without following links.
func walk(folder string) ([]candidate, error) {
	var found []candidate
	err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != folder && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "node_modules"):
			return fs.SkipDir
		case entry.Type().IsRegular() && slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(filepath.Ext(name))):
			found = append(found, candidate{name: name, folder: folder})
		}
		return nil
	})
	return found, err
}

// load reads the candidate. It returns false for one that a folder holds and
// that does not look like a config.
func (c *candidate) load() (bool, error) {
	if !c.loaded {
		data, err := readFile(c.name)
		if err != nil {
			return true, err
		}
		c.data, c.loaded = data, true
	}
	return c.folder == "" || config.LooksLikeConfig(c.data), nil
}

// emptyFolders refuses folders in which nothing was found to check.
func emptyFolders(args []string, checked []candidate) error {
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil || !info.IsDir() || slices.ContainsFunc(checked, func(c candidate) bool { return c.folder == arg }) {
			continue
		}
		return usagef("name the file if its name ends in neither .yaml, .yml nor .json",
			"%s", fmt.Sprintf("no config in %s: no YAML or JSON file in it has a list of columns", arg))
	}
	return nil
}
