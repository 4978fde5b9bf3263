"""What an installed data-designer says about configs, a JSON line each.

Usage: datadesigner.py FOLDER    every config of a folder
       datadesigner.py -         paths, a line each, from standard input

A verdict has `file`, `stage` (null where the graph builds, otherwise the stage
at which the library refuses: load, build, resources, compile, columns, graph),
`error` (the class and the start of its message) and, where the graph builds,
`columns` (name, strategy, upstream) in the order of the graph.

Relative seed paths are resolved from the folder of the config. A file
NAME.seed_columns.json beside a config lists the columns of a seed source that
cannot be opened here. No model is called, and nothing is downloaded.
"""

import contextlib
import json
import logging
import os
import sys
import tempfile
from pathlib import Path

SCRATCH = tempfile.TemporaryDirectory(prefix="datadesigner-")
os.environ.setdefault("DATA_DESIGNER_HOME", SCRATCH.name)
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import data_designer.interface.data_designer as interface  # noqa: E402
from data_designer.cli.utils.config_loader import load_config_builder  # noqa: E402
from data_designer.config.default_model_settings import resolve_seed_default_model_settings  # noqa: E402
from data_designer.engine.dataset_builders.dataset_builder import DatasetBuilder  # noqa: E402

EXTENSIONS = {".yaml", ".yml", ".json"}


@contextlib.contextmanager
def working_directory(folder):
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def stand_in(provider, columns):
    """Answers for a seed source that cannot be opened."""
    provider.seed_reader.get_column_names = lambda: columns
    provider.seed_reader.get_seed_dataset_size = lambda: 1000


def judge(designer, path):
    sidecar = Path(f"{path}.seed_columns.json")
    stage = "load"
    try:
        builder = load_config_builder(path.name)
        stage = "build"
        config = builder.build()
        stage = "resources"
        provider = designer._create_resource_provider("dataset", builder)
        if sidecar.exists() and provider.seed_reader is not None:
            stand_in(provider, json.loads(sidecar.read_text()))
        stage = "compile"
        interface.compile_data_designer_config(config.model_copy(deep=True), provider)
        stage = "columns"
        dataset = DatasetBuilder(data_designer_config=config, resource_provider=provider)
        stage = "graph"
        _, graph = dataset._initialize_generators_and_graph()
    except BaseException as error:  # RecursionError, AssertionError: whatever it raises refuses the file
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        return {"stage": stage, "error": f"{type(error).__name__}: {str(error)[:300]}"}
    columns = [
        {
            "name": name,
            "strategy": getattr(graph.get_strategy(name), "value", graph.get_strategy(name)),
            "upstream": sorted(graph.get_upstream_columns(name)),
        }
        for name in graph.columns
    ]
    return {"stage": None, "error": None, "columns": columns}


def configs(argument):
    if argument == "-":
        return (Path(line.rstrip("\n")) for line in sys.stdin)
    files = sorted(Path(argument).iterdir())
    return (f for f in files if f.suffix.lower() in EXTENSIONS and not f.name.endswith(".seed_columns.json"))


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    logging.disable(logging.CRITICAL)
    out = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the library prints its findings
    os.dup2(1, 2)
    resolve_seed_default_model_settings()
    designer = interface.DataDesigner(artifact_path=Path(SCRATCH.name) / "artifacts", auto_configure_logging=False)
    for path in configs(sys.argv[1]):
        path = path.absolute()
        with working_directory(path.parent):
            verdict = judge(designer, path)
        out.write(json.dumps({"file": path.name, **verdict}) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
