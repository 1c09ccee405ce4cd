package report

import (
	"fmt"
	"html/template"
	"strings"
)

// weekChart draws a plan week by week: a bar as high as a session is long, dots for the
// sessions, a flag at the review.
func weekChart(p *plan) []template.HTML {
	longest := 1
	for _, ph := range p.Phases {
		for _, w := range ph.Boxes {
			longest = max(longest, w.Most)
		}
	}
	var all []template.HTML
	for _, ph := range p.Phases {
		for _, w := range ph.Boxes {
			all = append(all, weekBox(w, longest))
		}
	}
	return all
}

// weekBox draws one week. Bars start at 72 and are at most 44 high.
func weekBox(w week, longest int) template.HTML {
	const floor, height = 72, 44
	var b strings.Builder
	b.WriteString(`<svg class="week" viewBox="0 0 40 92" width="40" height="92" aria-hidden="true" focusable="false">`)
	if w.Review {
		b.WriteString(`<path class="flag" d="M8 26V4L22 9L8 14"/>`)
	}
	if w.Sessions+w.Extra > 0 {
		least, most := height*w.Least/longest, height*w.Most/longest
		fmt.Fprintf(&b, `<rect class="longest" x="7" y="%d" width="26" height="%d"/>`, floor-most, most)
		fmt.Fprintf(&b, `<rect class="bar" x="7" y="%d" width="26" height="%d"/>`, floor-least, least)
	}
	dots := min(w.Sessions+w.Extra, 7)
	for i := range dots {
		class := "dot"
		if i >= w.Sessions {
			class = "ring"
		}
		x, y := 20+(2*(i%3)-min(dots-3*(i/3), 3)+1)*4, floor-7-9*(i/3)
		fmt.Fprintf(&b, `<circle class="%s" cx="%d" cy="%d" r="2.9"/>`, class, x, y)
	}
	fmt.Fprintf(&b, `<path class="floor" d="M2 72H38"/><text x="20" y="87" text-anchor="middle">%d</text></svg>`, w.Number)
	return template.HTML(b.String())
}

// lineChart draws measures from 0 to 10 over visits.
func lineChart(label string, g *progress) template.HTML {
	const left, right, top, bottom = 28.0, 460.0, 14.0, 150.0
	x := func(i int) float64 {
		if len(g.Steps) < 2 {
			return left
		}
		return left + 16 + float64(i)*(right-left-32)/float64(len(g.Steps)-1)
	}
	y := func(value int) float64 { return bottom - float64(value)*(bottom-top)/scaleMax }
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="line" viewBox="0 0 480 180" role="img" aria-label="%s">`, template.HTMLEscapeString(label))
	for value := 0; value <= scaleMax; value += 5 {
		fmt.Fprintf(&b, `<path class="grid" d="M%g %.1fH%g"/><text x="%g" y="%.1f" text-anchor="end">%d</text>`, left, y(value), right, left-5, y(value)+4, value)
	}
	for s, series := range g.Series {
		drawSeries(&b, s%3, series, x, y)
		for i, value := range series.Values {
			if value >= 0 {
				b.WriteString(valueLabel(g.Series, s, i, x(i)+8, y(value)))
			}
		}
	}
	every := (len(g.Steps) + 5) / 6
	for i, st := range g.Steps {
		if i%every == 0 {
			fmt.Fprintf(&b, `<text x="%.1f" y="172" text-anchor="middle">%s</text>`, x(i), template.HTMLEscapeString(st.When))
		}
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// valueLabel writes a value beside its mark: below it where the mark of another measure
// stands close above, and not at all where the same value is written already.
func valueLabel(all []series, s, visit int, x, y float64) string {
	const above, below, close = -5, 15, 2
	value, dy := all[s].Values[visit], above
	for o := range all {
		switch higher := all[o].Values[visit] - value; {
		case o < s && higher == 0:
			return ""
		case higher > 0 && higher <= close:
			dy = below
		}
	}
	return fmt.Sprintf(`<text x="%.1f" y="%.1f">%d</text>`, x, y+float64(dy), value)
}

// drawSeries draws one measure: its line, and a mark at every visit with an answer.
func drawSeries(b *strings.Builder, style int, s series, x func(int) float64, y func(int) float64) {
	var d strings.Builder
	for i, value := range s.Values {
		if value >= 0 {
			command := "L"
			if d.Len() == 0 {
				command = "M"
			}
			fmt.Fprintf(&d, "%s%.1f %.1f", command, x(i), y(value))
		}
	}
	fmt.Fprintf(b, `<path class="series s%d" d="%s"/>`, style, d.String())
	for i, value := range s.Values {
		if value < 0 {
			continue
		}
		if style == 0 {
			fmt.Fprintf(b, `<circle class="mark s0" cx="%.1f" cy="%.1f" r="5"/>`, x(i), y(value))
		} else {
			fmt.Fprintf(b, `<rect class="mark s%d" x="%.1f" y="%.1f" width="9" height="9"/>`, style, x(i)-4.5, y(value)-4.5)
		}
	}
}

// meter draws how firm pressure is on its five steps.
func meter(firmness int) template.HTML {
	var b strings.Builder
	b.WriteString(`<svg class="meter" viewBox="0 0 52 12" width="52" height="12" aria-hidden="true" focusable="false">`)
	for i := range 5 {
		class := "ring"
		if i < firmness {
			class = "dot"
		}
		fmt.Fprintf(&b, `<circle class="%s" cx="%d" cy="6" r="4"/>`, class, 6+10*i)
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}
