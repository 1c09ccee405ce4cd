package batch

import (
	"testing"
	"unsafe"
)

// TestAssemblyKnowsTheLayout holds what glideAVX2 shifts and scales by to the sizes in Go.
func TestAssemblyKnowsTheLayout(t *testing.T) {
	for what, is := range map[string]bool{
		"a fact takes 16 bytes":      answerCodes-answerFact == 16 && answerFact == answer,
		"codes take 8 bytes":         answerQuestion-answerCodes == 8,
		"numbers take 4 bytes":       answerRest-answerQuestion == 4,
		"a slate is two pointers":    slateCodes-slateFacts == 8,
		"a spelling takes 2 bytes":   unsafe.Sizeof(spelling{}) == 2,
		"the entry comes first":      unsafe.Offsetof(spelling{}.n) == 1,
		"masks are a glance each":    unsafe.Sizeof(masks[0]) == unsafe.Sizeof(glance{}),
		"an opening is a glance":     unsafe.Sizeof(opening{}) == unsafe.Sizeof(glance{}),
		"openings stand at the head": unsafe.Offsetof(transition{}.opening) == 0 && unsafe.Offsetof(preparedAnswer{}.opening) == 0,
		"slots stand at the head":    unsafe.Offsetof(spelled{}.slots) == 0,
	} {
		if !is {
			t.Errorf("not so: %s", what)
		}
	}
}
