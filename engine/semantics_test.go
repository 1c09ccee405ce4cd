package engine_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/engine"
	"knead/rules"
)

// point is one point of the meaning: what rules make of answers, written by hand. The
// answers change the harmless ones.
type point struct {
	name    string
	answers string
	rules   []rules.Rule
	want    string
}

// hold checks points against the naive evaluator and the engine.
func hold(t *testing.T, pack rules.Pack, points []point) {
	t.Helper()
	for _, pt := range points {
		t.Run(pt.name, func(t *testing.T) {
			pack.Rules = pt.rules
			p := &pack
			in := table{p}.intake(harmless + " " + pt.answers)
			program, err := engine.Compile(p)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(pt.want, summary(naiveEval(p, in, engine.Voice{}))); diff != "" {
				t.Errorf("naive evaluator (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(pt.want, summary(program.Eval(in, engine.Voice{}))); diff != "" {
				t.Errorf("engine (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDispositions(t *testing.T) {
	k := newTable()
	numb, weak, thinner, stressed := k.has("signs", "numb"), k.has("signs", "weak"), k.has("medicines", "thinner"), k.has("stress", "high")
	emergency := gives(rules.Emergency, rules.Urgent)
	urgent := gives(rules.Urgent, rules.Refer)
	clearance := gives(rules.Clearance, rules.Clearance)
	hold(t, *k.Pack, []point{
		{"harmless answers proceed", "",
			[]rules.Rule{rule("e", numb, emergency)},
			"proceed"},
		{"a true condition gives its disposition", "signs=numb",
			[]rules.Rule{rule("e", numb, emergency)},
			"emergency; e gives emergency"},
		{"a blank does not hold", "signs=-",
			[]rules.Rule{rule("e", numb, emergency)},
			"incomplete; incomplete gives incomplete; missing signs unanswered"},
		{"a blank does not hold under not", "signs=-",
			[]rules.Rule{rule("u", not(numb), urgent)},
			"incomplete; incomplete gives incomplete; missing signs unanswered"},
		{"a blank does not hold under two nots", "signs=-",
			[]rules.Rule{rule("u", not(named(not(numb))), urgent)},
			"incomplete; incomplete gives incomplete; missing signs unanswered"},
		{"a harmless answer holds under not", "",
			[]rules.Rule{rule("u", not(named(numb)), urgent)},
			"urgent; u gives urgent"},
		{"not always holds for nobody", "",
			[]rules.Rule{rule("u", not(always()), urgent)},
			"proceed"},
		{"of two blanks and one sure negation at least two do not hold", "signs=-",
			[]rules.Rule{rule("e", not(nOf(2, numb, weak, thinner)), emergency)},
			"incomplete; incomplete gives incomplete; missing signs unanswered"},
		{"of two doubts and one sure negation at least two may hold", "signs=?",
			[]rules.Rule{rule("e", not(nOf(2, numb, weak, thinner)), emergency)},
			"urgent; e gives urgent; missing signs unsure"},
		{"at least two, counted", "signs=numb,weak",
			[]rules.Rule{rule("e", nOf(2, numb, weak, thinner), emergency), rule("u", nOf(3, numb, weak, thinner), urgent)},
			"emergency; e gives emergency"},
		{"a doubt gives if_unsure", "signs=?",
			[]rules.Rule{rule("e", numb, emergency)},
			"urgent; e gives urgent; missing signs unsure"},
		{"a doubt gives if_unsure under not", "signs=?",
			[]rules.Rule{rule("e", not(numb), emergency)},
			"urgent; e gives urgent; missing signs unsure"},
		{"a condition and its opposite are unknown in doubt", "signs=?",
			[]rules.Rule{rule("e", all(numb, not(numb)), emergency), rule("u", anyOf(numb, not(numb)), urgent)},
			"urgent; e gives urgent; u gives refer; missing signs unsure"},
		{"a tick beside unsure is sure", "signs=weak,?",
			[]rules.Rule{rule("e", weak, emergency)},
			"emergency; e gives emergency; missing signs unsure"},
		{"the other options beside unsure are unknown", "signs=weak,?",
			[]rules.Rule{rule("e", numb, emergency)},
			"urgent; e gives urgent; missing signs unsure"},
		{"a tick beside unsure is surely false under not", "signs=weak,?",
			[]rules.Rule{rule("e", not(weak), emergency)},
			"proceed; missing signs unsure"},
		{"one tick of several beside unsure is enough", "signs=weak,?",
			[]rules.Rule{rule("e", k.has("signs", "numb", "weak"), emergency)},
			"emergency; e gives emergency; missing signs unsure"},
		{"an unsure choice is unknown even if every option counts", "pregnant=? bleeding=false",
			[]rules.Rule{rule("u", k.has("pregnant", "no", "yes"), urgent)},
			"refer; u gives refer; missing pregnant unsure"},
		{"an optional question without answer is unknown, and not missing", "",
			[]rules.Rule{rule("u", stressed, urgent)},
			"refer; u gives refer"},
		{"an optional question without answer is unknown under not", "",
			[]rules.Rule{rule("u", not(stressed), urgent)},
			"refer; u gives refer"},
		{"an optional question answered unsure is missing", "stress=?",
			[]rules.Rule{rule("u", stressed, urgent)},
			"refer; u gives refer; missing stress unsure"},
		{"a doubt beside a blank gives if_unsure, and stays incomplete", "signs=- medicines=?",
			[]rules.Rule{rule("e", anyOf(numb, thinner), emergency)},
			"urgent; e gives urgent; incomplete gives incomplete; missing signs unanswered; missing medicines unsure"},
		{"a doubt together with a blank gives nothing", "signs=- medicines=?",
			[]rules.Rule{rule("e", all(numb, thinner), emergency)},
			"incomplete; incomplete gives incomplete; missing signs unanswered; missing medicines unsure"},
		{"a sure part beside a blank is enough", "signs=- medicines=thinner",
			[]rules.Rule{rule("e", anyOf(numb, thinner), emergency)},
			"emergency; e gives emergency; incomplete gives incomplete; missing signs unanswered"},
		{"incomplete stands between defer and clearance", "signs=-",
			[]rules.Rule{rule("c", always(), clearance), rule("d", always(), gives(rules.Defer, rules.Defer))},
			"defer; d gives defer; incomplete gives incomplete; c gives clearance; missing signs unanswered"},
		{"incomplete beats clearance", "signs=-",
			[]rules.Rule{rule("c", always(), clearance)},
			"incomplete; incomplete gives incomplete; c gives clearance; missing signs unanswered"},
		{"most urgent first, then in the order of rules", "medicines=?",
			[]rules.Rule{rule("a", always(), urgent), rule("b", always(), gives(rules.Emergency, rules.Urgent)),
				rule("c", thinner, emergency), rule("d", always(), gives(rules.Refer, rules.Refer)), rule("e", always(), urgent)},
			"emergency; b gives emergency; a gives urgent; c gives urgent; e gives urgent; d gives refer; missing medicines unsure"},
		{"above clearance nothing but actions and what is missing", "medicines=? done=3",
			[]rules.Rule{rule("d", always(), gives(rules.Defer, rules.Defer), k.suggests("knead", 3), k.suggests("deep", 3), k.excludes("deep"),
				k.avoids("lower"), k.assigns("gentle"), k.cares("walk"), cautionsAll())},
			"defer; d gives defer; missing medicines unsure; ignored done"},
		{"an int between bounds, both included", "pain=3",
			[]rules.Rule{rule("a", k.between("pain", 3, 3), urgent), rule("b", k.between("pain", 4, 10), urgent), rule("c", k.between("pain", 0, 2), urgent)},
			"urgent; a gives urgent"},
		{"an int in doubt is unknown", "pain=?",
			[]rules.Rule{rule("a", k.between("pain", 0, 10), urgent)},
			"refer; a gives refer; missing pain unsure"},
	})
}

func TestApplicability(t *testing.T) {
	k := newTable()
	bleeding := k.has("bleeding", "true")
	emergency := gives(rules.Emergency, rules.Urgent)
	refer := gives(rules.Refer, rules.Refer)
	far := k.atLeast("load", 0)
	points := []point{
		{"a question is asked when its ask_if is unknown", "pregnant=?",
			nil,
			"incomplete; incomplete gives incomplete; missing pregnant unsure; missing bleeding unanswered; missing clots unanswered"},
		{"a question is asked when its ask_if hangs on a blank", "pregnant=- bleeding=false",
			nil,
			"incomplete; incomplete gives incomplete; missing pregnant unanswered"},
		{"an answer that does not apply leaves logic and is ignored", "bleeding=true",
			[]rules.Rule{rule("e", bleeding, emergency)},
			"proceed; ignored bleeding"},
		{"a condition on it is false before any not", "bleeding=true",
			[]rules.Rule{rule("e", not(bleeding), refer)},
			"refer; e gives refer; ignored bleeding"},
		{"unsure that does not apply is ignored, not missing", "bleeding=?",
			[]rules.Rule{rule("e", bleeding, emergency)},
			"proceed; ignored bleeding"},
		{"what is asked because of an ignored answer is ignored too", "bleeding=true clots=true",
			[]rules.Rule{rule("e", k.has("clots", "true"), emergency)},
			"proceed; ignored bleeding; ignored clots"},
		{"answers apply step by step", "pregnant=yes bleeding=true clots=true",
			[]rules.Rule{rule("e", k.has("clots", "true"), emergency)},
			"emergency; e gives emergency"},
		{"a derived number is computed", "visit=follow_up done=1 before=8 pain=3",
			[]rules.Rule{rule("r", k.atLeast("drop", 5), refer), rule("s", k.atLeast("drop", 6), refer)},
			"refer; r gives refer"},
		{"a derived number with a part that does not apply is false", "limits=4 before=8",
			[]rules.Rule{rule("r", far, refer)},
			"proceed; ignored before"},
		{"a derived number with a part that does not apply is false before not", "limits=4",
			[]rules.Rule{rule("r", not(far), refer)},
			"refer; r gives refer"},
		{"a part that does not apply beats a doubt", "limits=?",
			[]rules.Rule{rule("r", far, refer)},
			"proceed; missing limits unsure"},
		{"a derived number with a blank does not hold", "visit=follow_up done=1 before=-",
			[]rules.Rule{rule("r", k.atLeast("drop", -10), refer)},
			"incomplete; incomplete gives incomplete; missing before unanswered"},
		{"a derived number with a blank does not hold under not", "visit=follow_up done=1 before=-",
			[]rules.Rule{rule("r", not(k.atLeast("drop", 3)), refer)},
			"incomplete; incomplete gives incomplete; missing before unanswered"},
		{"a blank part beats a doubt", "visit=follow_up done=1 before=- limits=?",
			[]rules.Rule{rule("r", far, refer)},
			"incomplete; incomplete gives incomplete; missing before unanswered; missing limits unsure"},
		{"a derived number with a doubt is unknown", "visit=follow_up done=1 before=?",
			[]rules.Rule{rule("r", k.atLeast("drop", 3), emergency)},
			"urgent; r gives urgent; missing before unsure"},
		{"a derived number with an optional part unanswered is unknown", "visit=follow_up done=1 before=4",
			[]rules.Rule{rule("r", far, emergency)},
			"urgent; r gives urgent"},
	}
	hold(t, *k.Pack, points)
}

func TestClearanceLifted(t *testing.T) {
	k := newTable()
	k.Pack.ClearanceLifted = k.has("agreed", "true")
	clearance := gives(rules.Clearance, rules.Clearance)
	thinner := rule("c", k.has("medicines", "thinner"), clearance)
	knead := rule("k", always(), k.suggests("knead", 2))
	const shown = "knead 2 moderate 30 [neck] for [k]"
	hold(t, *k.Pack, []point{
		{"clearance carries therapies", "medicines=thinner",
			[]rules.Rule{thinner, knead}, "clearance; c gives clearance; " + shown},
		{"agreement lifts it, and its action goes", "medicines=thinner agreed=true",
			[]rules.Rule{thinner, knead}, "proceed; " + shown},
		{"no agreement", "medicines=thinner agreed=false",
			[]rules.Rule{thinner, knead}, "clearance; c gives clearance; " + shown},
		{"agreement in doubt lifts nothing", "medicines=thinner agreed=?",
			[]rules.Rule{thinner, knead}, "clearance; c gives clearance; " + shown + "; missing agreed unsure"},
		{"clearance from an unsure answer stays", "medicines=? agreed=true",
			[]rules.Rule{thinner, knead}, "clearance; c gives clearance; " + shown + "; missing medicines unsure"},
		{"agreement lifts nothing else", "medicines=thinner agreed=true",
			[]rules.Rule{rule("r", always(), gives(rules.Refer, rules.Refer)), thinner},
			"refer; r gives refer"},
		{"agreement lifts no exclusion and no cap", "medicines=thinner agreed=true",
			[]rules.Rule{rule("c", k.has("medicines", "thinner"), clearance, k.excludes("deep"), caps(rules.Cap{Pressure: rules.Light})),
				rule("k", always(), k.suggests("knead", 2), k.suggests("deep", 1))},
			"proceed; knead 2 light 30 [neck] for [k]; withheld deep [c]"},
	})
}

func TestNotes(t *testing.T) {
	k := newTable()
	thinner := rule("x", k.has("medicines", "thinner"), gives(rules.Urgent, rules.Refer))
	emergency := gives(rules.Emergency, rules.Urgent)
	missed := "refer; x gives refer; missing medicines notes"
	hold(t, *k.Pack, []point{
		{"a term makes its option unknown", "notes=takes_warfarin_daily", []rules.Rule{thinner}, missed},
		{"in capitals", "notes=WARFARIN.", []rules.Rule{thinner}, missed},
		{"several words, the pack's in capitals", "notes=a_blood_thinner", []rules.Rule{thinner}, missed},
		{"cut at what is no letter", "notes=blood-thinner?", []rules.Rule{thinner}, missed},
		{"not within a word", "notes=warfarins", []rules.Rule{thinner}, "proceed"},
		{"not with a mark", "notes=warfarin\u0301", []rules.Rule{thinner}, "proceed"},
		{"not in another order", "notes=thinner_blood", []rules.Rule{thinner}, "proceed"},
		{"in one word", "notes=bloodthinner", []rules.Rule{thinner}, missed},
		{"not with a word between", "notes=blood_is_thinner", []rules.Rule{thinner}, "proceed"},
		{"not when it is denied", "notes=no_warfarin", []rules.Rule{thinner}, "proceed"},
		{"when something else is denied", "notes=no_prednisone,_warfarin", []rules.Rule{thinner}, missed},
		{"not within a harmless phrase", "notes=Rat's_warfarin-bait", []rules.Rule{thinner}, "proceed"},
		{"beside a harmless phrase", "notes=rat's_warfarin_bait_warfarin", []rules.Rule{thinner}, missed},
		{"before a harmless phrase", "notes=warfarin_rat's_warfarin_bait", []rules.Rule{thinner}, missed},
		{"within half of a harmless phrase", "notes=warfarin_bait", []rules.Rule{thinner}, missed},
		{"within a harmless phrase cut by a sentence", "notes=rat's_warfarin._Bait", []rules.Rule{thinner}, missed},
		{"a harmless phrase at the end of another word", "notes=brats_warfarin_bait", []rules.Rule{thinner}, missed},
		{"a ticked option needs no hint", "medicines=thinner notes=warfarin", []rules.Rule{thinner}, "urgent; x gives urgent"},
		{"ticks are kept", "medicines=steroid notes=warfarin",
			[]rules.Rule{rule("s", k.has("medicines", "steroid"), gives(rules.Defer, rules.Defer))},
			"defer; s gives defer; missing medicines notes"},
		{"the other options are as answered", "signs=weak notes=numb_between_the_legs",
			[]rules.Rule{rule("c", k.has("signs", "cough"), emergency), rule("n", k.has("signs", "numb", "cough"), emergency),
				rule("w", all(k.has("signs", "weak"), not(k.has("signs", "cough"))), emergency)},
			"emergency; w gives emergency; n gives urgent; missing signs notes"},
		{"beside unsure every option is unknown anyway", "signs=weak,? notes=numb_between_the_legs",
			[]rules.Rule{rule("c", k.has("signs", "cough"), emergency)},
			"urgent; c gives urgent; missing signs notes"},
		{"a choice may be the one given or the term's, and what hangs on it is asked", "notes=pregnant",
			[]rules.Rule{rule("n", k.has("pregnant", "no"), gives(rules.Urgent, rules.Refer)), rule("b", k.has("pregnant", "no", "yes"), gives(rules.Defer, rules.Defer))},
			"refer; n gives refer; b gives defer; incomplete gives incomplete; missing pregnant notes; missing bleeding unanswered; missing clots unanswered"},
		{"every term counts, each with its own option", "medicines=none notes=warfarin,_prednisone",
			[]rules.Rule{rule("b", all(k.has("medicines", "thinner"), k.has("medicines", "steroid")), emergency)},
			"urgent; b gives urgent; missing medicines notes"},
		{"of a required question left blank its option is unknown", "signs=- notes=numb_between_the_legs",
			[]rules.Rule{rule("e", k.has("signs", "numb"), emergency), rule("n", not(k.has("signs", "numb")), emergency)},
			"urgent; e gives urgent; n gives urgent; incomplete gives incomplete; missing signs unanswered; missing signs notes"},
		{"the other options stay blank", "signs=- notes=numb_between_the_legs",
			[]rules.Rule{rule("e", k.has("signs", "weak"), emergency), rule("n", not(k.has("signs", "numb", "weak")), emergency)},
			"incomplete; incomplete gives incomplete; missing signs unanswered; missing signs notes"},
		{"of a choice left blank, too", "pregnant=- notes=pregnant",
			[]rules.Rule{rule("y", k.has("pregnant", "yes"), emergency), rule("n", not(k.has("pregnant", "no")), emergency), rule("b", k.has("pregnant", "no"), emergency)},
			"urgent; y gives urgent; n gives urgent; incomplete gives incomplete; missing pregnant unanswered; missing pregnant notes; missing bleeding unanswered; missing clots unanswered"},
		{"what was asked again is believed", "medicines=none notes=warfarin confirmed=medicines", []rules.Rule{thinner}, "proceed"},
		{"that alone", "medicines=none notes=warfarin,_numb_between_the_legs confirmed=medicines", []rules.Rule{thinner}, "proceed; missing signs notes"},
		{"an optional question left blank", "notes=überarbeitet",
			nil, "proceed; missing stress notes"},
		{"a question answered unsure", "medicines=? notes=warfarin",
			nil, "proceed; missing medicines notes"},
		{"one entry for two terms", "notes=prednisone_and_warfarin",
			nil, "proceed; missing medicines notes"},
		{"a question that does not apply", "notes=bleeding",
			nil, "proceed"},
	})
}
