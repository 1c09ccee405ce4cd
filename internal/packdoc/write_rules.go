package packdoc

import "strings"

func writeRules(p page, d *Doc) {
	if len(d.Rules) == 0 {
		return
	}
	title(p, d, "Rules", "")
	file := ""
	for _, r := range d.Rules {
		if !d.partial && r.File != file {
			file = r.File
			p.heading(3, file, "")
		}
		writeRule(p, r)
	}
}

func writeRule(p page, r Rule) {
	p.heading(4, r.Title, r.ID)
	p.field("When", r.When)
	for _, then := range r.Then {
		p.field("Then", then)
	}
	both(p, "Says", r.Text)
	both(p, "Says when unsure", r.UnsureText)
	p.field("Rows", r.Rows...)
	p.field("Sources", r.Sources...)
	p.field("Certainty", r.Certainty)
	writeTests(p, "Fired by", r.Fires)
	writeTests(p, "Unsure in", r.Unsure)
	writeTests(p, "Narrowly missed by", r.NearMiss)
}

func writeTests(p page, name string, cases []string) {
	quoted := make([]string, len(cases))
	for i, c := range cases {
		quoted[i] = "“" + c + "”"
	}
	p.field(name, quoted...)
}

func writeInvariants(p page, d *Doc) {
	if len(d.Invariants) == 0 {
		return
	}
	title(p, d, "Promises for every possible person", "Each is proved over all possible answers by “knead rules prove”.")
	for _, i := range d.Invariants {
		p.heading(4, i.Title, i.ID)
		p.field("For", i.For)
		for _, c := range i.Claims {
			p.field("Promise", c)
		}
		p.field("Rows", i.Rows...)
	}
}

// writeAccepted lists, for sign-off, what the proof found and the authors stand by.
func writeAccepted(p page, d *Doc) {
	if len(d.Accepted) == 0 {
		return
	}
	title(p, d, "For sign-off: findings that the authors stand by", "“knead rules prove” found these; the reason says why nothing was changed.")
	var rows [][]string
	for _, a := range d.Accepted {
		far := strings.Join(a.Rules, ", ")
		if a.When != "" {
			far = strings.TrimPrefix(far+"; "+a.When, "; ")
		}
		rows = append(rows, []string{a.Property, a.Subject, far, a.Reason})
	}
	p.table([]string{"property", "about", "by rules, for whom", "reason"}, rows)
}
