package packdoc

import (
	"fmt"
	"strings"
)

func writeDispositions(p page, d *Doc) {
	if len(d.Dispositions) == 0 {
		return
	}
	title(p, d, "What a result says", "The most cautious one that applies wins; the actions of the others are listed with it. Therapies stand beside proceed and clearance only.")
	for _, x := range d.Dispositions {
		p.heading(4, x.Title.Practitioner, x.ID)
		if x.Title.Patient != x.Title.Practitioner {
			p.quote("Title (patient)", x.Title.Patient)
		}
		both(p, "Says", x.Text)
		both(p, "Says when an unsure answer led to it", x.Unsure)
		if x.LiftedWhen != "" {
			p.field("Lifted when", x.LiftedWhen+"; never when an unsure answer led to it")
		}
	}
}

func writeRegions(p page, d *Doc) {
	if len(d.Regions) == 0 {
		return
	}
	title(p, d, "Telephone advice by region", "The first is used where no region is asked for.")
	for _, r := range d.Regions {
		p.heading(4, r.Name, r.ID)
		both(p, "{emergency}", r.Emergency)
		both(p, "{urgent}", r.Urgent)
	}
}

func writeNotes(p page, d *Doc) {
	if len(d.Notes) == 0 {
		return
	}
	if d.partial {
		p.heading(4, "Read in notes", "")
	}
	title(p, d, "What notes are read for", "Whole words, whatever their case and punctuation; negation is not understood. A phrase that is found makes its question unsure, unless one of the options is ticked, and the person is asked again. Within a harmless phrase it does not count.")
	for _, n := range d.Notes {
		p.field(fmt.Sprintf("%s (%s)", n.Question, strings.Join(n.Options, " or ")), n.Terms...)
		p.field("But not within", n.Harmless...)
	}
}
