"""What PyYAML says about texts, a JSON line each.

Usage: pyyaml.py FOLDER COUNT SEED

Takes the YAML and JSON files of a folder, damages copies of them at random, and
prints for each copy `doc`, and either `tree`, the nodes that PyYAML composes, or
`line`, the line at which it gives up. A tree is [value, style, line, column] for
a scalar (line and column 0 where it is empty), [item, ...] below "l" for a
sequence, and [[key, value], ...] below "m" for a mapping. COUNT 0 prints the
texts of hand-made.txt, which are separated by lines of ====.
"""

import json
import random
import sys
from pathlib import Path

import yaml

PIECES = list(" \t\n:-?#,[]{}\"'|>&*!%@`\\.=<~0aé") + [
    "  ", "\n  ", ": ", "- ", "'\n'", "{{ x }}", "\\u00e9", "\\ud83d\\ude00", "\\/", "---\n", "...\n",
    "&a ", "*a", "!!str ", "<<: ", "? ", "|2-\n", ">+\n", "\u2028", "\x85",
]  # fmt: skip


def damage(text, rnd):
    for _ in range(rnd.choice([1, 1, 1, 2, 3])):
        at, kind = rnd.randrange(len(text) + 1), rnd.random()
        if kind < 0.45:
            text = text[:at] + rnd.choice(PIECES) + text[at:]
        elif kind < 0.7:
            text = text[:at] + text[at + rnd.choice([1, 1, 2, 5]) :]
        elif kind < 0.85:
            text = text[:at] + rnd.choice(PIECES) + text[at + 1 :]
        else:
            lines = text.split("\n")
            i, kind = rnd.randrange(len(lines)), rnd.random()
            if kind < 0.3:
                del lines[i]
            elif kind < 0.6:
                lines[i] = " " * rnd.choice([1, 2]) + lines[i]
            elif kind < 0.8:
                lines[i] = lines[i][1:]
            else:
                lines.insert(i, rnd.choice(lines))
            text = "\n".join(lines)
    return text


def tree(node, above=()):
    if node in above:
        return "itself"
    if isinstance(node, yaml.ScalarNode):
        place = [node.start_mark.line + 1, node.start_mark.column + 1] if node.value else [0, 0]
        return [node.value.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), node.style or "", *place]
    above = (*above, node)
    if isinstance(node, yaml.SequenceNode):
        return {"l": [tree(item, above) for item in node.value]}
    return {"m": [[tree(key, above), tree(value, above)] for key, value in node.value]}


def judge(text):
    as_read = text.replace("\r\n", "\n").replace("\r", "\n")  # as Python reads a text file
    try:
        node = yaml.compose(as_read, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        return {"doc": text, "line": error.problem_mark.line + 1}
    except (yaml.YAMLError, ValueError):
        return {"doc": text, "line": 0}
    return {"doc": text, "tree": node and tree(node)}


def main():
    folder, count, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    if count == 0:
        for text in (folder / "hand-made.txt").read_bytes().decode().split("====\n"):
            print(json.dumps(judge(text.replace("␍", "\r").replace("␉", "\t"))))
        return
    rnd = random.Random(seed)
    texts = []
    for path in sorted(folder.iterdir()):
        if path.suffix in {".yaml", ".json"} and path.stat().st_size < 3000:
            try:
                texts.append(path.read_bytes().decode())
            except UnicodeDecodeError:
                pass
    for _ in range(count):
        print(json.dumps(judge(damage(rnd.choice(texts), rnd))))


if __name__ == "__main__":
    main()
