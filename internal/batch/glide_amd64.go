package batch

import (
	"unsafe"

	"golang.org/x/sys/cpu"

	"knead/engine"
)

// hasGlide reports whether glideAVX2 can be used.
var hasGlide = cpu.X86.HasAVX2

// glide does what glidePlainly does.
func (s *scanner) glide(data []byte, i, at int) (last, end int, there bool) {
	if s.plainly {
		return s.glidePlainly(data, i, at)
	}
	return glideAVX2(s, &data[0], i, len(data)-2*len(glance{}), at)
}

// glideAVX2 begins no step behind data[most].
//
//go:noescape
func glideAVX2(s *scanner, data *byte, i, most, at int) (last, end int, there bool)

// Where assembly finds the parts of a preparedAnswer and of a Slate.
const (
	answer         = unsafe.Offsetof(preparedAnswer{}.answer)
	answerFact     = answer + unsafe.Offsetof(engine.Answer{}.Fact)
	answerCodes    = answer + unsafe.Offsetof(engine.Answer{}.Codes)
	answerQuestion = answer + unsafe.Offsetof(engine.Answer{}.Question)
	answerRest     = answer + unsafe.Offsetof(engine.Answer{}.Rest)
	slateFacts     = unsafe.Offsetof(engine.Slate{}.Facts)
	slateCodes     = unsafe.Offsetof(engine.Slate{}.Codes)
)
