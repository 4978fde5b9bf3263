#!/usr/bin/env bash
# reference.sh drains the workloads of the benchmarks of pkg/frontier through the
# tracker of the real engine and through dagplan's, and prints one table. The
# engine is installed with pip in a virtual environment that is thrown away. It
# takes minutes, most of which the engine spends at the barrier of
# wide20. PYTHON chooses the interpreter, SEEDS the seeds of Python's hashes: sets
# are walked in their order, which changes how long the engine takes, and the
# median of the seeds is shown.
set -euo pipefail
cd "$(dirname "$0")/../.."

. testdata/bench/engine.sh

go test -count=1 -run '^TestWorkloads$' ./pkg/frontier -args -frontier.workloads "$scratch/workloads.json" >"$scratch/log" || { cat "$scratch/log" >&2; exit 1; }
for seed in ${SEEDS:-1 2 3}; do
	PYTHONHASHSEED=$seed "$scratch/venv/bin/python" testdata/bench/reference.py speed "$scratch/workloads.json" >>"$scratch/real"
done
PYTHONHASHSEED=1 "$scratch/venv/bin/python" testdata/bench/reference.py memory "$scratch/workloads.json" >>"$scratch/real"
go test -run '^$' -bench '^BenchmarkReference$' -benchtime 200x ./pkg/frontier >"$scratch/ours" || { cat "$scratch/ours" >&2; exit 1; }
"$scratch/venv/bin/python" testdata/bench/reference.py table "$scratch/real" "$scratch/ours"
