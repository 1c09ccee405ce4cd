//go:build !amd64

package batch

const hasGlide = false

func (s *scanner) glide(data []byte, i, at int) (last, end int, there bool) {
	return s.glidePlainly(data, i, at)
}
