package packdoc

import "fmt"

func writeTherapies(p page, d *Doc) {
	if len(d.Therapies) == 0 {
		return
	}
	title(p, d, "Therapies", "")
	for _, t := range d.Therapies {
		p.heading(4, t.Name.Practitioner, t.ID)
		p.field("Also called", t.OtherNames...)
		both(p, "What it is", t.About)
		p.field("Areas", t.Areas...)
		p.field("Pressure", t.Pressure)
		if t.Minutes != [2]int{} {
			p.field("Minutes", fmt.Sprintf("%d to %d", t.Minutes[0], t.Minutes[1]))
		}
		p.field("Properties", t.Tags...)
		p.field("Performed by", t.Provider)
		both(p, "Evidence", t.Evidence)
		both(p, "Harms", t.Harms)
		p.field("Sources", t.Sources...)
		p.field("Certainty", t.Certainty)
		p.field("Spoken for by", t.SuggestedBy...)
		p.field("Ruled out by", t.ExcludedBy...)
		p.field("Cautioned by", t.CautionedBy...)
	}
}

func writeSchedules(p page, d *Doc) {
	if len(d.Schedules) == 0 {
		return
	}
	title(p, d, "Schedules", "Gentlest first; the first that may fit is the plan. Weeks count from today.")
	for _, s := range d.Schedules {
		p.heading(4, s.Name.Practitioner, s.ID)
		for _, ph := range s.Phases {
			p.field("Phase", ph)
		}
		p.field("Review", s.Review)
		p.field("Sessions", s.Sessions)
		p.field("Sources", s.Sources...)
		p.field("Certainty", s.Certainty)
		p.field("Chosen by", s.ChosenBy...)
	}
}

func writeCare(p page, d *Doc) {
	if len(d.Care) == 0 {
		return
	}
	title(p, d, "Advice beside massage", "")
	for _, c := range d.Care {
		p.heading(4, c.Name.Practitioner, c.ID)
		both(p, "Says", c.Text)
		both(p, "Evidence", c.Evidence)
		p.field("Sources", c.Sources...)
		p.field("Certainty", c.Certainty)
		p.field("Given by", c.GivenBy...)
	}
}
