package packdoc

import "slices"

// Sections are the names of the parts of a Doc that can be asked for whole.
func Sections() []string {
	return []string{"dispositions", "regions", "questions", "note_terms", "conditions", "rules", "therapies", "schedules", "care", "invariants", "rows", "sources"}
}

// Part returns what the name stands for, a section or the id of anything in the pack, and
// whether there is such a thing. Sources that a part rests on come with it.
func (d *Doc) Part(name string) (*Doc, bool) {
	part := &Doc{Pack: d.Pack, Cases: d.Cases, partial: true}
	if !d.section(part, name) && !d.items(part, name) {
		return nil, false
	}
	if name != "sources" && name != "rows" && len(part.Sources) == 0 {
		part.Sources = keep(d.Sources, func(s Source) bool { return part.rests(s.ID) })
	}
	return part, true
}

func (d *Doc) section(part *Doc, name string) bool {
	switch name {
	case "dispositions":
		part.Dispositions = d.Dispositions
	case "regions":
		part.Regions = d.Regions
	case "questions":
		part.Questions = d.Questions
	case "note_terms":
		part.Notes = d.Notes
	case "conditions":
		part.Conditions = d.Conditions
	case "rules":
		part.Rules = d.Rules
	case "therapies":
		part.Therapies = d.Therapies
	case "schedules":
		part.Schedules = d.Schedules
	case "care":
		part.Care = d.Care
	case "invariants":
		part.Invariants = d.Invariants
	case "rows":
		part.Rows = d.Rows
	case "sources":
		part.Sources = d.Sources
	default:
		return false
	}
	return true
}

// items finds everything with that id.
func (d *Doc) items(part *Doc, id string) bool {
	part.Dispositions = keep(d.Dispositions, func(x Disposition) bool { return x.ID == id })
	part.Regions = keep(d.Regions, func(r Region) bool { return r.ID == id })
	part.Questions = keep(d.Questions, func(q Question) bool { return q.ID == id })
	part.Notes = keep(d.Notes, func(n Note) bool { return n.Question == id })
	part.Conditions = keep(d.Conditions, func(c Condition) bool { return c.ID == id })
	part.Rules = keep(d.Rules, func(r Rule) bool { return r.ID == id || slices.Contains(r.Rows, id) })
	part.Therapies = keep(d.Therapies, func(t Therapy) bool { return t.ID == id })
	part.Schedules = keep(d.Schedules, func(s Schedule) bool { return s.ID == id })
	part.Care = keep(d.Care, func(c Care) bool { return c.ID == id })
	part.Accepted = keep(d.Accepted, func(a Accepted) bool { return a.Subject == id })
	part.Invariants = keep(d.Invariants, func(i Invariant) bool { return i.ID == id })
	part.Rows = keep(d.Rows, func(r Row) bool { return r.ID == id })
	part.Sources = keep(d.Sources, func(s Source) bool { return s.ID == id })
	return len(part.Dispositions)+len(part.Regions)+len(part.Questions)+len(part.Conditions)+len(part.Rules)+len(part.Therapies)+len(part.Schedules)+
		len(part.Care)+len(part.Invariants)+len(part.Rows)+len(part.Sources) > 0
}

func keep[T any](all []T, want func(T) bool) (kept []T) {
	for _, x := range all {
		if want(x) {
			kept = append(kept, x)
		}
	}
	return kept
}

// rests reports whether something in the part rests on the source.
func (d *Doc) rests(source string) bool {
	has := func(sources []string) bool { return slices.Contains(sources, source) }
	return slices.ContainsFunc(d.Rules, func(r Rule) bool { return has(r.Sources) }) ||
		slices.ContainsFunc(d.Therapies, func(t Therapy) bool { return has(t.Sources) }) ||
		slices.ContainsFunc(d.Schedules, func(s Schedule) bool { return has(s.Sources) }) ||
		slices.ContainsFunc(d.Care, func(c Care) bool { return has(c.Sources) })
}

// Names returns every name that Part knows.
func (d *Doc) Names() []string {
	names := Sections()
	for _, x := range d.Dispositions {
		names = append(names, x.ID)
	}
	for _, r := range d.Regions {
		names = append(names, r.ID)
	}
	for _, q := range d.Questions {
		names = append(names, q.ID)
	}
	for _, c := range d.Conditions {
		names = append(names, c.ID)
	}
	for _, r := range d.Rules {
		names = append(names, r.ID)
	}
	for _, t := range d.Therapies {
		names = append(names, t.ID)
	}
	for _, s := range d.Schedules {
		names = append(names, s.ID)
	}
	for _, c := range d.Care {
		names = append(names, c.ID)
	}
	for _, i := range d.Invariants {
		names = append(names, i.ID)
	}
	for _, r := range d.Rows {
		names = append(names, r.ID)
	}
	for _, s := range d.Sources {
		names = append(names, s.ID)
	}
	return names
}
