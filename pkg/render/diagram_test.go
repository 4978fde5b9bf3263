package render_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/internal/dagtest"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/render"
)

// judgeColumns is a small build with every shape and every kind of edge.
func judgeColumns() []model.Column {
	columns := dagtest.Columns("topic! < summary < verdict < report!")
	columns[1].Type, columns[1].Models = "llm-text", []string{"writer"}
	columns[1].SideEffects = []string{"summary__trace"}
	columns[2].Models = []string{"judge"}
	columns[2].Dependencies = append(columns[2].Dependencies, model.Dependency{Name: "topic", Kind: model.SkipCondition})
	columns[3].Dependencies = append(columns[3].Dependencies, model.Dependency{Name: "summary__trace", Kind: model.Required})
	return columns
}

func diagram(tb testing.TB, columns []model.Column) render.Diagram {
	tb.Helper()
	g, err := dag.FromColumns(columns)
	if err != nil {
		tb.Fatal(err)
	}
	return render.Diagram{Graph: g, Columns: columns}
}

func text(tb testing.TB, write func(io.Writer) error) string {
	tb.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

func mermaidOf(tb testing.TB, d render.Diagram) string {
	tb.Helper()
	return text(tb, func(w io.Writer) error { return render.WriteMermaid(w, d) })
}

func dotOf(tb testing.TB, d render.Diagram) string {
	tb.Helper()
	return text(tb, func(w io.Writer) error { return render.WriteDOT(w, d) })
}

func TestWriteMermaid(t *testing.T) {
	t.Parallel()
	want := `flowchart TB
  c0[("topic")]:::source
  c1("summary<br/>llm-text<br/>model writer"):::cell
  c2("verdict<br/>model judge"):::cell
  c3[["report"]]:::full
  c0 --> c1
  c1 --> c2
  c0 -.-> c2
  c2 --> c3
  c1 -->|"summary__trace"| c3
  classDef cell fill:#e8f1fb,stroke:#2f6db3,color:#1b1f24
  classDef full fill:#fdf1dc,stroke:#b3722f,color:#1b1f24
  classDef source fill:#e9f5ea,stroke:#3c8a4e,color:#1b1f24
`
	if diff := cmp.Diff(want, mermaidOf(t, diagram(t, judgeColumns()))); diff != "" {
		t.Error(diff)
	}
}

func TestWriteMermaid_layersAndLegend(t *testing.T) {
	t.Parallel()
	d := diagram(t, dagtest.Columns("a! < b"))
	d.Direction, d.Layers, d.Legend = render.LeftRight, true, true
	want := `flowchart LR
  subgraph layer0["layer 0"]
    c0[("a")]:::source
  end
  subgraph layer1["layer 1"]
    c1("b"):::cell
  end
  c0 --> c1
  subgraph legend["legend"]
    direction LR
    l0("cell_by_cell"):::cell
    l1[("full_column, from scratch")]:::source
    l0 ~~~ l1
  end
  style legend fill:none,stroke:#999
  classDef cell fill:#e8f1fb,stroke:#2f6db3,color:#1b1f24
  classDef full fill:#fdf1dc,stroke:#b3722f,color:#1b1f24
  classDef source fill:#e9f5ea,stroke:#3c8a4e,color:#1b1f24
`
	if diff := cmp.Diff(want, mermaidOf(t, d)); diff != "" {
		t.Error(diff)
	}
}

func TestWriteDOT(t *testing.T) {
	t.Parallel()
	d := diagram(t, judgeColumns())
	d.Layers, d.Legend = true, true
	want := `digraph dagplan {
  rankdir=TB;
  node [fontname="Helvetica"];
  edge [fontname="Helvetica", fontsize=10];
  subgraph cluster_layer0 {
    label="layer 0";
    fontname="Helvetica";
    c0 [label="topic", shape=cylinder, style="filled", fillcolor="#e9f5ea", color="#3c8a4e"];
  }
  subgraph cluster_layer1 {
    label="layer 1";
    fontname="Helvetica";
    c1 [label="summary\nllm-text\nmodel writer", shape=box, style="rounded,filled", fillcolor="#e8f1fb", color="#2f6db3"];
  }
  subgraph cluster_layer2 {
    label="layer 2";
    fontname="Helvetica";
    c2 [label="verdict\nmodel judge", shape=box, style="rounded,filled", fillcolor="#e8f1fb", color="#2f6db3"];
  }
  subgraph cluster_layer3 {
    label="layer 3";
    fontname="Helvetica";
    c3 [label="report", shape=box, style="filled", fillcolor="#fdf1dc", color="#b3722f"];
  }
  c0 -> c1;
  c1 -> c2;
  c0 -> c2 [style=dashed];
  c2 -> c3;
  c1 -> c3 [label="summary__trace"];
  subgraph cluster_legend {
    label="legend";
    fontname="Helvetica";
    color="#999999";
    l0 [label="cell_by_cell", shape=box, style="rounded,filled", fillcolor="#e8f1fb", color="#2f6db3"];
    l1 [label="full_column", shape=box, style="filled", fillcolor="#fdf1dc", color="#b3722f"];
    l2 [label="full_column, from scratch", shape=cylinder, style="filled", fillcolor="#e9f5ea", color="#3c8a4e"];
    from [shape=point];
    to [shape=point];
    from -> to [label="read by a skip condition only", style=dashed];
  }
}
`
	if diff := cmp.Diff(want, dotOf(t, d)); diff != "" {
		t.Error(diff)
	}
}

// Each of these names has broken a diagram of some program. What the real
// Mermaid and the real Graphviz show for them was compared with the name by
// rendering once; the forms are held here.
func TestDiagram_hostileNames(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, mermaid, dot string }{
		{"end", "end", "end"},
		{`a"b`, "a#34;b", "a&#34;b"},
		{"`md`", "#96;md#96;", "`md`"},
		{"new\nline", "new#92;#8203;nline", `new\\nline`},
		{`C:\N`, "C#58;#8203;#92;#8203;N", `C:\\N`},
		{"]] --> x[(", "#93;#93; --#62; x#91;#40;", "]] --&#62; x[("},
		{"<b>&amp;</b>", "#60;b#62;#38;amp#59;#60;/b#62;", "&#60;b&#62;&#38;amp;&#60;/b&#62;"},
		{"#35;", "#35;35#59;", "#35;"},
		{"%% x", "#37;#37; x", "%% x"},
		{"a:::cell", "a#58;#8203;#58;#8203;#58;#8203;cell", "a:::cell"},
		{"$$x$$", "#36;#8203;#36;#8203;x#36;#8203;#36;#8203;", "$$x$$"},
		{"fa:fa-car", "fa#58;#8203;fa-car", "fa:fa-car"},
		{"名前 é", "名前 é", "名前 é"},
		{"\x1b[31m", "#92;#8203;x1b#91;31m", `\\x1b[31m`},
		{"\u202egnp", "#92;#8203;u202egnp", `\\u202egnp`},
	}
	for _, tt := range tests {
		d := diagram(t, []model.Column{{Name: tt.name, Strategy: model.CellByCell}})
		if want := "  c0(\"" + tt.mermaid + "\"):::cell\n"; !strings.Contains(mermaidOf(t, d), want) {
			t.Errorf("%q in Mermaid:\n%s\nwant the line\n%s", tt.name, mermaidOf(t, d), want)
		}
		if want := "  c0 [label=\"" + tt.dot + "\", "; !strings.Contains(dotOf(t, d), want) {
			t.Errorf("%q in DOT:\n%s\nwant\n%s", tt.name, dotOf(t, d), want)
		}
	}
}

func TestPrintable(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"plain é 名前 🙂", "plain é 名前 🙂"},
		{"family 👩\u200d👧", "family 👩\u200d👧"},
		{"\x1b[31mred\x07", `\x1b[31mred\x07`},
		{"a\nb\tc\rd", `a\nb\tc\rd`},
		{"\u0085\u009b31m", `\x85\x9b31m`},
		{"\u202ereversed\u2066", `\u202ereversed\u2066`},
		{"\u2028\u2029\ufeff\u200b", `\u2028\u2029\ufeff\u200b`},
		{"tag\U000e0041", `tag\U000e0041`},
		{"bad \xff\xc3 bytes", `bad \xff\xc3 bytes`},
		{`back\slash`, `back\slash`},
	}
	for _, tt := range tests {
		if got := render.Printable(tt.text); got != tt.want {
			t.Errorf("Printable(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}
