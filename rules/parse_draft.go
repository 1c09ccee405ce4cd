package rules

// Draft is an intake on the way. Written down it is an intake too.
type Draft struct {
	*Intake
	// Passed are the questions that were passed over without an answer, one value for each
	// of the pack's questions. In the file they stand as null.
	Passed []bool
}

// ParseDraft reads one intake of which parts may have become invalid, such as a draft that
// was made with another version of the pack. It keeps every answer that still fits its
// question and returns nil only when nothing can be read at all or the draft belongs to
// another pack. The problems say what was left out; the Field of each names the question.
func ParseDraft(data []byte, file string, format Format, p *Pack) (*Draft, Problems) {
	if len(data) > MaxIntakeBytes {
		return nil, failedRecord(Pos{File: file}, "too-large", "the file is too large for an intake")[0].Problems
	}
	root, problems := onlyDocument(data, file, format)
	if root == nil || root.kind != mapNode || len(problems) > 0 {
		if len(problems) == 0 {
			problems = Problems{{Pos: Pos{File: file, Line: 1}, Code: "empty-file", Message: "expected one intake with the key \"answers\""}}
		}
		return nil, problems
	}
	ip := intakeParser{pack: p, format: format}
	in := NewIntake(p)
	in.Pos = root.pos
	ip.parse(in, root)
	ip.problems.Sort()
	for _, problem := range ip.problems.Errors() {
		if problem.Code == "other-pack" {
			return nil, ip.problems
		}
		if q := p.QuestionIndex(problem.Field); q >= 0 {
			in.Answers[q] = Answer{}
		}
	}
	return &Draft{Intake: in, Passed: passed(p, root)}, ip.problems
}

// passed finds the questions that stand in an intake as null.
func passed(p *Pack, root *node) []bool {
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
func onlyDocument(data []byte, file string, format Format) (root *node, problems Problems) {
	if format == JSON {
		return jsonDocument(data, file)
	}
	for n, ps := range yamlDocuments(data, file) {
		if root != nil {
			if n == nil {
				return nil, ps
			}
			return nil, Problems{{Pos: n.pos, Code: "several-intakes", Message: "expected one intake, found several"}}
		}
		root, problems = n, append(problems, ps...)
	}
	return root, problems
}
