package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"knead/internal/text"
)

// Text writes the visits as plain text that wraps to the style's width and reads well
// without colour: what to do first, then what fits, and the disclaimer last. Several visits
// of one person are followed by a comparison.
func Text(w io.Writer, style Style, visits []Visit) error {
	first := true
	return eachVisit(visits, func(of []Visit, i int) error {
		p := textPage{sheet: newSheet(style), doc: newDocument(style, of, i)}
		if !first {
			p.line(strings.Repeat("=", style.Width))
			p.line("")
		}
		first = false
		p.write()
		if g := progressOf(style, of, i); g != nil {
			p.progress(g)
		}
		p.use()
		p.heading(p.word("report_notice"))
		p.paragraph("", p.doc.Disclaimer)
		_, err := io.WriteString(w, p.b.String())
		return err
	})
}

// textPage is the text of one visit in the making.
type textPage struct {
	sheet
	doc *document
}

func (p *textPage) write() {
	p.head()
	p.list(p.word("report_to_do"), p.doc.Actions, "%2d. ")
	if !p.doc.Practitioner {
		p.missing()
	}
	p.therapies()
	p.plan()
	p.list(p.word("report_cautions"), p.doc.Cautions, "  - ")
	p.withheld()
	if p.doc.Practitioner {
		p.missing()
	}
	p.care()
	if len(p.doc.Ignored) > 0 {
		p.heading(p.word("report_ignored"))
		p.paragraph("  ", strings.Join(p.doc.Ignored, ", "))
	}
}

func (p *textPage) head() {
	p.title(p.doc.Title, p.doc.Tone)
	var about []string
	if p.doc.ID != "" {
		about = append(about, p.word("report_intake")+" "+p.doc.ID)
	}
	if p.doc.Date != "" {
		about = append(about, p.doc.Date)
	}
	if p.doc.Practitioner {
		about = append(about, p.word("report_pack")+" "+p.doc.Pack)
	}
	if len(about) > 0 {
		p.paragraph("", strings.Join(about, " · "))
	}
	if p.doc.Opening != "" && !p.doc.Practitioner {
		p.line("")
		p.paragraph("", p.doc.Opening)
	}
}

// list writes claims under a title; a bullet with a verb counts.
func (p *textPage) list(title string, claims []claim, bullet string) {
	if len(claims) == 0 {
		return
	}
	p.heading(title)
	for i, c := range claims {
		first := bullet
		if strings.Contains(bullet, "%") {
			first = fmt.Sprintf(bullet, i+1)
		}
		p.paragraph(first, c.Text+p.rule(c.Rule))
	}
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
			p.paragraph("    ! ", strings.Join(c.Names, ", ")+": "+c.Text)
		}
	}
	if len(p.doc.Reasons) > 0 {
		p.heading(p.word("report_reasons_title"))
		for i, c := range p.doc.Reasons {
			p.paragraph(fmt.Sprintf("%2d  ", i+1), c.Text+p.sources(c.Sources)+p.certainty(c.Certainty))
		}
	}
}

// therapy writes what to do, why and with what care. Practitioners get every reason, by
// its number in the list below.
func (p *textPage) therapy(i int, t therapy) {
	p.paragraph(fmt.Sprintf("%2d. ", i+1), p.paint(bold, t.Name))
	p.paragraph("    ", p.dose(t)+p.word("report_stop")+" "+p.word("report_areas")+": "+t.Areas+p.word("report_stop"))
	if p.doc.Practitioner {
		var numbers []string
		for _, n := range t.Reasons {
			numbers = append(numbers, fmt.Sprint(n))
		}
		p.paragraph("    ", fmt.Sprintf("%s %s (%s %d)%s", p.word("report_reasons"), strings.Join(numbers, ", "), p.word("report_score"), t.Score, p.word("report_stop")))
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
func (s *sheet) dose(t therapy) string {
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

// withheld writes what is withheld and which areas to leave alone.
func (p *textPage) withheld() {
	title := p.word("report_withheld")
	if !p.doc.Practitioner {
		title = p.word("report_not_now")
	}
	p.refusals(title, p.doc.Withheld)
	p.refusals(p.word("report_avoid"), p.doc.Avoid)
}

func (p *textPage) refusals(title string, refusals []refusal) {
	if len(refusals) == 0 {
		return
	}
	p.heading(title)
	for _, r := range sameReasons(refusals) {
		if !p.doc.Practitioner {
			p.paragraph("  - ", r.Name+": "+r.Because[0].Text)
			continue
		}
		p.paragraph("  - ", r.Name)
		for _, c := range r.Because {
			p.paragraph("    · ", c.Text+p.rule(c.Rule))
		}
	}
}

// sameReasons joins refusals that have the same reasons.
func sameReasons(refusals []refusal) (joined []refusal) {
	same := func(a, b claim) bool { return a.Rule == b.Rule }
	for _, r := range refusals {
		i := slices.IndexFunc(joined, func(j refusal) bool { return slices.EqualFunc(j.Because, r.Because, same) })
		if i < 0 {
			joined = append(joined, r)
			continue
		}
		joined[i].Name += ", " + r.Name
	}
	return joined
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

func (p *textPage) care() {
	if len(p.doc.Care) == 0 {
		return
	}
	p.heading(p.word("report_care"))
	for _, c := range p.doc.Care {
		p.paragraph("  - ", c.Text+p.sources(c.Sources)+p.certainty(c.Certainty))
	}
	if len(p.doc.MoreCare) > 0 {
		p.paragraph("  - ", p.word("report_more_care")+" "+strings.Join(p.doc.MoreCare, ", ")+p.word("report_stop"))
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
func (s *sheet) certainty(words string) string {
	if !s.practitioner() || words == "" {
		return ""
	}
	return " (" + words + ")"
}

// progress writes the comparison of a person's visits.
func (p *textPage) progress(g *progress) {
	p.heading(p.word("progress_title"))
	p.table(g.table())
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
