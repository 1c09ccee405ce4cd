package report

import (
	"fmt"
	"slices"
)

// The pictures of the HTML format: this file says where things lie, charts.tmpl draws them.

// marks are how an area is drawn on the body: filled where it hurts, hatched where it is to
// be left alone. Areas that the drawing does not know are named beside it only.
func marks(doc *document, area string) (classes []string) {
	if slices.Contains(doc.Hurts, area) {
		classes = append(classes, "hurts")
	}
	if slices.ContainsFunc(doc.Avoid, func(a item) bool { return a.Area == area }) {
		classes = append(classes, "avoid")
	}
	return classes
}

// weekChart is one week of a plan: a bar as high as a session is long, paler up to the
// longest, dots for the sessions, rings for those that may come on top.
type weekChart struct {
	week
	Bars []bar
	Dots []dot
}

type bar struct {
	Class     string
	Y, Height int
}

type dot struct {
	Class string
	X, Y  int
}

func newWeekCharts(p *plan) (all []weekChart) {
	longest := 1
	for _, w := range p.Weeks {
		longest = max(longest, w.Most)
	}
	for _, w := range p.Weeks {
		all = append(all, newWeekChart(w, longest))
	}
	return all
}

// newWeekChart lays one week out. Bars start at 72 and are at most 44 high.
func newWeekChart(w week, longest int) weekChart {
	const floor, height = 72, 44
	c := weekChart{week: w}
	if w.Sessions+w.Extra > 0 {
		least, most := height*w.Least/longest, height*w.Most/longest
		c.Bars = []bar{{"longest", floor - most, most}, {"bar", floor - least, least}}
	}
	dots := min(w.Sessions+w.Extra, 7)
	for i := range dots {
		class := "dot"
		if i >= w.Sessions {
			class = "ring"
		}
		c.Dots = append(c.Dots, dot{class, 20 + (2*(i%3)-min(dots-3*(i/3), 3)+1)*4, floor - 7 - 9*(i/3)})
	}
	return c
}

// lineChart is measures from 0 to 10 over visits.
type lineChart struct {
	Label string
	Lines []line
	Ticks []point
}

// line is one measure: its path, and a mark at every visit with an answer.
type line struct {
	Style         int // 0 has round marks, the others square ones
	Path          string
	Marks, Labels []point
}

// point is a place, written with one decimal, and what stands there.
type point struct{ X, Y, Left, Top, Text string }

func newPoint(x, y float64, text string) point {
	f := func(v float64) string { return fmt.Sprintf("%.1f", v) }
	return point{f(x), f(y), f(x - 4.5), f(y - 4.5), text}
}

func newLineChart(label string, g *progress) *lineChart {
	const left, right, top, bottom = 28.0, 460.0, 14.0, 150.0
	x := func(i int) float64 {
		if len(g.When) < 2 {
			return left
		}
		return left + 16 + float64(i)*(right-left-32)/float64(len(g.When)-1)
	}
	c := &lineChart{Label: label}
	for s, series := range g.Series {
		l := line{Style: s % 3}
		command := "M"
		for i, value := range series.Values {
			if value < 0 {
				continue
			}
			y := bottom - float64(value)*(bottom-top)/scaleMax
			mark := newPoint(x(i), y, "")
			l.Path += command + mark.X + " " + mark.Y
			l.Marks, command = append(l.Marks, mark), "L"
			if offset, ok := labelOffset(g.Series, s, i); ok {
				l.Labels = append(l.Labels, newPoint(x(i)+8, y+offset, fmt.Sprint(value)))
			}
		}
		c.Lines = append(c.Lines, l)
	}
	every := (len(g.When) + 5) / 6
	for i, when := range g.When {
		if i%every == 0 {
			c.Ticks = append(c.Ticks, newPoint(x(i), 0, when))
		}
	}
	return c
}

// labelOffset returns how far below a mark its value is written: above it, or below where the
// mark of another measure lies close above; nowhere where the same value is written already.
func labelOffset(all []series, s, visit int) (offset float64, ok bool) {
	const above, below, close = -5, 15, 2
	offset = above
	for o := range all {
		switch higher := all[o].Values[visit] - all[s].Values[visit]; {
		case o < s && higher == 0:
			return 0, false
		case higher > 0 && higher <= close:
			offset = below
		}
	}
	return offset, true
}
