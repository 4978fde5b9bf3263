package main

import (
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/render"
)

const originDefault = "default"

// effective lists the settings in force with where each comes from: those that
// are set, and the defaults of every other field of the run and of the models.
func (in *input) effective() []render.Setting {
	set := map[string]bool{}
	var settings []render.Setting
	for _, s := range in.settings {
		path := pathText(s.Path)
		set[path] = true
		settings = append(settings, render.Setting{Path: path, Value: s.Value, Origin: s.Origin})
	}
	for _, field := range config.Fields() {
		if field.Default == "" {
			continue
		}
		for _, path := range in.paths(field) {
			if !set[path] {
				settings = append(settings, render.Setting{Path: path, Value: field.Default, Origin: originDefault})
			}
		}
	}
	slices.SortStableFunc(settings, func(a, b render.Setting) int { return strings.Compare(a.Path, b.Path) })
	return settings
}

// paths lists what a field is called: once, or for each model in force.
func (in *input) paths(field config.Field) []string {
	path := strings.Split(field.Path, ".")
	star := slices.Index(path, "*")
	switch {
	case star < 0:
		return []string{field.Path}
	case path[0] != "models":
		return nil
	}
	var paths []string
	for _, m := range in.scenario.Models {
		named := slices.Clone(path)
		named[star] = m.Alias
		paths = append(paths, pathText(named))
	}
	return paths
}
