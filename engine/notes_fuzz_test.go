package engine_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/engine"
	"knead/rules"
)

// FuzzNotes holds the reader of notes to the naive one, over random packs and any text.
func FuzzNotes(f *testing.F) {
	for seed, text := range []string{
		"no fever, warfarin or blood thinner", "Telma40: no. not only blood", "ख़ून नहीं है, थिनर ख़ून", "my mother WARFRAIN\u00ad’s h/o Numb",
		"no\xff \u200bblood - thinner\r\nnot warfarin, co warfarin nahi hai", "denies blood, numb, or naïve. since 2019", "no blood/numb or naïve? no", "denies numb, blood, naïve?", "\u0301\u093c a\u093c\u0301",
	} {
		f.Add(uint64(seed), text)
	}
	f.Fuzz(func(t *testing.T, seed uint64, text string) {
		if len(text) > 400 {
			return
		}
		p := notesPack(seed)
		program, err := engine.Compile(p)
		if err != nil {
			t.Skip(err)
		}
		in := &rules.Intake{Answers: make([]rules.Answer, len(p.Questions))}
		in.Answers[len(p.Questions)-1] = rules.Answer{State: rules.Answered, Text: text}
		want := (&naive{reading: read(p, in)}).mentioned()
		if diff := cmp.Diff(want, program.Eval(in, engine.Voice{}).Notes); diff != "" {
			t.Errorf("%q (-want +got):\n%s\n%s", text, diff, printPack(p))
		}
	})
}

// notesPack is a pack of a few lists and a text, with random terms and cues.
func notesPack(seed uint64) *rules.Pack {
	m := &packMaker{dice: seededDice(seed), p: &rules.Pack{SessionsDone: -1, Regions: make([]rules.Region, 1)}}
	for _, id := range []string{"area", "signs", "medicines", "illness"} {
		m.p.Questions = append(m.p.Questions, rules.Question{ID: id, Kind: rules.Multi, Unsure: true, Options: []rules.Option{{ID: "a"}, {ID: "b"}, {ID: "c"}}})
	}
	m.notes()
	m.p.Questions = append(m.p.Questions, rules.Question{ID: "notes", Kind: rules.FreeText, Max: 2000})
	return m.p
}
