// Package stored writes a pack as data that is read in a millisecond, where parsing its YAML takes a hundred.
package stored

import (
	"encoding/binary"
	"errors"
	"hash/fnv"
	"io"
	"math"
	"reflect"
	"strconv"
	"sync"

	"knead/rules"
)

// The stored form of a pack is made to be read fast. It holds numbers, all of them varints:
//
//	the layout of the types, so that one of other types is not read
//	the strings: how many, and the length of each
//	the conditions that others point to: how many, and each as below, the parts before the whole
//	the pack
//
// and then the text of all strings, each once. A struct is a bit set of its fields that are not zero,
// and these fields; a slice is its length and its elements; a string and a pointer are 0 for
// none, or one more than their place among all.

// errOther says that data is no stored form of a pack, or of one of other types.
var errOther = errors.New("no stored form of a pack")

// shape is how the values of a type are written and read.
type shape struct {
	write func(w *writer, v reflect.Value)
	read  func(r *reader, v reflect.Value)
}

// shapes are those of all types in a pack, and a hash of their layout.
type shapes struct {
	of     map[reflect.Type]*shape
	pack   *shape
	tree   *shape // of a condition
	layout uint64
}

var packShapes = sync.OnceValue(func() *shapes {
	s := &shapes{of: map[reflect.Type]*shape{}}
	layout := fnv.New64a()
	s.tree = s.shape(reflect.TypeFor[rules.Condition](), layout)
	s.pack = s.shape(reflect.TypeFor[rules.Pack](), layout)
	s.layout = layout.Sum64()
	return s
})

// shape returns the shape of a type, and writes its layout.
func (s *shapes) shape(t reflect.Type, layout io.Writer) *shape {
	_, _ = io.WriteString(layout, t.String()+" "+t.Kind().String()+"\n")
	if made := s.of[t]; made != nil {
		return made
	}
	made := new(shape)
	s.of[t] = made // a condition has conditions
	switch t.Kind() {
	case reflect.Bool:
		made.write = func(w *writer, v reflect.Value) {
			if v.Bool() {
				w.number(1)
			} else {
				w.number(0)
			}
		}
		made.read = func(r *reader, v reflect.Value) { v.SetBool(r.number() == 1) }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		made.write = func(w *writer, v reflect.Value) { w.number(uint64(v.Int()<<1 ^ v.Int()>>63)) }
		made.read = func(r *reader, v reflect.Value) {
			n := r.number()
			v.SetInt(int64(n>>1) ^ -int64(n&1))
		}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		made.write = func(w *writer, v reflect.Value) { w.number(v.Uint()) }
		made.read = func(r *reader, v reflect.Value) { v.SetUint(r.number()) }
	case reflect.String:
		made.write = func(w *writer, v reflect.Value) { w.text(v.String()) }
		made.read = func(r *reader, v reflect.Value) { v.SetString(r.text()) }
	case reflect.Struct:
		s.structShape(made, t, layout)
	case reflect.Slice:
		s.sliceShape(made, t, layout)
	case reflect.Array:
		element := s.shape(t.Elem(), layout)
		_, _ = io.WriteString(layout, strconv.Itoa(t.Len())+"\n")
		made.write = func(w *writer, v reflect.Value) {
			for i := range v.Len() {
				element.write(w, v.Index(i))
			}
		}
		made.read = func(r *reader, v reflect.Value) {
			for i := range v.Len() {
				element.read(r, v.Index(i))
			}
		}
	case reflect.Pointer:
		if t != reflect.TypeFor[*rules.Condition]() {
			panic("stored: no form for " + t.String())
		}
		made.write = func(w *writer, v reflect.Value) {
			w.number(w.conditions[v.Interface().(*rules.Condition)])
		}
		made.read = func(r *reader, v reflect.Value) {
			*v.Addr().Interface().(**rules.Condition) = r.condition()
		}
	default:
		panic("stored: no form for " + t.String())
	}
	return made
}

func (s *shapes) structShape(made *shape, t reflect.Type, layout io.Writer) {
	fields := make([]*shape, t.NumField())
	for i := range fields {
		_, _ = io.WriteString(layout, t.Field(i).Name+" ")
		fields[i] = s.shape(t.Field(i).Type, layout)
	}
	if len(fields) > 64 {
		panic("stored: no form for " + t.String())
	}
	made.write = func(w *writer, v reflect.Value) {
		var set uint64
		for i := range fields {
			if !v.Field(i).IsZero() {
				set |= 1 << i
			}
		}
		w.number(set)
		for i, field := range fields {
			if set>>i&1 != 0 {
				field.write(w, v.Field(i))
			}
		}
	}
	made.read = func(r *reader, v reflect.Value) {
		for set, i := r.number(), 0; set != 0 && i < len(fields); set, i = set>>1, i+1 {
			if set&1 != 0 {
				fields[i].read(r, v.Field(i))
			}
		}
	}
}

func (s *shapes) sliceShape(made *shape, t reflect.Type, layout io.Writer) {
	element := s.shape(t.Elem(), layout)
	made.write = func(w *writer, v reflect.Value) {
		w.number(uint64(v.Len()))
		for i := range v.Len() {
			element.write(w, v.Index(i))
		}
	}
	switch t {
	case reflect.TypeFor[[]string](): // most of a pack
		made.read = func(r *reader, v reflect.Value) {
			all := make([]string, r.length())
			for i := range all {
				all[i] = r.text()
			}
			*v.Addr().Interface().(*[]string) = all
		}
	case reflect.TypeFor[[]*rules.Condition]():
		made.read = func(r *reader, v reflect.Value) {
			all := make([]*rules.Condition, r.length())
			for i := range all {
				all[i] = r.condition()
			}
			*v.Addr().Interface().(*[]*rules.Condition) = all
		}
	default:
		made.read = func(r *reader, v reflect.Value) {
			n := r.length()
			v.Set(reflect.MakeSlice(t, n, n))
			for i := range n {
				element.read(r, v.Index(i))
			}
		}
	}
}

// writer writes the stored form of a pack.
type writer struct {
	data       []byte
	strings    map[string]uint64
	lengths    []byte
	texts      []byte
	conditions map[*rules.Condition]uint64
}

// Write returns the stored form of a pack.
func Write(p *rules.Pack) []byte {
	s := packShapes()
	w := &writer{strings: map[string]uint64{}, conditions: map[*rules.Condition]uint64{nil: 0}}
	var add func(c *rules.Condition)
	add = func(c *rules.Condition) {
		if _, known := w.conditions[c]; known {
			return
		}
		for _, part := range c.Of {
			add(part)
		}
		w.conditions[c] = uint64(len(w.conditions))
		s.tree.write(w, reflect.ValueOf(c).Elem())
	}
	for _, c := range conditionsOf(reflect.ValueOf(p).Elem()) {
		add(c)
	}
	trees := w.data
	w.data = nil
	s.pack.write(w, reflect.ValueOf(p).Elem())
	out := binary.BigEndian.AppendUint64(nil, s.layout)
	out = binary.AppendUvarint(out, uint64(len(w.strings)))
	out = append(out, w.lengths...)
	out = binary.AppendUvarint(out, uint64(len(w.conditions)-1))
	out = append(append(out, trees...), w.data...)
	return append(out, w.texts...)
}

// conditionsOf returns the conditions to which a value points.
func conditionsOf(v reflect.Value) (all []*rules.Condition) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			all = append(all, conditionsOf(v.Field(i))...)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			all = append(all, conditionsOf(v.Index(i))...)
		}
	case reflect.Pointer:
		all = append(all, v.Interface().(*rules.Condition))
	}
	return all
}

func (w *writer) number(n uint64) { w.data = binary.AppendUvarint(w.data, n) }

func (w *writer) text(s string) {
	if s == "" {
		w.number(0)
		return
	}
	n, known := w.strings[s]
	if !known {
		n = uint64(len(w.strings) + 1)
		w.strings[s] = n
		w.lengths = binary.AppendUvarint(w.lengths, uint64(len(s)))
		w.texts = append(w.texts, s...)
	}
	w.number(n)
}

// reader reads the stored form of a pack.
type reader struct {
	data       string
	at         int // behind len(data) once something is wrong
	strings    []string
	conditions []rules.Condition
	ready      uint64 // how many conditions are read
}

// Read returns the pack of a stored form. Its strings are parts of the data.
func Read(data string) (*rules.Pack, error) {
	s := packShapes()
	if len(data) < 8 || binary.BigEndian.Uint64([]byte(data[:8])) != s.layout {
		return nil, errOther
	}
	r := &reader{data: data, at: 8}
	lengths := make([]uint64, r.length())
	var texts uint64
	for i := range lengths {
		lengths[i] = min(r.number(), uint64(len(data)))
		texts += lengths[i]
	}
	if texts > uint64(len(data)-min(r.at, len(data))) {
		return nil, errOther
	}
	end := len(data) - int(texts)
	r.data = data[:end]
	r.strings = make([]string, len(lengths))
	for i, n := range lengths {
		r.strings[i] = data[end : end+int(n)]
		end += int(n)
	}
	r.conditions = make([]rules.Condition, r.length())
	for i := range r.conditions {
		s.tree.read(r, reflect.ValueOf(&r.conditions[i]).Elem())
		r.ready++
	}
	p := new(rules.Pack)
	s.pack.read(r, reflect.ValueOf(p).Elem())
	if r.at != len(r.data) {
		return nil, errOther
	}
	return p, nil
}

// fail says that the data is not what it ought to be.
func (r *reader) fail() { r.at = math.MaxInt }

func (r *reader) number() (n uint64) {
	for shift := 0; shift < 64; shift += 7 {
		if r.at >= len(r.data) {
			break
		}
		b := r.data[r.at]
		r.at++
		if n |= uint64(b&0x7f) << shift; b < 0x80 {
			return n
		}
	}
	r.fail()
	return 0
}

// length reads how many things follow, each of at least a byte.
func (r *reader) length() int {
	n := r.number()
	if r.at > len(r.data) || n > uint64(len(r.data)-r.at) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *reader) text() string {
	switch n := r.number(); {
	case n == 0:
		return ""
	case n <= uint64(len(r.strings)):
		return r.strings[n-1]
	}
	r.fail()
	return ""
}

func (r *reader) condition() *rules.Condition {
	switch n := r.number(); {
	case n == 0:
		return nil
	case n <= r.ready:
		return &r.conditions[n-1]
	}
	r.fail()
	return nil
}
