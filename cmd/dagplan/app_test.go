package main

import (
	"bytes"
	"strings"

	"github.com/dagplan/dagplan/cmd/dagplan/internal/ui"
)

// testApp is an app that reads nothing and writes to buffers.
func testApp() *app {
	return &app{color: ui.ColorAuto, streams: &ui.Streams{
		In: strings.NewReader(""), Out: &bytes.Buffer{}, Err: &bytes.Buffer{},
		Env: func(string) (string, bool) { return "", false },
	}}
}
