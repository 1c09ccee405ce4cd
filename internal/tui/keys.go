//go:build !windows

package tui

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
	"unicode/utf8"
)

// Keys as the asker sees them: printable characters as they are, and these. The
// values of the first group are the ones survey understands.
const (
	keyUp        = '\x10'
	keyDown      = '\x0e'
	keyEnter     = '\r'
	keyBackspace = '\x7f'
	keyClear     = '\x18' // takes the whole line back
	keyEnd       = '\x04' // ends a survey prompt with what is chosen

	keyEscape = '\x1b'
	keyResize = '\x0c' // the window changed, or Ctrl-L: draw again
	keyPause  = '\x1a' // Ctrl-Z
)

// pasted marks a character that was pasted, not typed. It is text and never a key.
const pasted = 1 << 24

// escapeDelay is how long a lone escape byte waits for the rest of a sequence.
const escapeDelay = 40 * time.Millisecond

// keyboard turns a terminal's bytes into whole keys, which wait in a queue until a prompt
// wants them, so that nothing typed ahead is lost and no sequence is torn apart.
type keyboard struct {
	ctx    context.Context
	keys   chan rune
	resize chan os.Signal
	pushed []rune // handed back, to be read first
	closed bool   // an interruption was found while flushing
	pause  func() // stops the program; nil where that is impossible
}

func newKeyboard(ctx context.Context, in io.Reader) *keyboard {
	k := &keyboard{ctx: ctx, keys: make(chan rune, 4096), resize: make(chan os.Signal, 1)}
	signal.Notify(k.resize, syscall.SIGWINCH)
	bytes := make(chan byte, 4096)
	go readBytes(in, bytes)
	go func() {
		defer close(k.keys)
		s := sequences{in: bytes}
		for {
			key, ok := s.next()
			if !ok {
				return
			}
			if key != 0 {
				k.keys <- key
			}
		}
	}()
	return k
}

func (k *keyboard) stop() { signal.Stop(k.resize) }

// next waits for a key and passes over what is pasted: where keys have a meaning, a text
// that happens to hold them must not act. Ctrl-C, Ctrl-D, the input's end and a cancelled
// context are ErrInterrupted.
func (k *keyboard) next() (rune, error) {
	for {
		if key, err := k.nextOrPasted(); err != nil || key < pasted {
			return key, err
		}
	}
}

// nextOrPasted waits for a key or for a pasted character, which carries the mark pasted.
func (k *keyboard) nextOrPasted() (rune, error) {
	for {
		key, err := k.take()
		if key != keyPause || err != nil {
			return key, err
		}
		if k.pause != nil {
			k.pause()
			k.redraw()
		}
	}
}

// redraw makes the next key the one that draws the screen again.
func (k *keyboard) redraw() {
	select {
	case k.resize <- syscall.SIGWINCH:
	default: // it is asked for already
	}
}

func (k *keyboard) take() (rune, error) {
	if k.closed || k.ctx.Err() != nil {
		return 0, ErrInterrupted
	}
	if len(k.pushed) > 0 {
		key := k.pushed[0]
		k.pushed = k.pushed[1:]
		return key, nil
	}
	select {
	case <-k.ctx.Done():
		return 0, ErrInterrupted
	case <-k.resize:
		return keyResize, nil
	case key, ok := <-k.keys:
		if !ok || key == '\x03' || key == keyEnd {
			return 0, ErrInterrupted
		}
		return key, nil
	}
}

// flush forgets what was typed ahead, up to an interruption, which still counts.
func (k *keyboard) flush() {
	k.pushed = nil
	for {
		select {
		case key, ok := <-k.keys:
			if !ok || key == '\x03' || key == keyEnd {
				k.closed = true
				return
			}
		default:
			return
		}
	}
}

func readBytes(in io.Reader, out chan<- byte) {
	defer close(out)
	buf := make([]byte, 256)
	for {
		n, err := in.Read(buf)
		for _, b := range buf[:n] {
			out <- b
		}
		if err != nil {
			return
		}
	}
}

// sequences takes keys out of a stream of bytes.
type sequences struct {
	in    <-chan byte
	ahead []byte // read too far
	paste bool   // between the marks that a terminal puts around a paste
}

// next returns the next key, or 0 for bytes that mean nothing here; ok is false at the end.
func (s *sequences) next() (key rune, ok bool) {
	b, ok := s.read()
	switch {
	case !ok:
		return 0, false
	case s.paste && b != keyEscape:
		return s.pastedRune(b), true
	case b == keyEscape:
		return s.escape(), true
	case b < ' ' || b == keyBackspace:
		return control(b), true
	case b < utf8.RuneSelf:
		return rune(b), true
	}
	return s.rune(b), true
}

// pastedRune is a character of a paste: line ends and tabs are spaces. Ctrl-C and Ctrl-D
// are keys even here, so that a paste without an end locks nobody in.
func (s *sequences) pastedRune(b byte) rune {
	switch {
	case b == '\x03' || b == keyEnd:
		s.paste = false
		return rune(b)
	case b == '\n' || b == '\r' || b == '\t':
		return ' ' | pasted
	case b < ' ' || b == keyBackspace:
		return 0
	case b < utf8.RuneSelf:
		return rune(b) | pasted
	}
	if r := s.rune(b); r != 0 {
		return r | pasted
	}
	return 0
}

// control maps control bytes to keys.
func control(b byte) rune {
	switch b {
	case '\r', '\n':
		return keyEnter
	case '\b', keyBackspace:
		return keyBackspace
	case '\t', keyDown:
		return keyDown
	case '\x15', '\x17', keyClear:
		return keyClear
	case keyUp, keyResize, keyPause, '\x03', keyEnd:
		return rune(b)
	}
	return 0
}

// rune completes a character of several bytes; what is not UTF-8 is dropped.
func (s *sequences) rune(first byte) rune {
	buf := []byte{first}
	for len(buf) < utf8.UTFMax && !utf8.FullRune(buf) {
		b, ok := s.soon()
		if !ok {
			return 0
		}
		if b&0xc0 != 0x80 {
			s.ahead = append(s.ahead, b)
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
func (s *sequences) escape() rune {
	b, ok := s.soon()
	switch {
	case !ok:
		s.paste = false
		return keyEscape
	case b == keyEscape:
		s.ahead = append(s.ahead, b)
		return keyEscape
	case b == 'O':
		if b, _ = s.soon(); b == 'M' { // the key pad's Enter
			return keyEnter
		}
		return arrow(b)
	case b == '[':
		key := s.control()
		if s.paste {
			return 0
		}
		return key
	case b >= utf8.RuneSelf:
		s.rune(b)
	}
	return 0
}

// control reads a control sequence after its "ESC [".
func (s *sequences) control() rune {
	var digits []byte
	for n := 0; n < 32; n++ {
		b, ok := s.soon()
		switch {
		case !ok:
			return 0
		case b == '[' && n == 0: // a function key of the Linux console
			s.soon()
			return 0
		case b < ' ':
			s.ahead = append(s.ahead, b)
			return 0
		case b >= '@' && n == 0:
			return arrow(b)
		case b == '~':
			s.pasteMark(string(digits))
			return 0
		case b >= '@':
			return 0
		}
		digits = append(digits, b)
	}
	return 0
}

// pasteMark takes note of the sequences that stand around a paste.
func (s *sequences) pasteMark(number string) {
	switch number {
	case "200":
		s.paste = true
	case "201":
		s.paste = false
	}
}

func arrow(b byte) rune {
	switch b {
	case 'A', 'Z':
		return keyUp
	case 'B':
		return keyDown
	}
	return 0
}

func (s *sequences) read() (byte, bool) {
	if len(s.ahead) > 0 {
		b := s.ahead[0]
		s.ahead = s.ahead[1:]
		return b, true
	}
	b, ok := <-s.in
	return b, ok
}

// soon reads a byte that comes within the delay.
func (s *sequences) soon() (byte, bool) {
	if len(s.ahead) > 0 {
		return s.read()
	}
	select {
	case b, ok := <-s.in:
		return b, ok
	case <-time.After(escapeDelay):
		return 0, false
	}
}
