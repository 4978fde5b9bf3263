# engine.sh is for scripts that use the real engine, to be sourced: it makes the
# folder $scratch, which is thrown away when the script ends, and in it a virtual
# environment with data-designer, $DATADESIGNER or 0.9.6. PYTHON chooses the interpreter. It ends the
# script with a message where that cannot be done.
script=$(basename "$0")
recent='import sys; sys.exit(sys.version_info < (3, 11))'
python=
for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
	if "$name" -c "$recent" >/dev/null 2>&1; then
		python=$name
		break
	fi
done
if [ -z "$python" ]; then
	echo "$script: no Python 3.11 or later; name one with PYTHON=..." >&2
	exit 1
fi
version=${DATADESIGNER:-0.9.6}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if ! { "$python" -m venv "$scratch/venv" && "$scratch/venv/bin/pip" install --quiet "data-designer==$version"; } >"$scratch/log" 2>&1; then
	tail -n 5 "$scratch/log" >&2
	echo "$script: data-designer $version cannot be installed, see above; it needs the network and python's venv module" >&2
	exit 1
fi
