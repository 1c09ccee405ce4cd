package batch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"knead/internal/gen"
	"knead/internal/records"
	"knead/rules/packfile"
)

// TestBrokenValueTakesNothingAlong breaks some of many values, each in one byte or off at
// some place, and wants the results of all others.
func TestBrokenValueTakesNothingAlong(t *testing.T) {
	t.Parallel()
	p := backcare(t)
	var values []string
	for i, in := range randomIntakes(p, 8, 60) {
		id := fmt.Sprint("p", i)
		in.ID = &id
		values = append(values, string(gen.Spelling{}.AppendJSON(nil, in, p.Pack())))
	}
	random := rand.New(rand.NewPCG(1, 8))
	for _, form := range []struct {
		name                 string
		format               records.Format
		indent               string // of a value that takes many lines, when there is any
		before, comma, after string
	}{
		{"lines", records.JSON, "", "", "\n", "\n"},
		{"foreign lines", records.Foreign, "", "", "\r\n", ""},
		{"list of lines", records.JSON, "", "[\n", ",\n", "\n]\n"},
		{"list", records.JSON, "  ", "[\n  ", ",\n  ", "\n]\n"},
		{"list, braces together", records.JSON, "\t", "[", ", ", "]\n"},
		{"values of many lines", records.JSON, "    ", "", "\n", ""},
		{"foreign values of many lines", records.Foreign, " ", "", "\n", ""},
	} {
		for try := range times(15, 120) {
			written, whole := slices.Clone(values), []string{}
			for i, value := range values {
				if form.indent != "" {
					margin := ""
					if form.name == "list" {
						margin = "  "
					}
					var b bytes.Buffer
					if err := json.Indent(&b, []byte(value), margin, form.indent); err != nil {
						t.Fatal(err)
					}
					written[i] = b.String()
				}
				if random.IntN(8) > 0 {
					whole = append(whole, fmt.Sprint("p", i))
					continue
				}
				written[i] = breakValue(random, written[i], strings.Contains(form.comma, "\n"))
			}
			data := form.before + strings.Join(written, form.comma) + form.after
			rejects := filepath.Join(t.TempDir(), "rejects")
			out, report := evaluate(t, Options{
				Program: p, Inputs: []string{"-"}, Stdin: strings.NewReader(data), InputFormat: form.format, Rejects: rejects,
				Decode: func(record []byte) packfile.Record {
					return packfile.ParseRecords(record, "", packfile.JSON, p.Pack())[0]
				},
			})
			if report.Read != int64(bytes.Count(out, []byte("\n"))) || report.Read < int64(len(values)) {
				t.Errorf("%s, try %d: %d read, %d lines, of %d values\n%s", form.name, try, report.Read, bytes.Count(out, []byte("\n")), len(values), data)
			}
			left := whole
			for line := range strings.Lines(string(out)) {
				if len(left) > 0 && strings.HasPrefix(line, `{"format":"knead/result/v1","id":"`+left[0]+`"`) {
					left = left[1:]
				}
			}
			if len(left) > 0 {
				t.Fatalf("%s, try %d: %d results are missing, first %s\n%s", form.name, try, len(left), left[0], data)
			}
		}
	}
}

// breakValue replaces, removes or adds a byte of a value that matters, or may cut it off there.
func breakValue(random *rand.Rand, value string, cut bool) string {
	for {
		i := 1 + random.IntN(len(value)-1)
		if !strings.ContainsRune(`{}[]",:`, rune(value[i])) {
			continue
		}
		with := string(`{}[]",:x\`[random.IntN(9)])
		switch random.IntN(4) {
		case 0:
			return value[:i] + with + value[i+1:]
		case 1:
			return value[:i] + value[i+1:]
		case 2:
			return value[:i] + with + value[i:]
		}
		if !cut {
			continue
		}
		return strings.TrimRight(value[:i], " \n")
	}
}
