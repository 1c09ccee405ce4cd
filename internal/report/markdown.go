package report

import (
	"fmt"
	"io"
	"strings"
)

// Markdown writes the visits as CommonMark with tables. What comes from outside is escaped,
// so that it is shown as it was written.
func Markdown(w io.Writer, style Style, visits []Visit) error {
	p := markdownPage{page: newPage(style)}
	for i, doc := range documents(style, visits) {
		if i > 0 {
			p.line("---\n")
		}
		p.doc = doc
		p.write()
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

// markdownPage writes visits as Markdown.
type markdownPage struct {
	page
	doc *document // the visit that is written
}

func (p *markdownPage) write() {
	p.head()
	for _, a := range p.doc.Actions {
		p.line("> " + p.statement(a))
		p.line(">")
	}
	if p.doc.Opening != "" {
		p.line("> " + escape(p.doc.Opening))
	}
	p.line("")
	p.missing()
	if g := p.doc.Progress; g != nil {
		p.section(p.word("progress_title"))
		p.table(g.Rows())
		for _, c := range g.Changes {
			p.line("- " + escape(c))
		}
	}
	if p.doc.Ready {
		p.body()
	}
	if p.doc.Practitioner {
		p.signature()
	}
	p.section(p.word("report_notice"))
	p.line(escape(p.doc.Disclaimer) + "\n")
	p.end()
}

func (p *markdownPage) head() {
	p.line("# " + escape(p.doc.Title) + "\n")
	if about := p.about(p.doc.ID, p.doc.Date, p.doc.Pack, escape); about != "" {
		p.line(about + "\n")
	}
}

// body writes everything that a result with therapies carries.
func (p *markdownPage) body() {
	title := p.word("report_therapies")
	if p.doc.Clearance != "" {
		title += " – " + p.doc.Clearance
	}
	p.section(title)
	p.line(p.word("report_hurts") + ": " + escape(p.doc.Areas) + "\n")
	for i, t := range p.doc.Therapies {
		p.therapy(i+1, t)
	}
	if len(p.doc.Others) > 0 {
		p.line("\n" + p.word("report_others") + " " + escape(strings.Join(p.doc.Others, ", ")) + ".\n")
		for _, c := range p.doc.OtherCare {
			p.line("- **" + escape(c.Name) + ":** " + p.statement(c.Because[0]))
		}
	}
	p.plan()
	for _, l := range p.doc.Lists {
		p.list(l)
	}
	if len(p.doc.Reasons) > 0 {
		p.section(p.word("report_reasons_title"))
		for i, c := range p.doc.Reasons {
			p.line(fmt.Sprintf("%d. %s", i+1, p.statement(c)))
		}
	}
	if len(p.doc.Ignored) > 0 {
		p.section(p.word("report_ignored"))
		p.line(escape(strings.Join(p.doc.Ignored, ", ")))
	}
}

func (p *markdownPage) therapy(n int, t therapy) {
	stop := p.word("report_stop")
	p.line(fmt.Sprintf("%d. **%s** – %s%s %s: %s%s %s: %s%s%s", n, escape(t.Name), escape(p.dose(t)), stop, p.word("report_areas"), escape(t.Areas), stop, p.word("report_evidence"), t.Certainty, references(t.Numbers), stop))
	if !p.doc.Practitioner {
		p.line("   - " + escape(t.About))
	}
	if len(t.Reasons) > 0 {
		p.line(fmt.Sprintf("   - %s %s (%s %d)", p.word("report_reasons"), numbered(t.Reasons), p.word("report_score"), t.Score))
	}
	for _, c := range t.For {
		p.line("   - " + p.statement(c))
	}
	for _, c := range t.Cautions {
		p.line("   - ⚠ " + p.statement(c))
	}
}

func (p *markdownPage) plan() {
	plan := p.doc.Plan
	if plan == nil {
		return
	}
	title := p.word("report_plan")
	if plan.Name != "" {
		title += ": " + plan.Name
	}
	p.section(title)
	rows := [][]string{{p.word("report_when_weeks"), p.word("report_how_often"), p.word("report_how_long")}}
	for _, ph := range plan.Phases {
		rows = append(rows, []string{ph.Weeks, ph.Rate, ph.Minutes})
	}
	p.table(rows)
	p.line("**" + plan.Review + "**; " + plan.Most + ".\n")
	for _, c := range plan.Because {
		p.line("- " + p.statement(c))
	}
}

func (p *markdownPage) missing() {
	if len(p.doc.Missing) == 0 {
		return
	}
	p.section(p.word("report_missing"))
	for _, m := range p.doc.Missing {
		p.line(fmt.Sprintf("- **%s** (%s)%s %s%s", escape(m.Question), m.State, p.word("report_stop"), escape(m.Matters), p.code(m.ID)))
	}
}

func (p *markdownPage) list(l list) {
	if len(l.Items) == 0 {
		return
	}
	p.section(l.Title)
	for _, it := range l.Items {
		indent := "- "
		if it.Name != "" {
			p.line("- **" + escape(it.Name) + "**")
			indent = "  - "
		}
		for _, st := range it.Because {
			p.line(indent + p.statement(st))
		}
	}
	if l.More != "" {
		p.line("- " + l.MoreTitle + " " + escape(l.More) + p.word("report_stop"))
	}
}

// statement writes a statement with, for practitioners, its certainty and rule.
func (p *markdownPage) statement(c statement) string {
	s := escape(c.Text)
	if p.doc.Practitioner && c.Certainty != "" {
		s += " (" + c.Certainty + ")"
	}
	return s + references(c.Numbers) + p.code(c.Rule)
}

func (p *markdownPage) code(id string) string {
	if !p.doc.Practitioner || id == "" {
		return ""
	}
	return " – " + escape(id)
}

// references writes the numbers of sources.
func references(numbers []int) string {
	if len(numbers) == 0 {
		return ""
	}
	return ` \[` + numbered(numbers) + `\]`
}

func (p *markdownPage) signature() {
	p.section(p.word("report_notes"))
	p.table([][]string{{p.word("report_name"), p.word("report_signature"), p.word("report_date")}, {" ", " ", " "}})
}

// end writes what the pack is for and the sources.
func (p *markdownPage) end() {
	if p.doc.Practitioner {
		p.section(p.word("report_use"))
		p.line(escape(p.doc.UseFor) + "\n")
		p.line("**" + p.word("report_not_for") + "** " + escape(strings.Join(p.doc.NotFor, " ")) + "\n")
		p.line("**" + p.word("report_limits") + "** " + escape(strings.Join(p.doc.Limits, " ")) + "\n")
		p.line("**" + p.word("report_author") + "** " + escape(p.doc.Author) + ". **" + p.word("report_reviewed") + "** " + escape(p.doc.Reviewed) + "\n")
		p.line(p.word("report_pack") + " " + escape(p.doc.Pack.Name+" "+p.doc.Pack.Version) + ", " + escape(p.doc.Pack.Digest))
	}
	if len(p.doc.Sources) > 0 {
		p.section(p.word("report_sources"))
		for _, s := range p.doc.Sources {
			text := escape(s.Citation)
			if s.Note != "" {
				text += " (" + escape(s.Note) + ")"
			}
			p.line(fmt.Sprintf("%d. %s", s.Number, text))
		}
	}
}

func (p *markdownPage) section(title string) { p.line("\n## " + escape(title) + "\n") }

// table writes rows of cells, the first of which are heads.
func (p *markdownPage) table(rows [][]string) {
	for i, row := range rows {
		for _, cell := range row {
			p.b.WriteString("| " + escape(cell) + " ")
		}
		p.line("|")
		if i == 0 {
			p.line("|" + strings.Repeat(" --- |", len(row)))
		}
	}
	p.line("")
}

// escape makes text plain text in Markdown and in the HTML made of it. Every character
// that could begin markup is escaped, also those that make addresses into links.
func escape(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '<':
			b.WriteString("&lt;")
			continue
		case r == '&':
			b.WriteString("&amp;")
			continue
		case strings.ContainsRune("\\`*_{}[]>#|~!@$^", r),
			strings.ContainsRune("+-=", r) && i == 0,
			r == ':' && strings.HasPrefix(s[i:], "://"),
			r == '.' && strings.HasSuffix(strings.ToLower(s[:i]), "www"),
			(r == '.' || r == ')') && i > 0 && strings.Trim(s[:i], "0123456789") == "":
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
