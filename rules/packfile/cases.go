package packfile

import (
	"io/fs"

	"knead/internal/text"
	"knead/rules"
)

// ParseCases reads the test cases of a pack: every *.yaml file below tests/ in its folder,
// in order of path. It complains about everything that is wrong with them; a folder
// without tests has no cases.
func ParseCases(fsys fs.FS, p *rules.Pack) ([]rules.Case, rules.Problems) {
	c := newCaseParser(p)
	return c.parse(c.readCases(fsys))
}

// ParseCaseFile reads the cases of one file, whose bases stand in it too.
func ParseCaseFile(data []byte, file string, p *rules.Pack) ([]rules.Case, rules.Problems) {
	return newCaseParser(p).parse([]packFile{{file, data}})
}

func (c *caseParser) parse(files []packFile) ([]rules.Case, rules.Problems) {
	for _, f := range files {
		c.addFile(f)
	}
	c.parseBases()
	for _, n := range c.lists["cases"] {
		c.parseCase(n)
	}
	return c.cases, c.problems.sorted()
}

func (ps *problems) readCases(fsys fs.FS) (files []packFile) {
	for _, name := range ps.yamlFiles(fsys, caseFolder) {
		if data, ok := ps.readAlone(fsys, name); ok {
			files = append(files, packFile{name, data})
		}
	}
	return files
}

// caseParser turns the nodes of case files into cases of a pack, which has been parsed.
type caseParser struct {
	*packParser
	bases  *symbolTable
	based  []*base
	titles map[string]rules.Pos // of cases
	cases  []rules.Case
}

func newCaseParser(p *rules.Pack) *caseParser {
	pp := parserFor(p)
	return &caseParser{packParser: pp, bases: pp.newSymbols("base"), titles: map[string]rules.Pos{}}
}

// base is a person that cases start from.
type base struct {
	n       *node
	answers []rules.Answer // nil until they are read
	open    bool           // they are being read
}

func (c *caseParser) addFile(f packFile) {
	documents := 0
	for root, problems := range yamlDocuments(f.data, f.path) {
		c.problems = append(c.problems, problems...)
		if documents++; documents > 1 {
			c.addAt(rules.Pos{File: f.path}, "", "several-documents", "a file of cases holds one document; remove the line ---")
			return
		}
		if root == nil || root.kind == nullNode {
			if len(problems) == 0 {
				documents--
			}
			continue
		}
		r := c.mapping(root, "a file of cases")
		for _, key := range []string{"bases", "cases"} {
			c.lists[key] = append(c.lists[key], c.list(r.get(key), key)...)
		}
		r.finish()
	}
	if documents == 0 {
		c.addAt(rules.Pos{File: f.path, Line: 1}, "", "empty-file", "the file is empty").Warning = true
	}
}

// parseBases reads the people that cases start from. A base may start from another.
func (c *caseParser) parseBases() {
	for i, n := range c.lists["bases"] {
		c.bases.declare(n.get("id"), i)
		c.based = append(c.based, &base{n: n})
	}
	for i := range c.based {
		c.resolve(i)
	}
}

// resolve returns the answers of a base, after those of the base it starts from.
func (c *caseParser) resolve(i int) []rules.Answer {
	b := c.based[i]
	if b.answers != nil {
		return b.answers
	}
	b.open = true
	r := c.mapping(b.n, "a base")
	r.need("id")
	b.answers = c.from(r)
	c.answer(b.answers, r.need("answers"))
	r.finish()
	b.open = false
	return b.answers
}

// from returns a copy of the answers of the base that a record starts from.
func (c *caseParser) from(r *record) []rules.Answer {
	answers := make([]rules.Answer, len(c.pack.Questions))
	n := r.get("from")
	i, ok := c.bases.find(n)
	if !ok {
		return answers
	}
	if c.based[i].open {
		c.add(n, "base-cycle", "base %s starts from itself", text.Quote(n.text))
		return answers
	}
	copy(answers, c.resolve(i))
	return answers
}

// answer puts the answers written in n over those given. null takes an answer away.
func (c *caseParser) answer(answers []rules.Answer, n *node) {
	if n == nil {
		return
	}
	if n.kind != mapNode {
		c.add(n, "wrong-type", "expected answers (a mapping of question ids), found %s", n.found())
		return
	}
	for _, e := range n.entries {
		if q, ok := c.questions.lookup(e.pos, e.key, e.key); ok {
			answers[q] = answer(&c.problems, &c.pack.Questions[q], e.value)
		}
	}
}

func (c *caseParser) parseCase(n *node) {
	r := c.mapping(n, "a case")
	name, _ := c.prose(r.need("name"), "the name of the case")
	if first, again := c.titles[name]; again && name != "" {
		c.add(r.get("name"), "duplicate-case", "the name %s is taken by another case", text.Quote(name)).Related = &first
	}
	c.titles[name] = n.pos
	in := &rules.Intake{ID: &name, Answers: c.from(r), Pos: n.pos}
	c.answer(in.Answers, r.get("answers"))
	e := expectParser{caseParser: c}
	e.parse(r.need("expect"))
	r.finish()
	c.cases = append(c.cases, rules.Case{Name: name, Intake: in, Checks: e.checks, Pos: n.pos})
}

// ParseBases reads the people that a pack's cases start from, in the order of the files.
// Problems are those of [ParseCases].
func ParseBases(fsys fs.FS, p *rules.Pack) (bases []rules.Base) {
	c := newCaseParser(p)
	for _, f := range c.readCases(fsys) {
		c.addFile(f)
	}
	c.parseBases()
	for i, id := range c.bases.ids {
		bases = append(bases, rules.Base{ID: id, Intake: &rules.Intake{Answers: c.based[i].answers}})
	}
	return bases
}
