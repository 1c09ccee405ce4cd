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
	what   string // "therapy"
	ids    []string
	index  map[string]int
	places map[string]rules.Pos
	used   map[string]bool
	shared *symbolTable // one in which the ids must be unique too, or nil
}

func newSymbols(what string) *symbolTable {
	return &symbolTable{what: what, index: map[string]int{}, places: map[string]rules.Pos{}, used: map[string]bool{}}
}

// enter adds an id that has been checked elsewhere.
func (s *symbolTable) enter(id string, index int) {
	s.ids = append(s.ids, id)
	s.index[id] = index
}

// declare gives the id in n the index, and complains when it is malformed or taken.
func (s *symbolTable) declare(ps *problems, n *node, index int) string {
	id, ok := word(ps, n, "one "+s.what+" id")
	if !ok {
		return ""
	}
	if len(id) > rules.MaxIDLength || !idFormat.MatchString(id) {
		ps.add(n, "bad-id", "malformed id %s: expected lower-case words joined by _, at most %d characters", text.Quote(id), rules.MaxIDLength)
		return ""
	}
	s.put(ps, n, id, index)
	return id
}

// put is declare for an id whose format has been checked.
func (s *symbolTable) put(ps *problems, n *node, id string, index int) {
	for _, space := range []*symbolTable{s, s.shared} {
		if space == nil {
			continue
		}
		if first, taken := space.places[id]; taken {
			ps.add(n, "duplicate-id", "the id %s is taken by another %s", text.Quote(id), space.what).Related = &first
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
func (s *symbolTable) find(ps *problems, n *node) (int, bool) {
	if n == nil {
		return 0, false
	}
	id, ok := word(ps, n, "one "+s.what+" id")
	if !ok {
		return 0, false
	}
	return s.lookup(ps, n.pos, n.field, id)
}

// lookup is find for an id that is a key.
func (s *symbolTable) lookup(ps *problems, pos rules.Pos, field, id string) (int, bool) {
	i, ok := s.index[id]
	if !ok {
		ps.addAt(pos, field, "unknown-"+strings.ReplaceAll(s.what, " ", "-"), "unknown %s %s%s", s.what, text.Quote(id), text.Hint(id, s.ids))
		return 0, false
	}
	s.used[id] = true
	return i, true
}

// all returns the indices that a list of ids names, in its order.
func (s *symbolTable) all(ps *problems, n *node, plural string) (found []int) {
	for _, item := range list(ps, n, plural) {
		i, ok := s.find(ps, item)
		switch {
		case !ok:
		case slices.Contains(found, i):
			ps.add(item, "repeated", "%s %s stands twice in this list", s.what, text.Quote(item.text))
		default:
			found = append(found, i)
		}
	}
	return found
}

// set is [symbolTable.all] as a bit set.
func (s *symbolTable) set(ps *problems, n *node, plural string) (bits uint64) {
	for _, i := range s.all(ps, n, plural) {
		bits |= 1 << i
	}
	return bits
}
