package batch

import (
	"encoding/base64"
	"unicode/utf8"

	"knead/internal/fastwrite"
	"knead/internal/records"
)

// appendOriginal appends the text of a rejected record: as text when it is UTF-8, else in
// base64, so that nothing of it is lost. A character cut in half at the end of an excerpt
// is left out.
func appendOriginal(to, text []byte) []byte {
	if len(text) == records.ExcerptSize {
		for cut := range utf8.UTFMax {
			if utf8.Valid(text[:len(text)-cut]) {
				text = text[:len(text)-cut]
				break
			}
		}
	}
	if utf8.Valid(text) {
		return fastwrite.AppendString(append(to, `,"text":`...), string(text))
	}
	to = append(to, `,"text_base64":"`...)
	return append(base64.StdEncoding.AppendEncode(to, text), '"')
}
