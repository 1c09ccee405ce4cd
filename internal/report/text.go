package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"

	"knead/engine"
)

// Text writes the results as plain text that wraps to the style's width and reads well
// without colour: what to do first, then what fits, and the disclaimer last.
func Text(w io.Writer, style Style, results []*engine.Result) error {
	for i, r := range results {
		p := page{sheet: newSheet(style), r: r}
		if i > 0 {
			p.line(strings.Repeat("=", style.Width))
			p.line("")
		}
		p.write()
		if _, err := io.WriteString(w, p.b.String()); err != nil {
			return err
		}
	}
	return nil
}

// page is the text of one result in the making.
type page struct {
	sheet
	r   *engine.Result
	why []engine.SourcedReason // reasons said so far
}

func (p *page) write() {
	p.title(p.r.Disposition)
	p.about(p.r.ID, p.r.Pack.Name, p.r.Pack.Version)
	p.actions()
	p.therapies()
	p.plan()
	p.withheld()
	p.avoid()
	p.reasons(p.words.cautions, p.r.Cautions)
	p.missing()
	p.care()
	p.ignored()
	p.heading(p.words.notice)
	p.paragraph("", p.r.Disclaimer)
}

func (p *page) actions() {
	if len(p.r.Actions) == 0 {
		return
	}
	p.heading(p.words.toDo)
	for i, a := range p.r.Actions {
		p.paragraph(fmt.Sprintf("%2d. ", i+1), a.Text+p.rule(a.Rule))
	}
}

func (p *page) therapies() {
	if len(p.r.Therapies) == 0 {
		return
	}
	title := p.words.therapies
	if p.r.Disposition == "clearance" {
		title += " – " + lowerFirst(p.words.clearance)
	}
	p.heading(title)
	for i, t := range p.r.Therapies {
		p.therapy(i, t)
	}
	p.listReasons()
}

// patientReasons is how many reasons for a therapy a patient is shown.
const patientReasons = 2

// therapy writes what to do, why and with what care. Practitioners get every reason: those
// that speak for several therapies are said once, below all of them.
func (p *page) therapy(i int, t engine.TherapyAdvice) {
	p.paragraph(fmt.Sprintf("%2d. ", i+1), p.paint(bold, t.Name))
	dose := fmt.Sprintf("%s %s, %d %s, %s", p.words.pressures[t.Pressure], p.words.pressure, t.Minutes, p.words.minutes, p.words.provider[t.Provider])
	p.paragraph("    ", dose+". "+p.words.areas+": "+p.areas(t.Areas)+".")
	if p.practitioner() {
		p.paragraph("    ", fmt.Sprintf("%s %s (%s %d).", p.words.reasons, p.numbers(t.For), p.words.score, t.Score))
	} else {
		for _, reason := range p.unsaid(t.For) {
			p.paragraph("    + ", reason.Text)
		}
	}
	for _, c := range t.Cautions {
		p.paragraph("    ! ", c.Text)
	}
}

// numbers gives each reason its number in the list below the therapies.
func (p *page) numbers(reasons []engine.SourcedReason) string {
	var numbers []string
	for _, reason := range reasons {
		i := slices.IndexFunc(p.why, func(r engine.SourcedReason) bool { return r.Rule == reason.Rule })
		if i < 0 {
			i = len(p.why)
			p.why = append(p.why, reason)
		}
		numbers = append(numbers, fmt.Sprint(i+1))
	}
	return strings.Join(numbers, ", ")
}

// unsaid returns the first reasons that no therapy above has given.
func (p *page) unsaid(reasons []engine.SourcedReason) (unsaid []engine.SourcedReason) {
	for _, reason := range reasons {
		said := slices.ContainsFunc(p.why, func(r engine.SourcedReason) bool { return r.Rule == reason.Rule })
		if !said && len(unsaid) < patientReasons {
			unsaid = append(unsaid, reason)
			p.why = append(p.why, reason)
		}
	}
	return unsaid
}

// listReasons writes the numbered reasons with their sources.
func (p *page) listReasons() {
	if !p.practitioner() || len(p.why) == 0 {
		return
	}
	p.heading(p.words.reasonsTitle)
	for i, reason := range p.why {
		p.paragraph(fmt.Sprintf("%2d  ", i+1), reason.Text+p.sources(reason.Sources))
	}
}

func (p *page) areas(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = p.area(id)
	}
	return strings.Join(names, ", ")
}

func (p *page) plan() {
	if p.r.Plan == nil {
		return
	}
	p.heading(p.words.plan)
	for _, phase := range p.r.Plan.Phases {
		p.line(fmt.Sprintf("  %s %s %s %s", runewidth.FillRight(p.weeks(phase.Weeks), 14), runewidth.FillRight(p.rate(phase.SessionsPerWeek), 18), span(phase.Minutes[0], phase.Minutes[1]), p.words.minutes))
	}
	p.paragraph("  ", fmt.Sprintf("%s %d; %s.", p.words.review, p.r.Plan.ReviewWeek, p.most(p.r.Plan.MaxSessions)))
	for _, reason := range p.r.Plan.Because {
		p.paragraph("  + ", reason.Text)
	}
}

func (p *page) most(sessions int) string {
	what := fmt.Sprintf(p.words.sessions, sessions)
	if sessions == 1 {
		what = p.words.session
	}
	return fmt.Sprintf(p.words.atMost, what)
}

func (p *page) weeks(w [2]int) string {
	if w[0] == w[1] {
		return fmt.Sprintf("%s %d", p.words.week, w[0])
	}
	return fmt.Sprintf("%s %s", p.words.weeks, span(w[0], w[1]))
}

// span returns "a" or "a–b".
func span(a, b int) string {
	if a == b {
		return fmt.Sprint(a)
	}
	return fmt.Sprintf("%d–%d", a, b)
}

// rate words sessions per week: whole numbers per week, fractions as every so many weeks.
func (p *page) rate(r [2]float64) string {
	if r[0] >= 1 && r[0] == float64(int(r[0])) && r[1] == float64(int(r[1])) {
		return span(int(r[0]), int(r[1])) + " " + p.words.perWeek
	}
	if r[0] == r[1] && 1/r[0] == float64(int(1/r[0])) {
		return p.words.once + " " + fmt.Sprintf(p.words.everyWeeks, int(1/r[0]))
	}
	return fmt.Sprintf("%g–%g %s", r[0], r[1], p.words.perWeek)
}

func (p *page) withheld() {
	if len(p.r.Withheld) == 0 {
		return
	}
	p.heading(p.words.withheld)
	for _, t := range p.r.Withheld {
		p.because("- "+t.Name, t.Because)
	}
}

func (p *page) avoid() {
	if len(p.r.Avoid) == 0 {
		return
	}
	p.heading(p.words.avoid)
	for _, a := range p.r.Avoid {
		p.because("- "+p.area(a.Area), a.Because)
	}
}

// because writes what something is and why; a patient is shown the first reason.
func (p *page) because(what string, reasons []engine.Reason) {
	if !p.practitioner() {
		p.paragraph("  ", what+": "+reasons[0].Text)
		return
	}
	p.paragraph("  ", what)
	for _, reason := range reasons {
		p.paragraph("    · ", reason.Text+p.rule(reason.Rule))
	}
}

func (p *page) reasons(title string, reasons []engine.Reason) {
	if len(reasons) == 0 {
		return
	}
	p.heading(title)
	for _, reason := range reasons {
		p.paragraph("  - ", reason.Text+p.rule(reason.Rule))
	}
}

func (p *page) missing() {
	if len(p.r.Missing) == 0 {
		return
	}
	p.heading(p.words.missing)
	for _, m := range p.r.Missing {
		p.paragraph("  - ", fmt.Sprintf("%s (%s). %s", p.question(m.Question), p.words.states[m.State], m.Matters)+p.rule(m.Question))
	}
}

func (p *page) care() {
	if len(p.r.Care) == 0 {
		return
	}
	p.heading(p.words.care)
	for _, c := range p.r.Care {
		p.paragraph("  - ", c.Text+p.sources(c.Sources))
	}
}

func (p *page) ignored() {
	if len(p.r.Ignored) == 0 || !p.practitioner() {
		return
	}
	p.heading(p.words.ignored)
	p.paragraph("  ", strings.Join(p.r.Ignored, ", "))
}
