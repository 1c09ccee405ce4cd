//go:build full

package engine_test

// How much is tested: packs and intakes for agreement, and for the searches for changes
// intakes and results for each.
const (
	agreePacks    = 5200
	agreeIntakes  = 20_000
	whatIfIntakes = 1000
	whatIfBound   = 20_000
)
