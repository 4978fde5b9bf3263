"""The workloads of measure.py: by name, what is built, with what settings, and how the model server answers."""

import random

SEED = [{"name": "rid", "kind": "seed"}, {"name": "topic", "kind": "sampler"}]


def constant(seconds):
    return {"kind": "constant", "seconds": seconds}


def lognormal(median, sigma=0.5, most=1.5):
    return {"kind": "lognormal", "median": median, "sigma": sigma, "max": most}


def alias(name, model, slots, **more):
    return {"alias": name, "model": model, "max_parallel_requests": slots, **more}


def text(name, deps=("topic",), model="a", **more):
    return {"name": name, "kind": "llm-text", "model": model, "deps": list(deps), **more}


def judge(name, deps, model="a", scores=("overall",)):
    return {"name": name, "kind": "llm-judge", "model": model, "deps": list(deps), "scores": list(scores)}


def struct(name, deps, model="a"):
    return {"name": name, "kind": "llm-structured", "model": model, "deps": list(deps)}


def custom(name, deps=("topic",), **more):
    return {"name": name, "kind": "custom", "deps": list(deps), **more}


def local(kind, name, deps, **more):
    return {"name": name, "kind": kind, "deps": list(deps), **more}


def errors(*rules):
    """Rules (column, rate, status, attempts); a cell has one draw, so the rates of later rules include the earlier."""
    return [{"column": c, "rate": r, "status": s, "attempts": n} for c, r, s, n in rules]


def refusals(column, rate):
    """The cells whose first request is answered by 429 at once."""
    return [{"column": column, "rate": rate, "attempts": 1}]


def workload(columns, records=40, slots=8, latency=None, models=None, server=None, seed=7, **more):
    """One model a (model-a) unless models says otherwise; server adds to what model-a or MODEL: does."""
    models = models or [alias("a", "model-a", slots)]
    ids = dict.fromkeys(m["model"] for m in models)
    given = {i: {"latency": latency or constant(0.3)} for i in ids}
    for name, settings in (server or {}).items():
        given[name] |= settings
    return {
        "records": records,
        "models": models,
        "columns": SEED + columns,
        "server": {"seed": seed, "models": given},
        **more,
    }


WORKLOADS = {}

# Early shutdown while tasks are deferred: 500s that heal or not, and 400s enough to trip the window.
TRIP = [text("c1"), text("c2", ["c1"])]
for groups in (1, 2):
    for limited in (False, True):
        for heals in (0, 1):
            name = f"trip_{groups}rg" + ("_429" if limited else "") + ("_heal" if heals else "")
            far = {"errors": errors(("c1", 0.3, 500, heals), ("c1", 0.75, 400, 0))}
            if limited:
                far |= {"max_concurrency": 6, "retry_after": 1}
            # Equal latencies end together, so that the turn of the loop decides; others have one order.
            for suffix, latency in (("", constant(0.3)), ("_log", lognormal(0.3))):
                WORKLOADS[name + suffix] = workload(
                    TRIP, latency=latency, server={"model-a": far}, run_config={"buffer_size": 40 // groups}
                )
# The window trips late, after much has been completed.
WORKLOADS["trip_late"] = workload(
    [text("c1"), text("c2", ["c1"])],
    latency=lognormal(0.3),
    server={"model-a": {"errors": errors(("c1", 0.15, 500, 1), ("c2", 0.5, 400, 0))}},
)
WORKLOADS["trip_late_2rg"] = WORKLOADS["trip_late"] | {"run_config": {"buffer_size": 20}}

# The start-up ramp.
WORKLOADS["ramp"] = workload(
    [text("c1"), text("c2", ["c1"])], records=30, run_config={"request_admission": {"startup_ramp_seconds": 3.0}}
)
WORKLOADS["ramp_hc"] = WORKLOADS["ramp"] | {"health_check": True}
WORKLOADS["ramp_429"] = workload(
    [text("c1"), text("c2", ["c1"])],
    records=30,
    slots=16,
    server={"model-a": {"max_concurrency": 6, "retry_after": 1}},
    run_config={"request_admission": {"startup_ramp_seconds": 3.0}},
)
WORKLOADS["ramp_dual"] = workload(
    [text("c1"), text("c2", ["c1"], "b"), text("d1", model="b")],
    records=30,
    models=[alias("a", "model-a", 8), alias("b", "model-b", 8)],
    run_config={"request_admission": {"startup_ramp_seconds": 3.0}},
)

# Custom columns that call a model, beside llm columns on it.
WORKLOADS["custom_model"] = workload([text("c1"), custom("x1", model="a")], slots=8)
WORKLOADS["custom_model_async"] = workload([text("c1"), custom("x1", model="a", is_async=True)], slots=8)
WORKLOADS["custom_model_alone"] = workload([custom("x1", model="a")], slots=8)
WORKLOADS["custom_model_two"] = workload(
    [text("c1"), custom("x1", model="a"), custom("x2", ["x1"], model="a")], records=30, slots=4
)
WORKLOADS["custom_model_other"] = workload(
    [text("c1"), custom("x1", model="b")], slots=8, models=[alias("a", "model-a", 8), alias("b", "model-b", 8)]
)

# Custom columns that sleep in threads.
WORKLOADS["custom_sleep"] = workload([custom("x1", seconds=0.3), text("c1", ["x1"])], records=60, slots=16)
WORKLOADS["custom_sleep_two"] = workload(
    [custom("x1", seconds=0.2), custom("x2", seconds=0.4), text("c1", ["x1", "x2"])], records=40, slots=16
)

# Barriers, validation after skips.
BARRIER = [text("c1"), local("expression", "line", ["c1", "topic"]), text("c2", ["line"]), judge("score", ["c2"])]
WORKLOADS["barrier_rg4"] = workload(
    BARRIER, records=40, slots=8, latency=lognormal(0.25), run_config={"buffer_size": 10}
)
WORKLOADS["barrier_rg2"] = workload(
    BARRIER,
    records=40,
    slots=8,
    latency=lognormal(0.25),
    run_config={"buffer_size": 10, "max_concurrent_row_groups": 2},
)
SKIPS = [
    text("c1"),
    text("fix", ["c1"], skip_when="{{ flag == 1 }}"),
    text("after", ["fix"]),
    text("keep", ["fix"], propagate_skip=False),
]
WORKLOADS["skip_val"] = workload([*SKIPS, local("validation", "check", ["after"])], flag_rate=0.25)
WORKLOADS["skip_val_rg"] = workload(
    [*SKIPS, local("validation", "check", ["c1"]), text("end", ["check"])],
    flag_rate=0.25,
    run_config={"buffer_size": 10},
)
WORKLOADS["skip_expr"] = workload(
    [*SKIPS, local("expression", "line", ["after"]), text("end", ["line"])], flag_rate=0.25
)
WORKLOADS["skip_val_flag"] = workload(
    [*SKIPS, local("validation", "check", ["fix"], seconds=0.2)], flag_rate=0.06, run_config={"buffer_size": 10}
)

# Statuses.
NO_SHUTDOWN = {"disable_early_shutdown": True}
for status in (401, 403, 404, 408, 413, 422, 501):
    WORKLOADS[f"err{status}"] = workload(
        [text("c1"), text("c2", ["c1"])],
        records=24,
        server={"model-a": {"errors": errors(("c1", 0.3, status, 1))}},
        run_config=NO_SHUTDOWN,
    )
WORKLOADS["err_connection"] = workload(
    [text("c1"), text("c2", ["c1"])],
    records=24,
    server={"model-a": {"errors": errors(("c1", 0.2, 0, 1))}},
    run_config=NO_SHUTDOWN,
)
WORKLOADS["err_mixed"] = workload(
    [text("c1"), text("c2", ["c1"]), text("d1")],
    records=40,
    latency=lognormal(0.3),
    server={
        "model-a": {
            "errors": errors((None, 0.05, 400, 0), (None, 0.2, 500, 1), (None, 0.25, 500, 2), (None, 0.3, 502, 1))
        }
    },
    run_config={**NO_SHUTDOWN, "buffer_size": 20},
)
WORKLOADS["err500_rg4"] = workload(
    [text("c1"), text("c2", ["c1"])],
    records=40,
    latency=lognormal(0.3),
    server={"model-a": {"errors": errors(("c1", 0.1, 500, 0), ("c1", 0.3, 500, 1))}},
    run_config={**NO_SHUTDOWN, "buffer_size": 10, "max_concurrent_row_groups": 2},
)

# Shares: columns with different weights.
THREE = [alias("a", "model-a", 4), alias("b", "model-a", 8), alias("c", "model-a", 16)]
WORKLOADS["weights_one"] = workload(
    [text("c1"), text("c2", model="b"), text("c3", model="c")], records=30, models=THREE
)
WORKLOADS["weights_two"] = workload(
    [text("c1"), text("c2", model="b"), text("c3", model="c")],
    records=40,
    models=[alias("a", "model-a", 4), alias("b", "model-b", 8), alias("c", "model-b", 16)],
)
WORKLOADS["weights_chain"] = workload(
    [text("c1", model="c"), text("c2", ["c1"], "b"), text("c3", ["c2"], "a"), text("d1", model="c")],
    records=24,
    models=THREE,
    latency=lognormal(0.25),
)

# Few tasks at once, many small row groups, many requests at once.
DUAL = [alias("a", "model-a", 8), alias("b", "model-b", 8)]
WORKLOADS["flight8"] = workload(
    [text("c1"), text("c2", ["c1"], "b"), text("d1", model="b")], models=DUAL, run_config={"max_in_flight_tasks": 8}
)
WORKLOADS["flight8_lognormal"] = workload(
    [text("c1"), text("c2", ["c1"], "b"), text("d1", model="b"), judge("score", ["c2", "d1"])],
    models=DUAL,
    latency=lognormal(0.3),
    run_config={"max_in_flight_tasks": 8},
)
WORKLOADS["flight3"] = workload(
    [text("c1"), text("c2", ["c1"], "b")], records=20, models=DUAL, run_config={"max_in_flight_tasks": 3}
)
for groups in (2, 5):
    WORKLOADS[f"small_rg{groups}"] = workload(
        [text("c1"), text("c2", ["c1"])],
        records=50,
        latency=lognormal(0.25),
        run_config={"buffer_size": 5, "max_concurrent_row_groups": groups},
    )
WORKLOADS["par64"] = workload([text("c1"), text("c2", ["c1"])], records=200, slots=64, latency=constant(0.5))
WORKLOADS["par64_wide"] = workload([text("c1"), text("c2"), text("c3")], records=100, slots=64, latency=lognormal(0.5))
WORKLOADS["samplers"] = workload(
    [
        {"name": "extra", "kind": "seed"},
        {"name": "mood", "kind": "sampler"},
        {"name": "age", "kind": "sampler"},
        text("c1", ["topic", "mood", "extra"]),
        text("c2", ["age"]),
    ],
    run_config={"buffer_size": 10},
)

# Answers that cannot be parsed, and corrections.
STRUCT = [
    text("c1"),
    struct("parts", ["c1"]),
    judge("score", ["parts"]),
]
for steps in (1, 2):
    WORKLOADS[f"correct{steps}"] = workload(
        STRUCT,
        records=24,
        latency=constant(0.2),
        run_config={"max_conversation_correction_steps": steps, "max_conversation_restarts": 1, **NO_SHUTDOWN},
        server={
            "model-a": {
                "garbage": [
                    {"column": "parts", "rate": 0.15, "attempts": 0},
                    {"column": "parts", "rate": 0.3, "attempts": 2},
                    {"column": "score", "rate": 0.2, "attempts": 3},
                ]
            }
        },
    )
WORKLOADS["correct_500"] = workload(
    STRUCT,
    records=24,
    latency=constant(0.2),
    run_config={"max_conversation_correction_steps": 1, "max_conversation_restarts": 1, **NO_SHUTDOWN},
    server={
        "model-a": {
            "garbage": [{"column": "parts", "rate": 0.3, "attempts": 2}],
            "errors": errors(("score", 0.2, 500, 1)),
        }
    },
)
WORKLOADS["judge3"] = workload(
    [
        text("c1"),
        text("c2"),
        text("c3", ["c1"]),
        judge("score", ["c1", "c2", "c3"], "b", ("clarity", "depth", "style")),
    ],
    records=40,
    models=DUAL,
    latency=lognormal(0.3),
)

# Answers slower than the client's patience.
WORKLOADS["timeout"] = workload(
    [text("c1"), text("c2", ["c1"])],
    records=24,
    models=[alias("a", "model-a", 8, timeout=1)],
    server={
        "model-a": {
            "slow": [
                {"column": "c1", "rate": 0.1, "attempts": 0, "seconds": 3.0},
                {"column": "c1", "rate": 0.3, "attempts": 1, "seconds": 3.0},
            ]
        }
    },
    run_config=NO_SHUTDOWN,
)

# More than one rule at a time.
CHAIN = [text("c1"), text("c2", ["c1"], "b"), text("d1", model="b")]
LIMITED = {"max_concurrency": 3}
WORKLOADS["advisory_429"] = workload(
    CHAIN,
    models=DUAL,
    latency=lognormal(0.3),
    server={"model-a": {**LIMITED, "retry_after": 1}},
    run_config={"request_admission": {"cooldown_seconds": 1.0}},
)
WORKLOADS["aimd_tuned"] = workload(
    [text("c1"), text("c2", ["c1"])],
    records=50,
    slots=16,
    latency=lognormal(0.25),
    server={"model-a": {"max_concurrency": 6}},
    run_config={
        "request_admission": {
            "multiplicative_decrease_factor": 0.5,
            "additive_increase_step": 2,
            "successes_until_increase": 5,
            "cooldown_seconds": 0.5,
        }
    },
)
WORKLOADS["flight6_429"] = workload(
    CHAIN,
    records=24,
    models=DUAL,
    latency=lognormal(0.3),
    server={"model-b": {**LIMITED, "retry_after": 1}},
    run_config={"max_in_flight_tasks": 6},
)
WORKLOADS["flight4_sleep"] = workload(
    [custom("x1", seconds=0.3), text("c1")], records=30, run_config={"max_in_flight_tasks": 4}
)
WORKLOADS["err503_429"] = workload(
    [text("c1"), text("c2", ["c1"])],
    records=24,
    latency=lognormal(0.3),
    server={
        "model-a": {
            "max_concurrency": 6,
            "retry_after": 1,
            "errors": errors(("c1", 0.15, 503, 1), ("c2", 0.15, 500, 1)),
        }
    },
    run_config={**NO_SHUTDOWN, "buffer_size": 12},
)
WORKLOADS["custom_model_errors"] = workload(
    [text("c1"), custom("x1", model="a"), text("c2", ["x1"])],
    records=30,
    slots=4,
    latency=lognormal(0.25),
    server={"model-a": {"errors": errors(("x1", 0.1, 400, 0), ("x1", 0.3, 500, 1), ("x1", 0.35, 503, 1))}},
    run_config=NO_SHUTDOWN,
)
WORKLOADS["custom_model_429"] = workload(
    [text("c1"), custom("x1", model="a")],
    records=30,
    latency=lognormal(0.3),
    server={"model-a": {"max_concurrency": 4, "retry_after": 1}},
)
WORKLOADS["custom_threads"] = workload([text("c1"), custom("x1", model="a"), custom("s1", seconds=0.3)], records=30)
WORKLOADS["skip_own_expr"] = workload(
    [
        text("c1"),
        local("expression", "line", ["c1"], skip_when="{{ flag == 1 }}"),
        text("after", ["line"]),
        text("keep", ["line"], propagate_skip=False),
    ],
    flag_rate=0.25,
    run_config={"buffer_size": 10},
)
WORKLOADS["barrier_drop"] = workload(
    [text("c1"), local("expression", "line", ["c1", "topic"]), text("c2", ["line"])],
    latency=lognormal(0.3),
    server={"model-a": {"errors": errors(("c1", 0.1, 400, 0), ("c1", 0.25, 500, 1), ("c1", 0.3, 500, 0))}},
    run_config={**NO_SHUTDOWN, "buffer_size": 10, "max_concurrent_row_groups": 2},
)
WORKLOADS["barrier_trip"] = workload(
    [text("c1"), local("expression", "line", ["c1", "topic"]), text("c2", ["line"])],
    latency=lognormal(0.3),
    server={"model-a": {"errors": errors(("c2", 0.7, 400, 0))}},
    run_config={"buffer_size": 10, "max_concurrent_row_groups": 2},
)
WORKLOADS["trip_window"] = workload(
    [text("c1"), text("c2", ["c1"])],
    records=60,
    latency=lognormal(0.25),
    server={"model-a": {"errors": errors(("c1", 0.1, 500, 1), ("c2", 0.5, 400, 0))}},
    run_config={"shutdown_error_window": 20, "shutdown_error_rate": 0.3, "buffer_size": 20},
)
WORKLOADS["trip_skips"] = workload(
    [text("c1", skip_when="{{ flag == 1 }}"), text("c2", ["c1"])],
    records=60,
    latency=lognormal(0.25),
    flag_rate=0.4,
    server={"model-a": {"errors": errors((None, 0.55, 400, 0))}},
)
WORKLOADS["trip_garbage"] = workload(
    STRUCT,
    latency=lognormal(0.25),
    run_config={"max_conversation_restarts": 1},
    server={"model-a": {"garbage": [{"column": "parts", "rate": 0.8, "attempts": 0}]}},
)
WORKLOADS["garbage_once"] = workload(
    STRUCT,
    records=24,
    latency=lognormal(0.25),
    run_config={"max_conversation_restarts": 0, **NO_SHUTDOWN},
    server={"model-a": {"garbage": [{"column": c, "rate": 0.3, "attempts": 1} for c in ("parts", "score")]}},
)
WORKLOADS["rg1_remainder"] = workload(
    [text("c1"), text("c2", ["c1"])],
    records=31,
    latency=lognormal(0.3),
    run_config={"buffer_size": 7, "max_concurrent_row_groups": 1},
)
WORKLOADS["weights_429"] = workload(
    [text("c1", model="c"), text("c2", ["c1"], "b"), text("d1", model="o")],
    records=24,
    models=[alias("b", "model-a", 8), alias("c", "model-a", 16), alias("o", "model-o", 4)],
    latency=lognormal(0.25),
    server={"model-a": {"max_concurrency": 4, "retry_after": 1}},
)

# Tasks that wait for the cooldown of others, and row groups that are let in while failed tasks are tried again.
WORKLOADS["pause_429"] = workload(
    [text("c1"), local("expression", "line", ["c1", "topic"]), text("c2", ["line"]), text("d1", model="b")],
    records=30,
    models=DUAL,
    latency=lognormal(0.25),
    server={"model-a": {"max_concurrency": 4, "errors": errors(("c1", 0.2, 500, 0))}},
    run_config={**NO_SHUTDOWN, "buffer_size": 10, "max_concurrent_row_groups": 2},
)
WORKLOADS["drain_admits"] = workload(
    [text("c1"), text("c2", ["c1"], "b")],
    records=40,
    models=DUAL,
    latency=lognormal(0.25),
    server={"model-a": {"errors": errors((None, 0.1, 500, 0), (None, 0.3, 500, 1))}},
    run_config={**NO_SHUTDOWN, "buffer_size": 5, "max_concurrent_row_groups": 2},
)


def drawn_column(draw, kind, name, deps, model, naps=(0.05, 0.2)):
    """A column of a kind that was drawn; one that sleeps takes one of the naps."""
    if kind in ("expression", "validation"):
        return local(kind, name, deps)
    if kind == "sleep":
        return custom(name, deps, seconds=draw.choice(naps))
    if kind == "model":
        return custom(name, deps, model=model)
    return {"judge": judge, "structured": struct, "text": text}[kind](name, deps, model)


def drawn_faults(draw, columns, models, last):
    """What goes wrong in each model: errors of four kinds, the last one for three requests, refusals, and answers
    that cannot be parsed."""
    server = {}
    for model in sorted({m["model"] for m in models}, reverse=True):
        rates = sorted(draw.random() * draw.choice([0.1, 0.25]) for _ in range(4))
        server[model] = {
            "errors": errors(
                (None, rates[0] / 2, 400, 0),
                (None, rates[1], 500, 1),
                (None, rates[2], 503, 1),
                (None, rates[3], last, 3),
            ),
            "refuses": refusals(None, draw.choice([0, 0, 0.1])),
            "retry_after": 0.6,
            "garbage": [
                {"column": c["name"], "rate": 0.3, "attempts": draw.choice([1, 2, 4])}
                for c in columns
                if c["kind"] in ("llm-judge", "llm-structured")
            ],
        }
    return server


def mixed(number):
    """A workload of everything, drawn from a number."""
    draw = random.Random(number)
    models = [alias("a", "model-a", draw.choice([3, 4, 8])), alias("b", "model-b", draw.choice([2, 6]))]
    if draw.random() < 0.4:
        models.append(alias("a2", "model-a", draw.choice([2, 5, 16])))
    columns, names = [], ["topic"]
    for i in range(draw.randint(3, 6)):
        name, kind = f"c{i}", draw.choice(["text"] * 5 + ["judge", "structured", "expression", "sleep"])
        deps = draw.sample(names, min(len(names), draw.randint(1, 2)))
        model = draw.choice(models)["alias"]
        column = drawn_column(draw, kind, name, deps, model, naps=(0.1, 0.2))
        if kind == "text" and draw.random() < 0.2:
            column["skip_when"] = "{{ flag == 1 }}"
        columns.append(column)
        names.append(name)
    server = {}
    for model in ("model-a", "model-b"):
        rates = sorted(draw.random() * 0.3 for _ in range(3))
        far = {"errors": errors((None, rates[0] / 3, 400, 0), (None, rates[1], 500, 1), (None, rates[2], 500, 2))}
        if draw.random() < 0.5:
            far |= {"max_concurrency": draw.choice([2, 3]), "retry_after": draw.choice([0, 1])}
        server[model] = far
    run = {
        "buffer_size": draw.choice([6, 10, 30]),
        "max_concurrent_row_groups": draw.choice([1, 2, 3]),
        "max_in_flight_tasks": draw.choice([5, 12, 1024]),
        "disable_early_shutdown": draw.random() < 0.8,
        "request_admission": {"cooldown_seconds": 0.5},
    }
    used = {column.get("model") for column in columns}
    return workload(
        columns,
        records=26,
        models=[m for m in models if m["alias"] in used],
        latency=lognormal(0.2),
        server={
            name: far for name, far in server.items() if any(m["model"] == name and m["alias"] in used for m in models)
        },
        seed=number,
        flag_rate=0.2,
        run_config=run,
    )


for number in range(1, 25):
    WORKLOADS[f"mixed{number:02d}"] = mixed(number)

# Embeddings beside texts: of a model of their own, and of the same model, whose requests are counted by kind.
EMBED = [local("seed", "note", []), text("c1"), local("embedding", "e1", ["note"], model="e")]
EMBED_SAME = [alias("a", "model-a", 8), alias("e", "model-a", 8)]
WORKLOADS["embed_other"] = workload(
    EMBED,
    models=[alias("a", "model-a", 8), alias("e", "model-e", 4)],
    latency=lognormal(0.3),
    server={"model-e": {"embeds": "e1", "latency": constant(0.15)}},
)
for name, far in {
    "embed_same": {},
    "embed_same_429": {"refuses": refusals("e1", 0.2)},
    "embed_text_429": {"refuses": refusals("c1", 0.2)},
    "embed_limited": {"max_concurrency": 5, "retry_after": 1},
}.items():
    WORKLOADS[name] = workload(
        EMBED, models=EMBED_SAME, latency=lognormal(0.3), server={"model-a": {"embeds": "e1", **far}}
    )

# Full columns of row groups whose rows were all dropped, or are all skipped.
VACANT = [text("c1"), *(local("expression", f"e{i}", ["c1" if i == 1 else f"e{i - 1}"]) for i in range(1, 5))]
for name, columns, rate, config in (
    ("vacant_time", VACANT, 0.85, {**NO_SHUTDOWN, "max_concurrent_row_groups": 1}),
    (
        "vacant_trip",
        VACANT,
        0.95,
        {"max_concurrent_row_groups": 1, "shutdown_error_window": 16, "shutdown_error_rate": 0.22},
    ),
):
    WORKLOADS[name] = workload(
        columns,
        records=25,
        slots=4,
        latency=lognormal(0.1),
        server={"model-a": {"errors": errors(("c1", rate, 400, 0))}},
        run_config={**config, "buffer_size": 1},
    )
WORKLOADS["vacant_skipped"] = workload(
    [
        text("c1"),
        text("c2", ["c1"], skip_when="{{ flag == 1 }}"),
        local("validation", "v", ["c2"], seconds=0.4),
        local("expression", "e", ["v"]),
        text("c3", ["c1"]),
    ],
    records=10,
    slots=4,
    latency=lognormal(0.1),
    flag_rate=1.0,
    run_config={"buffer_size": 2, "max_concurrent_row_groups": 1},
)
