package packtest

import "strings"

func (o *observed) rule(i int) string {
	if i < 0 {
		return "incomplete"
	}
	return o.pack.Rules[i].ID
}

func (o *observed) therapy(i int) string  { return o.pack.Therapies[i].ID }
func (o *observed) careItem(i int) string { return o.pack.Care[i].ID }
func (o *observed) question(i int) string { return o.pack.Questions[i].ID }
func (o *observed) area(i int) string     { return o.pack.Questions[o.pack.Areas].Options[i].ID }

func (o *observed) rules(indices []int32) (ids []string) {
	for _, i := range indices {
		ids = append(ids, o.rule(int(i)))
	}
	return ids
}

func (o *observed) names(name func(int) string, indices []int) string {
	var ids []string
	for _, i := range indices {
		ids = append(ids, name(i))
	}
	return o.list(ids)
}

func (o *observed) list(ids []string) string {
	if len(ids) == 0 {
		return "none"
	}
	return strings.Join(ids, ", ")
}

// orAny names rules, or says that any will do.
func (o *observed) orAny(indices []int) string {
	if len(indices) == 0 {
		return "any rule"
	}
	return o.names(o.rule, indices)
}

func inBrackets(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return " (" + strings.Join(ids, ", ") + ")"
}

func ints(indices []int32) []int {
	all := make([]int, len(indices))
	for i, v := range indices {
		all[i] = int(v)
	}
	return all
}
