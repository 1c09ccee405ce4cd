package engine_test

import (
	"testing"

	"knead/rules"
)

func TestTherapies(t *testing.T) {
	k := newTable()
	thinner, stressed := k.has("medicines", "thinner"), k.has("stress", "high")
	knead := rule("k", always(), k.suggests("knead", 2))
	deep := rule("d", always(), k.suggests("deep", 2))
	oil := rule("o", always(), k.suggests("oil", 5))
	gentle := func(p rules.Pressure) effect { return caps(rules.Cap{Pressure: p}) }
	hold(t, *k.Pack, []point{
		{"a suggestion needs a true condition", "medicines=?",
			[]rules.Rule{rule("k", thinner, k.suggests("knead", 2)), rule("l", not(thinner), k.suggests("knead", 2))},
			"proceed; missing medicines unsure"},
		{"an optional question without answer suggests nothing", "",
			[]rules.Rule{rule("k", stressed, k.suggests("knead", 2)), rule("l", not(stressed), k.suggests("knead", 2))},
			"proceed"},
		{"scores add up, and only those of rules that hold", "",
			[]rules.Rule{knead, rule("l", always(), k.suggests("knead", 1)), rule("m", thinner, k.suggests("knead", 4))},
			"proceed; knead 3 moderate 30 [neck] for [k l]"},
		{"best first, ties in the pack's order", "area=back,neck",
			[]rules.Rule{deep, knead, oil},
			"proceed; oil 5 light 45 [lower] for [o]; knead 2 moderate 30 [neck upper lower] for [k]; deep 2 firm 20 [neck upper] for [d]"},
		{"exclusion beats every score", "medicines=thinner",
			[]rules.Rule{rule("k", always(), k.suggests("knead", 10)), rule("x", thinner, k.excludes("knead"))},
			"proceed; withheld knead [x]"},
		{"a doubt excludes", "medicines=?",
			[]rules.Rule{knead, rule("x", thinner, k.excludes("knead"))},
			"proceed; withheld knead [x]; missing medicines unsure"},
		{"a doubt excludes under not", "medicines=?",
			[]rules.Rule{knead, rule("x", not(thinner), k.excludes("knead"))},
			"proceed; withheld knead [x]; missing medicines unsure"},
		{"an optional question without answer excludes", "",
			[]rules.Rule{knead, rule("x", stressed, k.excludes("knead"))},
			"proceed; withheld knead [x]"},
		{"what nobody suggests is not withheld", "",
			[]rules.Rule{rule("x", always(), k.excludes("knead"))},
			"proceed"},
		{"the smallest cap", "",
			[]rules.Rule{knead, rule("a", always(), caps(rules.Cap{Pressure: rules.Light, Minutes: 25})), rule("b", always(), caps(rules.Cap{Pressure: rules.Firm, Minutes: 15}))},
			"proceed; knead 2 light 15 [neck] for [k]"},
		{"a doubt caps", "",
			[]rules.Rule{knead, rule("a", stressed, gentle(rules.Light))},
			"proceed; knead 2 light 30 [neck] for [k]"},
		{"a cap at the least pressure does not withhold", "",
			[]rules.Rule{deep, rule("a", always(), gentle(rules.Moderate))},
			"proceed; deep 2 moderate 20 [neck] for [d]"},
		{"a cap below the least pressure withholds, and only such caps are named", "",
			[]rules.Rule{deep, rule("a", always(), gentle(rules.Moderate)), rule("b", always(), gentle(rules.Light)), rule("c", always(), gentle(rules.Stroking))},
			"proceed; withheld deep [b c]"},
		{"what excludes, then what caps, then what takes the areas, each rule once", "",
			[]rules.Rule{deep, rule("a", always(), k.avoids("neck")), rule("b", always(), gentle(rules.Light)), rule("c", always(), k.excludes("deep")),
				rule("e", always(), k.excludes("deep"), gentle(rules.Light), k.avoids("neck"))},
			"proceed; withheld deep [c e b a]; avoid neck [a e]"},
		{"withheld is best first too", "area=back,neck",
			[]rules.Rule{deep, knead, oil, rule("x", always(), k.excludes("deep"), k.excludes("knead"), k.excludes("oil"))},
			"proceed; withheld oil [x]; withheld knead [x]; withheld deep [x]"},
		{"an area that stands for others is replaced by them", "area=back",
			[]rules.Rule{knead, deep, oil},
			"proceed; oil 5 light 45 [lower] for [o]; knead 2 moderate 30 [upper lower] for [k]; deep 2 firm 20 [upper] for [d]"},
		{"an area to avoid is left out", "area=back",
			[]rules.Rule{knead, rule("a", always(), k.avoids("lower"))},
			"proceed; knead 2 moderate 30 [upper] for [k]; avoid lower [a]"},
		{"a doubt avoids", "area=back medicines=?",
			[]rules.Rule{knead, rule("a", thinner, k.avoids("lower"))},
			"proceed; knead 2 moderate 30 [upper] for [k]; avoid lower [a]; missing medicines unsure"},
		{"no area left withholds, and only what takes a sore area is named", "",
			[]rules.Rule{knead, rule("a", always(), k.avoids("lower")), rule("b", always(), k.avoids("neck"))},
			"proceed; withheld knead [b]; avoid neck [b]; avoid lower [a]"},
		{"what takes some areas does not matter while one is left", "area=neck,upper",
			[]rules.Rule{knead, rule("a", always(), k.avoids("upper")), rule("x", always(), k.excludes("knead"))},
			"proceed; withheld knead [x]; avoid upper [a]"},
		{"a therapy that never meets the sore areas is not there", "",
			[]rules.Rule{oil, rule("x", always(), k.excludes("oil"))},
			"proceed"},
		{"areas in doubt beside a tick: the tick counts", "area=neck,?",
			[]rules.Rule{knead},
			"proceed; knead 2 moderate 30 [neck] for [k]; missing area unsure"},
		{"a wish", "",
			[]rules.Rule{knead, rule("w", always(), prefers(rules.Light))},
			"proceed; knead 2 light 30 [neck] for [k]"},
		{"the lowest wish", "",
			[]rules.Rule{knead, rule("v", always(), prefers(rules.Firm)), rule("w", always(), prefers(rules.Light))},
			"proceed; knead 2 light 30 [neck] for [k]"},
		{"a wish within the therapy's range", "area=upper,lower",
			[]rules.Rule{knead, oil, rule("w", always(), prefers(rules.Deep))},
			"proceed; oil 5 light 45 [lower] for [o]; knead 2 firm 30 [upper lower] for [k]"},
		{"a wish below the therapy's range", "",
			[]rules.Rule{deep, rule("w", always(), prefers(rules.Stroking))},
			"proceed; deep 2 moderate 20 [neck] for [d]"},
		{"a wish in doubt is none", "",
			[]rules.Rule{knead, rule("w", stressed, prefers(rules.Light))},
			"proceed; knead 2 moderate 30 [neck] for [k]"},
		{"a cap beats a wish", "",
			[]rules.Rule{knead, rule("w", always(), prefers(rules.Firm)), rule("a", always(), gentle(rules.Light))},
			"proceed; knead 2 light 30 [neck] for [k]"},
		{"cautions for the visit and for a therapy, also in doubt", "medicines=?",
			[]rules.Rule{knead, deep, rule("g", thinner, cautionsAll()), rule("b", thinner, k.cautions("knead")), rule("h", always(), cautionsAll(), k.cautions("knead"))},
			"proceed; knead 2 moderate 30 [neck] for [k] caution [b h]; deep 2 firm 20 [neck] for [d]; caution g; caution h; missing medicines unsure"},
		{"a caution for a therapy that is not shown is not there", "",
			[]rules.Rule{rule("b", always(), k.cautions("knead"))},
			"proceed"},
		{"care in the pack's order, once, and only when sure", "medicines=?",
			[]rules.Rule{rule("a", always(), k.cares("sleep", "walk")), rule("b", always(), k.cares("walk"))},
			"proceed; care walk; care sleep; missing medicines unsure"},
		{"care in doubt is not given", "medicines=?",
			[]rules.Rule{rule("a", thinner, k.cares("sleep"))},
			"proceed; missing medicines unsure"},
	})
}

func TestPlan(t *testing.T) {
	k := newTable()
	thinner := k.has("medicines", "thinner")
	knead := rule("k", always(), k.suggests("knead", 2))
	course := rule("c", always(), k.assigns("course"))
	const weeks = "weeks 1-4 rate 1-2 minutes 40-45"
	const shown = "knead 2 moderate 40 [neck] for [k]; "
	hold(t, *k.Pack, []point{
		{"a plan, and its first minutes", "",
			[]rules.Rule{knead, course},
			"proceed; " + shown + "plan course review 4 max 5 [c]; " + weeks},
		{"no plan without a therapy", "",
			[]rules.Rule{course},
			"proceed"},
		{"no plan without a schedule", "",
			[]rules.Rule{knead, rule("c", thinner, k.assigns("course"))},
			"proceed; knead 2 moderate 30 [neck] for [k]"},
		{"the first schedule of the pack that is possible, with all its rules", "medicines=?",
			[]rules.Rule{knead, course, rule("g", thinner, k.assigns("gentle")), rule("h", always(), k.assigns("gentle")), rule("i", not(always()), k.assigns("gentle"))},
			"proceed; knead 2 moderate 20 [neck] for [k]; plan gentle review 2 max 3 [g h]; " +
				"weeks 1-2 rate 0.25-1 minutes 20-30; weeks 3-5 rate 1-2 minutes 30-60; missing medicines unsure"},
		{"caps clamp both ends", "",
			[]rules.Rule{knead, rule("g", always(), k.assigns("gentle"), caps(rules.Cap{Minutes: 25, Rate: 2}))},
			"proceed; knead 2 moderate 20 [neck] for [k]; plan gentle review 2 max 3 [g]; " +
				"weeks 1-2 rate 0.25-0.5 minutes 20-25; weeks 3-6 rate 0.5-0.5 minutes 25-25"},
		{"minutes never above the therapy's", "area=neck,lower",
			[]rules.Rule{knead, rule("d", always(), k.suggests("deep", 1), k.suggests("oil", 1)), rule("l", always(), k.assigns("long"))},
			"proceed; knead 2 moderate 60 [neck lower] for [k]; deep 1 firm 45 [neck] for [d]; oil 1 light 80 [lower] for [d]; " +
				"plan long review 1 max 1 [l]; weeks 1-1 rate 1-1 minutes 80-90"},
		{"what remains of the course", "visit=follow_up before=3 done=2",
			[]rules.Rule{knead, course},
			"proceed; " + shown + "plan course review 4 max 3 [c]; " + weeks},
		{"sessions done that do not apply are none", "done=4",
			[]rules.Rule{knead, course},
			"proceed; " + shown + "plan course review 4 max 5 [c]; " + weeks + "; ignored done"},
		{"nothing remains of the course: no plan, and the therapy's own minutes", "visit=follow_up before=3 done=5",
			[]rules.Rule{knead, course},
			"proceed; knead 2 moderate 30 [neck] for [k]"},
		{"more done than the course has", "visit=follow_up before=3 done=9",
			[]rules.Rule{knead, course},
			"proceed; knead 2 moderate 30 [neck] for [k]"},
		{"sessions nobody counted are all done", "visit=follow_up before=3 done=?",
			[]rules.Rule{knead, course},
			"proceed; knead 2 moderate 30 [neck] for [k]; missing done unsure"},
		{"nothing remains of the first: the next is not taken instead", "visit=follow_up before=3 done=5",
			[]rules.Rule{knead, course, rule("l", always(), k.assigns("long"))},
			"proceed; knead 2 moderate 30 [neck] for [k]"},
		{"sessions from today on do not count those done", "visit=follow_up before=3 done=5",
			[]rules.Rule{knead, rule("g", always(), k.assigns("gentle"))},
			"proceed; knead 2 moderate 20 [neck] for [k]; plan gentle review 2 max 3 [g]; " +
				"weeks 1-2 rate 0.25-1 minutes 20-30; weeks 3-5 rate 1-2 minutes 30-60"},
		{"sessions in doubt do not matter then", "visit=follow_up before=3 done=?",
			[]rules.Rule{knead, rule("g", always(), k.assigns("gentle"))},
			"proceed; knead 2 moderate 20 [neck] for [k]; plan gentle review 2 max 3 [g]; " +
				"weeks 1-2 rate 0.25-1 minutes 20-30; weeks 3-5 rate 1-2 minutes 30-60; missing done unsure"},
	})
	gated := newTable()
	gated.Pack.Questions[gated.question("area")].AskIf = gated.has("pregnant", "yes")
	hold(t, *gated.Pack, []point{
		{"areas that do not apply are not sore", "",
			[]rules.Rule{knead},
			"proceed; ignored area"},
	})
	uncounted := newTable()
	uncounted.Pack.SessionsDone = -1
	hold(t, *uncounted.Pack, []point{
		{"a pack that does not count sessions", "visit=follow_up before=3 done=9",
			[]rules.Rule{knead, course},
			"proceed; " + shown + "plan course review 4 max 5 [c]; " + weeks},
	})
}
