"""What DuckDB makes of seed files, a JSON line each: `name`, `content`, and
`columns` and `rows`, or null where DuckDB refuses the file.

Usage: seedfiles.py COUNT SEED

Half of the files are made by hand, COUNT more at random.
"""

import json
import random
import sys
import tempfile
from pathlib import Path

import duckdb

CSV = [
    "a,b\n1,2\n", "a,b\nx,y\n", "1,2\n3,4\n", "a,b\n", "a\n", "1\n", "a", "a;b\n1;2\n", "a\tb\n1\t2\n", "a|b\n1|2\n",
    '"a,x",b\n1,2\n', "a,a\n1,2\n", ",b\n1,2\n", "a,b\n1\n", "", "\n", "a b\n1 2\n", "a, b\n1, 2\n",
    'id,text\n1,"hello, world"\n2,"x\ny"\n', "a,b\r\n1,2\r\n", "\ufeffa,b\n1,2\n", "A,a\n1,2\n", "a,b\n1,2\n3,4\n\n",
    "x,y\nx,z\n", "2024-01-01,b\n2024-01-02,c\n", "true,false\ntrue,true\n", "name,1\nbob,2\n", "name,2\nbob,x\n",
    "name\nalice\nbob\n", "a,b,c\n1,x,\n", 'text\n"multi, comma"\n', "a;b,c\n1;2,3\n", "a.b,c-d\n1,2\n",
    "x\n1\n2\n", "1\n2\n", 'a,b\n"1","2"\n', "id,name,name\n1,a,b\n", "a,b\n1,2\n\n3,4\n", "col one,col two\nx,y\n",
    'a,"b""c"\n1,2\n', "a,\n1,2\n", "a,b,\n1,2,\n", "column0,b\n,2\n",
]  # fmt: skip
JSONS = [
    '{"a":1}\n{"b":2}\n', '[{"a":1},{"b":2}]', '{"a":1}', "[1,2]", "1\n2\n", "", "[]", "{}", '{"a":{"x":1}}\n',
    '{"a":1}\n{"A":2}\n', '{"a":1,"a":2}\n', '[{"a":1}]\n[{"b":1}]\n', '{"a":1} {"b":2}', '{"a":1},{"b":2}',
    '{"a":null}\n', "not json", '{"b":1,"a":2}\n{"c":1}\n', "[[1,2]]", '"x"\n', '{"a":1}\n2\n',
    '{\n "a": 1\n}\n{\n "b": 2\n}\n', '\ufeff{"a":1}\n', '{"a":1}\n\n{"b":2}\n', '[{"a":1},2]', '{"a":1}\n{broken\n', '{"":1}',
    "".join('{"k%d":1}\n' % i for i in range(150)), "".join('{"a":%d,"k%d":"x"}\n' % (i, i) for i in range(250)),
]  # fmt: skip
WORDS = ["alpha", "beta gamma", "it's", "x, y", 'say "hi"', "Zürich", "", "north; south", "a|b", "10% off", "no\nbreak", "yes"]


def cell(kind, rnd):
    if rnd.random() < 0.05:
        return ""
    return {
        "int": lambda: str(rnd.randrange(-5, 10000)),
        "float": lambda: f"{rnd.random() * 100:.3f}",
        "text": lambda: rnd.choice(WORDS),
        "date": lambda: f"20{rnd.randrange(10, 30)}-0{rnd.randrange(1, 10)}-1{rnd.randrange(10)}",
        "bool": lambda: rnd.choice(["true", "false"]),
    }[kind]()


def quoted(text, comma):
    if any(c in text for c in ',;|\t"\n') or comma in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def random_csv(rnd):
    comma = rnd.choice([",", ",", ",", ";", "\t", "|"])
    kinds = [rnd.choice(["int", "float", "text", "text", "date", "bool"]) for _ in range(rnd.randrange(1, 7))]
    rows = [[cell(k, rnd) for k in kinds] for _ in range(rnd.randrange(1, 12))]
    names = rnd.sample(["id", "name", "full name", "price (EUR)", "born", "active", "note", "city", "x_1", "Größe"], len(kinds))
    ending = rnd.choice(["\n", "\n", "\r\n"])
    return "".join(comma.join(quoted(c, comma) for c in row) + ending for row in [names, *rows])


def random_json(rnd):
    names = rnd.sample(["id", "name", "full name", "born", "active", "note", "city", "x_1"], rnd.randrange(1, 6))
    rows = [
        {n: rnd.choice([1, 2.5, "x", None, True, [1], {"y": 1}]) for n in rnd.sample(names, rnd.randrange(1, len(names) + 1))}
        for _ in range(rnd.randrange(1, 10))
    ]
    if rnd.random() < 0.3:
        return json.dumps(rows)
    return "".join(json.dumps(r) + "\n" for r in rows)


def judge(name, content, folder):
    path = folder / name
    path.write_bytes(content.encode())
    try:
        columns = [c[0] for c in duckdb.connect().execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()]
        rows = duckdb.connect().execute(f"SELECT COUNT(*) FROM '{path}'").fetchone()[0]
    except duckdb.Error:
        columns = rows = None
    print(json.dumps({"name": name, "content": content, "columns": columns, "rows": rows}))


def main():
    count, rnd = int(sys.argv[1]), random.Random(int(sys.argv[2]))
    with tempfile.TemporaryDirectory() as folder:
        for content in CSV:
            judge("t.csv", content, Path(folder))
        for content in JSONS:
            judge("t.jsonl", content, Path(folder))
        for _ in range(count):
            judge("t.csv", random_csv(rnd), Path(folder))
            judge("t.json", random_json(rnd), Path(folder))


if __name__ == "__main__":
    main()
