#!/usr/bin/env bash
# measure.sh builds workloads with the real engine against a model server whose
# answers are known, and compares them with the simulator: measure.sh [WORKLOAD...],
# all without one. ENGINE=sync measures those of columnwise.py with the engine of 0.6.1. The engine is installed with pip in a virtual
# environment that is thrown away. OUT names a folder in which the measured builds
# are kept, PYTHON the interpreter, REPEATS how often each is built.
set -euo pipefail
OUT=$(mkdir -p "${OUT:-measured}/runs" && cd "${OUT:-measured}" && pwd)
cd "$(dirname "$0")/../.."

if [ "${ENGINE:-async}" = sync ]; then DATADESIGNER=0.6.1; fi
. testdata/bench/engine.sh
if [ $# -eq 0 ]; then
	mapfile -t all < <("$scratch/venv/bin/python" testdata/measure/measure.py)
	set -- "${all[@]}"
fi
"$scratch/venv/bin/python" testdata/measure/measure.py "$@" --repeats "${REPEATS:-3}" --out "$OUT/runs" >&2
echo "measure.sh: the measured builds are in $OUT/runs" >&2
# Its bounds are for the measured builds of testdata/reference; here the table counts.
DAGPLAN_REFERENCE=$OUT sh testdata/bench/fidelity.sh || true
