package packfile

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"knead/rules"
)

// packWith returns the small pack's files with a key added to one question.
func packWith(t *testing.T, question, key string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"pack.yaml", "questions.yaml", "rules.yaml", "therapies.yaml"} {
		data, err := os.ReadFile("testdata/small/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	head := "  - id: " + question + "\n"
	text := strings.Replace(string(files["questions.yaml"].Data), head, head+"    "+key+"\n", 1)
	files["questions.yaml"].Data = []byte(text)
	return files
}

func TestReturning(t *testing.T) {
	for _, row := range []struct{ question, key, want string }{
		{"sessions_done", "returning: {add: 1}", ""},
		{"sessions_done", "returning: {add: weeks}", ""},
		{"baseline_pain", "returning: {first: pain}", ""},
		{"visit", "returning: {answer: follow_up}", ""},
		{"visit", "returning: {answer: seventh}", `"visit" has no such option: expected one of first, follow_up`},
		{"visit", "returning: {add: 1}", "expected 1 or weeks, and a question of type int"},
		{"sessions_done", "returning: {add: 2}", "expected 1 or weeks, and a question of type int"},
		{"baseline_pain", "returning: {first: age}", "expected a question of type int whose range fits"},
		{"baseline_pain", "returning: {first: visit}", "expected a question of type int whose range fits"},
		{"baseline_pain", "returning: {first: pain, add: 1}", "expected one of"},
		{"baseline_pain", "returning: {last: pain}", "unknown key"},
		{"baseline_pain", "returning: 3", "expected what follows from the last visit"},
	} {
		_, problems := Parse(packWith(t, row.question, row.key))
		got := problems.Error()
		if row.want == "" && got != "" || !strings.Contains(got, row.want) {
			t.Errorf("%s, %s:\n%s\nwant %q", row.question, row.key, got, row.want)
		}
	}
}

func TestDraftKeepsWhatStillFits(t *testing.T) {
	p := small(t)
	data := "pack: small 0.0.9\nanswers:\n  stress: null\n  age: 400\n  pregnancy: late\n  nerve_signs: [tingling, gone]\n  gone: 3\n  fever: unsure\n"
	in, problems := ParseDraft([]byte(data), "draft.yaml", YAML, p)
	if in == nil {
		t.Fatal(problems)
	}
	if n := len(problems.Errors()); n != 3 {
		t.Errorf("%d problems, want 3:\n%v", n, problems)
	}
	for id, want := range map[string]rules.State{"age": rules.Unanswered, "pregnancy": rules.Answered, "nerve_signs": rules.Unanswered, "fever": rules.Unsure} {
		if got := in.Answers[p.QuestionIndex(id)].State; got != want {
			t.Errorf("%s: state %d, want %d", id, got, want)
		}
	}
	if stress := p.QuestionIndex("stress"); !in.Passed[stress] || in.Passed[0] {
		t.Errorf("passed over: %v, want only stress", in.Passed)
	}
	var again strings.Builder
	if err := WriteDraft(&again, in, p); err != nil || !strings.Contains(again.String(), "  stress: null\n") {
		t.Errorf("%v: the draft lost what was passed over:\n%s", err, again.String())
	}
	for _, data := range []string{"", "- 1", "pack: other 1.0.0\nanswers: {}", "answers: {}\n---\nanswers: {}", "a: [", "\xff"} {
		if in, problems := ParseDraft([]byte(data), "draft.yaml", YAML, p); in != nil || len(problems) == 0 {
			t.Errorf("%q was read as a draft", data)
		}
	}
	if in, problems := ParseDraft([]byte(`{"answers": {"age": 30}}`), "draft.json", JSON, p); in == nil {
		t.Error(problems)
	}
}
