package rules

import (
	"slices"
	"strconv"
	"strings"
)

// CompareVersions compares two versions of a pack by their numbers; what follows a hyphen does
// not count.
func CompareVersions(a, b string) int { return slices.Compare(versionNumbers(a), versionNumbers(b)) }

func versionNumbers(version string) (numbers []int) {
	version, _, _ = strings.Cut(version, "-")
	for part := range strings.SplitSeq(version, ".") {
		n, _ := strconv.Atoi(part)
		numbers = append(numbers, n)
	}
	return numbers
}

// NeverAsked are options of a question that a person was not asked about.
type NeverAsked struct {
	Question int
	Options  uint64
}

// NeverAsked returns the options that were added to the pack after the version with which the
// intake was asked, of questions that it answers: that they are not ticked says nothing.
func (p *Pack) NeverAsked(in *Intake) (all []NeverAsked) {
	name, version, _ := strings.Cut(in.Pack, " ")
	if name != p.Name || !IsVersion(version) || CompareVersions(version, p.Version) >= 0 {
		return nil
	}
	for i := range p.Questions {
		q, n := &p.Questions[i], NeverAsked{Question: i}
		for k := range q.Options {
			if since := q.Options[k].Since; since != "" && CompareVersions(version, since) < 0 {
				n.Options |= 1 << k
			}
		}
		if n.Options &^= in.Answers[i].Ticks; n.Options != 0 && in.Answers[i].State == Answered {
			all = append(all, n)
		}
	}
	return all
}

// OptionNames names options as question.option.
func (p *Pack) OptionNames(all []NeverAsked) (names []string) {
	for _, n := range all {
		for k, o := range p.Questions[n.Question].Options {
			if n.Options&(1<<k) != 0 {
				names = append(names, p.Questions[n.Question].ID+"."+o.ID)
			}
		}
	}
	return names
}
