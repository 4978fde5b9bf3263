"""The bare build model in SimPy, as its guide teaches: a Resource for each
model, a process for each ready task.

Without arguments it checks itself against exact makespans, then prints name,
tasks and tasks a second of each workload. With --table it joins such lines with
the output of BenchmarkPeers and, where there are some, the lines of peers.rs.
"""

import random
import re
import sys
import time

import simpy

SIGMA = 0.5


class Column:
    def __init__(self, full, model, reads):
        self.full, self.model, self.reads = full, model, reads


def full(*reads):
    return Column(True, -1, reads)


def cell(model, *reads):
    return Column(False, model, reads)


# The columns of each workload, and the slots of its models.
WORKLOADS = {
    "W1": ([full()] + [cell(0, i) for i in range(4)], [16]),
    "W2": ([full()] + [cell(0, 0)] * 3 + [cell(1, i) for i in (1, 2, 3)] + [full(4, 5, 6)], [16, 16]),
    "W3": ([full()] + [cell(i % 4, 0) for i in range(20)] + [full(*range(1, 21))], [32] * 4),
}
WORKERS = 4


class Build:
    def __init__(self, columns, slots, rows, groups, at_once, service):
        self.env = simpy.Environment()
        self.columns, self.rows, self.groups, self.service = columns, rows, groups, service
        self.resources = [simpy.Resource(self.env, n) for n in slots]
        self.resources.append(simpy.Resource(self.env, WORKERS))
        self.down = [[d for d, c in enumerate(columns) if u in c.reads] for u in range(len(columns))]
        self.next, self.tasks = 0, 0
        for _ in range(at_once):
            self.admit()

    def run(self):
        self.env.run()
        return self.env.now

    def admit(self):
        if self.next == self.groups:
            return
        group = self.next
        self.next += 1
        state = {"left": 0, "need": []}
        for c in self.columns:
            inputs = sum(self.rows if c.full and not self.columns[u].full else 1 for u in c.reads)
            count = 1 if c.full else self.rows
            state["need"].append([inputs] * count)
            state["left"] += count
        for i, c in enumerate(self.columns):
            if not c.reads:
                for row in range(len(state["need"][i])):
                    self.env.process(self.task(state, i, group, row))

    def task(self, state, column, group, row):
        c = self.columns[column]
        with self.resources[c.model].request() as slot:
            yield slot
            yield self.env.timeout(self.service(c))
        self.tasks += 1
        for down in self.down[column]:
            need = state["need"][down]
            if self.columns[down].full:
                rows = (0,)
            elif c.full:
                rows = range(self.rows)
            else:
                rows = (row,)
            for r in rows:
                need[r] -= 1
                if need[r] == 0:
                    self.env.process(self.task(state, down, group, r))
        state["left"] -= 1
        if state["left"] == 0:
            self.admit()


def check():
    """Exact makespans of 100 rows, 4 row groups, constant times, 16 slots."""
    for name, want in {"W1": 100.1, "W2": 76.2, "W3": 125.2}.items():
        columns, slots = WORKLOADS[name]
        got = Build(columns, [16] * len(slots), 100, 4, 2, lambda c: 0.1 if c.full else 1.0).run()
        if abs(got - want) > 1e-6:
            sys.exit(f"bench-peers: SimPy's model of {name} comes to {got}, want {want}")


def measure():
    for name, (columns, slots) in WORKLOADS.items():
        draws = random.Random(1)
        build = Build(columns, slots, 1000, 10, 2, lambda _, d=draws: d.lognormvariate(-SIGMA * SIGMA / 2, SIGMA))
        start = time.process_time()
        build.run()
        print(name, build.tasks, build.tasks / (time.process_time() - start))


def rates(file):
    """The tasks of each workload, and its best rate."""
    tasks, best = {}, {}
    for line in open(file):
        name, count, rate = line.split()
        tasks[name] = int(count)
        best[name] = max(best.get(name, 0), float(rate))
    return tasks, best


def table(simpy_file, dagplan_file, rust_file=None):
    tasks, peers = rates(simpy_file)
    rust_tasks, rust = rates(rust_file) if rust_file else ({}, {})
    if any(rust_tasks[name] != tasks[name] for name in rust_tasks):
        sys.exit(f"bench-peers: SimPy did {tasks} tasks, simu-des {rust_tasks}")
    ours = {}
    for line in open(dagplan_file):
        found = re.match(r"BenchmarkPeers/(\w+)", line)
        if not found:
            continue
        best = ours.setdefault(found.group(1), {})
        for rate, loop in re.findall(r"([\d.]+) (\w+)-Mtasks/s", line):
            best[loop] = max(best.get(loop, 0), float(rate) * 1e6)
    print(
        "| | tasks | SimPy 4.1.2 | simu-des 0.1.0 | tight loop | `fifo` | `async` "
        "| fifo ÷ loop | async ÷ loop | fifo ÷ SimPy | fifo ÷ simu-des | async ÷ SimPy |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for name, best in ours.items():
        tight, fifo, engine, peer = best["tight"], best["fifo"], best["async"], peers[name]
        other, ratio = (f"{rust[name] / 1e6:.2f} M", f"{fifo / rust[name]:.1f}") if name in rust else ("-", "-")
        print(
            f"| **{name}** | {tasks[name]:,} | {peer / 1e3:.1f} k | {other} | {tight / 1e6:.1f} M | {fifo / 1e6:.1f} M | {engine / 1e6:.2f} M "
            f"| {fifo / tight:.2f} | {engine / tight:.2f} | {fifo / peer:.0f} | {ratio} | {engine / peer:.0f} |"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--table"]:
        table(*sys.argv[2:])
    else:
        check()
        measure()
