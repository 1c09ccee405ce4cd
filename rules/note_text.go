package rules

import (
	"bytes"
	"encoding/binary"
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// NoteText is free text, or a phrase to find in it, cut into words: runs of letters and
// combining marks, or of digits. Its memory is used again by the next Split.
type NoteText struct {
	Words []NoteWord
	// Folded are the words in the form in which they are compared, one behind the other: in
	// lower case, decomposed, without nukta, chandrabindu as anusvara, without characters
	// that are not seen. A character of ASCII or Devanagari is one byte ([AppendLetters]).
	Folded []byte
	behind NoteGap // the last word
	closed bool    // there is a full stop or the like
	nfd    []byte
}

// NoteWord is one word of a text.
type NoteWord struct {
	From, To int // bytes of the text
	Start    int // of Folded
	Before   NoteGap
}

// NoteGap is what stands between two words.
type NoteGap uint8

const (
	NoteJoint NoteGap = iota // nothing, or spaces, hyphens, apostrophes and quotation marks
	NoteSlash                // a slash without spaces
	NoteComma                // a comma, or a slash beside spaces
	NoteColon                // a colon, an equals sign, or a dash that is no hyphen
	NoteStop                 // anything else: the end of a sentence or line; before the first word
	NoteAsked                // a question mark that does not begin the next word
	NotePlus                 // a plus right behind a word that does not begin the next one: "HIV+"
)

// noteClass is what a character is in a note.
type noteClass uint8

const (
	noteLetter noteClass = iota
	noteDigit
	noteUnseen // belongs to no word and parts none
	noteSpace
	noteHyphen
	noteQuote
	noteSlash
	noteComma
	noteColon
	noteStop
	noteQuestion
	noteNone // before any character
)

// Of characters up to the end of Devanagari, the class, and the form in which letters and digits
// are compared. The first text that is split fills them in.
var (
	noteClasses [0x980]noteClass
	noteFolds   [len(noteClasses)]rune
	letterFolds [0x100]byte // of letters of ASCII, in one byte; else 0
	digitFolds  [0x100]byte // of digits of ASCII
	devanagari  [0x80]byte  // of letters and marks from U+0900 on, in UTF-8 three bytes each; 0 where a fold is not one byte
)

var fillNotes = sync.OnceFunc(func() {
	for c := range noteClasses {
		noteClasses[c] = classNote(rune(c))
	}
	for c := range noteFolds {
		noteFolds[c] = foldNote(rune(c))
	}
	for c := range utf8.RuneSelf {
		switch noteClasses[c] {
		case noteLetter:
			letterFolds[c] = byte(noteFolds[c])
		case noteDigit:
			digitFolds[c] = byte(c)
		}
	}
	for c := range devanagari {
		if fold := noteFolds[0x900+c]; noteClasses[0x900+c] == noteLetter && fold&^0x7f == 0x900 {
			devanagari[c] = byte(fold&0x7f | 0x80)
		}
	}
})

func classNote(r rune) noteClass {
	if noteNukta(r) {
		return noteUnseen
	}
	switch r {
	case '-', '\u2010', '\u2011':
		return noteHyphen
	case '\'', '’', '‘', '`', '"', '“', '”':
		return noteQuote
	case '/':
		return noteSlash
	case ',', '،':
		return noteComma
	case '?', '؟':
		return noteQuestion
	case ':', '=', '–', '—':
		return noteColon
	}
	switch {
	case unicode.In(r, unicode.Cf, unicode.Variation_Selector):
		return noteUnseen
	case unicode.In(r, unicode.L, unicode.M):
		return noteLetter
	case unicode.Is(unicode.Nd, r):
		return noteDigit
	case unicode.Is(unicode.Zs, r):
		return noteSpace
	}
	return noteStop
}

func classOf(r rune) noteClass {
	if int(r) < len(noteClasses) {
		return noteClasses[r]
	}
	return classNote(r)
}

func noteNukta(r rune) bool {
	return r >= utf8.RuneSelf && norm.NFD.PropertiesString(string(r)).CCC() == 7
}

// needsNFD is the fold of a character that has to be looked at with its neighbours.
const needsNFD = -1

// foldNote returns the form in which a character is compared, if it has one by itself.
func foldNote(c rune) rune {
	if classOf(c) > noteDigit {
		return needsNFD
	}
	var t NoteText
	t.foldNFD([]byte(string(c)))
	letters := AppendLetters(nil, t.Folded)
	if len(letters) != 1 {
		return needsNFD
	}
	if ccc := norm.NFD.PropertiesString(string(letters)).CCC(); ccc != 0 && ccc != virama {
		return needsNFD
	}
	return letters[0]
}

// virama is the class of viramas, which stand behind no mark but a nukta.
const virama = 9

// otherLetter is the first of four bytes of a folded character that is neither of ASCII nor Devanagari.
const otherLetter = 1

// appendFold appends a character of a folded word.
func appendFold(folded []byte, r rune) []byte {
	switch {
	case r < utf8.RuneSelf:
		return append(folded, byte(r))
	case r&^0x7f == 0x900:
		return append(folded, byte(r&0x7f|0x80))
	}
	return append(folded, otherLetter, byte(r>>14|0x80), byte(r>>7|0x80), byte(r|0x80))
}

// AppendLetters appends the characters of folded words.
func AppendLetters(letters []rune, folded []byte) []rune {
	for i := 0; i < len(folded); i++ {
		switch c := rune(folded[i]); {
		case c == otherLetter:
			letters = append(letters, rune(folded[i+1]&0x7f)<<14|rune(folded[i+2]&0x7f)<<7|rune(folded[i+3]&0x7f))
			i += 3
		case c < utf8.RuneSelf:
			letters = append(letters, c)
		default:
			letters = append(letters, 0x900|c&0x7f)
		}
	}
	return letters
}

// run appends the fold of the letters or digits that begin at a byte, as far as each is folded
// alone to one byte, and returns where they end.
func (t *NoteText) run(text []byte, i int, class noteClass) int {
	folds := &letterFolds
	if class == noteDigit {
		folds = &digitFolds
	}
	n := len(t.Folded)
	folded := slices.Grow(t.Folded, len(text)-i)
	folded = folded[:cap(folded)]
	for i < len(text) && n < len(folded) {
		c := text[i]
		if fold := folds[c]; fold != 0 {
			folded[n] = fold
			n, i = n+1, i+1
			continue
		}
		if c != 0xe0 || class != noteLetter || i+2 >= len(text) || text[i+1]&^1 != 0xa4 || text[i+2]&0xc0 != 0x80 {
			break
		}
		fold := devanagari[text[i+1]&1<<6|text[i+2]&0x3f]
		if fold == 0 {
			break
		}
		folded[n] = fold
		n, i = n+1, i+3
	}
	t.Folded = folded[:n]
	return i
}

// Split cuts a text.
func (t *NoteText) Split(text []byte) {
	fillNotes()
	t.Words, t.Folded = t.Words[:0], t.Folded[:0]
	word, within := NoteWord{Before: NoteStop}, noteNone // the class of the word that a character continues
	nfd, spaced, hyphened := false, false, false
	asked := NoteJoint // NoteAsked or NotePlus if such a mark has been read in this gap
	for i := 0; ; {
		if within <= noteDigit {
			i = t.run(text, i, within)
			for !nfd && i+1 < len(text) && text[i] == ' ' {
				start := len(t.Folded)
				end := t.run(text, i+1, noteLetter)
				if end == i+1 {
					break
				}
				word.To = i
				t.Words = append(t.Words, word)
				word, within = NoteWord{From: i + 1, Start: start}, noteLetter
				i = end
			}
		}
		if i == len(text) {
			break
		}
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text[i:])
		}
		class := classOf(r)
		switch {
		case class == within || class == noteUnseen:
		case class <= noteDigit:
			if within <= noteDigit {
				t.add(text, word, i, nfd)
				word.Before = NoteJoint
			} else if class == noteDigit && within == noteNone && decimal(text, word.To, i) {
				word.Before = NoteJoint
			} else {
				word.Before = word.Before.with(spaced, hyphened)
			}
			word.From, word.Start, within, nfd = i, len(t.Folded), class, false
		default:
			if within <= noteDigit {
				t.add(text, word, i, nfd)
				word.To = i
				word.Before, within, spaced, hyphened, asked = NoteJoint, noteNone, false, false, NoteJoint
			}
			word.Before = max(word.Before, asked)
			switch class {
			case noteSpace:
				spaced = true
			case noteHyphen:
				hyphened = true
			case noteSlash, noteComma, noteColon, noteStop:
				word.Before = max(word.Before, NoteSlash+NoteGap(class-noteSlash))
				if r == '+' && word.To == i && len(t.Words) > 0 {
					asked = NotePlus
				}
			case noteQuestion:
				word.Before, asked = max(word.Before, NoteStop), max(asked, NoteAsked)
			}
		}
		if class <= noteDigit {
			if int(r) >= len(noteFolds) || noteFolds[r] == needsNFD {
				nfd = true
			} else {
				t.Folded = appendFold(t.Folded, noteFolds[r])
			}
		}
		i += size
	}
	if within <= noteDigit {
		t.add(text, word, len(text), nfd)
		word.Before, asked = NoteJoint, NoteJoint
	}
	t.Folded = slices.Grow(t.Folded, 4)
	t.behind = max(word.Before, asked)
	t.closed = within > noteDigit && bytes.ContainsAny(text[word.To:], ".;!\r\n।")
}

// decimal reports whether there is one point or comma, and digits before it, in front of a digit.
func decimal(text []byte, from, to int) bool {
	return from > 0 && to == from+1 && (text[from] == '.' || text[from] == ',') && '0' <= text[from-1] && text[from-1] <= '9'
}

// with returns a gap that has spaces or hyphens besides.
func (g NoteGap) with(spaced, hyphened bool) NoteGap {
	switch {
	case spaced && hyphened:
		return max(g, NoteColon)
	case spaced && g == NoteSlash:
		return NoteComma
	}
	return g
}

// Gap returns what stands before a word; behind the last a sentence ends.
func (t *NoteText) Gap(i int) NoteGap {
	if i < len(t.Words) {
		return t.Words[i].Before
	}
	return max(t.behind, NoteStop)
}

// Closed reports whether a full stop or the like stands behind the last word.
func (t *NoteText) Closed() bool { return t.closed }

// add adds the word that ends before a byte of the text. Where its characters could not be
// folded one by one, it is folded as a whole.
func (t *NoteText) add(text []byte, word NoteWord, to int, nfd bool) {
	word.To = to
	t.Words = append(t.Words, word)
	if nfd {
		t.Folded = t.Folded[:word.Start]
		t.foldNFD(text[word.From:to])
	}
}

// foldNFD appends a word in the form in which it is compared.
func (t *NoteText) foldNFD(word []byte) {
	t.nfd = norm.NFD.Append(t.nfd[:0], word...)
	for i := 0; i < len(t.nfd); {
		r, size := utf8.DecodeRune(t.nfd[i:])
		if r == '\u0901' {
			r = '\u0902'
		}
		if classOf(r) != noteUnseen {
			t.Folded = appendFold(t.Folded, unicode.ToLower(r))
		}
		i += size
	}
}

// Word returns a word in the form in which it is compared.
func (t *NoteText) Word(i int) []byte { return t.Folded[t.Words[i].Start:t.End(i)] }

// Prefix returns the first bytes of a word, four at most, the first one lowest.
func (t *NoteText) Prefix(i int) uint32 {
	from := t.Words[i].Start
	bytes := binary.LittleEndian.Uint32(t.Folded[from : from+4]) // Split leaves room behind
	if n := t.End(i) - from; n < 4 {
		bytes &= 1<<(8*n) - 1
	}
	return bytes
}

// IsNumber reports whether a word is a run of digits.
func (t *NoteText) IsNumber(i int) bool {
	var first [1]rune
	return classOf(AppendLetters(first[:0], t.Word(i))[0]) == noteDigit
}

// End returns where a word ends in Folded.
func (t *NoteText) End(i int) int {
	if i+1 < len(t.Words) {
		return t.Words[i+1].Start
	}
	return len(t.Folded)
}

// NoteWords returns the words of a text in the form in which they are compared.
func NoteWords(text string) (words []string) {
	var t NoteText
	t.Split([]byte(text))
	for i := range t.Words {
		words = append(words, string(AppendLetters(nil, t.Word(i))))
	}
	return words
}

// MinSlip is the least number of letters of a name that is found with one letter wrong.
const MinSlip = 6

// MaxSpelled is the greatest number of letters of a phrase of one word that a text may part only into
// single letters, as it may an abbreviation.
const MaxSpelled = 3

// IsSlip reports whether a word is another one with one letter missing, added, replaced or
// exchanged with its neighbour.
func IsSlip(word, other []rune) bool {
	if len(word) < len(other) {
		word, other = other, word
	}
	same := 0
	for same < len(other) && word[same] == other[same] {
		same++
	}
	word, other = word[same:], other[same:]
	behind := 0
	for behind < len(other) && word[len(word)-1-behind] == other[len(other)-1-behind] {
		behind++
	}
	word, other = word[:len(word)-behind], other[:len(other)-behind]
	return len(word) == 1 || len(word) == 2 && len(other) == 2 && word[0] == other[1] && word[1] == other[0]
}
