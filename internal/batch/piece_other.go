//go:build !amd64

package batch

// copyPieces appends pieces.
func copyPieces(to []byte, p *pieces, list []piece) []byte { return copyPlainly(to, p, list) }
