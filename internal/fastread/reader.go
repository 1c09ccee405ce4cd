// Package fastread reads intakes straight into the facts of the engine, without building
// anything between.
//
// A [Reader] accepts only what it is sure of: records of JSON in any order of keys, with any
// white space and escapes, and rows of a table. Everything else it leaves to [Strict], which
// builds the whole tree, and which alone rejects records and words the complaints.
package fastread

import (
	"sync"

	"knead/engine"
	"knead/internal/records"
	"knead/rules"
)

// Tables are perfect hashes of every word that an intake of a pack may hold. They are
// immutable and safe for concurrent use.
type Tables struct {
	pack      *rules.Pack
	keys      words   // of an intake, as keyID …
	questions words   // by index
	answers   []field // by question
	packNames [2]string
	shown     func() *shown // made when a table first needs it
}

// field is how a question is answered.
type field struct {
	kind       rules.Kind
	atLeastOne bool
	least      int // of an Int
	most       int // of an Int, or characters
	// words may answer it: its options, and where they are allowed unsureWord and noneWord.
	words
}

// Values of words that are no option.
const (
	unsureWord = 64 + iota
	noneWord
)

// The keys of an intake.
const (
	keyID = iota
	keyDate
	keyPack
	keyAnswers
	keyCount
)

// NewTables returns the tables of a program's pack. Languages returns the pack in every language
// in which a table may be written; nil means only its own.
func NewTables(program *engine.Program, languages func() []*rules.Pack) *Tables {
	p := program.Pack()
	if languages == nil {
		languages = func() []*rules.Pack { return []*rules.Pack{p} }
	}
	t := &Tables{
		pack:      p,
		answers:   make([]field, len(p.Questions)),
		packNames: [2]string{p.Name + " " + p.Version, p.Name},
		keys:      words{follows: `":`},
		questions: words{follows: `":`},
		shown:     sync.OnceValue(func() *shown { return newShown(languages()) }),
	}
	for i := range p.Questions {
		q := &p.Questions[i]
		t.questions.add(q.ID, i)
		t.answers[i] = field{q.Kind, q.AtLeastOne, q.Min, q.Max, answerWords(q)}
	}
	t.questions.build()
	for i, key := range [keyCount]string{"id", "date", "pack", "answers"} {
		t.keys.add(key, i)
	}
	t.keys.build()
	return t
}

// answerWords returns the words that may answer the question in JSON. Those of a Bool are no
// words there.
func answerWords(q *rules.Question) words {
	w := words{follows: `"`}
	if q.Kind.HasOptions() && !q.Kind.IsYesNo() {
		for i := range q.Options {
			w.add(q.Options[i].ID, i)
		}
	}
	if q.Unsure {
		w.add("unsure", unsureWord)
	}
	if q.AllowsNone() {
		w.add("none", noneWord)
	}
	w.build()
	return w
}

// Reader reads one record after another into the same facts. It serves one goroutine.
type Reader struct {
	*Tables
	facts      *engine.Facts
	id         records.ID
	generation uint32   // number of the record
	answered   []uint32 // by question: the last record that has it
	decoded    []byte   // text whose escapes were undone
	padded     []byte   // a record that had to be copied
	cells      [][]byte
	rejected   records.Reject // what is wrong with the row
	Void       bool           // what the row confirms is void
}

// NewReader returns a reader that sets the facts.
func NewReader(t *Tables, f *engine.Facts) *Reader {
	return &Reader{Tables: t, facts: f, answered: make([]uint32, len(t.answers))}
}

// begin forgets the record before.
func (r *Reader) begin() {
	r.facts.Reset()
	r.id = records.ID{Absent: true}
	r.decoded = r.decoded[:0]
	r.generation++
	r.Void = false
}

// padding is how many bytes are read behind a record at most.
const padding = maxWord + blockSize

const _ = uint(records.Padding - padding)

// JSON reads an intake and reports whether it is surely right; then the facts are set, and
// it returns the id. A record that is followed by a line feed or a zero and more, padding
// bytes in all, in its array is read where it is; another is copied.
func (r *Reader) JSON(record []byte) (id records.ID, sure bool) {
	n := len(record)
	if cap(record)-n < padding || record[:n+1][n] != '\n' && record[:n+1][n] != 0 {
		r.padded = append(append(r.padded[:0], record...), make([]byte, padding)...)
		record = r.padded
	}
	r.begin()
	if !r.intake(record[:n+padding], n) {
		return records.ID{}, false
	}
	return r.id, true
}

// intake reads a whole record, data[:n].
func (r *Reader) intake(data []byte, n int) bool {
	var seen [keyCount]bool
	i := skip(data, n, 0)
	if data[i] != '{' {
		return false
	}
	for {
		i = skip(data, n, i+1) // the brace or the comma
		key, at := r.key(&r.keys, data, n, i)
		if key < 0 || seen[key] {
			return false
		}
		seen[key] = true
		if key == keyAnswers {
			i = r.answersObject(data, n, at)
		} else {
			i = r.heading(data, n, at, key)
		}
		if i < 0 {
			return false
		}
		if i = skip(data, n, i); data[i] != ',' {
			break
		}
	}
	return data[i] == '}' && skip(data, n, i+1) == n && seen[keyAnswers]
}

// answersObject reads the value of "answers" and returns where it ends. Like all that read a
// value, it returns a negative number for what is not surely right.
func (r *Reader) answersObject(data []byte, n, i int) int {
	if data[i] != '{' {
		return -1
	}
	if i = skip(data, n, i+1); data[i] == '}' {
		return i + 1
	}
	for {
		if data[i] != '"' {
			return -1
		}
		q, at := r.questions.at(data, i+1)
		if q < 0 {
			if q, at = r.otherKey(&r.questions, data, n, i); q < 0 {
				return -1
			}
		}
		if data[at] <= ' ' {
			at = skip(data, n, at)
		}
		if r.answered[q] == r.generation {
			return -1
		}
		r.answered[q] = r.generation
		if i = r.answer(data, n, at, q); i < 0 {
			return -1
		}
		if data[i] != ',' {
			switch i = skip(data, n, i); data[i] {
			case '}':
				return i + 1
			case ',':
			default:
				return -1
			}
		}
		if i++; data[i] <= ' ' {
			i = skip(data, n, i)
		}
	}
}

// skip returns the place of the first byte from i on that is no space.
func skip(data []byte, n, i int) int {
	for i < n && (data[i] == ' ' || data[i] == '\n' || data[i] == '\r' || data[i] == '\t') {
		i++
	}
	return i
}

// key reads a key, its colon and the white space behind that, and returns its value in a set
// or -1.
func (r *Reader) key(known *words, data []byte, n, i int) (value, end int) {
	if data[i] != '"' {
		return -1, i
	}
	if value, end = known.at(data, i+1); value < 0 {
		if value, end = r.otherKey(known, data, n, i); value < 0 {
			return -1, i
		}
	}
	if data[end] <= ' ' {
		end = skip(data, n, end)
	}
	return value, end
}

// otherKey reads a key that is spelled with escapes, or with white space before its colon.
func (r *Reader) otherKey(known *words, data []byte, n, i int) (value, end int) {
	text, _, end := r.text(data, n, i+1)
	if end < 0 {
		return -1, i
	}
	if end = skip(data, n, end); data[end] != ':' {
		return -1, i
	}
	return known.find(text), end + 1
}
