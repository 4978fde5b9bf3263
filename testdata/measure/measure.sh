#!/usr/bin/env bash
# measure.sh builds workloads with the real engine against a model server whose
# answers are known, and compares them with the simulator: measure.sh [WORKLOAD...],
# all of workloads.py without one. The engine is installed with pip in a virtual
# environment that is thrown away. OUT names a folder in which the measured builds
# are kept, PYTHON the interpreter, REPEATS how often each is built.
set -euo pipefail
OUT=$(mkdir -p "${OUT:-measured}/runs" && cd "${OUT:-measured}" && pwd)
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
	echo "measure.sh: no Python 3.11 or later; name one with PYTHON=..." >&2
	exit 1
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if ! { "$python" -m venv "$scratch/venv" && "$scratch/venv/bin/pip" install --quiet data-designer==0.9.6; } >"$scratch/log" 2>&1; then
	tail -n 5 "$scratch/log" >&2
	echo "measure.sh: data-designer 0.9.6 cannot be installed, see above; it needs the network and python's venv module" >&2
	exit 1
fi
[ $# -gt 0 ] || mapfile -t all < <("$scratch/venv/bin/python" testdata/measure/measure.py)
"$scratch/venv/bin/python" testdata/measure/measure.py "${@:-${all[@]}}" --repeats "${REPEATS:-3}" --out "$OUT/runs" >&2
echo "measure.sh: the measured builds are in $OUT/runs" >&2
DAGPLAN_REFERENCE=$OUT sh testdata/bench/fidelity.sh || true
