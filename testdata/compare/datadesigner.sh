#!/usr/bin/env bash
# datadesigner.sh FOLDER holds dagplan against the real library: for every config
# of the folder, whether it is accepted, and which columns, strategies and
# edges it has. The library is taken from the Python that DATADESIGNER_PYTHON
# names, or installed into a temporary environment, which is removed at the end.
# It ends with status 1 where any config differs.
set -euo pipefail
folder=$(cd "${1:?name a folder of configs}" && pwd)
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

python=${DATADESIGNER_PYTHON:-}
if [ -z "$python" ]; then
	command -v python3 >/dev/null || { echo "compare: python3 is not installed" >&2; exit 1; }
	python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
		{ echo "compare: data-designer needs Python 3.11 or later; DATADESIGNER_PYTHON can name one" >&2; exit 1; }
	python3 -m venv "$scratch/venv" >"$scratch/log" 2>&1 ||
		{ cat "$scratch/log" >&2; echo "compare: python3 cannot make a virtual environment (the modules venv and pip)" >&2; exit 1; }
	python="$scratch/venv/bin/python"
	"$python" -m pip install --quiet --disable-pip-version-check data-designer==0.9.6 >"$scratch/log" 2>&1 ||
		{ cat "$scratch/log" >&2; echo "compare: pip could not install data-designer==0.9.6" >&2; exit 1; }
fi
go build -o "$scratch/dagplan" ./cmd/dagplan
"$python" testdata/compare/datadesigner.py "$folder" >"$scratch/verdicts"
"$python" testdata/compare/verdicts.py "$folder" "$scratch/verdicts" "$scratch/dagplan"
