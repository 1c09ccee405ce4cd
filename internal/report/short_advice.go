package report

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"knead/engine"
	"knead/internal/text"
	"knead/rules"
)

// advice says what fits, how, how often, what to take care of and when to stop.
func (b *shortBuilder) advice(d rules.Disposition) []row {
	var all rows
	all = append(all, b.fits(d))
	all.add(b.word("short_limits"), strings.Join(b.bounds(), apart))
	all.add(b.word("short_not_now"), b.withheld())
	all.add(b.word("report_avoid"), b.avoid())
	stop, careful := b.careful()
	all.add(b.word("short_careful"), careful)
	all.add(b.word("report_plan"), b.sessionsPlan())
	all.add(b.word("short_stop"), stop)
	all.add(b.word("short_care"), b.beside())
	all.add(b.word("report_evidence"), b.evidence())
	return all
}

// fits lists the first few therapies, each with its dose, and counts the others for practitioners.
func (b *shortBuilder) fits(d rules.Disposition) row {
	r := row{Label: b.word("short_fits")}
	if d == rules.Clearance {
		r.Label = b.word("short_if_agreed")
	}
	if len(b.r.Therapies) == 0 {
		r.Lines = []string{b.word("report_nothing")}
	}
	shown := b.shown()
	for i, t := range b.r.Therapies[:shown] {
		r.Cells = append(r.Cells, []string{
			fmt.Sprint(i+1, " ", b.therapyPhrase(t.ID, t.Name)), joined(t.Areas, func(id string) string { return unbracketed(b.area(id)) }), b.word("pressure_" + t.Pressure),
			fmt.Sprint(t.Minutes, " ", b.word("report_minutes")), b.word("short_by_" + t.Provider),
		})
		below := ""
		if i == 0 {
			below = b.strongest(t)
		}
		r.Below = append(r.Below, below)
	}
	if more := len(b.r.Therapies) - shown; more > 0 {
		r.Lines = append(r.Lines, b.word("short_more_fit", "n", more))
	}
	return r
}

// shown is how many therapies are named, with their cautions: for patients the first and those
// behind it that bring no further cautions, which would have to be said too.
func (b *shortBuilder) shown() int {
	if b.practitioner() || len(b.r.Therapies) == 0 {
		return min(len(b.r.Therapies), shortTherapies)
	}
	said := b.r.Therapies[0].Cautions
	for i, t := range b.r.Therapies {
		if i == shortTherapies || slices.ContainsFunc(t.Cautions, func(c engine.Reason) bool { return !slices.Contains(said, c) }) {
			return i
		}
	}
	return len(b.r.Therapies)
}

// therapyPhrase is the short name of a therapy.
func (b *shortBuilder) therapyPhrase(id, name string) string {
	if i := b.Pack.TherapyIndex(id); i >= 0 && !b.Pack.Therapies[i].Short.Empty() {
		return b.say(b.Pack.Therapies[i].Short)
	}
	return name
}

// strongest says the reasons that count most for a therapy, and how many more there are.
func (b *shortBuilder) strongest(t engine.TherapyAdvice) string {
	therapy := b.Pack.TherapyIndex(t.ID)
	score := func(r engine.SourcedReason) int {
		i := b.Pack.RuleIndex(r.Rule)
		if i < 0 || therapy < 0 {
			return 0
		}
		for _, s := range b.Pack.Rules[i].Then.Suggest {
			if s.Therapy == therapy {
				return s.Score
			}
		}
		return 0
	}
	reasons := slices.Clone(t.For)
	slices.SortStableFunc(reasons, func(a, b engine.SourcedReason) int { return cmp.Compare(score(b), score(a)) })
	var said []string
	for _, r := range reasons[:min(len(reasons), b.most(shortReasons))] {
		said = append(said, b.reason(engine.Reason{Rule: r.Rule, Text: r.Text}))
	}
	if more := len(reasons) - len(said); more > 0 && b.practitioner() {
		said = append(said, b.moreReasons(more))
	}
	return strings.Join(said, "; ")
}

// phrase is the short form of what a rule says, or all of it.
func (b *shortBuilder) phrase(rule, text string) string {
	if i := b.Pack.RuleIndex(rule); i >= 0 && !b.Pack.Rules[i].Short.Empty() {
		return b.say(b.Pack.Rules[i].Short)
	}
	return text
}

// whole is the short form of a reason, with what to do.
func (b *shortBuilder) whole(r engine.Reason) string { return b.phrase(r.Rule, r.Text) }

// reason is the part of a rule's phrase before a colon: why, without what to do.
func (b *shortBuilder) reason(r engine.Reason) string {
	why, _, _ := strings.Cut(b.phrase(r.Rule, r.Text), ": ")
	return why
}

// limits says why a limit holds. To a patient an answer that is only open is no reason.
func (b *shortBuilder) limits(because []engine.Reason) string {
	if !b.practitioner() {
		because = slices.DeleteFunc(slices.Clone(because), func(r engine.Reason) bool { return r.Possible })
	}
	if len(because) == 0 {
		return ""
	}
	return " (" + b.why(because, b.most(shortReasons)) + ")"
}

// reasons joins why something is so: first what is known, then what could not be ruled out.
func (b *shortBuilder) reasons(all []engine.Reason, between string, say func(engine.Reason) string) string {
	var known, possible []string
	for _, r := range all {
		to := &known
		if r.Possible {
			to = &possible
		}
		if said := say(r); !slices.Contains(*to, said) {
			*to = append(*to, said)
		}
	}
	if doubt := strings.Join(possible, between); doubt != "" && b.practitioner() {
		known = append(known, b.word("short_possible", "reasons", doubt))
	} else if doubt != "" {
		known = append(known, b.word("short_possible_patient", "reasons", doubt))
	}
	return strings.Join(known, between)
}

// why says the first reasons without what to do, at most so many, and to practitioners how many
// more there are.
func (b *shortBuilder) why(all []engine.Reason, most int) string {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b engine.Reason) int { return cmp.Compare(unknown(a), unknown(b)) })
	said := b.reasons(all[:min(len(all), most)], "; ", b.reason)
	if more := len(all) - most; more > 0 && b.practitioner() {
		said += "; " + b.moreReasons(more)
	}
	return said
}

// first is the first reason, known before possible, without what to do.
func (b *shortBuilder) first(all []engine.Reason) string {
	return b.reasons([]engine.Reason{slices.MinFunc(all, func(a, b engine.Reason) int { return cmp.Compare(unknown(a), unknown(b)) })}, "; ", b.reason)
}

// moreReasons counts the reasons that are not said.
func (b *shortBuilder) moreReasons(n int) string {
	if n == 1 {
		return b.word("short_more_reason")
	}
	return b.word("short_more_reasons", "n", n)
}

// most is how many of several things are said: one less to a patient.
func (b *shortBuilder) most(n int) int {
	if b.practitioner() {
		return n
	}
	return n - 1
}

// unknown is 1 for a reason that could not be ruled out.
func unknown(r engine.Reason) int {
	if r.Possible {
		return 1
	}
	return 0
}

// bounds says which limits hold and why, and what becomes of a wish for a pressure.
func (b *shortBuilder) bounds() (lines []string) {
	most := 0 // pressure
	for _, limit := range b.r.Bounds {
		why := b.limits(limit.Because)
		switch limit.Kind {
		case rules.EffectPressure:
			most = limit.Value
			lines = append(lines, lowerFirst(b.word("limit_pressure", "bound", b.word("pressure_"+rules.Pressure(limit.Value).String())))+why)
		case rules.EffectMinutes:
			lines = append(lines, b.word("short_minutes", "bound", limit.Value)+why)
		case rules.EffectRate:
			lines = append(lines, lowerFirst(b.word("limit_sessions_per_week", "bound", rules.Rate(limit.Value).PerWeek()))+why)
		case rules.EffectPrefer:
			switch {
			case limit.Value == most: // the limit says as much
			case most != 0 && limit.Value > most:
				lines = append(lines, b.word("short_unmet", "wish", b.reasons(limit.Because, "; ", b.reason)))
			default:
				lines = append(lines, b.reasons(limit.Because, "; ", b.whole))
			}
		}
	}
	return lines
}

// withheld names what is kept away and why.
func (b *shortBuilder) withheld() string {
	g := grouped{between: ", "}
	for _, w := range b.r.Withheld {
		why := b.first(w.Because)
		if !b.practitioner() && !slices.ContainsFunc(w.Because, func(r engine.Reason) bool { return !r.Possible }) {
			why = "" // an open answer: the whole text says which
		}
		g.add(b.therapyPhrase(w.ID, w.Name), why)
	}
	return g.String()
}

// avoid names the areas to leave alone and why.
func (b *shortBuilder) avoid() string {
	g := grouped{between: ", "}
	for _, a := range b.r.Avoid {
		g.add(b.area(a.Area), b.first(a.Because))
	}
	return g.String()
}

// grouped are things by why, those with the same reason together.
type grouped struct {
	between     string // names with the same reason
	names, whys []string
}

func (g *grouped) add(name, why string) {
	if i := slices.Index(g.whys, why); i >= 0 {
		g.names[i] += g.between + name
		return
	}
	g.names, g.whys = append(g.names, name), append(g.whys, why)
}

func (g *grouped) String() string {
	var parts []string
	for i, name := range g.names {
		if g.whys[i] != "" {
			name = unbracketed(name) + " (" + g.whys[i] + ")"
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, apart)
}

// unbracketed is a name without what explains it in brackets at its end.
func unbracketed(name string) string {
	if at := strings.LastIndex(name, " ("); at > 0 && strings.HasSuffix(name, ")") {
		return name[:at]
	}
	return name
}

// careful says what to take care of, in general and with each therapy that is named, and apart
// from that when to stop.
func (b *shortBuilder) careful() (stop, careful string) {
	var general, stops, beside []engine.Reason
	for _, c := range b.r.Cautions {
		if i := b.Pack.RuleIndex(c.Rule); i >= 0 && b.Pack.Rules[i].Then.Caution.Stop {
			stops = append(stops, c)
		} else {
			general = append(general, c)
		}
	}
	with := map[string][]string{} // numbers of therapies, by rule
	for i, t := range b.r.Therapies[:b.shown()] {
		for _, c := range t.Cautions {
			if with[c.Rule] == nil {
				beside = append(beside, c)
			}
			with[c.Rule] = append(with[c.Rule], fmt.Sprint(i+1))
		}
	}
	therapies := grouped{between: "; "}
	for _, c := range beside {
		therapies.add(b.reasons([]engine.Reason{c}, "; ", b.whole), strings.Join(with[c.Rule], ", "))
	}
	var parts []string
	for i, numbers := range therapies.whys {
		said := therapies.names[i]
		if b.shown() > 1 {
			said = b.word("short_with", "numbers", numbers, "cautions", said)
		}
		parts = append(parts, said)
	}
	if said := b.reasons(general, apart, b.whole); said != "" {
		parts = append([]string{said}, parts...)
	}
	return b.reasons(stops, "; ", b.whole), strings.Join(parts, apart)
}

// sessionsPlan says the plan in one paragraph.
func (b *shortBuilder) sessionsPlan() string {
	from := b.r.Plan
	if from == nil {
		return ""
	}
	var said []string
	for i, ph := range from.Phases {
		line := b.weeks(ph.Weeks) + ": " + b.briefRate(ph.SessionsPerWeek) + " " + span(ph.Minutes[0], ph.Minutes[1])
		if i == 0 {
			line += " " + b.word("report_minutes")
		}
		said = append(said, line)
	}
	most := b.word("short_at_most", "sessions", b.sessions(from.MaxSessions))
	return strings.Join(append(said, fmt.Sprint(lowerFirst(b.word("report_review")), " ", from.ReviewWeek), most), "; ")
}

// briefRate says how often, with a sign for "times": "2 ×" a week, "1 per 1–2 weeks ×".
func (b *shortBuilder) briefRate(r [2]float64) string {
	switch {
	case whole(r[0]) && whole(r[1]):
		return b.word("short_per_week", "n", span(int(r[0]), int(r[1])))
	case whole(1/r[0]) && whole(1/r[1]):
		return b.word("short_per_weeks", "n", span(int(1/r[1]), int(1/r[0])))
	}
	return b.rate(r)
}

// beside says the advice that comes first, and how much more there is.
func (b *shortBuilder) beside() string {
	var said []string
	for _, c := range b.r.Care[:min(len(b.r.Care), b.most(shortCare))] {
		i := slices.IndexFunc(b.Pack.Care, func(item rules.Care) bool { return item.ID == c.ID })
		if i >= 0 && !b.Pack.Care[i].Short.Empty() {
			said = append(said, b.say(b.Pack.Care[i].Short))
		} else {
			said = append(said, c.Text)
		}
	}
	if more := len(b.r.Care) - len(said); more > 0 && b.practitioner() {
		said = append(said, b.word("short_more", "n", more))
	}
	return strings.Join(said, "; ")
}

// evidence says for practitioners how certain it is that the first therapy helps.
func (b *shortBuilder) evidence() string {
	if !b.practitioner() || len(b.r.Therapies) == 0 {
		return ""
	}
	i := b.Pack.TherapyIndex(b.r.Therapies[0].ID)
	if i < 0 {
		return ""
	}
	from := &b.Pack.Therapies[i]
	var sources []string
	for _, source := range from.Sources[:min(len(from.Sources), shortSources)] {
		sources = append(sources, shortCitation(&b.Pack.Sources[source]))
	}
	if more := len(from.Sources) - len(sources); more > 0 {
		sources = append(sources, b.word("short_more", "n", more))
	}
	return b.word("certainty_"+from.Certainty.String()) + " (" + strings.Join(sources, ", ") + ")"
}

var (
	firstAuthor = regexp.MustCompile(`^(\p{Lu}[\p{L}'’-]*(?: \p{Ll}+)*(?: \p{Lu}[\p{L}'’-]+)?) \p{Lu}{1,3}[,.]`)
	year        = regexp.MustCompile(`\b(?:19|20)\d\d\b`)
)

// shortCitation is the first author and the year of a source, as a text cites it: "Furlan 2015". A
// source without authors has its id.
func shortCitation(s *rules.Source) string {
	citation := text.Line.Clean(s.Citation)
	author := firstAuthor.FindStringSubmatch(citation)
	if author == nil {
		return s.ID
	}
	return strings.TrimSpace(author[1] + " " + year.FindString(citation))
}

// course says how the measures went.
func (b *shortBuilder) course(p *progress) []row {
	var all rows
	for _, s := range p.Series {
		var values []string
		for _, v := range s.Values {
			if v >= 0 {
				values = append(values, fmt.Sprint(v))
			}
		}
		all.add(s.Name, strings.Join(values, " → "))
	}
	all.add(b.word("progress_title"), p.Changes...)
	return all
}
