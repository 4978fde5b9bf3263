package check

// rule reports what it finds about one thing.
type rule func(*checker)

// rules lists every rule. Their order does not matter: findings are sorted.
func rules() []rule {
	return []rule{cycles}
}
