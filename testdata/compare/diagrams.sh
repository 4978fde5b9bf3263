#!/usr/bin/env bash
# Every diagram of every config in testdata/configs/valid, and one of hostile
# names, read by the real Mermaid parser and by Graphviz. What is not installed
# is said to be skipped; npm packages go to a folder that is thrown away.
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
go build -o "$scratch/dagplan" ./cmd/dagplan

cat > "$scratch/hostile.json" <<'JSON'
{"columns": [
  {"name": "end"}, {"name": "a\"b", "depends_on": ["end"]}, {"name": "`md`"}, {"name": "new\nline"}, {"name": "C:\\N"},
  {"name": "]] --> x[("}, {"name": "<b>&amp;</b>"}, {"name": "#35;"}, {"name": "%% x"}, {"name": "a:::cell"}, {"name": "$$x$$"},
  {"name": "fa:fa-car"}, {"name": "\u001b[31m"}, {"name": "\u202egnp"}, {"name": "click c0 call()"}, {"name": "__proto__"}
]}
JSON
for config in testdata/configs/valid/*.yaml testdata/configs/valid/*.json "$scratch/hostile.json"; do
  name=$(basename "$config")
  for flags in "" "--layers --direction LR" "--no-legend"; do
    # shellcheck disable=SC2086
    "$scratch/dagplan" mermaid --quiet "$config" --seed-columns dish,region,minutes $flags > "$scratch/$name${flags// /}.mmd"
    # shellcheck disable=SC2086
    "$scratch/dagplan" dot --quiet "$config" --seed-columns dish,region,minutes $flags > "$scratch/$name${flags// /}.dot"
  done
done

if command -v npm >/dev/null; then
  cp testdata/compare/mermaid.mjs "$scratch"
  npm install --prefix "$scratch" --silent --no-audit --no-fund mermaid@11.17.2 jsdom@29.1.1
  node "$scratch/mermaid.mjs" "$scratch"/*.mmd > "$scratch/mermaid.out" || { cat "$scratch/mermaid.out"; exit 1; }
  echo "diagrams: $(grep -c . "$scratch/mermaid.out") read by Mermaid 11.17.2"
else
  echo "diagrams: npm is not here: Mermaid SKIPPED"
fi
if command -v dot >/dev/null; then
  for file in "$scratch"/*.dot; do dot -Tsvg "$file" > /dev/null; done
  echo "diagrams: $(ls "$scratch"/*.dot | wc -l) read by Graphviz"
else
  echo "diagrams: dot is not here: Graphviz SKIPPED"
fi
