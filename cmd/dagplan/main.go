// Command dagplan plans and simulates column-DAG dataset builds: it reads a
// config and says, before a token is paid, whether it is sound, what will run
// and in which order, how many tasks and calls, how long, at what cost, and
// what limits it.
//
// The package holds no knowledge of graphs: a subcommand turns flags into
// options, calls the packages under pkg, and hands the result to a renderer.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/dagplan/dagplan/cmd/dagplan/internal/ui"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// From the first signal on, a second one ends the process at once.
	context.AfterFunc(ctx, stop)
	os.Exit(int(run(ctx, os.Args[1:], ui.System())))
}
