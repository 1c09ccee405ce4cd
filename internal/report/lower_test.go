package report

import "testing"

func TestLowerFirst(t *testing.T) {
	for label, want := range map[string]string{
		"Neck": "neck", "A dull ache": "a dull ache", "Émail": "émail", "": "", "गर्दन": "गर्दन",
		"I have no pain": "I have no pain", "TB or HIV": "TB or HIV",
	} {
		if got := lowerFirst(label); got != want {
			t.Errorf("%q becomes %q", label, got)
		}
	}
}
