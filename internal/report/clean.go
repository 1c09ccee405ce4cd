package report

import (
	"reflect"

	"knead/internal/text"
)

// cleanCopy returns a deep copy of a record in which every string is cleaned for a [text.Line].
func cleanCopy[T any](record *T) *T {
	out := cleaned(reflect.ValueOf(record)).Interface().(*T)
	return out
}

func cleaned(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.String:
		out.SetString(text.Line.Clean(v.String()))
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(cleaned(v.Elem()))
		}
	case reflect.Interface:
		if !v.IsNil() {
			out.Set(cleaned(v.Elem()))
		}
	case reflect.Slice:
		if !v.IsNil() {
			out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
			for i := range v.Len() {
				out.Index(i).Set(cleaned(v.Index(i)))
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			out.Field(i).Set(cleaned(v.Field(i)))
		}
	default:
		out.Set(v)
	}
	return out
}
