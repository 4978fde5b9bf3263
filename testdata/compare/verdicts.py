"""Compares what dagplan says about configs with verdicts of data-designer.

Usage: verdicts.py FOLDER VERDICTS DAGPLAN

VERDICTS is what datadesigner.py prints. The table has a row for each config
that differs; the last line counts. Configs in dagplan's own format are left
out.
"""

import json
import subprocess
import sys
from pathlib import Path

NATIVE = object()


def ask(dagplan, path):
    """Returns the columns by name, or None and why the config is refused; NATIVE for a config in dagplan's own format."""
    command = [dagplan, "graph", path.name, "--format", "json", "--quiet"]
    sidecar = Path(f"{path}.seed_columns.json")
    if sidecar.exists():
        command += ["--seed-columns", ",".join(json.loads(sidecar.read_text()))]
    done = subprocess.run(command, cwd=path.parent, capture_output=True, text=True)
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        return None, lines[0] if lines else f"exit status {done.returncode}"
    columns = json.loads(done.stdout)["columns"]
    if not any(c["type"] for c in columns):
        return NATIVE, None
    return {c["name"]: (c["strategy"], sorted(c["upstream"])) for c in columns}, None


def difference(verdict, ours, why):
    if verdict["stage"] is not None:
        return None if ours is None else f"refused at {verdict['stage']} ({verdict['error'][:80]}), accepted by dagplan"
    if ours is None:
        return f"accepted, refused by dagplan: {why[:120]}"
    theirs = {c["name"]: (c["strategy"], c["upstream"]) for c in verdict["columns"]}
    for name in sorted(theirs.keys() | ours.keys()):
        if theirs.get(name) != ours.get(name):
            return f"column {name!r} is {theirs.get(name)}, in dagplan {ours.get(name)}"
    return None


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    folder, dagplan = Path(sys.argv[1]), sys.argv[3]
    differ = total = 0
    for line in Path(sys.argv[2]).read_text().splitlines():
        verdict = json.loads(line)
        ours, why = ask(dagplan, folder / verdict["file"])
        if ours is NATIVE:
            continue
        total += 1
        if text := difference(verdict, ours, why):
            differ += 1
            print(f"{verdict['file']}: {text}")
    print(f"compare: {total} configs, {total - differ} agree, {differ} differ")
    sys.exit(differ > 0)


if __name__ == "__main__":
    main()
