#!/usr/bin/env bash
# peers.sh runs the builds W1 to W3 of the bare model (1000 rows, 10 row groups,
# 2 at once, lognormal times) in SimPy, in the tight loop of
# pkg/sim/yardstick_test.go and in dagplan, turn by turn, and prints the table of
# docs/performance.md: tasks a second of processor time in the fastest round. SimPy is
# installed into a temporary environment, which is removed at the end.
set -euo pipefail
cd "$(dirname "$0")/../.."
rounds=${ROUNDS:-3}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

command -v python3 >/dev/null || { echo "bench-peers: python3 is not installed" >&2; exit 1; }
python3 -m venv "$scratch/venv" >"$scratch/log" 2>&1 ||
	{ cat "$scratch/log" >&2; echo "bench-peers: python3 cannot make a virtual environment (the modules venv and pip)" >&2; exit 1; }
"$scratch/venv/bin/pip" install --quiet --disable-pip-version-check simpy==4.1.2 >"$scratch/log" 2>&1 ||
	{ cat "$scratch/log" >&2; echo "bench-peers: pip could not install simpy==4.1.2" >&2; exit 1; }
go test -c -o "$scratch/sim.test" ./pkg/sim

for round in $(seq "$rounds"); do
	echo "bench-peers: round $round of $rounds" >&2
	"$scratch/venv/bin/python" testdata/bench/peers.py >>"$scratch/simpy"
	GOMAXPROCS=1 "$scratch/sim.test" -test.run '^$' -test.bench '^BenchmarkPeers$' -test.benchtime 20x >>"$scratch/dagplan"
done
"$scratch/venv/bin/python" testdata/bench/peers.py --table "$scratch/simpy" "$scratch/dagplan"
