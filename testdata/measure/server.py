"""A chat model server whose answers are known: what a real build is measured against.

It speaks as much of the OpenAI protocol as Data Designer needs (POST .../chat/completions and .../embeddings), on 127.0.0.1 only. A
request says which cell it is for by the marker `[[cell COLUMN ROW]]` in its first message that has one; requests
without a marker (health checks) are answered after the latency of their model and logged with an empty column.

    server.py [--port N]      prints "port N" when it is ready

A client posts a workload to /workload, which also empties the log, and gets the log from /log. The workload:

    {"seed": 7, "models": {MODEL: {
        "latency": {"kind": "constant", "seconds": S} | {"kind": "lognormal", "median": M, "sigma": S, "max": X},
        "column_latency": {COLUMN: latency, ...},       optional: instead of the model's, for one column
        "max_concurrency": N, "retry_after": S,         optional: more at once are refused by 429 without delay
        "refuses": [{"column": COLUMN or null, "rate": R, "attempts": N}],   the first N requests by 429 without delay
        "errors":  [{"column": COLUMN or null, "rate": R, "status": N, "attempts": N}],
        "garbage": [{"column": COLUMN or null, "rate": R, "attempts": N}],
        "slow":    [{"column": COLUMN or null, "rate": R, "attempts": N, "seconds": S}],
        "embeds": COLUMN                                optional: the column whose texts are embedded
        }},
     "answers": {COLUMN: TEXT}}

A rule applies to a share of the cells, and to each of them while fewer than `attempts` requests for it were served
(0: always); requests refused by 429 do not count. Of the rules of a list the first that applies is taken. An error of
status 0 breaks the connection instead of answering. All draws depend on (seed, model, column, row, attempt) alone.
"""

import argparse
import asyncio
import hashlib
import json
import math
import re
import time

MARKER = re.compile(r"\[\[cell (\S+) (\S+)\]\]")
ROW = re.compile(r"r\d{5}")
NO_TIME = {"kind": "constant", "seconds": 0.0}
GARBAGE = "I would rather not say."
REASONS = {200: "OK", 429: "Too Many Requests", 500: "Internal Server Error"}
# What a row of the log holds. Times are those of time.monotonic, which is one clock for all processes of a machine.
FIELDS = ["model", "column", "row", "attempt", "arrive", "end", "latency", "status", "garbage"]
# The status of a request whose client did not wait for the answer.
GAVE_UP = 499


def draw(seed, *words):
    """The random number, from 0 to 1, of some words."""
    digest = hashlib.sha256("|".join([str(seed), *map(str, words)]).encode()).digest()
    return (int.from_bytes(digest[:8], "big") + 0.5) / 2**64


def latency_of(spec, seed, model, column, row, attempt):
    """The seconds that a request takes."""
    if spec["kind"] == "constant":
        return spec["seconds"]
    key = ("lat", model, column, row, attempt)
    normal = math.sqrt(-2 * math.log(draw(seed, *key, "n1"))) * math.cos(2 * math.pi * draw(seed, *key, "n2"))
    seconds = spec["median"] * math.exp(spec["sigma"] * normal)
    return min(seconds, spec["max"]) if spec.get("max") else seconds


def embeddings_of(inputs, model):
    """What an embedding model answers."""
    count = len(inputs) if isinstance(inputs, list) else 1
    data = [{"object": "embedding", "index": i, "embedding": [0.1, 0.2]} for i in range(count)]
    return {"object": "list", "model": model, "data": data, "usage": {"prompt_tokens": 10, "total_tokens": 10}}


class State:
    """The workload, and what was served of it."""

    def __init__(self):
        self.load({"seed": 0, "models": {}})

    def load(self, workload):
        self.workload = workload
        self.busy = {}  # model: requests at work
        self.served = {}  # (model, column, row): requests that were not refused
        self.refused = {}  # (model, column, row): requests that a rule refused
        self.log = []

    def rule(self, model, rules, word, column, row, attempt):
        seed = self.workload["seed"]
        for rule in self.workload["models"].get(model, {}).get(rules, []):
            if rule.get("column") not in (None, column):
                continue
            if rule.get("attempts", 0) and attempt >= rule["attempts"]:
                continue
            if attempt < rule.get("from", 0):
                continue
            if draw(seed, word, column, row) < rule["rate"]:
                return rule
        return None


class Connection(asyncio.Protocol):
    """One connection of a client; its requests come one after the other."""

    def __init__(self, state):
        self.state = state
        self.buffer = b""
        self.pending = None  # of the request at work: its timer and its row in the log

    def connection_made(self, transport):
        self.transport = transport

    def connection_lost(self, exc):
        if self.pending:
            timer, model, entry = self.pending
            timer.cancel()
            self.finish(model, entry, GAVE_UP)

    def data_received(self, data):
        self.buffer += data
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        lines = head.decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:])
        length = int(headers.get("content-length", 0))
        if len(rest) < length:
            return
        self.buffer = rest[length:]
        path = lines[0].split(" ")[1]
        body = json.loads(rest[:length]) if length else None
        if path == "/workload":
            self.state.load(body)
            self.answer(200, {})
        elif path == "/log":
            self.answer(200, {"fields": FIELDS, "log": self.state.log})
        elif path.endswith(("/chat/completions", "/embeddings")):
            self.ask(body)
        else:
            self.answer(404, {"error": {"message": f"no {path}"}})

    def ask(self, body):
        state, now, model = self.state, time.monotonic(), body["model"]
        spec = state.workload["models"].get(model, {})
        column, row = self.cell(body)
        key = (model, column, row)
        attempt = state.served.get(key, 0)
        entry = [model, column, row, attempt, now, now, 0.0, 429, 0]
        state.log.append(entry)
        refused = state.refused.get(key, 0)
        is_refused = state.rule(model, "refuses", "refuse", column, row, refused) is not None
        state.refused[key] = refused + is_refused
        if is_refused or spec.get("max_concurrency") and state.busy.get(model, 0) >= spec["max_concurrency"]:
            headers = {"retry-after": f"{spec['retry_after']:g}"} if spec.get("retry_after") else {}
            self.answer(429, {"error": {"message": "too many requests"}}, headers)
            entry[5] = time.monotonic()
            return
        state.served[key] = attempt + 1
        state.busy[model] = state.busy.get(model, 0) + 1
        seed = state.workload["seed"]
        latency = spec.get("column_latency", {}).get(column) or spec.get("latency", NO_TIME)
        slow = state.rule(model, "slow", "slow", column, row, attempt)
        entry[6] = slow["seconds"] if slow else latency_of(latency, seed, model, column, row, attempt)
        error = state.rule(model, "errors", "err", column, row, attempt)
        entry[8] = int(not error and state.rule(model, "garbage", "garbage", column, row, attempt) is not None)
        entry[7] = error["status"] if error else 200
        timer = asyncio.get_running_loop().call_later(entry[6], self.complete, model, entry)
        self.pending = (timer, model, entry)
        self.inputs = body.get("input")

    def cell(self, body):
        if "input" in body:  # of an embedding, which has no place for a marker but the text of its row
            return self.state.workload["models"][body["model"]]["embeds"], ROW.search(json.dumps(body["input"]))[0]
        for message in body["messages"]:
            if found := MARKER.search(json.dumps(message["content"])):
                return found[1], found[2]
        return "", ""

    def complete(self, model, entry):
        """The time of a request is over: answers it."""
        status = entry[7]
        self.pending = None
        self.finish(model, entry, status)
        if status == 0:
            self.transport.abort()
            return
        if status != 200:
            self.answer(status, {"error": {"message": f"injected {status}"}})
            return
        if self.inputs is not None:
            self.answer(200, embeddings_of(self.inputs, model))
            return
        text = self.state.workload.get("answers", {}).get(entry[1], f"{entry[1]} of {entry[2]}")
        if entry[8]:
            text = GARBAGE
        self.answer(
            200,
            {
                "id": "chat",
                "object": "chat.completion",
                "created": 0,
                "model": model,
                "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}],
                "usage": {"prompt_tokens": 10, "completion_tokens": 10, "total_tokens": 20},
            },
        )

    def finish(self, model, entry, status):
        entry[5], entry[7] = time.monotonic(), status
        self.state.busy[model] -= 1

    def answer(self, status, value, headers=None):
        body = json.dumps(value).encode()
        lines = [
            f"HTTP/1.1 {status} {REASONS.get(status, 'Error')}",
            "content-type: application/json",
            f"content-length: {len(body)}",
            *(f"{name}: {text}" for name, text in (headers or {}).items()),
        ]
        self.transport.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)


async def serve(port):
    state = State()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(state), "127.0.0.1", port, backlog=512)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0, help="where to listen (default: a free port)")
    try:
        asyncio.run(serve(parser.parse_args().port))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
