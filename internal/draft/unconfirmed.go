package draft

import (
	"encoding/json"
	"io"
	"os"
	"slices"

	"knead/internal/files"
	"knead/internal/text"
	"knead/questionnaire"
	"knead/rules"
	"knead/rules/packfile"
)

// UnconfirmedSuffix names the file beside a draft that holds what is no answer yet. A draft
// is an intake, and an intake has no place for it.
const UnconfirmedSuffix = ".unconfirmed"

// unconfirmedFile is a [questionnaire.Unconfirmed] as it stands in its file: by question, each answer
// as the cell of a table.
type unconfirmedFile struct {
	Known     []string          `json:"known,omitempty"`
	Suggested map[string]string `json:"suggested,omitempty"`
	Pending   map[string]string `json:"begun,omitempty"`
	// Last are the answers of the last visit but texts, which nothing compares; nil at a first one.
	Last map[string]string `json:"last,omitzero"`
	Kept []string          `json:"kept,omitempty"` // contradictions
	// Said is what was said to the statements of a question: yes, no, unsure or nothing.
	Said map[string][]string `json:"said,omitempty"`
	Full bool                `json:"full_lists,omitempty"`
}

// yesNo is the question that a statement asks.
var yesNo = rules.Question{Kind: rules.Bool, Unsure: true, Options: []rules.Option{{ID: "false"}, {ID: "true"}}}

// writeUnconfirmed writes the file beside the draft, or removes it when there is nothing to
// write. Written are the bytes that stand there already.
func writeUnconfirmed(draft string, a questionnaire.Unconfirmed, p *rules.Pack, written []byte) ([]byte, error) {
	u := unconfirmedFile{Suggested: map[string]string{}, Pending: map[string]string{}, Said: map[string][]string{}, Full: a.Full}
	if a.Last != nil {
		u.Last = map[string]string{}
	}
	for i := range p.Questions {
		q := &p.Questions[i]
		if a.Known[i] {
			u.Known = append(u.Known, q.ID)
		}
		if a.Suggested[i].State != rules.Unanswered {
			u.Suggested[q.ID] = q.Cell(a.Suggested[i])
		}
		if a.Last != nil && a.Last[i].State != rules.Unanswered && !q.Kind.IsText() {
			u.Last[q.ID] = q.Cell(a.Last[i])
		}
		for _, said := range a.Said[i] {
			u.Said[q.ID] = append(u.Said[q.ID], yesNo.Cell(said))
		}
		switch p := a.Pending[i]; {
		case p.Ticks != 0:
			u.Pending[q.ID] = q.Cell(rules.Answer{State: rules.Answered, Ticks: p.Ticks})
		case p.Text != "":
			u.Pending[q.ID] = p.Text
		}
	}
	for i, kept := range a.Kept {
		if kept {
			u.Kept = append(u.Kept, p.Contradicts[i].ID)
		}
	}
	if len(u.Known)+len(u.Kept)+len(u.Suggested)+len(u.Pending)+len(u.Said) == 0 && !u.Full && u.Last == nil {
		if err := os.Remove(draft + UnconfirmedSuffix); !os.IsNotExist(err) {
			return nil, err
		}
		return nil, nil
	}
	data, err := json.MarshalIndent(u, "", "  ")
	if err != nil || string(data) == string(written) {
		return written, err
	}
	if err := files.WriteAtomic(draft+UnconfirmedSuffix, append(data, '\n')); err != nil {
		return nil, err
	}
	return data, nil
}

// ReadUnconfirmed reads the file beside a draft. What is missing there, or fits the pack no
// more, is left out: its question is then asked afresh.
func ReadUnconfirmed(draft string, p *rules.Pack) questionnaire.Unconfirmed {
	n := len(p.Questions)
	a := questionnaire.Unconfirmed{Known: make([]bool, n), Suggested: make([]rules.Answer, n), Pending: make([]questionnaire.Pending, n), Kept: make([]bool, len(p.Contradicts)), Said: make([][]rules.Answer, n)}
	file, err := os.Open(draft + UnconfirmedSuffix)
	if err != nil {
		return a
	}
	defer file.Close()
	var u unconfirmedFile
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() ||
		json.NewDecoder(io.LimitReader(file, packfile.MaxIntakeBytes)).Decode(&u) != nil {
		return a
	}
	for _, id := range u.Known {
		if i := p.QuestionIndex(id); i >= 0 {
			a.Known[i] = true
		}
	}
	a.Full = u.Full
	for i := range p.Contradicts {
		a.Kept[i] = slices.Contains(u.Kept, p.Contradicts[i].ID)
	}
	for id, cell := range u.Suggested {
		if i := p.QuestionIndex(id); i >= 0 {
			a.Suggested[i] = validCell(&p.Questions[i], cell)
		}
	}
	if u.Last != nil {
		a.Last = make([]rules.Answer, n)
	}
	for id, cell := range u.Last {
		if i := p.QuestionIndex(id); i >= 0 {
			a.Last[i] = validCell(&p.Questions[i], cell)
		}
	}
	for id, cells := range u.Said {
		if i := p.QuestionIndex(id); i >= 0 {
			for _, cell := range cells {
				a.Said[i] = append(a.Said[i], validCell(&yesNo, cell))
			}
		}
	}
	for id, typed := range u.Pending {
		i := p.QuestionIndex(id)
		if i < 0 {
			continue
		}
		switch q := &p.Questions[i]; {
		case q.Kind.Many():
			a.Pending[i].Ticks = validCell(q, typed).Ticks
		case !q.Kind.HasOptions():
			a.Pending[i].Text = text.Screen.Clean(typed)
		}
	}
	return a
}

// validCell returns the answer in a cell, or none when the question cannot have it.
func validCell(q *rules.Question, cell string) rules.Answer {
	a, problem := packfile.ParseCell(q, cell)
	if problem != nil || questionnaire.Check(q, a) != nil {
		return rules.Answer{}
	}
	return a
}
