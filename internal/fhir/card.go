package fhir

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"knead/engine"
	"knead/internal/text"
	"knead/rules"
)

// cardBuilder makes cards in the words of one program.
type cardBuilder struct {
	*Cards
	program *engine.Program
	voice   engine.Voice
	today   time.Time // the day of the call
	w       writer
}

// Limits that the specification sets or recommends, in characters.
const (
	maxSummary = 139
	maxLabel   = 80
)

// card wraps what is said in the answer to a call.
func (b *cardBuilder) card(summary, indicator, detail string, more ...member) json.Marshaler {
	p := b.program.Pack()
	source := element{{"label", p.Name + " " + p.Version}}
	var links []element
	if b.Page != "" {
		source = append(source, member{"url", b.Page})
		links = []element{{{"label", b.w.texts.Say("cards_open")}, {"url", b.Page}, {"type", "absolute"}}}
	}
	id := uuid(urlNamespace, DefaultBase+"/card/"+p.Digest+summary+detail)
	card := element{{"uuid", formatUUID(id)}, {"summary", cut(summary, maxSummary)}, {"indicator", indicator}, {"detail", detail}, {"source", source}, {"links", links}}
	return element{{"cards", []element{append(card, more...)}}}
}

// cut bounds a text to so many characters.
func cut(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return strings.TrimSpace(string(runes[:most-1])) + "…"
	}
	return s
}

// unusable says that the response cannot be read, and what its readable answers call for at least.
func (b *cardBuilder) unusable(im *importer) json.Marshaler {
	indicator, lines := "warning", []string{b.w.texts.Say("cards_unusable")}
	p := b.program.Pack()
	if in := im.readable(false, im.problems.Errors()); in != nil {
		if d := b.program.Decide(in).Disposition; d >= rules.Refer {
			indicator = indicatorOf(d.String())
			say := b.w.texts.Say
			lines = append(lines, say("at_least", "disposition", say("disposition_"+d.String()), "text", b.program.Wording(b.voice).Say(p.Dispositions[d].Text)))
		}
	}
	for _, problem := range im.problems.Errors() {
		lines = append(lines, "- "+plainMarkdown(problem.Message))
	}
	return b.card(lines[0], indicator, strings.Join(append(lines[1:], b.disclaimer()), "\n\n"))
}

// unanswered says that there are no answers yet, and how many are needed.
func (b *cardBuilder) unanswered(known *rules.Intake) json.Marshaler {
	result := b.program.Eval(known, b.voice)
	missing := 0
	for _, m := range result.Missing {
		if m.State == "unanswered" {
			missing++
		}
	}
	return b.card(b.w.texts.Say("cards_none", "n", missing), "info", b.disclaimer())
}

func (b *cardBuilder) disclaimer() string {
	return plainMarkdown(b.program.Eval(rules.NewIntake(b.program.Pack()), b.voice).Disclaimer)
}

// indicatorOf says how a card of a disposition is to be shown.
func indicatorOf(disposition string) string {
	switch disposition {
	case rules.Emergency.String(), rules.Urgent.String():
		return "critical"
	case rules.Proceed.String():
		return "info"
	}
	return "warning"
}

// advice says what the pack says to the answers, and proposes the therapies as orders.
func (b *cardBuilder) advice(in *rules.Intake, response *value, warnings rules.Problems, otherAge string) json.Marshaler {
	result := b.program.Eval(in, b.voice)
	bundle := newBundleBuilder(b.program, in, result, Export{Wording: Wording{Audience: b.voice.Audience, Names: b.Names}})
	if bundle.basis = nil; response.string("id") != "" {
		bundle.basis = []element{reference("QuestionnaireResponse/" + response.string("id"))}
	}
	var more []member
	var suggestions []element
	for i, t := range result.Therapies {
		order := append(element{{"resourceType", "ServiceRequest"}, {"text", narrative("p", bundle.therapyLine(t))}}, bundle.order(t)...)
		action := element{{"type", "create"}, {"description", shown(bundle.therapyLine(t))}, {"resource", order}}
		suggestions = append(suggestions, element{
			{"label", cut(shown(t.Name), maxLabel)}, {"uuid", bundle.id("suggestion", t.ID)}, {"isRecommended", i == 0}, {"actions", []element{action}},
		})
	}
	if len(suggestions) > 0 {
		more = []member{{"suggestions", suggestions}, {"selectionBehavior", "any"}}
	}
	indicator := indicatorOf(result.Disposition)
	unfinished := slices.ContainsFunc(warnings, func(w rules.Problem) bool { return w.Code == "unfinished" })
	if indicator == "info" && (unfinished || otherAge != "" || len(result.NeverAsked) > 0) {
		indicator = "warning"
	}
	summary, old := shown(bundle.title()), b.old(in.Date)
	if old != "" && in.Date != "" {
		summary += " – " + b.w.texts.Say("cards_of", "date", in.Date)
	}
	doubts := b.doubts(result, warnings)
	for _, doubt := range []string{otherAge, old} {
		if doubt != "" {
			doubts = slices.Insert(doubts, 0, doubt)
		}
	}
	return b.card(summary, indicator, b.detail(result, bundle, in.Date, doubts), more...)
}

// old says that answers are not of the day of the call, or not of a day that is known; "" when they may be.
// Somewhere on Earth a day begins 14 hours before that of UTC, and ends 12 hours after it.
func (b *cardBuilder) old(date string) string {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return b.w.texts.Say("cards_undated")
	}
	if apart := b.today.Sub(day); apart < -14*time.Hour || apart >= 36*time.Hour {
		return b.w.texts.Say("cards_earlier")
	}
	return ""
}

// doubts are the lines that say why the answers may not be whole or right.
func (b *cardBuilder) doubts(result *engine.Result, warnings rules.Problems) (lines []string) {
	for _, w := range warnings {
		if w.Code != "missing" { // the result lists what is missing
			lines = append(lines, w.Message)
		}
	}
	for _, c := range result.Contradictions {
		lines = append(lines, b.w.texts.Say("report_contradictions")+": "+c.Text)
	}
	taken, mention := "notes_taken", "notes_mention"
	if b.voice.Audience == rules.Patient {
		taken, mention = "notes_taken_patient", "notes_mention_patient"
	}
	for _, n := range result.Notes {
		line := b.w.texts.Say(mention, "words", n.Words)
		if n.Taken != rules.Said.String() {
			line = b.w.texts.Say(taken, "words", n.Words, "taken", b.w.texts.Say("taken_"+n.Taken))
		}
		if n.Words != "" && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return lines
}

// detail says in Markdown what to do, why the answers may not be whole or right, what fits, what to
// take care of and what is missing.
func (b *cardBuilder) detail(result *engine.Result, bundle *bundleBuilder, date string, doubts []string) string {
	var lines, items []string
	list := func(title string) {
		if len(items) > 0 {
			lines = append(lines, "**"+plainMarkdown(title)+"**", strings.Join(items, "\n"))
		}
		items = nil
	}
	add := func(s string) { items = append(items, "- "+plainMarkdown(s)) }
	if date != "" {
		lines = append(lines, plainMarkdown(b.w.texts.Say("cards_of", "date", date)))
	}
	for _, a := range result.Actions {
		add(a.Text)
	}
	list(bundle.title())
	for _, doubt := range doubts {
		add(doubt)
	}
	list(b.w.texts.Say("cards_about"))
	for _, n := range result.NeverAsked {
		add(neverAsked(b.program.Pack(), b.voice.Audience, n))
	}
	list(b.w.texts.Say("report_never_asked"))
	for _, t := range result.Therapies {
		add(bundle.therapyLine(t))
		for _, c := range t.Cautions {
			items = append(items, "  - "+plainMarkdown(c.Text))
		}
	}
	list(b.w.texts.Say("report_therapies"))
	for _, a := range result.Avoid {
		for _, because := range a.Because {
			add(bundle.area(a.Area) + ": " + because.Text)
		}
	}
	list(b.w.texts.Say("report_avoid"))
	for _, c := range result.Cautions {
		add(c.Text)
	}
	list(b.w.texts.Say("report_cautions"))
	for _, m := range result.Missing {
		if q := b.program.Pack().QuestionIndex(m.Question); q >= 0 {
			add(b.w.say(b.program.Pack().Questions[q].Ask))
		}
	}
	list(b.w.texts.Say("report_missing"))
	return strings.Join(append(lines, plainMarkdown(result.Disclaimer)), "\n\n")
}

// plainMarkdown writes a text as one line of Markdown that means the text and nothing else.
func plainMarkdown(s string) string {
	return text.EscapeMarkdown(strings.Join(strings.Fields(shown(s)), " "))
}
