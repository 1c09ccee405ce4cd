package questionnaire

import (
	"slices"
	"strings"

	"knead/rules"
)

// Flag marks an answer in a review.
type Flag uint8

const (
	Settled Flag = iota
	Doubt        // the person is not sure
	Missing      // required and not answered
)

// Line is one question of a review.
type Line struct {
	Question int
	Flag     Flag
}

// Review returns the questions that apply, in order. Optional questions without an answer
// are among them, so that they can be answered after all.
func (s *Session) Review() []Line {
	var lines []Line
	for q, live := range s.live {
		if !live {
			continue
		}
		line := Line{Question: q}
		switch state := s.intake.Answers[q].State; {
		case state == rules.Unsure:
			line.Flag = Doubt
		case state == rules.Unanswered && s.needed(q) && !s.skipped[q]:
			line.Flag = Missing
		}
		lines = append(lines, line)
	}
	return lines
}

// reviewMenu shows all answers and lets the person change one or finish.
func (v *Interview) reviewMenu(lines []Line) *Menu {
	pack := v.Session.pack
	entries := []Entry{{Label: v.Words("review_finish")}}
	counts := [Missing + 1]int{}
	marks := [Missing + 1]string{Doubt: v.Words("mark_doubt"), Missing: v.Words("mark_missing")}
	for _, line := range lines {
		q := &pack.Questions[line.Question]
		value := v.answerText(q, v.Session.intake.Answers[line.Question])
		if value == "" {
			value = v.Words("no_answer")
		}
		counts[line.Flag]++
		entries = append(entries, Entry{
			Group: pack.Sections[q.Section].Title.For(v.Audience), Label: q.Ask.For(v.Audience),
			Value: value, Mark: marks[line.Flag],
		})
	}
	m := &Menu{Title: v.Words("review_title"), Prompt: v.Words("review_prompt"), Entries: entries, Sudden: !v.asked}
	var text []string
	if counts[Missing] > 0 {
		text = append(text, v.Words("review_missing", "n", counts[Missing]))
		m.Prompt = v.Words("review_prompt_missing")
		m.Entries[0].Label = v.Words("review_finish_missing", "n", counts[Missing])
	}
	if counts[Doubt] > 0 {
		text = append(text, v.Words("review_doubt", "n", counts[Doubt]))
	}
	// Offered first is what misses an answer, behind the entry that finishes, else that entry:
	// Enter must not end an interview that lacks answers.
	m.Focus = 1 + slices.IndexFunc(lines, func(l Line) bool { return l.Flag == Missing })
	m.Text = strings.Join(append(text, v.sinceFirst()...), "\n")
	return m
}

// sinceFirst says how each number that is carried on from the first visit has changed.
func (v *Interview) sinceFirst() []string {
	var lines []string
	pack, answers := v.Session.pack, v.Session.Final().Answers
	for q := range pack.Questions {
		first := &pack.Questions[q]
		if first.Returning.By != rules.ReturningFirst {
			continue
		}
		now := first.Returning.Question
		if answers[q].State == rules.Answered && answers[now].State == rules.Answered {
			lines = append(lines, v.Words("review_since", "question", pack.Questions[now].Ask.For(v.Audience),
				"first", answers[q].Int, "now", answers[now].Int))
		}
	}
	return lines
}
