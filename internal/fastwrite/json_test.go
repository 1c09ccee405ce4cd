package fastwrite

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"knead/engine"
	"knead/internal/fastread"
	"knead/internal/gen"
	"knead/internal/records"
	"knead/rules"
)

// TestResultsAreThoseOfTheEngine holds the assembled results to encoding/json: the full
// form byte for byte, the compact form as the contract's pruning of the full one.
func TestResultsAreThoseOfTheEngine(t *testing.T) {
	p := backcare(t)
	for _, voice := range []engine.Voice{{}, {Audience: rules.Patient, Region: 1}} {
		compact, full := NewJSON(p, voice, false), NewJSON(p, voice, true)
		intakes := gen.Plausible(p.Pack(), 3)
		for i := range 2000 {
			intakes.Arbitrary, intakes.Ticked = i%3 == 0, []float64{0.02, 0.1, 0.4}[i%3]
			in := intakes.Next()
			d := p.Decide(in)
			want := append(appendVisible(nil, encode(p.Result(in, d, voice))), '\n')
			if got := full.Result(nil, fastread.IDOf(in), d); !bytes.Equal(got, want) {
				t.Fatalf("full:\n got %s\nwant %s", got, want)
			}
			got := compact.Result(nil, fastread.IDOf(in), d)
			if pruned := append(encode(prune(t, want, p.Wording(voice).Say(p.Pack().DisclaimerLine))), '\n'); !bytes.Equal(sorted(t, got), pruned) {
				t.Fatalf("compact:\n got %s\nwant %s", sorted(t, got), pruned)
			}
		}
	}
}

func TestStringsAreSpelledAsByEncodingJSON(t *testing.T) {
	var all []rune
	for r := rune(0); r < 0x3000; r++ {
		all = append(all, r)
	}
	for _, s := range []string{string(all), "", "a\xffb", "\U0001F600", "\U000e0041"} {
		if got, want := AppendString(nil, s), appendVisible(nil, encode(s)); !bytes.Equal(got, want) {
			t.Errorf("got %s\nwant %s", got, want)
		}
		var read string
		if err := json.Unmarshal(AppendString(nil, s), &read); err != nil || read != strings.ToValidUTF8(s, "\ufffd") {
			t.Errorf("%+q is read as %+q, %v", s, read, err)
		}
	}
}

// TestNoStringHarmsATerminal holds that ids and messages reach no terminal as commands to it.
func TestNoStringHarmsATerminal(t *testing.T) {
	hostile := "a\x1b[2J\x7f\u0085\u009b\u200e\u202e\u2066\u2028\ufeff\U000e0041"
	rejected := &records.Reject{ID: &hostile, Faults: []records.Fault{{Field: hostile, Code: "unknown", Message: hostile}}}
	for _, r := range string(AppendReject(AppendString(nil, hostile), 1, rejected)) {
		if !unicode.IsGraphic(r) {
			t.Errorf("%U stands as it is", r)
		}
	}
}

// prune drops from a full result what the compact form leaves out.
func prune(t *testing.T, full []byte, disclaimer string) any {
	tree := decode(t, full).(map[string]any)
	for key, value := range tree {
		if key != "pack" && key != "actions" {
			drop(value)
		}
	}
	delete(tree, "answers")
	tree["disclaimer"] = disclaimer
	return tree
}

func drop(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			drop(item)
		}
	case map[string]any:
		for _, key := range []string{"name", "text", "sources", "matters"} {
			delete(v, key)
		}
		for _, value := range v {
			drop(value)
		}
	}
}

func decode(t *testing.T, data []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatalf("%v: %s", err, data)
	}
	return v
}

// sorted returns JSON with the keys of every object in order.
func sorted(t *testing.T, data []byte) []byte { return append(encode(decode(t, data)), '\n') }
