package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkRun is a whole run of the program but for the start of the process.
func BenchmarkRun(b *testing.B) {
	judge := filepath.Join(validConfigs, "judge.yaml")
	for _, command := range []string{"graph", "plan", "simulate", "mermaid"} {
		b.Run(command, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if got := runWith(b.Context(), strings.NewReader(""), command, judge); got.code != exitOK {
					b.Fatal(got.err)
				}
			}
		})
	}
}
