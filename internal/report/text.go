package report

import (
	"fmt"
	"io"
	"strings"

	"knead/internal/text"
)

// Text writes the visits as plain text that wraps to the style's width and reads well
// without colour: what to do first, then what fits, and the disclaimer last. Several visits
// of one person are followed by a comparison.
func Text(w io.Writer, style Style, visits []Visit) error {
	p := textPage{page: newPage(style)}
	for i, doc := range documents(style, visits) {
		if i > 0 {
			p.line(strings.Repeat("=", style.Width))
			p.line("")
		}
		p.doc = doc
		p.write()
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

// textPage writes visits as text.
type textPage struct {
	page
	doc *document // the visit that is written
}

func (p *textPage) write() {
	p.head()
	p.actions()
	if !p.doc.Practitioner || !p.doc.Ready {
		p.missing()
	}
	p.therapies()
	p.plan()
	for _, l := range p.doc.Lists {
		if l.ID == "care" && p.doc.Practitioner {
			p.missing()
		}
		p.list(l)
	}
	if len(p.doc.Ignored) > 0 {
		p.heading(p.word("report_ignored"))
		p.paragraph("  ", strings.Join(p.doc.Ignored, ", "))
	}
	p.progress()
	p.use()
	p.heading(p.word("report_notice"))
	p.paragraph("", p.doc.Disclaimer)
}

func (p *textPage) head() {
	p.title(p.doc.Title, p.doc.Tone)
	if about := p.about(p.doc.ID, p.doc.Date, p.doc.Pack, asIs); about != "" {
		p.paragraph("", about)
	}
	if p.doc.Opening != "" && !p.doc.Practitioner {
		p.line("")
		p.paragraph("", p.doc.Opening)
	}
}

func (p *textPage) actions() {
	if len(p.doc.Actions) == 0 {
		return
	}
	p.heading(p.word("report_to_do"))
	for i, a := range p.doc.Actions {
		p.paragraph(fmt.Sprintf("%2d. ", i+1), a.Text+p.rule(a.Rule))
	}
}

// list writes a list; a patient is told one reason for each thing that is left alone.
func (p *textPage) list(l list) {
	if len(l.Items) == 0 {
		return
	}
	p.heading(l.Title)
	for _, it := range l.Items {
		switch {
		case it.Name == "" && l.Grounded:
			p.paragraph("  - ", p.grounded(it.Because[0]))
		case it.Name == "":
			p.paragraph("  - ", it.Because[0].Text+p.rule(it.Because[0].Rule))
		case !p.doc.Practitioner:
			p.paragraph("  - ", it.Name+": "+it.Because[0].Text)
		default:
			p.paragraph("  - ", it.Name)
			for _, st := range it.Because {
				p.paragraph("    · ", st.Text+p.rule(st.Rule))
			}
		}
	}
	if l.More != "" {
		p.paragraph("  - ", l.MoreTitle+" "+l.More+p.word("report_stop"))
	}
}

// grounded is a statement with its sources and certainty.
func (p *textPage) grounded(st statement) string {
	return st.Text + p.sources(st.Sources) + p.certainty(st.Certainty)
}

func (p *textPage) therapies() {
	if len(p.doc.Therapies) == 0 {
		return
	}
	title := p.word("report_therapies")
	if p.doc.Clearance != "" {
		title += " – " + lowerFirst(p.doc.Clearance)
	}
	p.heading(title)
	for i, t := range p.doc.Therapies {
		p.therapy(i, t)
	}
	if len(p.doc.Others) > 0 {
		p.paragraph("    ", p.word("report_others")+" "+strings.Join(p.doc.Others, ", ")+p.word("report_stop"))
		for _, c := range p.doc.OtherCare {
			p.paragraph("    ! ", c.Name+": "+c.Because[0].Text)
		}
	}
	if len(p.doc.Reasons) > 0 {
		p.heading(p.word("report_reasons_title"))
		for i, c := range p.doc.Reasons {
			p.paragraph(fmt.Sprintf("%2d  ", i+1), p.grounded(c))
		}
	}
}

// therapy writes what to do, why and with what care. Practitioners get every reason, by
// its number in the list below.
func (p *textPage) therapy(i int, t therapy) {
	p.paragraph(fmt.Sprintf("%2d. ", i+1), p.paint(bold, t.Name))
	p.paragraph("    ", p.dose(t)+p.word("report_stop")+" "+p.word("report_areas")+": "+t.Areas+p.word("report_stop"))
	if p.doc.Practitioner {
		p.paragraph("    ", fmt.Sprintf("%s %s (%s %d)%s", p.word("report_reasons"), numbered(t.Reasons), p.word("report_score"), t.Score, p.word("report_stop")))
	} else {
		p.paragraph("    ", t.About)
	}
	for _, c := range t.For {
		p.paragraph("    + ", c.Text)
	}
	for _, c := range t.Cautions {
		p.paragraph("    ! ", c.Text)
	}
}

// dose says how firm, how long and by whom.
func (s *page) dose(t therapy) string {
	return fmt.Sprintf("%s %s, %d %s, %s", t.Pressure, s.word("report_pressure"), t.Minutes, s.word("report_minutes"), t.Provider)
}

func (p *textPage) plan() {
	plan := p.doc.Plan
	if plan == nil {
		return
	}
	p.heading(p.word("report_plan"))
	weeks, rates := 14, 0
	for _, ph := range plan.Phases {
		weeks, rates = max(weeks, text.Width(ph.Weeks)), max(rates, text.Width(ph.Rate))
	}
	for _, ph := range plan.Phases {
		if line := "  " + pad(ph.Weeks, weeks) + " " + pad(ph.Rate, rates) + "  " + ph.Minutes; text.Width(line) <= p.Width {
			p.line(line)
		} else {
			p.paragraph("  ", ph.Weeks+": "+ph.Rate+", "+ph.Minutes)
		}
	}
	p.paragraph("  ", plan.Review+"; "+plan.Most+p.word("report_stop"))
	for _, c := range plan.Because {
		p.paragraph("  + ", c.Text)
	}
}

func (p *textPage) missing() {
	if len(p.doc.Missing) == 0 {
		return
	}
	p.heading(p.word("report_missing"))
	for _, m := range p.doc.Missing {
		p.paragraph("  - ", fmt.Sprintf("%s (%s)%s %s", m.Question, m.State, p.word("report_stop"), m.Matters)+p.rule(m.ID))
	}
}

// use says what the pack is for and what it is not, for practitioners.
func (p *textPage) use() {
	if !p.doc.Practitioner {
		return
	}
	p.heading(p.word("report_use"))
	p.paragraph("", p.doc.UseFor)
	p.paragraph("", p.word("report_not_for")+" "+strings.Join(p.doc.NotFor, " "))
	p.paragraph("", p.word("report_limits")+" "+strings.Join(p.doc.Limits, " "))
	p.paragraph("", p.word("report_author")+" "+p.doc.Author+". "+p.word("report_reviewed")+" "+p.doc.Reviewed)
}

// certainty says how firm the ground of a statement is, for practitioners.
func (s *page) certainty(words string) string {
	if !s.practitioner() || words == "" {
		return ""
	}
	return " (" + words + ")"
}

// progress writes the comparison of a person's visits.
func (p *textPage) progress() {
	g := p.doc.Progress
	if g == nil {
		return
	}
	p.heading(p.word("progress_title"))
	p.table(g.Rows())
	for _, c := range g.Changes {
		p.paragraph("  - ", c)
	}
}

// table writes rows of cells, the first row as a head, in columns as wide as they need,
// the last of which wraps; or one row below the other where they do not fit.
func (p *textPage) table(rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], text.Width(cell))
		}
	}
	before := 0 // the last column
	for _, w := range widths[:len(widths)-1] {
		before += 2 + w
	}
	if last := widths[len(widths)-1]; before+2+min(last, leastColumn) > p.Width {
		p.stacked(rows)
		return
	}
	for _, row := range rows {
		var b strings.Builder
		for i, cell := range row[:len(row)-1] {
			b.WriteString("  " + pad(cell, widths[i]))
		}
		p.paragraph(b.String()+"  ", row[len(row)-1])
	}
}

// leastColumn is how narrow the last column of a table may get.
const leastColumn = 10

// stacked writes each row below its first cell, every other cell beside its head.
func (p *textPage) stacked(rows [][]string) {
	for _, row := range rows[1:] {
		p.paragraph("  ", p.paint(bold, row[0]))
		for i, cell := range row[1:] {
			p.paragraph("    ", rows[0][i+1]+": "+cell)
		}
	}
}

// pad fills a cell up with spaces to a number of columns.
func pad(cell string, columns int) string {
	return cell + strings.Repeat(" ", max(columns-text.Width(cell), 0))
}
