package questionnaire

import "knead/rules"

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
		case state == rules.Unanswered && s.pack.Questions[q].Required:
			line.Flag = Missing
		}
		lines = append(lines, line)
	}
	return lines
}
