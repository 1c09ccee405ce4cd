package packdoc

func writeQuestions(p page, d *Doc) {
	if len(d.Questions) == 0 {
		return
	}
	title(p, d, "Questions", "")
	for _, q := range d.Questions {
		p.heading(4, q.Ask.Practitioner, q.ID)
		if q.Ask.Patient != q.Ask.Practitioner {
			p.quote("Asks (patient)", q.Ask.Patient)
		}
		required := "may be skipped"
		if q.Required {
			required = "required"
		}
		p.field("Answer", q.Answers, required)
		p.field("Asked if", q.AskedIf)
		both(p, "Help", q.Help)
		both(p, "Why", q.Why)
		for _, o := range q.Options {
			both(p, "Option "+o.ID, o.Label)
			both(p, "Option "+o.ID+", help", o.Help)
		}
		p.field("Read by", q.ReadBy...)
	}
}

func writeConditions(p page, d *Doc) {
	if len(d.Conditions) == 0 {
		return
	}
	title(p, d, "Named conditions", "")
	for _, c := range d.Conditions {
		p.heading(4, c.Title.Practitioner, c.ID)
		p.field("Holds when", c.When)
	}
}

func writeSources(p page, d *Doc) {
	if len(d.Sources) == 0 {
		return
	}
	title(p, d, "Sources", "")
	var items []string
	for _, s := range d.Sources {
		item := s.ID + ": " + s.Citation
		if s.URL != "" {
			item += " " + s.URL
		}
		if s.Note != "" {
			item += " (" + s.Note + ")"
		}
		items = append(items, item)
	}
	p.list(items)
}
