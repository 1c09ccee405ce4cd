package packfile

import "knead/rules"

// ParseDraft reads one intake of which parts may have become invalid, such as a draft that
// was made with another version of the pack. It keeps every answer that still fits its
// question and returns nil only when nothing can be read at all or the draft belongs to
// another pack. The problems say what was left out; the Field of each names the question.
func ParseDraft(data []byte, file string, format Format, p *rules.Pack) (*rules.Draft, rules.Problems) {
	if len(data) > MaxIntakeBytes {
		return nil, failedRecord(rules.Pos{File: file}, "too-large", "the file is too large for an intake")[0].Problems
	}
	root, unread := onlyDocument(data, file, format)
	if root == nil || root.kind != mapNode || len(unread) > 0 {
		if len(unread) == 0 {
			unread = problems{{Pos: rules.Pos{File: file, Line: 1}, Code: "empty-file", Message: "expected one intake with the key \"answers\""}}
		}
		return nil, rules.Problems(unread)
	}
	ip := intakeParser{pack: p, format: format}
	in := rules.NewIntake(p)
	in.Pos = root.pos
	ip.parse(in, root)
	found := ip.problems.sorted()
	for _, problem := range found.Errors() {
		if problem.Code == "other-pack" {
			return nil, found
		}
		if q := p.QuestionIndex(problem.Field); q >= 0 {
			in.Answers[q] = rules.Answer{}
		}
	}
	return &rules.Draft{Intake: in, Passed: passed(p, root)}, found
}

// passed finds the questions that stand in an intake as null.
func passed(p *rules.Pack, root *node) []bool {
	found := make([]bool, len(p.Questions))
	answers := root.get("answers")
	if answers == nil || answers.kind != mapNode {
		return found
	}
	for _, e := range answers.entries {
		if q := p.QuestionIndex(e.key); q >= 0 && e.value.kind == nullNode {
			found[q] = true
		}
	}
	return found
}

// onlyDocument returns the root of a file that holds one document.
func onlyDocument(data []byte, file string, format Format) (root *node, found problems) {
	if format == JSON {
		return jsonDocument(data, file)
	}
	for n, ps := range yamlDocuments(data, file) {
		if root != nil {
			if n == nil {
				return nil, ps
			}
			return nil, problems{{Pos: n.pos, Code: "several-intakes", Message: "expected one intake, found several"}}
		}
		root, found = n, append(found, ps...)
	}
	return root, found
}
