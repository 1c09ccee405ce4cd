package packfile

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"knead/internal/text"
	"knead/rules"
)

// Format is how an intake is written.
type Format uint8

const (
	YAML        Format = iota // one intake, or several documents separated by ---
	JSON                      // one object, or an array of objects; answers may stand beside the id
	LenientJSON               // JSON in which a whole number may be written as text or as 41.0
)

// MaxIntakeBytes bounds one file of intakes; callers check it before reading everything.
const MaxIntakeBytes = 1 << 20

// Record is one intake of a file as it was read, good or bad.
type Record struct {
	Intake *rules.Intake // nil when there are errors
	ID     *string       // the id even of a bad intake, when it has a valid one
	// Readable is what could be read of a bad intake: an answer that is not valid is unsure,
	// what it ticks still ticked. It is nil for a good intake, and when nothing could be read.
	Readable *rules.Intake
	Pos      rules.Pos
	Problems rules.Problems // in order of place
	// Converted is how many numbers of [LenientJSON] were written as text or with a point.
	Converted int
}

// ParseIntakes reads the intakes of a file and checks them against the pack's questions.
// It returns only good ones; every complaint about the others, and every warning, is in
// the problems. A file without intakes is a problem.
func ParseIntakes(data []byte, file string, format Format, p *rules.Pack) ([]*rules.Intake, rules.Problems) {
	var intakes []*rules.Intake
	var found problems
	for _, r := range ParseRecords(data, file, format, p) {
		if r.Intake != nil {
			intakes = append(intakes, r.Intake)
		}
		found = append(found, r.Problems...)
	}
	return intakes, found.sorted()
}

// ParseRecords is [ParseIntakes] with the problems of each intake kept apart. A file that
// cannot be read to its end closes with a record that says so.
func ParseRecords(data []byte, file string, format Format, p *rules.Pack) []Record {
	if len(data) > MaxIntakeBytes {
		return failedRecord(rules.Pos{File: file}, "too-large", fmt.Sprintf("the file is larger than %d MiB", MaxIntakeBytes>>20))
	}
	var records []Record
	add := func(root *node, found problems) {
		ip := intakeParser{pack: p, problems: found, format: format}
		records = append(records, ip.record(root, rules.Pos{File: file, Line: 1}))
	}
	addBroken := func(begin *node, found problems) {
		r := Record{Pos: rules.Pos{File: file, Line: 1}, Problems: rules.Problems(found)}
		if begin != nil && begin.kind == listNode {
			begin = together(begin)
		}
		if begin != nil && begin.kind == mapNode {
			ip := intakeParser{pack: p, format: format}
			if r.ID = ip.id(begin.get("id")); r.ID != nil && replaced(*r.ID) > 0 {
				r.ID = nil // it is not legible
			}
			r.Readable = ip.readable(begin)
		}
		records = append(records, r)
	}
	if format != YAML {
		b := jsonBuilders.Get().(*jsonBuilder)
		defer jsonBuilders.Put(b)
		root, found, whole := b.document(data, file)
		switch {
		case !whole && found[0].Code == "not-text":
			root, _, _ = b.document(legible(data), file)
			fallthrough
		case !whole:
			addBroken(root, found)
			return records
		case root.kind != listNode || len(root.items) == 0:
			add(root, found)
			return records
		}
		for i, item := range root.items {
			own := len(found)
			if i+1 < len(root.items) {
				own = found.before(root.items[i+1].pos)
			}
			add(item, found[:own:own])
			found = found[own:]
		}
		return records
	}
	for root, found := range yamlDocuments(data, file) {
		if root == nil && len(found) > 0 {
			line := found[0].Pos.Line
			if found[0].Code == "not-text" {
				line = math.MaxInt
			}
			addBroken(yamlBegin(legible(data), len(records), line), found)
		} else {
			add(root, found)
		}
	}
	if len(records) == 0 {
		return failedRecord(rules.Pos{File: file, Line: 1}, "empty-file", "the file holds no intake: expected at least \"answers:\"")
	}
	return records
}

// before counts the first problems that stand before a place.
func (ps problems) before(pos rules.Pos) int {
	if i := slices.IndexFunc(ps, func(p rules.Problem) bool { return p.Pos.Compare(pos) >= 0 }); i >= 0 {
		return i
	}
	return len(ps)
}

func failedRecord(pos rules.Pos, code, message string) []Record {
	return []Record{{Pos: pos, Problems: rules.Problems{{Pos: pos, Code: code, Message: message}}}}
}

// intakeParser reads one intake.
type intakeParser struct {
	pack *rules.Pack
	problems
	format Format
	passed []bool            // of a draft: the questions that stand in it as null
	near   map[string]string // by unknown name: the nearest id of a question, or nothing

	converted int // as Record.Converted
}

// nearest returns the id of the question that an unknown name may mean, or nothing.
func (ip *intakeParser) nearest(name string) string {
	id, known := ip.near[name]
	if !known {
		if ip.near == nil {
			ip.near = map[string]string{}
		}
		id = text.Nearest(name, ip.pack.QuestionIDs())
		ip.near[name] = id
	}
	return id
}

// record reads the intake at the root, which is nil when the file could not be read.
func (ip *intakeParser) record(root *node, start rules.Pos) Record {
	if root == nil {
		if len(ip.problems) == 0 {
			ip.addAt(start, "", "empty-file", "the file holds no intake: expected at least \"answers:\"")
		}
		return Record{Pos: start, Problems: rules.Problems(ip.problems)}
	}
	r := Record{Pos: root.pos}
	in := &rules.Intake{Pos: root.pos}
	switch root.kind {
	case mapNode:
		in = rules.NewIntake(ip.pack)
		in.Pos = root.pos
		ip.parse(in, root)
	case nullNode:
		ip.add(root, "empty-file", "this document is empty: expected an intake")
	case listNode:
		several := "several intakes are one array of objects, at least one"
		if ip.format == YAML {
			several = "several intakes are separated by lines of ---"
		}
		ip.add(root, "wrong-type", "expected an intake with the key \"answers\", found a list; %s", several)
	default:
		ip.add(root, "wrong-type", "expected an intake with the key \"answers\", found %s", root.found())
	}
	r.ID, r.Problems, r.Converted = in.ID, ip.problems.sorted(), ip.converted
	switch {
	case r.Problems.Errors() == nil:
		r.Intake = in
	case root.kind == mapNode:
		r.Readable = ip.readable(root)
	}
	return r
}

func (ip *intakeParser) parse(in *rules.Intake, root *node) {
	root.mend("answers")
	if ip.format != YAML && root.get("answers") == nil {
		ip.nest(root)
	}
	r := ip.mapping(root, "an intake")
	in.ID = ip.id(r.get("id"))
	if date := r.get("date"); date != nil && date.kind != nullNode {
		if date.kind != stringNode || !rules.IsDate(date.text) {
			ip.add(date, "bad-date", "expected a date of the calendar such as 2026-03-09")
		} else {
			in.Date = date.text
		}
	}
	in.Pack = ip.packName(r.get("pack"))
	ip.context(in, r.get("context"))
	confirmed, skipped, screened, answers := r.get("confirmed"), r.get("skipped"), r.get("screened"), r.need("answers")
	for _, e := range root.entries {
		if ip.pack.QuestionIndex(e.key) >= 0 {
			r.asked = append(r.asked, e.key)
			ip.addAt(e.pos, e.key, "misplaced-answer", "the answer to %q belongs below the key \"answers\"", e.key)
		}
	}
	r.finish()
	switch {
	case answers == nil: // which finishing the record has said
	case answers.kind == mapNode:
		ip.answers(in, answers)
	case answers.kind != nullNode:
		ip.add(answers, "wrong-type", "expected answers by question, such as {age: 41}, found %s", answers.found())
	}
	if confirmed != nil && confirmed.kind != nullNode {
		in.Confirmed = ip.questions(confirmed, ip.pack, in.Answered)
		if ip.passed == nil && Void(ip.pack, in) {
			ip.add(confirmed, VoidConfirmed, "%s", VoidMessage).Warning = true
		}
	}
	if skipped != nil && skipped.kind != nullNode {
		in.Skipped = ip.questions(skipped, ip.pack, in.Answered)
	}
	if screened != nil && screened.kind != nullNode {
		if in.Screened = screened.is(rules.ScreenedWord); !in.Screened {
			ip.add(screened, "unknown-word", "expected %s, found %s", rules.ScreenedWord, screened.found())
		}
	}
	if added := ip.pack.NeverAsked(in); added != nil {
		ip.add(r.n.get("pack"), NeverAsked, "never asked, since a later version of the pack brought it: %s", strings.Join(ip.pack.OptionNames(added), ", ")).Warning = true
	}
}

// nest puts the answers of a flat record, which stand beside its id, below a key of their own.
func (ip *intakeParser) nest(root *node) {
	if !slices.ContainsFunc(root.entries, func(e entry) bool { return ip.pack.QuestionIndex(e.key) >= 0 }) {
		return
	}
	answers := &node{kind: mapNode, pos: root.pos, field: "answers"}
	own := root.entries[:0:0]
	for _, e := range root.entries {
		if slices.Contains(intakeKeys, e.key) {
			own = append(own, e)
		} else {
			answers.entries = append(answers.entries, e)
		}
	}
	root.entries = append(own, entry{key: "answers", pos: root.pos, value: answers})
}

// answers reads the answers by question. Questions mostly stand in the pack's order, so
// each is looked for behind the one before it first.
func (ip *intakeParser) answers(in *rules.Intake, n *node) {
	questions, next, unknown := ip.pack.Questions, 0, 0
	for i := range n.entries {
		e := &n.entries[i]
		q := questionFrom(questions, next, e.key)
		if q < 0 {
			meant := ""
			if unknown++; unknown <= maxApart {
				meant = text.DidYouMean(ip.nearest(e.key))
			}
			ip.addAt(e.pos, fieldOf(e.key), "unknown-question", "unknown question %s%s", text.Quote(e.key), meant)
			continue
		}
		if ip.format == LenientJSON && questions[q].Kind.IsNumber() {
			ip.convert(e.value)
		}
		in.Answers[q] = answer(&ip.problems, &questions[q], e.value)
		if ip.passed != nil {
			ip.passed[q] = e.value.kind == nullNode
		}
		next = q + 1
	}
}

// convert takes "41", 41.0 and "41.0" for 41.
func (ip *intakeParser) convert(n *node) {
	digits := n.text
	if whole, zeros, point := strings.Cut(digits, "."); point && zeros != "" && strings.Trim(zeros, "0") == "" {
		digits = whole
	}
	as := node{kind: numberNode, text: strings.TrimSpace(digits)}
	if _, ok := decimal(&as); !ok || n.kind == numberNode && digits == n.text || n.kind != numberNode && n.kind != stringNode {
		return
	}
	ip.converted++
	n.kind, n.text = as.kind, as.text
}

// questionFrom returns the index of the question with that id, or -1. It begins to look at
// the index first.
func questionFrom(questions []rules.Question, first int, id string) int {
	for i := range questions {
		q := first + i
		if q >= len(questions) {
			q -= len(questions)
		}
		if questions[q].ID == id {
			return q
		}
	}
	return -1
}

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
	ip := intakeParser{pack: p, format: format, passed: make([]bool, len(p.Questions))}
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
	in.Confirmed = slices.DeleteFunc(in.Confirmed, func(q int) bool { return in.Answers[q].State == rules.Unanswered })
	return &rules.Draft{Intake: in, Passed: ip.passed}, found
}

// onlyDocument returns the root of a file that holds one document.
func onlyDocument(data []byte, file string, format Format) (root *node, found problems) {
	if format != YAML {
		root, found, whole := new(jsonBuilder).document(data, file)
		if !whole {
			return nil, found
		}
		return root, found
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
