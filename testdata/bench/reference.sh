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

recent='import sys; sys.exit(sys.version_info < (3, 11))'
python=
for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
	if "$name" -c "$recent" >/dev/null 2>&1; then
		python=$name
		break
	fi
done
if [ -z "$python" ]; then
	echo "reference.sh: no Python 3.11 or later; name one with PYTHON=..." >&2
	exit 1
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if ! { "$python" -m venv "$scratch/venv" && "$scratch/venv/bin/pip" install --quiet data-designer==0.9.6; } >"$scratch/log" 2>&1; then
	tail -n 5 "$scratch/log" >&2
	echo "reference.sh: data-designer 0.9.6 cannot be installed, see above; it needs the network and python's venv module" >&2
	exit 1
fi

go test -count=1 -run '^TestWorkloads$' ./pkg/frontier -args -frontier.workloads "$scratch/workloads.json" >"$scratch/log" || { cat "$scratch/log" >&2; exit 1; }
for seed in ${SEEDS:-1 2 3}; do
	PYTHONHASHSEED=$seed "$scratch/venv/bin/python" testdata/bench/reference.py speed "$scratch/workloads.json" >>"$scratch/real"
done
PYTHONHASHSEED=1 "$scratch/venv/bin/python" testdata/bench/reference.py memory "$scratch/workloads.json" >>"$scratch/real"
go test -run '^$' -bench '^BenchmarkReference$' -benchtime 200x ./pkg/frontier >"$scratch/ours" || { cat "$scratch/ours" >&2; exit 1; }
"$scratch/venv/bin/python" testdata/bench/reference.py table "$scratch/real" "$scratch/ours"
