#!/usr/bin/env bash
# datadesigner.sh FOLDER holds dagplan against the real library: for every config
# of the folder, whether it is accepted, and which columns, strategies and
# edges it has. The library is taken from the Python that DATADESIGNER_PYTHON
# names, or installed into a temporary environment, which is removed at the end.
# It ends with status 1 where any config differs.
set -euo pipefail
folder=$(cd "${1:?name a folder of configs}" && pwd)
cd "$(dirname "$0")/../.."
if [ -n "${DATADESIGNER_PYTHON:-}" ]; then
	python=$DATADESIGNER_PYTHON
	scratch=$(mktemp -d)
	trap 'rm -rf "$scratch"' EXIT
else
	. testdata/bench/engine.sh
	python="$scratch/venv/bin/python"
fi
go build -o "$scratch/dagplan" ./cmd/dagplan
"$python" testdata/compare/datadesigner.py "$folder" >"$scratch/verdicts"
"$python" testdata/compare/verdicts.py "$folder" "$scratch/verdicts" "$scratch/dagplan"
