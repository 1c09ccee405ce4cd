package report

import (
	"math/bits"

	"knead/engine"
	"knead/rules"
)

// Visit is a result and the intake it belongs to. Without an intake (nil) a report shows
// the areas that are treated instead of those that hurt, and no course over time.
type Visit struct {
	Result *engine.Result
	Intake *rules.Intake
	person string // whose it is, when the id does not say
}

// key tells people apart; it is empty for somebody unknown.
func (v Visit) key() string {
	if v.person == "" && v.Result.ID != nil {
		return "id " + *v.Result.ID
	}
	return v.person
}

// person groups visits of one person, who is known by an id.
type person struct{ visits []Visit }

// people groups visits by id, in the order of first appearance; a visit without an id
// stands alone. A person's visits are in the order of their dates where all have one.
func people(visits []Visit) []person {
	var all []person
	byKey := map[string]int{}
	for _, v := range visits {
		key := v.key()
		if key == "" {
			all = append(all, person{[]Visit{v}})
			continue
		}
		i, known := byKey[key]
		if !known {
			i = len(all)
			byKey[key] = i
			all = append(all, person{})
		}
		all[i].visits = append(all[i].visits, v)
	}
	for i := range all {
		all[i].sort()
	}
	return all
}

// eachVisit calls write for the visits, person by person, the latest visit first, with all
// visits of its person in their order and its place among them. Where the latest shows no
// therapy, the advice of earlier ones is out of date and left out.
func eachVisit(visits []Visit, write func(of []Visit, i int) error) error {
	for _, person := range people(visits) {
		of, oldest := person.visits, 0
		if last := len(of) - 1; !dispositionNamed(of[last].Result.Disposition).CarriesTherapies() {
			oldest = last
		}
		for i := len(of) - 1; i >= oldest; i-- {
			if err := write(of, i); err != nil {
				return err
			}
		}
	}
	return nil
}

// sort orders visits by date if every one has a date; equal dates keep their order.
func (p *person) sort() {
	for _, v := range p.visits {
		if v.Intake == nil || v.Intake.Date == "" {
			return
		}
	}
	// An insertion sort keeps equal dates as they are; people have few visits.
	for i := range p.visits {
		for j := i; j > 0 && p.visits[j].Intake.Date < p.visits[j-1].Intake.Date; j-- {
			p.visits[j], p.visits[j-1] = p.visits[j-1], p.visits[j]
		}
	}
}

// painful returns the areas that hurt, as ids in the pack's order.
func (v Visit) painful(p *rules.Pack) (areas []string) {
	q := &p.Questions[p.Areas]
	var set uint64
	if v.Intake != nil {
		for left := v.Intake.Answers[p.Areas].Ticks; left != 0; left &= left - 1 {
			i := bits.TrailingZeros64(left)
			if covers := q.Options[i].Covers; covers != 0 {
				set |= covers
			} else {
				set |= 1 << i
			}
		}
	} else {
		for _, t := range v.Result.Therapies {
			for _, id := range t.Areas {
				if i := q.OptionIndex(id); i >= 0 {
					set |= 1 << i
				}
			}
		}
	}
	for left := set; left != 0; left &= left - 1 {
		areas = append(areas, q.Options[bits.TrailingZeros64(left)].ID)
	}
	return areas
}
