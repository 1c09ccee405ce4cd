package questionnaire

import (
	"context"
	"fmt"
	"io"
	"strings"

	"knead/internal/text"
	"knead/rules"
)

// Plain is the asker that reads and writes lines: for pipes, screen readers and terminals
// that can do no more. It does everything the asker with arrow keys does.
//
//	?  explains the question and why it is asked, ? 3 explains an option
//	<  goes back          >  goes on and keeps an answer
//	0  none of these      -  not sure
//	=  shows all answers  -- takes an optional answer back
type Plain struct {
	ReadLine func(context.Context) (string, error) // the next line without its end
	Out      io.Writer
	Width    int // columns; text is wrapped to it
	Words    Words
}

// Ask shows a question with numbered options and reads lines until one is a reply. What
// is pending stays so unless it is confirmed.
func (p *Plain) Ask(ctx context.Context, scr Screen) (Reply, error) {
	unanswered := Reply{Pending: scr.Pending}
	if err := p.print(p.question(scr)); err != nil {
		return unanswered, err
	}
	for {
		line, err := p.prompt(ctx, p.hint(scr))
		if err != nil {
			return unanswered, err
		}
		if topic, asked := strings.CutPrefix(line, "?"); asked {
			if err := p.print(p.explain(scr, strings.TrimSpace(topic))); err != nil {
				return unanswered, err
			}
			continue
		}
		reply, err := readOrConfirm(scr, line)
		if err == nil {
			reply.Pending = scr.Pending
			return reply, nil
		}
		if err := p.print(p.wrap("! ", Complain(p.Words, err))); err != nil {
			return unanswered, err
		}
	}
}

// readOrConfirm is [ReadReply], but an empty line confirms what is pending.
func readOrConfirm(scr Screen, line string) (Reply, error) {
	switch {
	case line != "" || scr.Pending == Pending{}:
		return ReadReply(scr, line)
	case scr.Kind.Many():
		return Reply{Act: Give, Answer: rules.Answer{State: rules.Answered, Ticks: scr.Pending.Ticks}}, nil
	}
	a, err := readAnswer(scr, scr.Pending.Text)
	return Reply{Act: Give, Answer: a}, err
}

// Choose shows a menu with numbered entries and reads lines until one names an entry.
func (p *Plain) Choose(ctx context.Context, m Menu) (int, error) {
	if err := p.print(p.menu(m)); err != nil {
		return 0, err
	}
	for {
		line, err := p.prompt(ctx, m.Prompt)
		if err != nil {
			return 0, err
		}
		switch n, ok := number(line); {
		case line == "<":
			return Leave, nil
		case line == "" && !m.Urgent:
			return m.Focus, nil
		case ok && n >= 1 && n <= len(m.Entries):
			return n - 1, nil
		}
		err = p.print(p.wrap("! ", p.Words("complaint_"+NeedsNumber, "min", 1, "max", len(m.Entries))))
		if err != nil {
			return 0, err
		}
	}
}

func (p *Plain) prompt(ctx context.Context, hint string) (string, error) {
	lines := p.wrap("", hint)
	lines[len(lines)-1] += ": "
	if _, err := io.WriteString(p.Out, strings.Join(lines, "\n")); err != nil {
		return "", err
	}
	line, err := p.ReadLine(ctx)
	if err != nil {
		_, _ = io.WriteString(p.Out, "\n")
	}
	return strings.TrimSpace(text.Screen.Clean(line)), err
}

func (p *Plain) print(lines []string) error {
	_, err := io.WriteString(p.Out, strings.Join(lines, "\n")+"\n")
	return err
}

// wrap breaks a text to the width; lines after the first stand below the text, not the lead.
func (p *Plain) wrap(lead, s string) []string { return text.WrapScreen(lead, s, p.Width) }

func (p *Plain) question(scr Screen) []string {
	lines := []string{"", p.Words("heading", "section", scr.Section, "step", scr.Step, "steps", scr.Steps)}
	if scr.Notice != "" {
		lines = append(lines, p.wrap("! ", scr.Notice)...)
	}
	if scr.Intro != "" {
		lines = append(lines, p.wrap("", scr.Intro)...)
	}
	lines = append(lines, p.wrap("", scr.Ask)...)
	for i, opt := range scr.Options {
		lines = append(lines, p.wrap(fmt.Sprintf("%3d  ", i+1), opt.Label)...)
	}
	if scr.None {
		lines = append(lines, p.wrap("  0  ", p.Words("none"))...)
	}
	if scr.Unsure {
		lines = append(lines, p.wrap("  -  ", p.Words("unsure"))...)
	}
	if scr.GivenText != "" {
		lines = append(lines, p.wrap("", p.Words(givenID(scr), "answer", scr.GivenText))...)
	}
	if scr.Pending != (Pending{}) {
		lines = append(lines, p.wrap("", p.Words("begun", "answer", scr.pendingText()))...)
	}
	if scr.Complaint != "" {
		lines = append(lines, p.wrap("! ", scr.Complaint)...)
	}
	return lines
}

// pendingText is what is pending, in words.
func (scr *Screen) pendingText() string {
	var parts []string
	for _, opt := range scr.Options {
		if scr.Pending.Ticks&(1<<opt.Tick) != 0 {
			parts = append(parts, opt.Label)
		}
	}
	if !scr.Kind.Many() {
		return scr.Pending.Text
	}
	return strings.Join(parts, "; ")
}

func givenID(scr Screen) string {
	if scr.Suggested {
		return "suggested"
	}
	return "given"
}

// hint says in one line what can be typed.
func (p *Plain) hint(scr Screen) string {
	id := "hint_" + scr.Kind.String()
	hint := p.Words(id, "min", scr.Min, "max", scr.Max, "n", len(scr.Options))
	switch {
	case scr.Pending != Pending{}:
		hint += ", " + p.Words("hint_begun")
	case scr.Keeps() && scr.Kind.IsNumber():
		hint += ", " + p.Words("hint_keep", "answer", scr.GivenText)
	case !scr.Required && scr.GivenText == "":
		hint += ", " + p.Words("hint_skip")
	}
	if !scr.Required && scr.GivenText != "" {
		hint += ", " + p.Words("hint_remove")
	}
	return hint + ", " + p.Words("hint_keys")
}

// explain answers "?": the help of the question and why it is asked, or of one option.
func (p *Plain) explain(scr Screen, topic string) []string {
	if n, ok := number(topic); ok && n >= 1 && n <= len(scr.Options) {
		opt := scr.Options[n-1]
		lines := p.wrap("  ", opt.Label)
		if opt.Help != "" {
			lines = append(lines, p.wrap("  ", opt.Help)...)
		}
		return lines
	}
	var lines []string
	if scr.Help != "" {
		lines = append(lines, p.wrap("  ", scr.Help)...)
	}
	if scr.Why != "" {
		lines = append(lines, p.wrap("  ", p.Words("why", "reason", scr.Why))...)
	}
	for i, opt := range scr.Options {
		if opt.Help != "" {
			lines = append(lines, p.wrap(fmt.Sprintf("%3d  ", i+1), opt.Label+": "+opt.Help)...)
		}
	}
	return append(lines, p.wrap("  ", p.Words("keys"))...)
}

func (p *Plain) menu(m Menu) []string {
	lines := []string{"", m.Title}
	if m.Notice != "" {
		lines = append(lines, p.wrap("! ", m.Notice)...)
	}
	if m.Text != "" {
		lines = append(lines, p.wrap("", m.Text)...)
	}
	group := ""
	for i, e := range m.Entries {
		if e.Group != group {
			group = e.Group
			lines = append(lines, group)
		}
		text := e.Label
		if e.Value != "" {
			text += "  " + e.Value
		}
		if e.Mark != "" {
			text += "  [" + e.Mark + "]"
		}
		lines = append(lines, p.wrap(fmt.Sprintf("%3d  ", i+1), text)...)
	}
	return lines
}
