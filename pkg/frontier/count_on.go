//go:build frontiercount

package frontier

// steps counts the words and lanes that are looked at and the edges that are
// followed.
type steps struct{ n int }

func (s *steps) add(n int) { s.n += n }
