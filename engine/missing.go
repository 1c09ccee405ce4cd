package engine

import (
	"slices"

	"knead/rules"
)

// findMissing lists what notes mention, questions without a sure answer, and answers that do not apply.
func (p *Program) findMissing(f *Facts, d *Decision) {
	for i := range f.notes {
		d.Notes = append(d.Notes, f.notes[i].NoteDecision)
	}
	all := f.ignored || f.doubtful
	for q, codes := range p.notSure {
		if code := f.codes[q]; all || code >= codes.from && code < codes.to {
			p.findMissingAt(f, d, q)
		}
	}
}

// codeRange is the codes from one up to another, without that.
type codeRange struct{ from, to uint8 }

// buildNotSure finds for each question the codes of its first slot that tell of an answer
// that is not sure: not of one that was not asked for, or is blank and may be.
func (p *Program) buildNotSure() {
	for q := range p.pack.Questions {
		s := &p.slots[q]
		codes := codeRange{s.unsure(), s.blank()}
		if s.required || p.pack.Questions[q].Advice {
			codes.to = s.skipped()
		}
		p.notSure = append(p.notSure, codes)
	}
}

func (p *Program) findMissingAt(f *Facts, d *Decision, q int) {
	a := &f.answers[q]
	answered, noted := a.state != rules.Unanswered, f.hinted[q] != 0
	switch {
	case f.skipped(q):
		if answered {
			d.Ignored = append(d.Ignored, int32(q))
		}
		return
	case !answered && p.slots[q].required:
		d.Missing = append(d.Missing, MissingDecision{Question: int32(q), State: MissingUnanswered})
		d.Disposition = rules.Incomplete
	case !answered && p.pack.Questions[q].Advice && !f.unneeded[q]:
		d.Missing = append(d.Missing, MissingDecision{Question: int32(q), State: MissingUnanswered})
	case a.state == rules.Unsure && !noted:
		d.Missing = append(d.Missing, MissingDecision{Question: int32(q), State: MissingUnsure})
	}
	if noted {
		from := len(d.words)
		for i := range f.hits {
			if h := &f.hits[i]; h.term.Question == q && f.hints(h) && !slices.Contains(d.words[from:], h.words) {
				d.words = append(d.words, h.words)
			}
		}
		d.Missing = append(d.Missing, MissingDecision{Question: int32(q), State: MissingNotes, words: Span{int32(from), int32(len(d.words))}})
	}
}
