package packfile

import (
	"regexp"
	"slices"
	"strings"

	"knead/internal/text"
	"knead/rules"
)

var idFormat = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// symbolTable is one namespace of a pack: the ids of its therapies, or of its questions.
type symbolTable struct {
	ps     *problems
	what   string // "therapy"
	ids    []string
	index  map[string]int
	places map[string]rules.Pos
	used   map[string]bool
	shared *symbolTable // one in which the ids must be unique too, or nil
}

// newSymbols returns an empty namespace, which complains to the problems.
func (ps *problems) newSymbols(what string) *symbolTable {
	return &symbolTable{ps: ps, what: what, index: map[string]int{}, places: map[string]rules.Pos{}, used: map[string]bool{}}
}

// enter adds an id that has been checked elsewhere.
func (s *symbolTable) enter(id string, index int) {
	s.ids = append(s.ids, id)
	s.index[id] = index
}

// declare gives the id in n the index, and complains when it is malformed or taken.
func (s *symbolTable) declare(n *node, index int) string {
	id, ok := s.ps.word(n, "one "+s.what+" id")
	if !ok {
		return ""
	}
	if len(id) > rules.MaxIDLength || !idFormat.MatchString(id) {
		s.ps.add(n, "bad-id", "malformed id %s: expected lower-case words joined by _, at most %d characters", text.Quote(id), rules.MaxIDLength)
		return ""
	}
	s.put(n, id, index)
	return id
}

// put is declare for an id whose format has been checked.
func (s *symbolTable) put(n *node, id string, index int) {
	for _, space := range []*symbolTable{s, s.shared} {
		if space == nil {
			continue
		}
		if first, taken := space.places[id]; taken {
			s.ps.add(n, "duplicate-id", "the id %s is taken by another %s", text.Quote(id), space.what).Related = &first
			return
		}
	}
	s.enter(id, index)
	s.places[id] = n.pos
	if s.shared != nil {
		s.shared.places[id] = n.pos
	}
}

// find returns the index of the id that n names, or complains.
func (s *symbolTable) find(n *node) (int, bool) {
	id, ok := s.ps.word(n, "one "+s.what+" id")
	if !ok {
		return 0, false
	}
	return s.lookup(n.pos, n.field, id)
}

// lookup is find for an id that is a key.
func (s *symbolTable) lookup(pos rules.Pos, field, id string) (int, bool) {
	i, ok := s.index[id]
	if !ok {
		s.ps.addAt(pos, field, "unknown-"+strings.ReplaceAll(s.what, " ", "-"), "unknown %s %s%s", s.what, text.Quote(id), text.Hint(id, s.ids))
		return 0, false
	}
	s.used[id] = true
	return i, true
}

// all returns the indices that a list of ids names, in its order.
func (s *symbolTable) all(n *node, plural string) (found []int) {
	for _, item := range s.ps.list(n, plural) {
		i, ok := s.find(item)
		switch {
		case !ok:
		case slices.Contains(found, i):
			s.ps.add(item, "repeated", "%s %s stands twice in this list", s.what, text.Quote(item.text))
		default:
			found = append(found, i)
		}
	}
	return found
}

// set is [symbolTable.all] as a bit set.
func (s *symbolTable) set(n *node, plural string) (bits uint64) {
	for _, i := range s.all(n, plural) {
		bits |= 1 << i
	}
	return bits
}
