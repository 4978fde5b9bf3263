#!/bin/sh
# fidelity.sh compares the simulator with the measured runs of the real engine,
# those in testdata/reference or in the folder that DAGPLAN_REFERENCE names, and
# prints the table of docs/fidelity.md. It fails where a bound is exceeded.
set -eu
if [ -n "${DAGPLAN_REFERENCE:-}" ]; then
	DAGPLAN_REFERENCE=$(cd "$DAGPLAN_REFERENCE" && pwd)
	export DAGPLAN_REFERENCE
fi
cd "$(dirname "$0")/../.."
table=$(mktemp)
log=$(mktemp)
trap 'rm -f "$table" "$log"' EXIT
status=0
go test -count=1 -run '^TestFidelity$' ./pkg/sim -args -fidelity.table "$table" >"$log" 2>&1 || status=$?
if [ ! -s "$table" ]; then
	cat "$log" >&2
	exit 1
fi
if [ "$status" -ne 0 ]; then
	grep -E '^ +fidelity_test.go' "$log" | grep -v '^ *fidelity_test.go:[0-9]*: *$' >&2 || true
fi
cat "$table"
exit "$status"
