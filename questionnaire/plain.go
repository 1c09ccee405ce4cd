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
	// Pasted returns the next line if it came with the one before, as those of a pasted text do; it may
	// be nil.
	Pasted func() (line string, ok bool)
	Out    io.Writer
	Width  int // columns; text is wrapped to it
	Words  Words
}

// Ask shows a page and reads lines until one is a reply. What is pending stays so unless it
// is confirmed.
func (p *Plain) Ask(ctx context.Context, page Page, wrong error) (Reply, error) {
	if page.Menu != nil {
		return p.choose(ctx, page)
	}
	if wrong != nil {
		page.Intro = "" // which has been read
	}
	if page.Keeps() {
		return p.keep(ctx, page, wrong)
	}
	return p.ask(ctx, page, wrong)
}

// ask asks the item that is due.
func (p *Plain) ask(ctx context.Context, page Page, wrong error) (Reply, error) {
	scr := page.Items[page.Focus]
	unanswered := Reply{Item: page.Focus, Pending: []Pending{scr.Pending}}
	said := p.question(&page, scr)
	if wrong != nil {
		said.add("! ", Complain(p.Words, wrong))
	}
	for {
		if err := p.print(said); err != nil {
			return unanswered, err
		}
		line, err := p.prompt(ctx, p.hint(scr, &page))
		if err != nil {
			return unanswered, err
		}
		if scr.Kind.IsText() {
			line = p.withPasted(line)
		}
		said = p.page()
		switch {
		case line == "+" && scr.Statement:
			return Reply{Act: Open, Item: page.Focus}, nil
		case line == "*" && page.MayChoose:
			return Reply{Act: Lists, Item: page.Focus}, nil
		}
		// "?fracture" in free text is a way of writing that it is suspected.
		if topic, asked := strings.CutPrefix(line, "?"); asked && (topic == "" || !scr.Kind.IsText()) {
			said = p.explain(scr, strings.TrimSpace(topic))
			continue
		}
		reply, err := readOrConfirm(scr, line)
		if err == nil {
			reply.Item, reply.Pending = page.Focus, []Pending{scr.Pending}
			return reply, nil
		}
		said.add("! ", Complain(p.Words, err))
	}
}

// withPasted adds the other lines of a pasted text.
func (p *Plain) withPasted(line string) string {
	for p.Pasted != nil {
		more, ok := p.Pasted()
		if !ok {
			break
		}
		line = strings.TrimSpace(line + " " + strings.TrimSpace(text.Screen.Clean(more)))
	}
	return line
}

// keep shows several answers of the last visit, which an empty line keeps and a number changes.
func (p *Plain) keep(ctx context.Context, page Page, wrong error) (Reply, error) {
	said := p.heading(&page)
	said.add("", p.Words("last_time"))
	answers := make([]rules.Answer, len(page.Items))
	for i, item := range page.Items {
		answers[i] = item.Given
		said.add(numbered(i+1), item.Ask+" "+item.GivenText)
	}
	if wrong != nil {
		said.add("! ", Complain(p.Words, wrong))
	}
	for {
		if err := p.print(said); err != nil {
			return Reply{}, err
		}
		line, err := p.prompt(ctx, p.Words("hint_last_time", "n", len(page.Items)))
		if err != nil {
			return Reply{}, err
		}
		n, ok := number(line)
		switch {
		case line == "":
			return Reply{Act: Give, Answers: answers}, nil
		case line == "<":
			return Reply{Act: Back}, nil
		case line == "=":
			return Reply{Act: Review}, nil
		case ok && n >= 1 && n <= len(page.Items):
			page.Focus = n - 1
			return p.ask(ctx, page, nil)
		}
		said = p.page()
		said.add("! ", p.Words("complaint_"+NeedsNumber, "min", 1, "max", len(page.Items)))
	}
}

// readOrConfirm is [ReadReply], but an empty line confirms what is pending.
func readOrConfirm(scr Item, line string) (Reply, error) {
	switch {
	case line != "" || scr.Pending == Pending{}:
		return ReadReply(scr, line)
	case scr.Kind.Many():
		return Given(rules.Answer{State: rules.Answered, Ticks: scr.Pending.Ticks}), nil
	}
	a, err := readAnswer(scr, scr.Pending.Text)
	return Given(a), err
}

// choose shows a menu with numbered entries and reads lines until one names an entry.
func (p *Plain) choose(ctx context.Context, page Page) (Reply, error) {
	m := page.Menu
	said := p.menu(m, page.Notice)
	for {
		if err := p.print(said); err != nil {
			return Reply{}, err
		}
		line, err := p.prompt(ctx, m.Prompt)
		if err != nil {
			return Reply{}, err
		}
		switch n, ok := number(line); {
		case line == "<":
			return Reply{Act: Back}, nil
		case line == "" && !m.Urgent:
			return Reply{Act: Give, Entry: m.Focus}, nil
		case ok && n >= 1 && n <= len(m.Entries):
			return Reply{Act: Give, Entry: n - 1}, nil
		}
		said = p.page()
		said.add("! ", p.Words("complaint_"+NeedsNumber, "min", 1, "max", len(m.Entries)))
	}
}

// page is lines that grow downwards, as wide as the asker's output.
type page struct {
	width int
	lines []string
}

func (p *Plain) page() page { return page{width: p.Width} }

// line adds a line as it is.
func (g *page) line(s string) { g.lines = append(g.lines, s) }

// add adds a text behind a lead, if there is one, broken to the width.
func (g *page) add(lead, s string) {
	if s != "" {
		g.lines = append(g.lines, text.WrapScreen(lead, s, g.width)...)
	}
}

func numbered(n int) string { return fmt.Sprintf("%3d  ", n) }

func (p *Plain) print(g page) error {
	_, err := io.WriteString(p.Out, strings.Join(g.lines, "\n")+"\n")
	return err
}

func (p *Plain) prompt(ctx context.Context, hint string) (string, error) {
	if _, err := io.WriteString(p.Out, strings.Join(text.WrapScreen("", hint, p.Width), "\n")+": "); err != nil {
		return "", err
	}
	line, err := p.ReadLine(ctx)
	if err != nil {
		_, _ = io.WriteString(p.Out, "\n")
	}
	return strings.TrimSpace(text.Screen.Clean(line)), err
}

// heading is what stands above a page.
func (p *Plain) heading(shown *Page) page {
	g := p.page()
	g.add("", shown.Skipped)
	g.line("")
	g.line(p.Words("heading", "section", shown.Section, "part", shown.Part, "parts", shown.Parts))
	g.add("! ", shown.Notice)
	g.add("", shown.Intro)
	return g
}

// question is an item of a page, below the heading where it is the first.
func (p *Plain) question(shown *Page, scr Item) page {
	g := p.page()
	if shown.Focus == 0 {
		g = p.heading(shown)
	} else {
		g.add("", shown.Skipped)
		g.line("")
		g.add("! ", shown.Notice)
	}
	g.add("", scr.Ask)
	if scr.Statement {
		g.add("", scr.GivenLine(p.Words))
		return g
	}
	for i, opt := range scr.Options {
		g.add(numbered(i+1), opt.Label)
	}
	if scr.None {
		g.add("  0  ", p.Words("none"))
	}
	if scr.Unsure {
		g.add("  -  ", p.Words("unsure"))
	}
	g.add("", scr.GivenLine(p.Words))
	if scr.Pending != (Pending{}) {
		g.add("", p.Words("begun", "answer", scr.pendingText()))
	}
	return g
}

// pendingText is what is pending, in words.
func (scr *Item) pendingText() string {
	if !scr.Kind.Many() {
		return scr.Pending.Text
	}
	return strings.Join(tickedLabels(scr.Options, scr.Pending.Ticks), "; ")
}

// hint says in one line what can be typed.
func (p *Plain) hint(scr Item, shown *Page) string {
	id := "hint_" + scr.Kind.String()
	hint := p.Words(id, "min", scr.Min, "max", scr.Max, "n", len(scr.Options))
	switch {
	case scr.Statement:
		hint = p.Words("hint_statement")
	case scr.Pending != Pending{}:
		hint += ", " + p.Words("hint_begun")
	case scr.Keeps() && (scr.Kind.IsNumber() || scr.Doubted):
		hint += ", " + p.Words("hint_keep", "answer", scr.GivenText)
	case !scr.Required && scr.GivenText == "":
		hint += ", " + p.Words("hint_skip")
	}
	if !scr.Required && scr.GivenText != "" {
		hint += ", " + p.Words("hint_remove")
	}
	switch {
	case shown.MayChoose && shown.Full:
		hint += ", " + p.Words("hint_statements")
	case shown.MayChoose:
		hint += ", " + p.Words("hint_lists")
	}
	if scr.Statement {
		return hint
	}
	return hint + ", " + p.Words("hint_keys")
}

// explain answers "?": the help of the question and why it is asked, or of one option.
func (p *Plain) explain(scr Item, topic string) page {
	g := p.page()
	if n, ok := number(topic); ok && n >= 1 && n <= len(scr.Options) {
		g.add("  ", scr.Options[n-1].Label)
		g.add("  ", scr.Options[n-1].Help)
		return g
	}
	g.add("  ", scr.Help)
	if scr.Why != "" {
		g.add("  ", p.Words("why", "reason", scr.Why))
	}
	for i, opt := range scr.Options {
		if opt.Help != "" {
			g.add(numbered(i+1), opt.Label+": "+opt.Help)
		}
	}
	g.add("  ", p.Words("keys"))
	return g
}

func (p *Plain) menu(m *Menu, notice string) page {
	g := p.page()
	g.line("")
	g.line(m.Title)
	g.add("! ", notice)
	g.add("", m.Text)
	group := ""
	for i, e := range m.Entries {
		if e.Group != group {
			group = e.Group
			g.line(group)
		}
		label := e.Label
		if e.Value != "" {
			label += "  " + e.Value
		}
		if e.Mark != "" {
			label += "  [" + e.Mark + "]"
		}
		g.add(numbered(i+1), label)
	}
	return g
}
