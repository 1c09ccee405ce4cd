//go:build !windows

package tui

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
	"unicode/utf8"
)

// Keys are printable characters as they are, and these. The values of the first group are
// the ones survey understands; others are those of the control keys that editors of lines have.
const (
	keyUp    = '\x10'
	keyDown  = '\x0e'
	keyEnter = '\r'
	keyStop  = '\x04' // Ctrl-D: ends a survey prompt with what is chosen

	keyLeft      = '\x02'
	keyRight     = '\x06'
	keyHome      = '\x01'
	keyEnd       = '\x05'
	keyBackspace = '\x7f'
	keyCutWord   = '\x17' // Ctrl-W
	keyCutBefore = '\x15' // Ctrl-U
	keyCutAfter  = '\x0b' // Ctrl-K
	keyDelete    = '\x1c'
	keyWordLeft  = '\x1d'
	keyWordRight = '\x1e'
	keyPageUp    = '\x16'
	keyPageDown  = '\x18'
	keyInterrupt = '\x03'
	keyEscape    = '\x1b'
	keyResize    = '\x0c' // the window changed, or Ctrl-L: draw again
	keySuspend   = '\x1a' // Ctrl-Z
)

// pasted marks a character that was pasted, not typed. It is text and never a key.
const pasted = 1 << 24

// escapeDelay is how long a lone escape byte waits for the rest of a sequence.
const escapeDelay = 40 * time.Millisecond

// keyboard turns a terminal's bytes into whole keys, which wait in a queue until a prompt
// wants them, so that nothing typed ahead is lost and no sequence is torn apart.
type keyboard struct {
	keys    chan rune
	resized chan os.Signal
	pushed  []rune // to be read first
	ended   bool   // an interruption was found while flushing
	suspend func() // stops the program; nil where that is impossible
}

func newKeyboard(in io.Reader) *keyboard {
	k := &keyboard{keys: make(chan rune, 4096), resized: make(chan os.Signal, 1)}
	signal.Notify(k.resized, syscall.SIGWINCH)
	read := make(chan []byte, 64)
	go readBytes(in, read)
	go func() {
		defer close(k.keys)
		d := decoder{in: read}
		for key, ok := d.next(); ok; key, ok = d.next() {
			if key != 0 {
				k.keys <- key
			}
		}
	}()
	return k
}

// readBytes passes on what is read at once as one piece, so that no sequence in it is torn apart.
func readBytes(in io.Reader, out chan<- []byte) {
	defer close(out)
	buf := make([]byte, 256)
	for {
		n, err := in.Read(buf)
		out <- bytes.Clone(buf[:n])
		if err != nil {
			return
		}
	}
}

func (k *keyboard) stop() { signal.Stop(k.resized) }

// next waits for a key or for a pasted character, which carries the mark pasted. Ctrl-C, Ctrl-D,
// the input's end and a context that is done are ErrInterrupted.
func (k *keyboard) next(ctx context.Context) (rune, error) {
	for !k.ended && ctx.Err() == nil {
		var key rune
		ok := true
		if len(k.pushed) > 0 {
			key, k.pushed = k.pushed[0], k.pushed[1:]
		} else {
			select {
			case <-ctx.Done():
				return 0, ErrInterrupted
			case <-k.resized:
				return keyResize, nil
			case key, ok = <-k.keys:
			}
		}
		switch {
		case !ok || key == keyInterrupt || key == keyStop:
			return 0, ErrInterrupted
		case key != keySuspend:
			return key, nil
		case k.suspend != nil:
			k.suspend()
			k.redraw()
		}
	}
	return 0, ErrInterrupted
}

// follows reports whether text comes so soon after the last key that nobody has typed it.
func (k *keyboard) follows() bool {
	if len(k.pushed) > 0 {
		return true
	}
	select {
	case key, ok := <-k.keys:
		if !ok {
			k.ended = true
			return false
		}
		k.pushed = []rune{key}
		return key >= ' ' && key < pasted && key != keyBackspace || key == keyEnter
	case <-time.After(pasteDelay):
		return false
	}
}

// redraw makes the next key the one that draws the screen again.
func (k *keyboard) redraw() {
	select {
	case k.resized <- syscall.SIGWINCH:
	default: // it is asked for already
	}
}

// flush forgets what was typed ahead, up to an interruption, which still counts.
func (k *keyboard) flush() {
	k.pushed = nil
	for !k.ended {
		select {
		case key, ok := <-k.keys:
			k.ended = !ok || key == keyInterrupt || key == keyStop
		default:
			return
		}
	}
}

// decoder takes keys out of a stream of bytes.
type decoder struct {
	in    <-chan []byte
	ahead []byte // received and not read yet
	paste bool   // between the marks that a terminal puts around a paste
}

// next returns the next key, or 0 for bytes that mean nothing here; ok is false at the end.
func (d *decoder) next() (key rune, ok bool) {
	b, ok := d.read(nil)
	switch {
	case !ok:
		return 0, false
	case b == keyEscape:
		return d.escape(), true
	case d.paste:
		return d.pasted(b), true
	case b < ' ' || b == keyBackspace:
		return control(b), true
	}
	return d.rune(b), true
}

// pasted is a character of a paste: line ends and tabs are spaces. Ctrl-C and Ctrl-D are
// keys even here, so that a paste without an end locks nobody in.
func (d *decoder) pasted(b byte) rune {
	switch {
	case b == keyInterrupt || b == keyStop:
		d.paste = false
		return rune(b)
	case b == '\n' || b == '\r' || b == '\t':
		return ' ' | pasted
	case b < ' ' || b == keyBackspace:
		return 0
	}
	if r := d.rune(b); r != 0 {
		return r | pasted
	}
	return 0
}

func control(b byte) rune {
	switch b {
	case '\n':
		return keyEnter
	case '\b':
		return keyBackspace
	case '\t':
		return keyDown
	case keyUp, keyDown, keyEnter, keyStop, keyLeft, keyRight, keyHome, keyEnd, keyBackspace, keyCutWord, keyCutBefore, keyCutAfter,
		keyInterrupt, keyResize, keySuspend:
		return rune(b)
	}
	return 0
}

// rune completes a character; what is not UTF-8 is dropped.
func (d *decoder) rune(first byte) rune {
	buf := []byte{first}
	for len(buf) < utf8.UTFMax && !utf8.FullRune(buf) {
		b, ok := d.soon()
		if !ok {
			return 0
		}
		if b&0xc0 != 0x80 {
			d.unread(b)
			return 0
		}
		buf = append(buf, b)
	}
	r, _ := utf8.DecodeRune(buf)
	if r == utf8.RuneError || r >= 0x80 && r < 0xa0 {
		return 0
	}
	return r
}

// escape reads what follows an escape byte. Nothing within the delay makes it the Esc
// key; an arrow becomes its key; every other sequence is swallowed whole.
func (d *decoder) escape() rune {
	b, ok := d.soon()
	switch {
	case !ok:
		d.paste = false
		return keyEscape
	case b == keyEscape:
		d.unread(b)
		return keyEscape
	case b == '[':
		return d.sequence()
	case b == 'O':
		if b, _ = d.soon(); b == 'M' { // the key pad's Enter
			return keyEnter
		}
		return arrow(b)
	case b == 'b':
		return keyWordLeft
	case b == 'f':
		return keyWordRight
	case b == keyBackspace:
		return keyCutWord
	case b >= utf8.RuneSelf:
		d.rune(b)
	}
	return 0
}

// sequence reads a control sequence after its "ESC [".
func (d *decoder) sequence() rune {
	parameters := ""
	for len(parameters) < 32 {
		b, ok := d.soon()
		switch {
		case !ok:
		case b < ' ':
			d.unread(b)
		case b == '[' && parameters == "": // a function key of the Linux console
			d.soon()
		case b < '@':
			parameters += string(rune(b))
			continue
		case b == '~' && parameters == "200":
			d.paste = true
		case b == '~' && parameters == "201":
			d.paste = false
		case d.paste:
		case parameters == "":
			return arrow(b)
		case b == '~':
			return numbered[parameters]
		case b == 'C' && (parameters == "1;5" || parameters == "1;3"): // with Ctrl or Alt
			return keyWordRight
		case b == 'D' && (parameters == "1;5" || parameters == "1;3"):
			return keyWordLeft
		}
		return 0
	}
	return 0
}

// numbered are the keys that send a number.
var numbered = map[string]rune{
	"1": keyHome, "7": keyHome, "4": keyEnd, "8": keyEnd, "3": keyDelete, "5": keyPageUp, "6": keyPageDown,
}

func arrow(b byte) rune {
	switch b {
	case 'A', 'Z':
		return keyUp
	case 'B':
		return keyDown
	case 'C':
		return keyRight
	case 'D':
		return keyLeft
	case 'H':
		return keyHome
	case 'F':
		return keyEnd
	}
	return 0
}

// soon reads a byte that comes within the delay.
func (d *decoder) soon() (byte, bool) { return d.read(time.After(escapeDelay)) }

// read reads a byte, unless the wait for it is over first; nil waits forever.
func (d *decoder) read(over <-chan time.Time) (byte, bool) {
	for len(d.ahead) == 0 {
		select {
		case piece, ok := <-d.in:
			if !ok {
				return 0, false
			}
			d.ahead = piece
		case <-over:
			return 0, false
		}
	}
	b := d.ahead[0]
	d.ahead = d.ahead[1:]
	return b, true
}

// unread makes a byte the next one to be read.
func (d *decoder) unread(b byte) { d.ahead = append([]byte{b}, d.ahead...) }
