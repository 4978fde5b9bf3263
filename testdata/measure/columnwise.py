"""The workloads of measure.py for the column-at-a-time engine of 0.6.1."""

import random

from workloads import (
    DUAL,
    NO_SHUTDOWN,
    STRUCT,
    alias,
    constant,
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

SK = {"skip_when": "{{ flag == 1 }}"}
C2 = [text("c1"), text("c2", ["c1"])]
L = lognormal(0.25)
COLUMNWISE = {}


# graphs, slots, row groups
COLUMNWISE["row1.sync"] = workload([text("c1"), text("c2", ["c1"]), text("c3", ["c2"])], records=1)
COLUMNWISE["slot1.sync"] = workload(C2, records=10, slots=1, latency=lognormal(0.15))
COLUMNWISE["slot32.sync"] = workload(
    [text("c1"), text("c2", ["c1"]), text("c3", ["c1", "c2"])], records=100, slots=32, latency=L
)
COLUMNWISE["wide.sync"] = workload([text(f"c{i}") for i in range(6)], records=20, slots=8, latency=L)
COLUMNWISE["rg4.sync"] = workload(
    [
        text("c1"),
        local("expression", "e", ["c1"]),
        text("c2", ["e"]),
        local("validation", "v", ["c2"]),
        judge("j", ["c2", "v"]),
    ],
    records=37,
    latency=L,
    run_config={"buffer_size": 10},
)
COLUMNWISE["alias.sync"] = workload(
    [text("c1", model="p"), text("c2", ["c1"], "q"), text("c3", ["c2"], "p"), text("c4", ["c3"], "r")],
    records=24,
    models=[alias("p", "model-a", 12), alias("q", "model-a", 4), alias("r", "model-b", 2)],
    latency=constant(0.2),
)
COLUMNWISE["alias_hc.sync"] = COLUMNWISE["alias.sync"] | {"health_check": True}
COLUMNWISE["samplers.sync"] = workload(
    [
        local("seed", "note", []),
        {"name": "mood", "kind": "sampler"},
        text("c1", ["mood", "note"]),
        local("expression", "e", ["note", "c1"]),
        text("c2", ["e"]),
    ],
    records=30,
    run_config={"buffer_size": 12},
    latency=L,
)
# skips
COLUMNWISE["skip.sync"] = workload(
    [text("c1"), text("c2", ["c1"], **SK), text("c3", ["c2"]), text("c4", ["c3"], propagate_skip=False)],
    records=30,
    flag_rate=0.3,
    latency=L,
    run_config={"buffer_size": 13},
)
COLUMNWISE["skip_val.sync"] = workload(
    [text("c1"), text("c2", ["c1"], **SK), local("validation", "v", ["c2"], seconds=0.1), text("c3", ["v"])],
    records=30,
    flag_rate=0.3,
    latency=L,
    run_config={"buffer_size": 10},
)
COLUMNWISE["skip_expr.sync"] = workload(
    [text("c1"), local("expression", "e", ["c1"], **SK), text("c2", ["e"]), text("c3", ["e"], propagate_skip=False)],
    records=30,
    flag_rate=0.3,
    latency=L,
)
COLUMNWISE["skip_all.sync"] = workload(
    [text("c1"), text("c2", ["c1"], **SK), local("expression", "e", ["c2"]), text("c3", ["c1"])],
    records=20,
    flag_rate=1.0,
    latency=L,
    run_config={"buffer_size": 7},
)
COLUMNWISE["skip_trip.sync"] = workload(
    [text("c1", **SK), text("c2", ["c1"])],
    records=60,
    flag_rate=0.5,
    latency=L,
    server={"model-a": {"errors": errors(("c1", 0.55, 400, 0))}},
)
# validation after drops
COLUMNWISE["val_drop.sync"] = workload(
    [text("c1"), local("validation", "v", ["c1"]), text("c2", ["v"])],
    records=30,
    latency=L,
    server={"model-a": {"errors": errors(("c1", 0.15, 400, 0))}},
    run_config={"buffer_size": 10},
)
COLUMNWISE["valskip_drop.sync"] = workload(
    [text("c1"), text("c2", ["c1"], **SK), local("validation", "v", ["c2"]), text("c3", ["v"])],
    records=30,
    flag_rate=0.3,
    latency=L,
    server={"model-a": {"errors": errors(("c1", 0.15, 400, 0))}},
    run_config={"buffer_size": 10},
)
# all rows of a batch dropped, then a full column
COLUMNWISE["void.sync"] = workload(
    C2,
    records=12,
    latency=L,
    run_config={**NO_SHUTDOWN, "buffer_size": 4},
    server={"model-a": {"errors": errors(("c1", 0.6, 400, 0))}},
    seed=3,
)
COLUMNWISE["void_expr.sync"] = workload(
    [text("c1"), local("expression", "e", ["c1"]), text("c2", ["e"])],
    records=12,
    latency=L,
    run_config={**NO_SHUTDOWN, "buffer_size": 2},
    server={"model-a": {"errors": errors(("c1", 0.6, 400, 0))}},
    seed=3,
)
COLUMNWISE["void_val.sync"] = workload(
    [text("c1"), local("validation", "v", ["c1"]), text("c2", ["v"])],
    records=12,
    latency=L,
    run_config={**NO_SHUTDOWN, "buffer_size": 2},
    server={"model-a": {"errors": errors(("c1", 0.6, 400, 0))}},
    seed=3,
)
COLUMNWISE["void_skip.sync"] = workload(
    [text("c1"), text("c2", ["c1"], **SK), local("expression", "e", ["c2"]), text("c3", ["e"])],
    records=24,
    latency=L,
    flag_rate=0.5,
    run_config={**NO_SHUTDOWN, "buffer_size": 3},
    server={"model-a": {"errors": errors(("c1", 0.1, 400, 0))}},
    seed=5,
)
# statuses
COLUMNWISE["err500.sync"] = workload(
    C2, records=30, latency=L, server={"model-a": {"errors": errors((None, 0.15, 500, 1))}}
)
COLUMNWISE["err503.sync"] = workload(
    C2,
    records=20,
    latency=L,
    server={"model-a": {"errors": errors(("c1", 0.15, 503, 1), ("c1", 0.2, 502, 2), ("c2", 0.1, 504, 1))}},
)
COLUMNWISE["err503_always.sync"] = workload(
    [text("c1")], records=16, latency=L, server={"model-a": {"errors": errors(("c1", 0.12, 503, 0))}}
)
COLUMNWISE["err408.sync"] = workload(
    C2, records=24, latency=L, server={"model-a": {"errors": errors((None, 0.15, 408, 1))}}
)
COLUMNWISE["conn.sync"] = workload(C2, records=24, latency=L, server={"model-a": {"errors": errors(("c1", 0.2, 0, 1))}})
COLUMNWISE["mixed.sync"] = workload(
    [text("c1"), text("c2", ["c1"], "b"), text("c3", ["c2"])],
    records=40,
    models=DUAL,
    latency=L,
    run_config={**NO_SHUTDOWN, "buffer_size": 15},
    server={
        "model-a": {"errors": errors((None, 0.05, 422, 0), (None, 0.1, 500, 0), (None, 0.14, 503, 1))},
        "model-b": {"errors": errors((None, 0.08, 401, 0), (None, 0.12, 0, 1))},
    },
)
# answers that do not parse
GARB = {
    "model-a": {
        "garbage": [
            {"column": "parts", "rate": 0.15, "attempts": 0},
            {"column": "parts", "rate": 0.35, "attempts": 2},
            {"column": "score", "rate": 0.2, "attempts": 3},
        ]
    }
}
for name, run in {
    "": {},
    "_corr": {"max_conversation_correction_steps": 1, "max_conversation_restarts": 1},
    "_none": {"max_conversation_restarts": 0},
}.items():
    COLUMNWISE[f"garb{name}.sync"] = workload(STRUCT, records=24, latency=constant(0.15), run_config=run, server=GARB)
COLUMNWISE["garb_503.sync"] = workload(
    [text("c1"), struct("parts", ["c1"])],
    records=16,
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
# 429
COLUMNWISE["429.sync"] = workload(
    C2, records=40, slots=12, latency=L, run_config=NO_SHUTDOWN, server={"model-a": {"max_concurrency": 6}}
)
COLUMNWISE["429_ra.sync"] = workload(
    C2,
    records=40,
    slots=12,
    latency=L,
    run_config=NO_SHUTDOWN,
    server={"model-a": {"max_concurrency": 6, "retry_after": 1}},
)
COLUMNWISE["429_tuned.sync"] = workload(
    C2,
    records=50,
    slots=16,
    latency=L,
    run_config={
        **NO_SHUTDOWN,
        "request_admission": {
            "multiplicative_decrease_factor": 0.5,
            "additive_increase_step": 2,
            "successes_until_increase": 5,
            "cooldown_seconds": 0.5,
        },
    },
    server={"model-a": {"max_concurrency": 5}},
)
COLUMNWISE["refuse.sync"] = workload(
    C2, records=40, latency=L, server={"model-a": {"refuses": refusals(None, 0.1), "retry_after": 0.5}}
)
COLUMNWISE["429_judge.sync"] = workload(
    STRUCT,
    records=24,
    slots=10,
    latency=constant(0.2),
    run_config=NO_SHUTDOWN,
    server={
        "model-a": {
            "max_concurrency": 5,
            "retry_after": 1,
            "garbage": [{"column": "parts", "rate": 0.3, "attempts": 1}],
        }
    },
)
COLUMNWISE["ramp.sync"] = workload(C2, records=30, run_config={"request_admission": {"startup_ramp_seconds": 2.0}})
# timeouts
COLUMNWISE["timeout.sync"] = workload(
    C2,
    records=24,
    models=[alias("a", "model-a", 8, timeout=1)],
    server={
        "model-a": {
            "slow": [
                {"column": "c1", "rate": 0.1, "attempts": 0, "seconds": 2.0},
                {"column": "c1", "rate": 0.2, "attempts": 1, "seconds": 2.0},
            ]
        }
    },
)


# early shutdown
def trip(rate, window, shut, column="c1", lat=None, status=400, **more):
    return workload(
        C2,
        records=60,
        latency=lat or L,
        server={"model-a": {"errors": errors((column, rate, status, 0))}},
        run_config={"shutdown_error_window": window, "shutdown_error_rate": shut, **more},
    )


COLUMNWISE["trip.sync"] = trip(0.6, 10, 0.5)
COLUMNWISE["trip_c2.sync"] = trip(0.6, 10, 0.5, "c2", buffer_size=20)
COLUMNWISE["trip_w20.sync"] = trip(0.35, 20, 0.3)
COLUMNWISE["trip_w5.sync"] = trip(0.25, 5, 0.4, buffer_size=20)
COLUMNWISE["trip_rate0.sync"] = trip(0.2, 10, 0.0)
COLUMNWISE["trip_rate0_w50.sync"] = trip(0.08, 50, 0.0)
COLUMNWISE["trip_rate1.sync"] = trip(1.0, 10, 1.0)
COLUMNWISE["trip_end.sync"] = workload(
    [text("c1")], records=10, latency=L, server={"model-a": {"errors": errors(("c1", 0.8, 400, 0))}}
)
COLUMNWISE["trip_small.sync"] = workload(
    C2,
    records=24,
    latency=L,
    server={"model-a": {"errors": errors(("c1", 0.8, 400, 0))}},
    run_config={"buffer_size": 6},
)
COLUMNWISE["noshut.sync"] = trip(0.6, 10, 0.5, disable_early_shutdown=True)
COLUMNWISE["trip_garb.sync"] = workload(
    STRUCT,
    records=40,
    latency=lognormal(0.15),
    run_config={"max_conversation_restarts": 1},
    server={"model-a": {"garbage": [{"column": "parts", "rate": 0.8, "attempts": 0}]}},
)
COLUMNWISE["trip_slot1.sync"] = workload(
    C2, records=30, slots=1, latency=lognormal(0.1), server={"model-a": {"errors": errors(("c1", 0.6, 400, 0))}}
)
# custom columns
COLUMNWISE["custom.sync"] = workload(
    [text("c1"), custom("x1", ["c1"], seconds=0.2), text("c2", ["x1"])], records=30, latency=L
)
COLUMNWISE["custom_w8.sync"] = workload(
    [custom("x1", seconds=0.2), text("c2", ["x1"])],
    records=30,
    latency=L,
    run_config={"non_inference_max_parallel_workers": 8},
)
COLUMNWISE["custom_model.sync"] = workload(
    [text("c1"), custom("x1", ["c1"], model="a"), text("c2", ["x1"])], records=30, latency=L
)
COLUMNWISE["custom_model2.sync"] = workload(
    [text("c1"), custom("x1", ["c1"], model="b")],
    records=24,
    latency=L,
    models=[alias("a", "model-a", 8), alias("b", "model-b", 2)],
)
COLUMNWISE["custom_err.sync"] = workload(
    [text("c1"), custom("x1", ["c1"], model="a"), text("c2", ["x1"])],
    records=30,
    latency=L,
    run_config=NO_SHUTDOWN,
    server={"model-a": {"errors": errors(("x1", 0.1, 400, 0), ("x1", 0.25, 500, 1), ("x1", 0.3, 503, 1))}},
)
COLUMNWISE["custom_skip.sync"] = workload(
    [text("c1"), custom("x1", ["c1"], seconds=0.1, **SK), text("c2", ["x1"])], records=24, flag_rate=0.4, latency=L
)
# embeddings
COLUMNWISE["embed.sync"] = workload(
    [local("seed", "note", []), text("c1"), local("embedding", "e1", ["note"], model="e")],
    records=24,
    models=[alias("a", "model-a", 8), alias("e", "model-e", 3)],
    latency=L,
    server={
        "model-e": {
            "embeds": "e1",
            "latency": lognormal(0.15),
            "errors": errors(("e1", 0.1, 400, 0), ("e1", 0.2, 500, 1)),
        }
    },
)


def fuzz(number):
    draw = random.Random(5000 + number)
    models = [alias("a", "model-a", draw.choice([1, 2, 4, 8, 16])), alias("b", "model-b", draw.choice([2, 5, 12]))]
    if draw.random() < 0.5:
        models.append(alias("a2", "model-a", draw.choice([3, 6, 20])))
    columns, names, last = [], ["topic"], "topic"
    for i in range(draw.randint(3, 6)):
        name = f"c{i}{draw.randint(0, 9)}"
        kind = draw.choice(["text"] * 5 + ["judge", "structured", "expression", "validation", "sleep", "model"])
        # Each needs the one before: the order of siblings differs between processes.
        deps = list(dict.fromkeys([last, *draw.sample(names, min(len(names), draw.randint(0, 2)))]))
        model = draw.choice(models)["alias"]
        column = drawn_column(draw, kind, name, deps, model)
        if draw.random() < 0.25:
            column["skip_when"] = "{{ flag == 1 }}"
        if draw.random() < 0.4:
            column["propagate_skip"] = False
        columns.append(column)
        names.append(name)
        last = name
    used = {column.get("model") for column in columns}
    kept = [m for m in models if m["alias"] in used]
    server = drawn_faults(draw, columns, kept, 0)
    run = {
        "buffer_size": draw.choice([4, 7, 12, 50]),
        "non_inference_max_parallel_workers": draw.choice([1, 4, 6]),
        "disable_early_shutdown": draw.random() < 0.5,
        "shutdown_error_window": draw.choice([3, 5, 10]),
        "shutdown_error_rate": draw.choice([0.2, 0.3, 0.5]),
        "max_conversation_restarts": draw.choice([0, 1, 5]),
        "max_conversation_correction_steps": draw.choice([0, 0, 1]),
    }
    return workload(
        columns,
        records=draw.choice([12, 20, 30]),
        models=kept,
        latency=lognormal(0.15),
        server=server,
        seed=number,
        flag_rate=draw.choice([0, 0.1, 0.3]),
        run_config=run,
    )


for number in range(1, 31):
    COLUMNWISE[f"fuzz{number:02d}.sync"] = fuzz(number)
for slots in (16, 32):
    COLUMNWISE[f"burst{slots}.sync"] = workload(
        C2, records=60, slots=slots, latency=L, server={"model-a": {"max_concurrency": 2}}
    )
    COLUMNWISE[f"burst{slots}_noshut.sync"] = workload(
        C2,
        records=60,
        slots=slots,
        latency=L,
        run_config=NO_SHUTDOWN,
        server={"model-a": {"max_concurrency": 6, "retry_after": 1}},
    )
COLUMNWISE["alias_429.sync"] = workload(
    [text("c1", model="p"), text("c2", ["c1"], "q"), text("c3", ["c2"], "p")],
    records=40,
    latency=L,
    run_config=NO_SHUTDOWN,
    models=[alias("p", "model-a", 12), alias("q", "model-a", 5)],
    server={"model-a": {"max_concurrency": 7, "retry_after": 1}},
)
COLUMNWISE["slot64.sync"] = workload(C2, records=200, slots=64, latency=constant(0.3))
COLUMNWISE["siblings.sync"] = workload(
    [text("d2"), text("d1"), text("c1"), text("e1", ["c1", "d2"]), text("e2", ["d1"])],
    records=20,
    latency=L,
    run_config=NO_SHUTDOWN,
    server={"model-a": {"errors": errors((None, 0.1, 400, 0))}},
)
COLUMNWISE["trip_503.sync"] = workload(
    C2, records=40, latency=L, server={"model-a": {"errors": errors(("c1", 0.15, 503, 1), ("c1", 0.7, 400, 0))}}
)
COLUMNWISE["skip_tail.sync"] = workload(
    [text("c1", **SK), text("c2", ["c1"])],
    records=40,
    flag_rate=0.8,
    latency=L,
    server={"model-a": {"errors": errors(("c1", 0.6, 400, 0))}},
    seed=4,
    run_config={"shutdown_error_window": 2},
)
