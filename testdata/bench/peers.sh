#!/usr/bin/env bash
# peers.sh runs the builds W1 to W3 of the bare model (1000 rows, 10 row groups,
# 2 at once, lognormal times) in SimPy, in simu-des, in the tight loop of
# pkg/sim/yardstick_test.go and in dagplan, turn by turn, and prints the table of
# docs/performance.md: tasks a second of processor time in the fastest round. SimPy and
# simu-des are installed into a temporary folder, which is removed at the end; without
# cargo simu-des is left out.
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
# By the profile that the command is built by; PROFILE=off shows what it is worth.
go test -c -pgo="${PROFILE:-cmd/dagplan/default.pgo}" -o "$scratch/sim.test" ./pkg/sim
simu_des=
if command -v cargo >/dev/null; then
	mkdir -p "$scratch/simu-des/src"
	cp testdata/bench/peers.rs "$scratch/simu-des/src/main.rs"
	printf '[package]\nname = "peers"\nedition = "2024"\n[dependencies]\nsimu-des = "=0.1.0"\n' >"$scratch/simu-des/Cargo.toml"
	cargo build --quiet --release --manifest-path "$scratch/simu-des/Cargo.toml" >"$scratch/log" 2>&1 ||
		{ cat "$scratch/log" >&2; echo "bench-peers: cargo could not build peers.rs with simu-des 0.1.0" >&2; exit 1; }
	simu_des=$scratch/simu-des/target/release/peers
else
	echo "bench-peers: cargo is not installed: simu-des is left out" >&2
fi

for round in $(seq "$rounds"); do
	echo "bench-peers: round $round of $rounds" >&2
	"$scratch/venv/bin/python" testdata/bench/peers.py >>"$scratch/simpy"
	if [ -n "$simu_des" ]; then "$simu_des" >>"$scratch/rust"; fi
	GOMAXPROCS=1 "$scratch/sim.test" -test.run '^$' -test.bench '^BenchmarkPeers$' -test.benchtime 20x >>"$scratch/dagplan"
done
"$scratch/venv/bin/python" testdata/bench/peers.py --table "$scratch/simpy" "$scratch/dagplan" ${simu_des:+"$scratch/rust"}
