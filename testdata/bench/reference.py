"""Drains workloads through the completion tracker of data-designer, and prints
the table of reference.sh.

    reference.py speed WORKLOADS     a line of JSON for each drain: cells/s
    reference.py memory WORKLOADS    likewise the most memory it holds, in MB
    reference.py table REAL OURS     the table, from those lines and the output
                                     of BenchmarkReference

A drain seeds the roots and takes every task from the deltas; it never asks for
the frontier. Nor does it acknowledge: mark_enqueued walks the whole frontier,
and a completion takes its task out of there anyway.
"""

import gc
import json
import random
import re
import statistics
import sys
import time
import tracemalloc
from collections import deque


def sizes(workload):
    """The rows and the number of row groups of each drain, as in Go."""
    return [(300, 3), (1000, 3), (3000, 1)] if workload["name"] == "wide20" else [(1000, 3)]


def drain(workload, order, rows, groups):
    """Returns the cells completed and the seconds that took."""
    from data_designer.config.column_configs import GenerationStrategy
    from data_designer.engine.dataset_builders.scheduling.completion import CompletionTracker
    from data_designer.engine.dataset_builders.utils.execution_graph import ExecutionGraph

    graph = ExecutionGraph()
    for column in workload["columns"]:
        full = column["full"]
        graph.add_column(column["name"], GenerationStrategy.FULL_COLUMN if full else GenerationStrategy.CELL_BY_CELL)
    for column in workload["columns"]:
        for upstream in column["upstream"]:
            graph.add_edge(upstream, column["name"])
    graph.get_topological_order()
    tracker = CompletionTracker.with_graph(graph, [(group, rows) for group in range(groups)])
    source, gap, dropped, cells = random.Random(1), workload["gap"], set(), 0
    until = 1 + source.randrange(2 * gap) if gap else 0
    # Python's own way to draw a number below another is slow beside the rest.
    pick = source.random
    queue = deque() if order == "fifo" else []

    start = time.perf_counter()
    for group in range(groups):
        queue.extend(tracker.add_root_tasks(group, rows).added)
    while queue:
        if order == "fifo":
            task = queue.popleft()
        else:
            at = int(pick() * len(queue))
            task, queue[at] = queue[at], queue[-1]
            queue.pop()
        group, row = task.row_group, task.row_index
        if row is None:
            queue.extend(tracker.mark_row_range_complete(task.column, group, rows).added)
            continue
        if gap:
            if (group, row) in dropped:
                continue
            until -= 1
            if until == 0:
                queue.extend(tracker.drop_row(group, row).added)
                dropped.add((group, row))
                until = 1 + source.randrange(2 * gap)
        queue.extend(tracker.mark_cell_complete(task.column, group, row).added)
        cells += 1
    seconds = time.perf_counter() - start

    names = [column["name"] for column in workload["columns"]]
    for group in range(groups):
        if not tracker.is_row_group_complete(group, rows, names):
            raise SystemExit(f"{workload['name']}: row group {group} is not complete")
    return cells, seconds


def drain_all(path, measure):
    """Drains every workload and prints what was measured."""
    with open(path, encoding="utf-8") as file:
        workloads = json.load(file)
    # The first drain imports modules, whose memory is not to be taken for that of a drain.
    drain(workloads[0], "fifo", 1, 1)
    for workload in workloads:
        for order in ("fifo", "random"):
            for rows, groups in sizes(workload):
                gc.collect()
                name = f"{workload['name']}/{order}/rows={rows}"
                print(json.dumps({"name": name} | measure(workload, order, rows, groups)), flush=True)


def speed(*of):
    """How fast a drain is."""
    cells, seconds = drain(*of)
    return {"cells/s": cells / seconds}


def memory(*of):
    """The most memory that the Python objects of a drain take; following them slows it down."""
    tracemalloc.start()
    drain(*of)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {"MB": most / 1e6}


def read_ours(path):
    """The figures of each line of a Go benchmark, by name."""
    ours = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            match = re.match(r"BenchmarkReference/(\S+?)(?:-\d+)?\s+\d+\s+(.*)", line)
            if match:
                fields = match[2].split()
                ours[match[1]] = {unit: float(value) for value, unit in zip(fields[::2], fields[1::2])}
    return ours


def table(real_path, ours_path):
    """Prints the table: the median of the seeds beside the best of ours."""
    real = {}
    with open(real_path, encoding="utf-8") as file:
        for line in file:
            figures = json.loads(line)
            for unit in figures.keys() - {"name"}:
                real.setdefault(figures["name"], {}).setdefault(unit, []).append(figures[unit])
    ours = read_ours(ours_path)
    print("| workload | order | R | real, cells/s | dagplan, cells/s | ratio | real, ns/cell | dagplan, ns/cell | real, MB | dagplan, MB |")
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for name, figures in real.items():
        workload, order, rows = name.split("/")
        theirs, mine = statistics.median(figures["cells/s"]), ours[name]["cells/s"]
        print(
            f"| {workload} | {order} | {int(rows.removeprefix('rows=')):,} | {theirs:,.0f} | {mine:,.0f} "
            f"| {mine / theirs:,.0f} | {1e9 / theirs:,.0f} | {1e9 / mine:.1f} "
            f"| {statistics.median(figures['MB']):.2f} | {ours[name]['MB']:.2f} |"
        )


if __name__ == "__main__":
    command, *paths = sys.argv[1:]
    if command == "table":
        table(*paths)
    else:
        drain_all(*paths, {"speed": speed, "memory": memory}[command])
