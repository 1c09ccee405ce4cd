//go:build full

package engine_test

// How much the searches for changes are tested with: intakes, and results for each.
const (
	whatIfIntakes = 1000
	whatIfBound   = 20_000
)
