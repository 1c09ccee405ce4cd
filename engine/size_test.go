//go:build !full

package engine_test

// How much the searches for changes are tested with: intakes, and results for each.
const (
	whatIfIntakes = 150
	whatIfBound   = 1500
)
