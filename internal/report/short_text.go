package report

import (
	"strings"

	"knead/internal/text"
)

// head writes the title, and what the result is about at its right where there is room.
func (p *textPage) head(s *short) string {
	title := strings.ToUpper(s.Title)
	if gap := p.Width - text.Width(title) - text.Width(s.About); gap >= 2 && s.About != "" {
		p.line(p.paint(tones[s.Tone], title) + strings.Repeat(" ", gap) + s.About)
		return ""
	}
	p.title(s.Title, s.Tone)
	if s.About != "" {
		p.para("", s.About)
	}
	return ""
}

// narrow is the width below which what stands beside a label goes below it.
const narrow = 60

// widest is how wide the column of labels may get; a longer label stands on a line of its own.
const widest = 16

// rows writes groups of rows, their labels in one column.
func (p *textPage) rows(groups [][]row) string {
	column := 0
	for _, group := range groups {
		for _, r := range group {
			if w := text.Width(r.Label) + 2; w <= widest {
				column = max(column, w)
			}
		}
	}
	if p.Width < narrow || column == 0 {
		column = 2
	}
	for i, group := range groups {
		if i > 0 {
			p.line("")
		}
		for _, r := range group {
			p.row(r, column)
		}
	}
	return ""
}

func (p *textPage) row(r row, column int) {
	label, rest := r.Label, strings.Repeat(" ", column)
	if text.Width(label)+2 > column && label != "" {
		p.painted(bold, label)
		label = ""
	}
	first := pad(label, column)
	if r.Label == "" {
		first, rest = "", ""
	}
	write := func(lead, s string) {
		for i, line := range text.Wrap(first+lead, rest+lead, s, p.Width) {
			if i == 0 {
				line = p.paint(bold, label) + line[len(label):]
			}
			p.line(line)
		}
		first, label = rest, ""
	}
	widths := map[int]int{}
	for _, cells := range r.Cells {
		for i, cell := range cells {
			widths[i] = max(widths[i], text.Width(cell))
		}
	}
	for i, cells := range r.Cells {
		aligned := first
		for k, cell := range cells {
			aligned += pad(cell, widths[k]) + "  "
		}
		if aligned = strings.TrimRight(aligned, " "); text.Width(aligned) <= p.Width {
			p.line(p.paint(bold, label) + aligned[len(label):])
			first, label = rest, ""
		} else {
			write("", strings.Join(cells, " · "))
		}
		if r.Below[i] != "" {
			write("  ", r.Below[i])
		}
	}
	for _, line := range r.Lines {
		write("", line)
	}
}
