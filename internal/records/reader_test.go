package records

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// inputs are files in every format, and the records in them.
var inputs = []struct {
	format Format
	text   string
	want   []string
}{
	{JSONL, "{\"a\":1}\r\n\n {}\nx", []string{"{\"a\":1}\r", " {}", "x"}},
	{JSON, "\uFEFF[ {\"a\":\"]}\\\"\"} ,\n7,[{}] ]\n", []string{`{"a":"]}\""}`, "7", "[{}]"}},
	{JSON, "{} {\"a\":\n{\"b\":[]}}\nnull\n", []string{"{}", "{\"a\":\n{\"b\":[]}}", "null"}},
	{JSON, "[{\"a\":1,\n{\"b\":2},{\"c\":{},{\"d\":3}]", []string{`{"a":1,`, `{"b":2}`, `{"c":{},`, `{"d":3}`}},
	{Foreign, "{\"a\":[{},{}]}\n{\"resourceType\":\n\"x\"}", []string{`{"a":[{},{}]}`, "{\"resourceType\":\n\"x\"}"}},
	{CSV, "id,n\na,\"1\n2\"\n\nb,\"\"\"\"\r\nc,\"3\nd,4\n", []string{"a,\"1\n2\"", "b,\"\"\"\"\r", "c,\"3", "d,4"}},
	{YAML, "# none\n---\nid: a\n---\n---x: 1\n--- \nid: b", []string{"---\nid: a\n", "---\n---x: 1\n", "--- \nid: b"}},
}

// read returns the records of an input.
func read(t *testing.T, in *Input, stdin io.Reader) (found []string) {
	t.Helper()
	r := Reader{Inputs: []*Input{in}, Stdin: stdin, Header: func(*Input, []byte) (byte, error) { return ',', nil }, Counted: func(int) {}, Size: 4}
	for {
		c, err := r.Next(nil, nil)
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range c.Records {
			if text := c.Data[s.From:s.To]; c.IsRecord(text) {
				found = append(found, string(text))
			}
		}
	}
}

// TestRecords finds records, whatever each read gives.
func TestRecords(t *testing.T) {
	for _, in := range inputs {
		for _, source := range []io.Reader{
			strings.NewReader(in.text), iotest.OneByteReader(strings.NewReader(in.text)),
			iotest.HalfReader(strings.NewReader(in.text)), iotest.DataErrReader(strings.NewReader(in.text)),
		} {
			got := read(t, &Input{Name: "-", Format: in.format, Window: Whole}, source)
			if !slices.Equal(got, in.want) {
				t.Errorf("%s, %T: %q\ngot  %q\nwant %q", in.format, source, in.text, got, in.want)
			}
		}
	}
}

// TestWindows cuts inputs at every place: each record lies in one of the two windows.
func TestWindows(t *testing.T) {
	for _, in := range inputs {
		name := filepath.Join(t.TempDir(), "in")
		if err := os.WriteFile(name, []byte(in.text), 0o600); err != nil {
			t.Fatal(err)
		}
		for cut := range int64(len(in.text)) {
			var got []string
			for _, w := range []Window{{0, cut}, {cut, Whole.Until}} {
				found, err := Find([]string{name}, in.format, nil)
				if err != nil {
					t.Fatal(err)
				}
				found[0].Window = w
				got = append(got, read(t, found[0], nil)...)
			}
			if !slices.Equal(got, in.want) {
				t.Errorf("%s, cut at %d: %q\ngot  %q\nwant %q", in.format, cut, in.text, got, in.want)
			}
		}
	}
}
