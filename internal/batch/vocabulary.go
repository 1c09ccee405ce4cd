package batch

import (
	"knead/engine"
	"knead/rules"
)

// vocabulary is every word that an intake of a pack may hold. It is immutable and safe for
// concurrent use.
type vocabulary struct {
	pack    *rules.Pack
	keys    words   // the questions
	top     words   // the keys of an intake, as placeID … placeAnswers
	answers []field // by question
	foresight
	alike uint8 // how many bytes the ids of all questions begin with
	// packNames are the two spellings of "the pack in use".
	packNames [2]string
}

// field is how a question is answered.
type field struct {
	kind       rules.Kind
	atLeastOne bool
	least      int // of an Int
	most       int // of an Int, or characters
	// words may answer it: its options, and where they are allowed unsureWord and noneWord.
	words
}

// Values of words that are no option.
const (
	unsureWord = 64 + iota
	noneWord
)

// Places in an intake: questions count from 0, and these follow them.
const (
	placeID = iota
	placeDate
	placePack
	placeAnswers
	placeStart
	placeEnd
	placesBesideQuestions
)

func newVocabulary(program *engine.Program) *vocabulary {
	p := program.Pack()
	v := &vocabulary{
		pack:      p,
		foresight: foresee(program),
		answers:   make([]field, len(p.Questions)),
		packNames: [2]string{p.Name + " " + p.Version, p.Name},
	}
	ids := make([]string, len(p.Questions))
	for i := range p.Questions {
		ids[i] = p.Questions[i].ID
		q := &p.Questions[i]
		v.answers[i] = field{q.Kind, q.AtLeastOne, q.Min, q.Max, answerWords(q)}
	}
	v.keys, v.alike = newWords(ids), alike(ids)
	for i, key := range [...]string{"id", "date", "pack", "answers"} {
		v.top.add(key, len(ids)+i)
	}
	v.top.index()
	return v
}

// alike returns how many bytes all ids begin with, up to maxKeyAt.
func alike(ids []string) (n uint8) {
	for ; n < maxKeyAt; n++ {
		for _, id := range ids {
			if int(n) == len(id) || id[n] != ids[0][n] {
				return n
			}
		}
	}
	return n
}

// answerWords returns the words that may answer the question in JSON. Those of a Bool are no
// words there.
func answerWords(q *rules.Question) words {
	var w words
	if q.Kind == rules.Choice || q.Kind == rules.Multi {
		for i := range q.Options {
			w.add(q.Options[i].ID, i)
		}
	}
	if q.Unsure {
		w.add("unsure", unsureWord)
	}
	if q.Kind == rules.Multi && !q.AtLeastOne {
		w.add("none", noneWord)
	}
	w.index()
	return w
}
