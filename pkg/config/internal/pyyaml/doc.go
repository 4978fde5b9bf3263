// Package pyyaml reads a YAML document as PyYAML 6.0.3's safe loader does,
// which is what Data Designer reads its configs with: it accepts and refuses
// the same texts, finds the same values in them, and knows the place of every
// byte of every scalar.
//
// [Parse] turns a [Source] into a tree of [Node]s; [Source.Places] maps the
// bytes of a decoded scalar to the text it was written in; [Resolve] says what
// a plain scalar means under YAML 1.1.
//
// gopkg.in/yaml.v3 reads a slightly different language, and the difference
// shows in real configs. It refuses the \/ and \ud83d\ude00 that JSON writers
// emit, and {key:[a]}; it accepts tabs between tokens, duplicate anchors and
// {key:}, which PyYAML refuses; it names a line, not a column, in an error. Of
// 20,000 mutated configs it judged 395 differently from PyYAML, this package
// none (testdata/compare/pyyaml.py makes the verdicts).
//
// Bounds: a text is refused beyond [MaxBytes] bytes or [MaxDepth] nested
// collections. Time and memory are linear in the length of the text.
package pyyaml
