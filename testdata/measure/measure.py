"""Measures builds of the real engine against a chat model server whose answers are known.

    measure.py WORKLOAD... --out DIR [--repeats N]      without a workload: prints the names of all

Run it with the interpreter of an environment in which data-designer is installed. Each workload (workloads.py and
varied.py; of columnwise.py where that is 0.6.1)
is built a few times against server.py, which is started for it; DIR/WORKLOAD.json then holds it in the format of the
measured runs that the simulator's test reads: copy the files to runs/ of a folder and name that in DAGPLAN_REFERENCE.
"""

import argparse
import collections
import contextlib
import importlib.metadata
import json
import logging
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

VERSION = importlib.metadata.version("data-designer")
# The last release with the column-at-a-time engine, which has to be told so before it is imported.
IS_SYNC = VERSION == "0.6.1"
if IS_SYNC:
    os.environ["DATA_DESIGNER_ASYNC_ENGINE"] = "0"

import data_designer.config as dd  # noqa: E402
import pandas as pd  # noqa: E402
from data_designer.interface import DataDesigner  # noqa: E402

sys.dont_write_bytecode = True  # leave nothing beside the scripts

import columnwise  # noqa: E402
import server  # noqa: E402
import varied  # noqa: E402
import workloads  # noqa: E402

WORKLOADS = columnwise.COLUMNWISE if IS_SYNC else workloads.WORKLOADS | varied.VARIED
REJECTED = 429
SCALE = {"1": "poor", "2": "good"}


class Server:
    """A model server in a process of its own."""

    def __init__(self):
        script = pathlib.Path(__file__).with_name("server.py")
        self.process = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
        self.url = f"http://127.0.0.1:{self.process.stdout.readline().split()[1]}"

    def load(self, workload):
        request = urllib.request.Request(f"{self.url}/workload", data=json.dumps(workload).encode())
        urllib.request.urlopen(request).close()

    def log(self):
        with urllib.request.urlopen(f"{self.url}/log") as answer:
            return json.load(answer)["log"]

    def stop(self):
        self.process.terminate()
        self.process.wait()


def row_id(index):
    return f"r{index:05d}"


def flagged_rows(workload):
    seed = workload["server"]["seed"]
    return [
        row
        for row in map(row_id, range(workload["records"]))
        if server.draw(seed, "flag", row) < workload.get("flag_rate", 0)
    ]


def prompt(column):
    """A prompt by which the server knows the cell, and the engine what the column needs."""
    refs = " ".join(f"{{{{ {name} }}}}" for name in column.get("deps", []))
    return f"[[cell {column['name']} {{{{ rid }}}}]] {refs}"


def custom(column):
    """The function of a custom column: it calls its model once, and sleeps."""
    name, alias, seconds = column["name"], column.get("model"), column.get("seconds", 0)
    needs = [*column.get("deps", []), "rid"]
    if not alias:

        @dd.custom_column_generator(required_columns=needs)
        def generate(row):
            time.sleep(seconds)
            return {**row, name: f"{name} of {row['rid']}"}

    elif column.get("is_async"):

        @dd.custom_column_generator(required_columns=needs, model_aliases=[alias])
        async def generate(row, generator_params, models):
            text, _ = await models[alias].agenerate(f"[[cell {name} {row['rid']}]]")
            return {**row, name: text}

    else:

        @dd.custom_column_generator(required_columns=needs, model_aliases=[alias])
        def generate(row, generator_params, models):
            text, _ = models[alias].generate(f"[[cell {name} {row['rid']}]]")
            time.sleep(seconds)
            return {**row, name: text}

    return generate


def validator(seconds):
    def check(frame):
        time.sleep(seconds)
        return pd.DataFrame({"is_valid": [True] * len(frame)})

    return check


def column_config(column):
    """The column as Data Designer takes it."""
    name, kind = column["name"], column["kind"]
    common = {"name": name}
    if column.get("skip_when"):
        common["skip"] = dd.SkipConfig(when=column["skip_when"])
    if "propagate_skip" in column:
        common["propagate_skip"] = column["propagate_skip"]
    asks = {**common, "prompt": prompt(column), "model_alias": column.get("model")}
    match kind:
        case "sampler":
            params = dd.CategorySamplerParams(values=column.get("values", ["science", "history", "art"]))
            return dd.SamplerColumnConfig(**common, sampler_type=dd.SamplerType.CATEGORY, params=params)
        case "llm-text":
            return dd.LLMTextColumnConfig(**asks)
        case "llm-structured":
            schema = {"type": "object", "properties": {"word": {"type": "string"}}, "required": ["word"]}
            return dd.LLMStructuredColumnConfig(**asks, output_format=schema)
        case "llm-judge":
            scores = [dd.Score(name=score, description="how good", options=SCALE) for score in column["scores"]]
            return dd.LLMJudgeColumnConfig(**asks, scores=scores)
        case "embedding":
            return dd.EmbeddingColumnConfig(**common, target_column=column["deps"][0], model_alias=column["model"])
        case "expression":
            expr = " ".join(f"{{{{ {name} }}}}" for name in column["deps"])
            return dd.ExpressionColumnConfig(**common, expr=expr)
        case "validation":
            params = dd.LocalCallableValidatorParams(validation_function=validator(column.get("seconds", 0)))
            return dd.ValidationColumnConfig(
                **common,
                target_columns=column["deps"],
                validator_type=dd.ValidatorType.LOCAL_CALLABLE,
                validator_params=params,
            )
        case "custom":
            return dd.CustomColumnConfig(**common, generator_function=custom(column))
    raise ValueError(f"unknown kind {kind}")


def answers(columns):
    """What the server says where an answer must have a form."""
    texts = {}
    for column in columns:
        if column["kind"] == "llm-structured":
            texts[column["name"]] = '```json\n{"word": "one"}\n```'
        elif column["kind"] == "llm-judge":
            verdict = {score: {"reasoning": "so it is", "score": "2"} for score in column["scores"]}
            texts[column["name"]] = f"```json\n{json.dumps(verdict)}\n```"
    return texts


def config_builder(workload):
    """The configuration of a workload."""
    embeds = {column["model"] for column in workload["columns"] if column["kind"] == "embedding"}
    models = [
        dd.ModelConfig(
            alias=m["alias"],
            model=m["model"],
            provider="mock",
            skip_health_check=not workload.get("health_check"),
            inference_parameters=(
                dd.EmbeddingInferenceParams if m["alias"] in embeds else dd.ChatCompletionInferenceParams
            )(max_parallel_requests=m["max_parallel_requests"], timeout=m.get("timeout")),
        )
        for m in workload["models"]
    ]
    builder = dd.DataDesignerConfigBuilder(model_configs=models)
    flagged = set(flagged_rows(workload))
    rows = [row_id(i) for i in range(workload["records"])]
    seed = {"rid": rows, "flag": [int(row in flagged) for row in rows]}
    for column in workload["columns"]:
        if column["kind"] == "seed" and column["name"] not in seed:
            seed[column["name"]] = [f"{column['name']} {row}" for row in rows]
    builder.with_seed_dataset(dd.DataFrameSeedSource(df=pd.DataFrame(seed)))
    for column in workload["columns"]:
        if column["kind"] != "seed":
            builder.add_column(column_config(column))
    return builder


class Warnings(logging.Handler):
    """Keeps the warnings of a build."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        self.lines.append(f"{record.levelname}: {record.getMessage()[:200]}")


def peak(entries):
    """How many requests were at work at once."""
    changes = sorted([(e["arrive"], 1) for e in entries] + [(e["end"], -1) for e in entries])
    most = now = 0
    for _, change in changes:
        now += change
        most = max(most, now)
    return most


def grouped(entries, key):
    groups = collections.defaultdict(list)
    for entry in entries:
        groups[entry[key]].append(entry)
    return groups


def status_counts(entries):
    return dict(collections.Counter(f"{e['status']}g" if e["garbage"] else str(e["status"]) for e in entries))


def build_once(workload, run, models_server, number):
    """Builds the workload once; returns the repeat and what was served."""
    models_server.load({**workload["server"], "answers": answers(workload["columns"])})
    folder = tempfile.mkdtemp(prefix="measure-")
    warnings = Warnings()
    provider = dd.ModelProvider(name="mock", endpoint=f"{models_server.url}/v1", provider_type="openai", api_key="none")
    error, rows = None, []
    try:
        quiet = {} if IS_SYNC else {"auto_configure_logging": False}
        designer = DataDesigner(artifact_path=folder, model_providers=[provider], **quiet)
        logging.getLogger().addHandler(warnings)
        designer.set_run_config(run)
        config = config_builder(workload)
        # What DataDesigner.create does, without the profiling that follows a build.
        resources = designer._create_resource_provider(f"repeat{number}", config)
        builder = designer._create_dataset_builder(config.build(), resources)
        start = time.monotonic()
        try:
            builder.build(num_records=workload["records"])
        except Exception as failure:
            error = f"{type(failure).__name__}: {failure}"[:300]
        wall = time.monotonic() - start
        with contextlib.suppress(Exception):
            rows = builder.artifact_storage.load_dataset_with_dropped_columns()["rid"].tolist()
        early = builder.early_shutdown
    finally:
        logging.getLogger().removeHandler(warnings)
        shutil.rmtree(folder, ignore_errors=True)
    time.sleep(0.2)  # requests that were cancelled come to their end
    entries = [dict(zip(server.FIELDS, row, strict=True)) for row in models_server.log()]
    health = [e for e in entries if not e["column"]]
    entries = [e for e in entries if e["column"]]
    first = min((e["arrive"] for e in entries), default=start)
    for entry in entries + health:
        entry["arrive"], entry["end"] = round(entry["arrive"] - first, 4), round(entry["end"] - first, 4)
    served = [e for e in entries if e["status"] != REJECTED]
    last = max((e["end"] for e in entries), default=0)
    kept = set(rows)
    repeat = {
        "wall_build": round(wall, 4),
        "build_start_to_first_arrival": round(first - start, 4),
        "last_end_to_build_end": round(wall - (first - start) - last, 4),
        "makespan": round(last, 4),
        "requests": len(entries),
        "per_column": {
            name: {
                "requests": len(group),
                "first_start": min(e["arrive"] for e in group),
                "last_end": max(e["end"] for e in group),
                "status": status_counts(group),
            }
            for name, group in grouped(entries, "column").items()
        },
        "peak_per_model": {name: peak(group) for name, group in grouped(served, "model").items()},
        "peak_per_column": {name: peak(group) for name, group in grouped(served, "column").items()},
        "rows_out": len(rows),
        "rows_dropped": [r for r in map(row_id, range(workload["records"])) if r not in kept],
        "error": error,
        "early_shutdown": early,
        "log_warnings": warnings.lines[:12],
        "log_warning_count": len(warnings.lines),
    }
    if workload.get("health_check"):
        repeat["health_check_requests"] = [[e["model"], e["arrive"], e["end"]] for e in health]
    if number == 0:
        repeat["request_fields"] = server.FIELDS
        repeat["request_log"] = [list(e.values()) for e in entries]
    return repeat, entries


def measure(name, workload, repeats):
    """Builds a workload a few times; returns its file."""
    ports = {} if IS_SYNC else {"otel_metrics_port": None}
    run = dd.RunConfig(**ports, **workload.get("run_config", {}))
    models_server = Server()
    results, latencies = [], {}
    try:
        for number in range(repeats):
            repeat, entries = build_once(workload, run, models_server, number)
            results.append(repeat)
            latencies |= {
                f"{e['column']}|{e['row']}|{e['attempt']}": round(e["latency"], 6)
                for e in entries
                if e["status"] != REJECTED
            }
            print(
                f"{name}: {repeat['makespan']:.2f} s, {repeat['requests']} requests, peak {repeat['peak_per_model']}, "
                f"{repeat['rows_out']} rows",
                flush=True,
            )
    finally:
        models_server.stop()
    given = workload["server"]["models"].values()
    is_constant = all(
        m["latency"]["kind"] == "constant" and not m.get("column_latency") and not m.get("slow") for m in given
    )
    return {
        "name": name,
        "engine": "sync" if IS_SYNC else "async",
        "data_designer_version": VERSION,
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
        "records": workload["records"],
        "models": workload["models"],
        "columns": workload["columns"],
        "note": "every llm and custom column also depends on seed column rid (row identity)",
        "seed": {
            "columns": ["rid", "flag"],
            "flag_rate": workload.get("flag_rate", 0),
            "flagged_rows": flagged_rows(workload),
        },
        "server": workload["server"],
        "run_config": run.model_dump(mode="json"),
        "latency_by_cell": "constant per model, see server" if is_constant else latencies,
        "summary": {
            "wall_build": [r["wall_build"] for r in results],
            "makespan": [r["makespan"] for r in results],
            "median_wall_build": statistics.median(r["wall_build"] for r in results),
            "median_makespan": statistics.median(r["makespan"] for r in results),
            "loadavg": list(os.getloadavg()),
        },
        "repeats": results,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workload", nargs="*")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("."), help="the folder of the files")
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    if not given.workload:
        print(*WORKLOADS, sep="\n")
        return
    given.out.mkdir(parents=True, exist_ok=True)
    for name in given.workload:
        file = measure(name, WORKLOADS[name], given.repeats)
        (given.out / f"{name}.json").write_text(json.dumps(file))


if __name__ == "__main__":
    main()
