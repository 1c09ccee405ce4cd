package packdoc

import (
	"iter"
	"slices"
)

// section is a part of a Doc that can be asked for whole, and by the ids of what is in it.
type section struct {
	name string
	ids  func(d *Doc) []string
	take func(part, d *Doc, id string) int // adds what has the id, or everything for none
}

var sections = []section{
	list("dispositions", func(d *Doc) *[]Disposition { return &d.Dispositions }, func(x Disposition) []string { return []string{x.ID} }),
	list("regions", func(d *Doc) *[]Region { return &d.Regions }, func(r Region) []string { return []string{r.ID} }),
	list("questions", func(d *Doc) *[]Question { return &d.Questions }, func(q Question) []string { return []string{q.ID} }),
	list("note_terms", func(d *Doc) *[]Note { return &d.Notes }, nil),
	list("note_cues", func(d *Doc) *[]Cue { return &d.Cues }, nil),
	list("conditions", func(d *Doc) *[]Condition { return &d.Conditions }, func(c Condition) []string { return []string{c.ID} }),
	list("contradictions", func(d *Doc) *[]Contradiction { return &d.Contradictions }, func(c Contradiction) []string { return []string{c.ID} }),
	list("rules", func(d *Doc) *[]Rule { return &d.Rules }, func(r Rule) []string { return append([]string{r.ID}, r.Rows...) }),
	list("therapies", func(d *Doc) *[]Therapy { return &d.Therapies }, func(t Therapy) []string { return []string{t.ID} }),
	list("schedules", func(d *Doc) *[]Schedule { return &d.Schedules }, func(s Schedule) []string { return []string{s.ID} }),
	list("care", func(d *Doc) *[]Care { return &d.Care }, func(c Care) []string { return []string{c.ID} }),
	list("invariants", func(d *Doc) *[]Invariant { return &d.Invariants }, func(i Invariant) []string { return []string{i.ID} }),
	list("rows", func(d *Doc) *[]Row { return &d.Rows }, func(r Row) []string { return []string{r.ID} }),
	list("sources", func(d *Doc) *[]Source { return &d.Sources }, func(s Source) []string { return []string{s.ID} }),
}

// list makes a section of a list of a Doc. names returns what an element answers to, its id
// first; it is nil where elements have none.
func list[T any](name string, of func(*Doc) *[]T, names func(T) []string) section {
	return section{
		name: name,
		ids: func(d *Doc) (ids []string) {
			for _, x := range *of(d) {
				if names != nil {
					ids = append(ids, names(x)[0])
				}
			}
			return ids
		},
		take: func(part, d *Doc, id string) int {
			*of(part) = keep(*of(d), func(x T) bool {
				return id == "" || names != nil && slices.Contains(names(x), id)
			})
			return len(*of(part))
		},
	}
}

// Names returns every name that Part knows: the sections, and the ids of what is in them.
func (d *Doc) Names() (names []string) {
	for _, s := range sections {
		names = append(names, s.name)
	}
	for _, s := range sections {
		names = append(names, s.ids(d)...)
	}
	return names
}

// Part returns what the name stands for, a section or the id of anything in the pack, and
// whether there is such a thing. Sources that a part rests on come with it.
func (d *Doc) Part(name string) (*Doc, bool) {
	part := &Doc{Pack: d.Pack, Cases: d.Cases, partial: true}
	if i := slices.IndexFunc(sections, func(s section) bool { return s.name == name }); i >= 0 {
		sections[i].take(part, d, "")
	} else {
		found := 0
		for _, s := range sections {
			found += s.take(part, d, name)
		}
		if found == 0 {
			return nil, false
		}
		part.Notes = keep(d.Notes, func(n Note) bool { return n.Question == name })
		part.Accepted = keep(d.Accepted, func(a Accepted) bool { return a.Subject == name })
	}
	if name != "sources" && name != "rows" && len(part.Sources) == 0 {
		part.Sources = keep(d.Sources, func(s Source) bool { return part.rests(s.ID) })
		for i := range part.Sources {
			part.Sources[i].Bears = nil
		}
	}
	return part, true
}

func keep[T any](all []T, want func(T) bool) (kept []T) {
	for _, x := range all {
		if want(x) {
			kept = append(kept, x)
		}
	}
	return kept
}

// grounds yields what everything in it rests on, by id.
func (d *Doc) grounds() iter.Seq2[string, *Grounds] {
	return func(yield func(string, *Grounds) bool) {
		for i := range d.Rules {
			r := &d.Rules[i]
			if !yield(r.ID, &r.Grounds) || r.Because != nil && !yield(r.ID, r.Because) {
				return
			}
		}
		for i := range d.Therapies {
			if !yield(d.Therapies[i].ID, &d.Therapies[i].Grounds) {
				return
			}
		}
		for i := range d.Schedules {
			if !yield(d.Schedules[i].ID, &d.Schedules[i].Grounds) {
				return
			}
		}
		for i := range d.Care {
			if !yield(d.Care[i].ID, &d.Care[i].Grounds) {
				return
			}
		}
	}
}

// rests reports whether something in the part rests on the source.
func (d *Doc) rests(source string) bool {
	for _, g := range d.grounds() {
		if slices.Contains(g.Sources, source) {
			return true
		}
	}
	return false
}
