#!/usr/bin/env python3
"""Write random templates with what Jinja says of them, one JSON object a line.

    pip install jinja2==3.1.6
    python3 generate.py --seed 1 --count 3000 | gzip -9n > generated.jsonl.gz
    python3 generate.py --seed 2 --count 200000 > /tmp/more.jsonl
    DAGPLAN_JINJA=/tmp/more.jsonl go test -run Generated ..

`vars` are the names that jinja2.meta.find_undeclared_variables returns, `error`
is why it refuses the template, `format` are the names of string.Formatter (null
where it finds the braces malformed).

A constant that takes an attribute, an item, a filter, a test or a division to
compute is not folded here, as the package documents; --fold lets Jinja fold it.
"""

import argparse
import json
import random
import string
import sys
import warnings

from jinja2 import meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

NAMES = "a b c d x y".split()
ODD = "loop self super caller kwargs varargs range dict true None is if in not _p é ns".split()
FILTERS = "upper default d join map abs nosuch e list int tojson a.b jsonpath first".split()
TESTS = ["defined", "odd", "none", "eq", "nosuch", "in", "divisibleby", "string", "not defined", "not nosuch"]
CONSTANTS = "1 0 1.5 2 '' 'a' true false none [] () {} [1] {1:2} -1 1_0 0x1F 1e3 {[]:1} {():1}".split()
SCRAPS = (
    "{{ }} {% %} {# #} - + ( ) [ ] { } , . : | = == != < > * ** / // % ~ \" ' \\ if else elif endif for in endfor "
    "set endset is not and or a b x loop 1 1.5 0 0x 1e5 raw endraw block endblock macro endmacro with endwith call "
    "endcall filter endfilter import from as include context recursive upper nosuch defined é ² $ & ! @ ; _ ٣ \\x \\u "
    "{{- -}} +%} required scoped print autoescape extends 1_000 1__0 017 .5 5. ℘ · ⁀ ⅷ"
).split() + [" ", "\n", "\r\n", "\r", "\t", "\x1c", "\u2003", "\x85"]


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.blocks = 0

    def pick(self, *choices):
        return self.random.choice(choices)

    def chance(self, p):
        return self.random.random() < p

    def some(self, make, most):
        return [make() for _ in range(self.random.randrange(most + 1))]

    def name(self):
        return self.pick(*NAMES) if self.chance(0.65) else self.pick(*NAMES, *ODD)

    def arguments(self, depth):
        parts = self.some(lambda: self.expr(depth - 1), 2)
        if self.chance(0.2):
            parts.append(f"{self.name()}={self.expr(depth - 1)}")
        if self.chance(0.1):
            parts.append("*" + self.expr(depth - 1))
        if self.chance(0.1):
            parts.append("**" + self.expr(depth - 1))
        return "(" + ", ".join(parts) + ")"

    def expr(self, depth):
        if depth <= 0 or self.chance(0.2):
            return self.name() if self.chance(0.75) else self.pick(*CONSTANTS)
        one = lambda: self.expr(depth - 1)  # noqa: E731
        rules = [
            lambda: f"{one()}.{self.pick('a', 'items', '0')}",
            lambda: f"{one()}[{self.pick(one(), ':', one() + ':' + one(), one() + ', ' + one(), '')}]",
            lambda: one() + self.arguments(depth),
            lambda: f"{one()}|{self.pick(*FILTERS)}{self.pick('', self.arguments(depth))}",
            lambda: f"{one()} is {self.pick(*TESTS)}{self.pick('', '', ' ' + self.expr(0), self.arguments(depth))}",
            lambda: one() + self.pick(" + ", "-", "*", "/", "//", "%", "**", " ~ ") + one(),
            lambda: one() + self.pick(" == ", "!=", "<", ">=", " in ", " not in ") + one(),
            lambda: one() + self.pick(" and ", " or ") + one(),
            lambda: self.pick("not ", "-", "+") + one(),
            lambda: f"({one()})",
            lambda: "(" + ", ".join(self.some(one, 3)) + self.pick("", ",") + ")",
            lambda: "[" + ", ".join(self.some(one, 3)) + "]",
            lambda: "{" + ", ".join(self.some(lambda: f"{one()}: {one()}", 2)) + "}",
            lambda: f"{one()} if {one()}" + self.pick("", " else " + one()),
            lambda: self.pick("true or ", "false and ", "1 == 2 == ", "not 0 or ", "'a' or ", "[] or ") + one(),
        ]
        return self.pick(*rules)()

    def target(self):
        return self.pick(self.name(), self.name(), self.name(), f"{self.name()}, {self.name()}", f"(a, {self.name()})",
                         "a, (b, c)", *self.pick(["a"] * 3, [f"{self.name()}.x", "()", self.expr(1)]))  # fmt: skip

    def tag(self, text):
        return self.pick("{%", "{%", "{%-", "{%+") + " " + text + self.pick(*[" %}", "-%}", "+%}"] * 6, ":%}")

    def signature(self):
        return "(" + ", ".join(self.some(lambda: self.name() + self.pick("", "=" + self.expr(1)), 2)) + ")"

    def body(self, depth):
        return "".join(self.some(lambda: self.piece(depth - 1), 3))

    def around(self, depth, opener, closer, *middle):
        inside = self.body(depth)
        for tag in middle:
            inside += self.tag(tag) + self.body(depth)
        return self.tag(opener) + inside + self.tag(closer)

    def piece(self, depth):
        if depth <= 0 or self.chance(0.4):
            return self.pick("text", " ", "\n", "{", "}", self.pick("{{ ", "{{- ") + self.expr(2) + " }}")
        self.blocks += 1
        e, n = lambda: self.expr(1), self.name
        rules = [
            lambda: self.around(depth, f"if {e()}", "endif", *self.pick((), ("else",), (f"elif {e()}", "else"))),
            lambda: self.around(depth, f"if {e()}", "endif", f"elif {e()}", f"elif {e()}"),
            lambda: self.around(depth, f"for {self.target()} in {e()}{self.pick('', ' if ' + e(), ' recursive')}",
                                "endfor", *self.pick((), ("else",))),  # fmt: skip
            lambda: self.tag(f"set {self.target()} = {e()}"),
            lambda: self.around(depth, f"set {self.target()}{self.pick('', '|upper', f'|default({e()})')}", "endset"),
            lambda: self.around(depth, f"macro {n()}{self.signature()}", "endmacro"),
            lambda: self.around(depth, f"call{self.pick('', self.signature())} {n()}{self.arguments(1)}", "endcall"),
            lambda: self.around(depth, f"filter {self.pick(*FILTERS)}{self.pick('', '|upper', self.arguments(1))}", "endfilter"),
            lambda: self.around(depth, "with " + ", ".join(self.some(lambda: f"{self.target()} = {e()}", 2)), "endwith"),
            lambda: self.around(depth, f"block b{self.blocks}{self.pick('', '', ' scoped', ' required')}", "endblock"),
            lambda: self.around(depth, f"autoescape {e()}", "endautoescape"),
            lambda: self.tag(f"include {e()}{self.pick('', ' ignore missing', ' without context')}"),
            lambda: self.tag(f"extends {e()}"),
            lambda: self.tag(f"import {e()} as {n()}"),
            lambda: self.tag(f"from {e()} import {n()}{self.pick('', ' as ' + n(), ' with context')}"),
            lambda: self.tag("print " + ", ".join(self.some(e, 2))),
            lambda: self.pick("{# {{ a }} #}", "{#- x -#}", "{% raw %}{{ q }}{% endraw %}", "{%- raw -%} {% if %} {%- endraw %}"),
        ]
        return self.pick(*rules)()

    def broken(self, text):
        for _ in range(self.pick(1, 1, 2, 4)):
            at = self.random.randrange(len(text) + 1)
            cut = at + self.pick(0, 0, 1, 2, 8)
            text = text[:at] + self.pick("", *SCRAPS) + text[cut:]
        return text

    def literal(self):
        marks = self.pick("0123456789_.eExXbBoOaAfF+-٣ ", ["a", "\\", "\\x", "41", "\\u", "0000", "'", '"', "é", "\n", "\\N{DIGIT ONE}"])
        text = "".join(self.random.choice(marks) for _ in range(self.pick(2, 4, 8)))
        return "{{ " + self.pick(text, f"'{text}'") + " }}"

    def template(self):
        self.blocks = 0
        kind = self.random.random()
        if kind < 0.5:
            return self.body(4)
        if kind < 0.65:
            return "{{ " + self.expr(4) + " }}"
        if kind < 0.85:
            return self.broken(self.body(3))
        if kind < 0.93:
            return "".join(self.pick(*SCRAPS) for _ in range(self.pick(3, 6, 12)))
        return self.literal()


def verdict(environment, text):
    out = {"template": text}
    try:
        out["vars"] = sorted(meta.find_undeclared_variables(environment.parse(text)))
    except Exception as e:
        out["error"] = f"{type(e).__name__}: {e}"
    try:
        out["format"] = [f[1].strip() for f in string.Formatter().parse(text) if f[1] and f[1].strip()]
    except ValueError:
        out["format"] = None
    return out


def impossible(self, eval_ctx=None):
    raise nodes.Impossible()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--fold", action="store_true")
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    if not args.fold:
        for kind in (nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test, nodes.Pow, nodes.Div, nodes.FloorDiv, nodes.Mod):
            kind.as_const = impossible
    environment = ImmutableSandboxedEnvironment()
    generator, seen = Generator(args.seed), set()
    while len(seen) < args.count:
        text = generator.template()
        if text not in seen:
            seen.add(text)
            json.dump(verdict(environment, text), sys.stdout, ensure_ascii=False)
            print()


if __name__ == "__main__":
    main()
