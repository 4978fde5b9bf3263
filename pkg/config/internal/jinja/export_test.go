package jinja

// Steps returns how many bytes, tokens and nodes the passes over a template
// looked at.
func Steps(t *Template) int { return t.steps }
