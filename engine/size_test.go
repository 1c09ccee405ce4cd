//go:build !full

package engine_test

// How much is tested: packs and intakes for agreement, and for the searches for changes
// intakes and results for each.
const (
	agreePacks    = 2600
	agreeIntakes  = 12_000
	whatIfIntakes = 150
	whatIfBound   = 1500
)
