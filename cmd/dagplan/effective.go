package main

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/render"
)

const originDefault = "default"

// effective lists the settings in force by path, with where each comes from:
// those that are set, what a Data Designer config says of its models in its own
// way, and the defaults of every other field of the run and of the models.
func (in *input) effective() []render.Setting {
	var settings []render.Setting
	set := map[string]bool{}
	add := func(path []string, value any, origin string) {
		if text := config.PathText(path); !set[text] {
			set[text] = true
			settings = append(settings, render.Setting{Path: text, Value: value, Origin: origin})
		}
	}
	for _, s := range in.settings {
		add(s.Path, s.Value, s.Origin)
	}
	for _, m := range in.file.Models {
		in.addDeclared(m, add)
	}
	for _, field := range config.Fields() {
		if field.Default == "" || strings.HasPrefix(field.Path, "columns.") {
			continue
		}
		for _, path := range fieldPaths(field, in.aliases()) {
			add(path, typed(field.Default), originDefault)
		}
	}
	slices.SortStableFunc(settings, func(a, b render.Setting) int { return strings.Compare(a.Path, b.Path) })
	return settings
}

// addDeclared adds what the file says of a model and what differs from the
// defaults.
func (in *input) addDeclared(m config.Model, add func(path []string, value any, origin string)) {
	if m.Provider != "" {
		add([]string{"models", m.Alias, "provider"}, m.Provider, originConfig)
	}
	if m.ID != "" && m.ID != m.Alias {
		add([]string{"models", m.Alias, "id"}, m.ID, originConfig)
	}
	if m.MaxParallelRequests != model.DefaultModel(m.Alias).MaxParallelRequests {
		add([]string{"models", m.Alias, "max_parallel_requests"}, m.MaxParallelRequests, originConfig)
	}
	if m.SkipHealthCheck {
		add([]string{"models", m.Alias, "skip_health_check"}, true, originConfig)
	}
}

// aliases lists the models of the scenario.
func (in *input) aliases() []string {
	aliases := make([]string, len(in.scenario.Models))
	for i, m := range in.scenario.Models {
		aliases[i] = m.Alias
	}
	return aliases
}

// typed reads a default, which is written as JSON unless it is a text.
func typed(text string) any {
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		return text
	}
	return value
}
