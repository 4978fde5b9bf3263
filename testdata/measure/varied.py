"""More workloads for measure.py, unlike those of workloads.py in size, width and mixture."""

import random

from workloads import (
    DUAL,
    NO_SHUTDOWN,
    alias,
    custom,
    drawn_column,
    drawn_faults,
    errors,
    judge,
    local,
    lognormal,
    refusals,
    struct,
    text,
    workload,
)

VARIED = {}


def garbage(*rules):
    return [{"column": c, "rate": r, "attempts": n} for c, r, n in rules]


def slow(*rules):
    return [{"column": c, "rate": r, "attempts": n, "seconds": s} for c, r, n, s in rules]


DIAMOND = [
    text("c1"),
    text("l", ["c1"]),
    text("r", ["c1"], "b"),
    text("join", ["l", "r"], "b"),
    judge("score", ["join"], "a"),
]
VARIED["row1"] = workload(
    [text("c1"), text("c2", ["c1"]), local("expression", "e", ["c2"]), judge("s", ["e"])],
    records=1,
    slots=4,
    latency=lognormal(0.3),
)
VARIED["row3_diamond"] = workload(DIAMOND, records=3, models=DUAL, latency=lognormal(0.3))
VARIED["par1"] = workload(
    [text("c1"), text("c2", ["c1"]), text("c3", ["c1"])], records=10, slots=1, latency=lognormal(0.15)
)
VARIED["par2_wide"] = workload(
    [text("c1"), text("c2"), text("c3"), judge("s", ["c1", "c3"])], records=14, slots=2, latency=lognormal(0.2)
)
VARIED["par32_deep"] = workload(
    [text("c1"), text("c2", ["c1"]), text("c3", ["c2"]), text("c4", ["c3"])],
    records=100,
    slots=32,
    latency=lognormal(0.4),
    run_config={"buffer_size": 40},
)
VARIED["rows200"] = workload(
    DIAMOND, records=200, models=[alias("a", "model-a", 64), alias("b", "model-b", 32)], latency=lognormal(0.5)
)
VARIED["tail_rg5"] = workload(
    [text("c1"), text("c2", ["c1"]), text("c3", ["c2"]), text("d", ["c1"])],
    records=53,
    slots=8,
    latency=lognormal(0.2),
    run_config={"buffer_size": 12, "max_concurrent_row_groups": 5},
)
VARIED["rg1_many"] = workload(
    [text("c1"), text("c2", ["c1"], "b")],
    records=40,
    models=DUAL,
    latency=lognormal(0.2),
    run_config={"buffer_size": 3, "max_concurrent_row_groups": 1},
)
VARIED["diamond60"] = workload(
    DIAMOND, records=60, models=DUAL, latency=lognormal(0.25), run_config={"buffer_size": 25}
)
VARIED["wide8"] = workload([text(f"w{i}") for i in range(8)], records=20, slots=16, latency=lognormal(0.3))
VARIED["deep10"] = workload(
    [text("c0")] + [text(f"c{i}", [f"c{i-1}"]) for i in range(1, 10)], records=12, slots=6, latency=lognormal(0.2)
)
JS = [text("c1"), struct("parts", ["c1"], "b"), judge("score", ["parts", "c1"], "a")]
VARIED["garb_heal"] = workload(
    JS,
    records=40,
    models=DUAL,
    latency=lognormal(0.2),
    run_config=NO_SHUTDOWN,
    server={
        "model-b": {"garbage": garbage(("parts", 0.1, 0), ("parts", 0.5, 2))},
        "model-a": {"garbage": garbage(("score", 0.4, 3))},
    },
)
VARIED["garb_429"] = workload(
    JS,
    records=40,
    models=DUAL,
    latency=lognormal(0.2),
    run_config=NO_SHUTDOWN,
    server={
        "model-b": {"garbage": garbage(("parts", 0.1, 0), ("parts", 0.5, 2)), "max_concurrency": 5, "retry_after": 1},
        "model-a": {"garbage": garbage(("score", 0.4, 3))},
    },
)
VARIED["garb_corr"] = workload(
    JS,
    records=40,
    models=DUAL,
    latency=lognormal(0.2),
    run_config={"max_conversation_correction_steps": 2, "max_conversation_restarts": 2, "buffer_size": 15},
    server={
        "model-b": {"garbage": garbage(("parts", 0.1, 0), ("parts", 0.5, 4)), "errors": errors(("parts", 0.2, 500, 1))},
        "model-a": {"garbage": garbage(("score", 0.4, 5))},
    },
)
VARIED["limit_two"] = workload(
    [text("c1"), text("c2", ["c1"], "b"), text("d1", model="b"), text("e1", ["d1"], "a")],
    records=30,
    models=DUAL,
    latency=lognormal(0.3),
    server={"model-a": {"max_concurrency": 4}, "model-b": {"max_concurrency": 3, "retry_after": 1}},
)
VARIED["limit32"] = workload(
    [text("c1"), text("c2", ["c1"])],
    records=60,
    slots=32,
    latency=lognormal(0.2),
    server={"model-a": {"max_concurrency": 6}},
)
VARIED["limit32_rg"] = workload(
    [text("c1"), text("c2", ["c1"])],
    records=60,
    slots=32,
    latency=lognormal(0.2),
    server={"model-a": {"max_concurrency": 6, "retry_after": 0.5}},
    run_config={"buffer_size": 13, "max_concurrent_row_groups": 2},
)
VARIED["err_soup"] = workload(
    [text("c1"), text("c2", ["c1"], "b"), text("d1", model="b")],
    records=40,
    models=[alias("a", "model-a", 8, timeout=2), alias("b", "model-b", 8)],
    latency=lognormal(0.3, 0.4, 1.2),
    server={
        "model-a": {
            "errors": errors((None, 0.05, 503, 1), (None, 0.12, 0, 1), (None, 0.2, 500, 1), (None, 0.22, 500, 0)),
            "slow": slow(("c1", 0.1, 1, 4.0)),
        },
        "model-b": {
            "errors": errors((None, 0.05, 502, 2), (None, 0.1, 408, 1), (None, 0.15, 504, 1), (None, 0.2, 422, 0))
        },
    },
    run_config={**NO_SHUTDOWN, "buffer_size": 17},
)
VARIED["timeout_rg1"] = workload(
    [text("c1"), text("c2", ["c1"])],
    records=24,
    models=[alias("a", "model-a", 4, timeout=1)],
    latency=lognormal(0.2, 0.4, 0.9),
    server={"model-a": {"slow": slow(("c1", 0.05, 0, 3.0), ("c1", 0.2, 1, 3.0), ("c2", 0.2, 1, 2.0))}},
    run_config={**NO_SHUTDOWN, "buffer_size": 10, "max_concurrent_row_groups": 1},
)
SK = {"skip_when": "{{ flag == 1 }}"}
VARIED["skip_chain"] = workload(
    [
        text("c1", **SK),
        text("c2", ["c1"]),
        text("c3", ["c2"], propagate_skip=False),
        text("c4", ["c3"]),
        judge("s", ["c2"], "b"),
    ],
    records=40,
    models=DUAL,
    latency=lognormal(0.25),
    flag_rate=0.35,
    run_config={"buffer_size": 16},
)
VARIED["skip_chain2"] = workload(
    [
        text("c1"),
        text("c2", ["c1"], **SK),
        text("c3", ["c2"], "b", propagate_skip=False, **SK),
        text("c4", ["c3"], propagate_skip=False),
        local("expression", "e", ["c4", "c1"]),
        text("c5", ["e"], "b"),
    ],
    records=40,
    models=DUAL,
    latency=lognormal(0.25),
    flag_rate=0.3,
    run_config={"buffer_size": 9, "max_concurrent_row_groups": 2},
)
VARIED["skip_err"] = workload(
    [text("c1"), text("c2", ["c1"], **SK), text("c3", ["c2"], "b"), text("c4", ["c3"], propagate_skip=False)],
    records=40,
    models=DUAL,
    latency=lognormal(0.25),
    flag_rate=0.3,
    run_config={"buffer_size": 11, **NO_SHUTDOWN},
    server={"model-a": {"errors": errors((None, 0.1, 400, 0), (None, 0.25, 500, 1))}},
)
VARIED["val_drop_rg"] = workload(
    [text("c1"), local("validation", "v", ["c1"]), text("c2", ["v"], "b")],
    records=50,
    models=DUAL,
    latency=lognormal(0.25),
    run_config={"buffer_size": 8, **NO_SHUTDOWN},
    server={"model-a": {"errors": errors(("c1", 0.06, 400, 0), ("c1", 0.15, 500, 1))}},
)
VARIED["val_last"] = workload(
    [
        text("c1"),
        text("c2", ["c1"]),
        local("validation", "v", ["c2"], seconds=0.1),
        local("expression", "e", ["v", "c2"]),
        text("c3", ["e"]),
    ],
    records=30,
    latency=lognormal(0.25),
    run_config={"buffer_size": 5, "max_concurrent_row_groups": 5, **NO_SHUTDOWN},
    server={"model-a": {"errors": errors(("c2", 0.12, 400, 0))}},
)
VARIED["barrier_rg5"] = workload(
    [
        text("c1"),
        local("expression", "e1", ["c1"]),
        text("c2", ["e1"], "b"),
        local("expression", "e2", ["c2", "c1"]),
        text("c3", ["e2"]),
        text("d1", model="b"),
    ],
    records=47,
    models=DUAL,
    latency=lognormal(0.25),
    run_config={"buffer_size": 9, "max_concurrent_row_groups": 5},
)
VARIED["barrier_err"] = workload(
    [
        text("c1"),
        local("expression", "e1", ["c1"]),
        text("c2", ["e1"], "b"),
        local("expression", "e2", ["c2", "c1"]),
        text("c3", ["e2"]),
        text("d1", model="b"),
    ],
    records=47,
    models=DUAL,
    latency=lognormal(0.25),
    run_config={"buffer_size": 9, "max_concurrent_row_groups": 2, **NO_SHUTDOWN},
    server={
        "model-a": {"errors": errors((None, 0.05, 400, 0), (None, 0.2, 500, 1))},
        "model-b": {"errors": errors((None, 0.03, 500, 0), (None, 0.15, 500, 1))},
    },
)
VARIED["alias4"] = workload(
    [
        text("c1", model="p"),
        text("c2", model="q"),
        text("c3", ["c1"], "r"),
        text("c4", ["c2"], "s"),
        judge("j", ["c3", "c4"], "p"),
    ],
    records=30,
    models=[alias("p", "model-a", 6), alias("q", "model-a", 12), alias("r", "model-a", 32), alias("s", "model-b", 2)],
    latency=lognormal(0.2),
)
VARIED["alias4_429"] = VARIED["alias4"] | {
    "server": {
        "seed": 9,
        "models": {
            "model-a": {"latency": lognormal(0.2), "max_concurrency": 4, "retry_after": 1},
            "model-b": {"latency": lognormal(0.2)},
        },
    }
}
VARIED["flight1"] = workload(
    [text("c1"), text("c2", ["c1"], "b")],
    records=12,
    models=DUAL,
    latency=lognormal(0.2),
    run_config={"max_in_flight_tasks": 1},
)
VARIED["flight10"] = workload(
    [text("c1"), text("c2", model="b"), text("c3", ["c1", "c2"], "b"), text("c4", ["c1"]), judge("j", ["c4"], "b")],
    records=40,
    models=DUAL,
    latency=lognormal(0.3),
    run_config={"max_in_flight_tasks": 10, "buffer_size": 15},
)
VARIED["trip_w5"] = workload(
    [text("c1"), text("c2", ["c1"])],
    records=60,
    latency=lognormal(0.3),
    server={"model-a": {"errors": errors(("c2", 0.2, 400, 0))}},
    run_config={"shutdown_error_window": 5, "shutdown_error_rate": 0.4, "buffer_size": 20},
)
VARIED["trip_w30"] = workload(
    [text("c1"), text("c2", ["c1"], "b")],
    records=80,
    models=DUAL,
    latency=lognormal(0.3),
    server={"model-a": {"errors": errors(("c1", 0.35, 400, 0))}},
    run_config={"shutdown_error_window": 30, "shutdown_error_rate": 0.25, "buffer_size": 15},
)
VARIED["trip_503"] = workload(
    [text("c1"), text("c2", ["c1"])],
    records=60,
    latency=lognormal(0.3),
    server={"model-a": {"errors": errors(("c1", 0.15, 503, 1), ("c1", 0.3, 500, 1), ("c2", 0.5, 400, 0))}},
    run_config={"shutdown_error_window": 10, "shutdown_error_rate": 0.5, "buffer_size": 20},
)
VARIED["trip_hc"] = workload(
    [text("c1"), text("c2", ["c1"], "b"), judge("j", ["c2"])],
    records=60,
    models=DUAL,
    latency=lognormal(0.3),
    server={"model-b": {"errors": errors(("c2", 0.6, 403, 0))}},
    health_check=True,
)
VARIED["noshut"] = workload(
    [text("c1"), text("c2", ["c1"]), text("c3", ["c2"])],
    records=60,
    latency=lognormal(0.2),
    server={"model-a": {"errors": errors((None, 0.4, 400, 0))}},
    run_config=NO_SHUTDOWN,
)
VARIED["429_hc"] = workload(
    [text("c1", model="x"), text("c2", ["c1"], "y"), text("c3", model="z")],
    records=30,
    models=[alias("x", "model-a", 16), alias("y", "model-a", 8), alias("z", "model-b", 4)],
    latency=lognormal(0.3),
    server={"model-a": {"max_concurrency": 5, "retry_after": 1}},
    health_check=True,
)
VARIED["refuse3"] = workload(
    [text("c1"), text("c2", ["c1"], "b"), text("d1")],
    records=30,
    models=DUAL,
    latency=lognormal(0.3),
    server={"model-a": {"refuses": [{"column": None, "rate": 0.15, "attempts": 3}]}},
    run_config={"buffer_size": 12, "request_admission": {"cooldown_seconds": 0.7}},
)
VARIED["refuse_503"] = workload(
    [text("c1"), text("c2", ["c1"], "b"), text("d1")],
    records=30,
    models=DUAL,
    latency=lognormal(0.3),
    server={
        "model-a": {"refuses": refusals("c1", 0.15), "errors": errors(("d1", 0.1, 503, 1)), "retry_after": 1},
        "model-b": {"errors": errors(("c2", 0.2, 500, 1))},
    },
    run_config={"buffer_size": 12, **NO_SHUTDOWN},
)
VARIED["trip_barrier"] = workload(
    [text("c1"), local("expression", "e", ["c1"]), text("c2", ["e"], "b"), local("validation", "v", ["c2"])],
    records=60,
    models=DUAL,
    latency=lognormal(0.25),
    server={"model-b": {"errors": errors(("c2", 0.45, 400, 0))}},
    run_config={"buffer_size": 8, "max_concurrent_row_groups": 5},
)
VARIED["500_all_rg1"] = workload(
    [text("c1"), text("c2", ["c1"])],
    records=30,
    latency=lognormal(0.2),
    server={"model-a": {"errors": errors(("c1", 0.3, 500, 0), ("c2", 0.4, 500, 1))}},
    run_config={"buffer_size": 7, "max_concurrent_row_groups": 1, **NO_SHUTDOWN},
)
VARIED["sleep_judge"] = workload(
    [custom("x1", seconds=0.15), text("c1", ["x1"]), custom("x2", ["c1"], seconds=0.1), judge("j", ["x2"], "b")],
    records=40,
    models=DUAL,
    latency=lognormal(0.25),
    run_config={"buffer_size": 15},
)
VARIED["embed_judge"] = workload(
    [local("seed", "note", []), text("c1"), local("embedding", "e1", ["note"], model="e"), judge("j", ["c1"], "a")],
    records=40,
    models=[alias("a", "model-a", 8), alias("e", "model-e", 2)],
    latency=lognormal(0.3),
    server={
        "model-e": {
            "embeds": "e1",
            "latency": lognormal(0.15),
            "errors": errors(("e1", 0.1, 400, 0), ("e1", 0.25, 500, 1)),
        }
    },
    run_config={"buffer_size": 15, **NO_SHUTDOWN},
)
VARIED["two_limit_rg2"] = workload(
    DIAMOND,
    records=40,
    models=[alias("a", "model-a", 16), alias("b", "model-b", 12)],
    latency=lognormal(0.2),
    server={"model-a": {"max_concurrency": 5}, "model-b": {"max_concurrency": 4, "retry_after": 2}},
    run_config={
        "buffer_size": 10,
        "max_concurrent_row_groups": 2,
        "request_admission": {"cooldown_seconds": 1.0, "successes_until_increase": 10},
    },
)
VARIED["ramp_rg"] = workload(
    DIAMOND,
    records=40,
    models=[alias("a", "model-a", 16), alias("b", "model-b", 12)],
    latency=lognormal(0.3),
    run_config={"buffer_size": 15, "request_admission": {"startup_ramp_seconds": 2.0}},
)
VARIED["skip_all"] = workload(
    [
        text("c1"),
        text("c2", ["c1"], **SK),
        text("c3", ["c2"]),
        local("expression", "e", ["c3"]),
        judge("j", ["c3"], "b"),
    ],
    records=30,
    models=DUAL,
    latency=lognormal(0.25),
    flag_rate=0.9,
    run_config={"buffer_size": 7},
)
VARIED["skip_trip"] = workload(
    [text("c1"), text("c2", ["c1"], **SK), text("c3", ["c2"], "b"), text("c4", ["c3"], propagate_skip=False)],
    records=60,
    models=DUAL,
    latency=lognormal(0.25),
    flag_rate=0.5,
    run_config={"buffer_size": 20},
    server={"model-a": {"errors": errors(("c4", 0.6, 400, 0))}},
)

for i, (rate, shut, win) in enumerate([(0.4, 0.3, 10), (0.5, 0.4, 20), (0.45, 0.3, 20)]):
    VARIED[f"trip_wide{i}"] = workload(
        [text("c1"), text("d1", model="b"), text("d2", model="b"), text("d3", model="b")],
        records=80,
        models=[alias("a", "model-a", 3), alias("b", "model-b", 4)],
        latency=lognormal(0.3),
        seed=11 + i,
        server={"model-a": {"errors": errors(("c1", rate, 400, 0))}},
        run_config={"shutdown_error_window": win, "shutdown_error_rate": shut},
    )
VARIED["503_garb_503"] = workload(
    [text("c1"), struct("parts", ["c1"])],
    records=20,
    slots=8,
    latency=lognormal(0.2),
    run_config=NO_SHUTDOWN,
    server={
        "model-a": {
            "errors": [
                {"column": "parts", "rate": 0.3, "status": 503, "attempts": 1},
                {"column": "parts", "rate": 0.3, "status": 503, "attempts": 3, "from": 2},
            ],
            "garbage": [{"column": "parts", "rate": 1.0, "attempts": 2, "from": 1}],
        }
    },
)
VARIED["503x3_garb_503"] = workload(
    [text("c1"), struct("parts", ["c1"])],
    records=20,
    slots=8,
    latency=lognormal(0.2),
    run_config=NO_SHUTDOWN,
    server={
        "model-a": {
            "errors": [
                {"column": "parts", "rate": 0.15, "status": 503, "attempts": 3},
                {"column": "parts", "rate": 0.15, "status": 503, "attempts": 5, "from": 4},
            ],
            "garbage": [{"column": "parts", "rate": 1.0, "attempts": 4, "from": 3}],
        }
    },
)
VARIED["garb_500"] = workload(
    [text("c1"), struct("parts", ["c1"]), judge("j", ["parts"])],
    records=30,
    slots=8,
    latency=lognormal(0.2),
    run_config={**NO_SHUTDOWN, "max_conversation_restarts": 2, "buffer_size": 12},
    server={
        "model-a": {
            "errors": [{"column": "parts", "rate": 0.4, "status": 500, "attempts": 3, "from": 2}],
            "garbage": [{"column": "parts", "rate": 0.4, "attempts": 2}, {"column": "j", "rate": 0.3, "attempts": 3}],
        }
    },
)
VARIED["expr_none"] = workload(
    [
        text("c1"),
        text("c2", ["c1"], **SK),
        local("expression", "e", ["c2"], propagate_skip=False),
        text("c3", ["e"]),
        text("c4", ["c2"], propagate_skip=False),
    ],
    records=30,
    latency=lognormal(0.2),
    flag_rate=0.3,
    run_config={"buffer_size": 10},
)
VARIED["val_skip_prop"] = workload(
    [text("c1"), text("c2", ["c1"], **SK), local("validation", "v", ["c2"], propagate_skip=False), text("c3", ["v"])],
    records=30,
    latency=lognormal(0.2),
    flag_rate=0.2,
    run_config={"buffer_size": 10},
)
VARIED["val_own_skip"] = workload(
    [text("c1"), local("validation", "v", ["c1"], **SK), text("c3", ["v"]), text("c4", ["v"], propagate_skip=False)],
    records=30,
    latency=lognormal(0.2),
    flag_rate=0.1,
    run_config={"buffer_size": 6},
)
VARIED["drop_wide"] = workload(
    [
        text("c1"),
        text("d1", model="b"),
        text("d2", model="b"),
        text("e1", ["c1", "d1"]),
        local("expression", "x", ["d2", "e1"]),
    ],
    records=60,
    models=[alias("a", "model-a", 6), alias("b", "model-b", 3)],
    latency=lognormal(0.25),
    run_config={**NO_SHUTDOWN, "buffer_size": 25},
    server={
        "model-a": {"errors": errors(("c1", 0.4, 400, 0), ("c1", 0.5, 500, 1))},
        "model-b": {"errors": errors(("d2", 0.2, 500, 0))},
    },
)
VARIED["hc_flight"] = workload(
    [text("c1"), text("d1", model="b"), text("c2", ["c1", "d1"])],
    records=30,
    models=[alias("a", "model-a", 16), alias("b", "model-b", 16)],
    latency=lognormal(0.3),
    run_config={"max_in_flight_tasks": 20},
    health_check=True,
)


def fuzz(number):
    draw = random.Random(1000 + number)
    models = [alias("a", "model-a", draw.choice([1, 2, 4, 8, 16])), alias("b", "model-b", draw.choice([2, 5, 12]))]
    if draw.random() < 0.5:
        models.append(alias("a2", "model-a", draw.choice([3, 6, 20])))
    columns, names = [], ["topic"]
    for i in range(draw.randint(3, 7)):
        name = f"c{draw.randint(0, 9)}{i}"
        kind = draw.choice(["text"] * 6 + ["judge", "structured", "expression", "validation", "sleep"])
        deps = draw.sample(names, min(len(names), draw.randint(1, 3)))
        model = draw.choice(models)["alias"]
        column = drawn_column(draw, kind, name, deps, model)
        if kind == "text":
            if draw.random() < 0.2:
                column["skip_when"] = "{{ flag == 1 }}"
            if draw.random() < 0.3:
                column["propagate_skip"] = False
        columns.append(column)
        names.append(name)
    used = {column.get("model") for column in columns}
    kept = [m for m in models if m["alias"] in used]
    server = drawn_faults(draw, columns, kept, 500)
    run = {
        "buffer_size": draw.choice([4, 7, 12, 50]),
        "max_concurrent_row_groups": draw.choice([1, 2, 3, 5]),
        "max_in_flight_tasks": draw.choice([3, 9, 1024, 1024]),
        "disable_early_shutdown": draw.random() < 0.6,
        "shutdown_error_window": draw.choice([5, 10, 20]),
        "shutdown_error_rate": draw.choice([0.2, 0.3, 0.5]),
        "max_conversation_restarts": draw.choice([0, 1, 5]),
        "max_conversation_correction_steps": draw.choice([0, 0, 1]),
    }
    return workload(
        columns,
        records=draw.choice([20, 30, 45]),
        models=kept,
        latency=lognormal(0.2),
        server=server,
        seed=number,
        flag_rate=draw.choice([0, 0.1, 0.3]),
        run_config=run,
    )


for number in range(1, 6):
    VARIED[f"fuzz{number:02d}"] = fuzz(number)

VARIED["vacant_wide"] = workload(
    [
        text("c1"),
        local("expression", "e1", ["c1"]),
        local("expression", "e2", ["e1"]),
        local("expression", "e3", ["e2"]),
    ],
    records=60,
    slots=4,
    latency=lognormal(0.15),
    server={"model-a": {"errors": errors(("c1", 0.9, 400, 0))}},
    run_config={"buffer_size": 1, "shutdown_error_window": 20, "shutdown_error_rate": 0.2},
)
VARIED["trip_w5_1rg"] = VARIED["trip_w5"] | {"run_config": {"shutdown_error_window": 5, "shutdown_error_rate": 0.4}}
VARIED["skip_trip_1rg"] = VARIED["skip_trip"] | {"run_config": {}}
VARIED["garb_corr_1rg"] = VARIED["garb_corr"] | {
    "run_config": {"max_conversation_correction_steps": 2, "max_conversation_restarts": 2}
}
VARIED["err_soup_1rg"] = VARIED["err_soup"] | {"run_config": NO_SHUTDOWN}
VARIED["skip_err_1rg"] = VARIED["skip_err"] | {"run_config": NO_SHUTDOWN}
