package main

import (
	"io"
	"os"

	"golang.org/x/term"
)

// terminal returns how wide text for w may be and whether it may use colour.
func (g *globals) terminal(w io.Writer) (width int, color bool) {
	const usual, widest = 80, 100
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return usual, false
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil || width <= 0 {
		width = usual
	}
	return min(width, widest), !g.noColor && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}
