package fastwrite

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// encoder makes fragments of JSON in one of the two forms of results.
type encoder struct{ full bool }

// fragments encodes a struct but for the fields that are named, and returns what stands
// before, between and behind these. The keys are those of the struct's tags, in its order;
// the compact form leaves out the fields that the tag detail keeps for the full one.
func (e encoder) fragments(v any, holes ...string) (parts []string) {
	value := reflect.ValueOf(v)
	text := []byte("{")
	for i := range value.NumField() {
		field := value.Type().Field(i)
		key, empty, _ := strings.Cut(field.Tag.Get("json"), ",")
		if key == "-" || empty != "" && value.Field(i).IsZero() || !e.writes(field) {
			continue
		}
		text = append(append(append(text, '"'), key...), `":`...)
		if slices.Contains(holes, field.Name) {
			parts = append(parts, string(text))
			text = []byte(",")
			continue
		}
		text = append(appendField(text, value.Field(i)), ',')
	}
	if text[len(text)-1] == ',' {
		text = text[:len(text)-1]
	}
	return append(parts, string(text)+"}")
}

// writes reports whether the form has a field.
func (e encoder) writes(field reflect.StructField) bool {
	return e.full || field.Tag.Get("detail") != "full"
}

// item encodes a struct as an item of a list.
func (e encoder) item(v any) string { return e.fragments(v)[0] + "," }

// appendField appends a field as JSON: plain strings without an encoder.
func appendField(to []byte, v reflect.Value) []byte {
	if v.Kind() == reflect.String && isPlain(v.String()) {
		return AppendString(to, v.String())
	}
	return append(to, encode(v.Interface())...)
}

// encode returns v as JSON, HTML left alone.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("fastwrite: cannot encode %T: %v", v, err)) // strings and numbers only
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// list appends items, each of which ends with a comma, as a list.
func list(to []byte, all []string, indices []int32) []byte {
	to = append(to, '[')
	for _, i := range indices {
		to = append(to, all[i]...)
	}
	return closed(to)
}

// closed closes a list of items that end with a comma.
func closed(to []byte) []byte {
	if last := len(to) - 1; to[last] == ',' {
		to[last] = ']'
		return to
	}
	return append(to, ']')
}
