package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"knead/internal/batch"
)

// progressReport shows how far a batch has come: one line that changes on a terminal, now
// and then a line elsewhere.
type progressReport struct {
	w       io.Writer
	bar     bool
	started time.Time
	shown   bool
}

func newProgressReport(w io.Writer) *progressReport {
	p := &progressReport{w: w, started: time.Now()}
	if file, ok := w.(*os.File); ok && os.Getenv("TERM") != "dumb" {
		p.bar = term.IsTerminal(int(file.Fd()))
	}
	return p
}

func (p *progressReport) every() time.Duration {
	if p.bar {
		return 200 * time.Millisecond
	}
	return 10 * time.Second
}

func (p *progressReport) report(now batch.Progress) {
	text := progressText(now, time.Since(p.started), p.bar)
	if p.bar {
		fmt.Fprintf(p.w, "\r\x1b[K%s", text)
		p.shown = true
		return
	}
	fmt.Fprintf(p.w, "knead: %s\n", text)
}

// clear removes the line that changes.
func (p *progressReport) clear() {
	if p != nil && p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

// progressText words progress after some time, with a bar when that is wanted and the size
// of the input is known.
func progressText(now batch.Progress, spent time.Duration, bar bool) string {
	rate := float64(now.Records) / max(spent.Seconds(), 1e-3)
	text := fmt.Sprintf("%d records, %.0f/s, %d rejected", now.Records, rate, now.Rejects)
	if now.Total == 0 || now.Done == 0 {
		return text
	}
	share := min(float64(now.Done)/float64(now.Total), 1)
	left := time.Duration(float64(spent) * (1 - share) / share).Round(time.Second)
	text = fmt.Sprintf("%3.0f %%, %s, %s left", 100*share, text, left)
	if bar {
		const width = 20
		full := int(share * width)
		text = "[" + strings.Repeat("#", full) + strings.Repeat(".", width-full) + "] " + text
	}
	return text
}
