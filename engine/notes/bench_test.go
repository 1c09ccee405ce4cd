package notes_test

import (
	"strings"
	"testing"

	"knead/engine/notes"
	"knead/rules/packs"
)

// BenchmarkNew makes the reader of the embedded pack.
func BenchmarkNew(b *testing.B) {
	p, _, err := packs.Load(packs.Default)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		notes.New(p)
	}
}

// BenchmarkBackcare reads texts of 200 characters by the embedded pack.
func BenchmarkBackcare(b *testing.B) {
	p, _, err := packs.Load(packs.Default)
	if err != nil {
		b.Fatal(err)
	}
	r := notes.New(p)
	plain := "Shoulders get stiff since we moved house in spring; worse in the morning and after long drives, better when I walk. "
	texts := map[string]string{
		"plain": strings.Repeat(plain, 2)[:200],
		"usual": "Lower back sore for 3 months, worse after sitting. No fever, no weight loss. I take Telma 40 for BP. Had an appendix operation in 2009. Mother has diabetes. Would like firm pressure on shoulders ok..",
		"terms": strings.Repeat("no fever, chills or sweats. My father takes warfarin, I take prednislone. ", 3)[:200],
		"six":   "Had a stroke in 2015 and on warfarin since. Numb groin, cannot pee, fever 38.5 at night. No cancer. Type 2 diabetes, takes metformin. Pacemaker fitted in May. Pregnant: no. Mother had breast cancer.",
		"hindi": string([]rune(strings.Repeat("मुझे बुखार नहीं है और कमर में दर्द बहुत दिनों से है, ", 5))[:200]),
	}
	for name, text := range texts {
		b.Run(name, func(b *testing.B) {
			var s notes.Scratch
			for b.Loop() {
				r.Read([]byte(text), &s)
			}
		})
	}
}
