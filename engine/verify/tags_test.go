package verify

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"

	"knead/engine"
	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/packs"
)

// TestNewTherapyCannotSlipThrough adds a firm therapy for stiffness to backcare, with tags or
// without: whom an invariant protects by a tag is never shown it, or the audit says who is.
func TestNewTherapyCannotSlipThrough(t *testing.T) {
	t.Parallel()
	for tags, covered := range map[string]bool{
		"": true, "tags: [], ": true, "tags: [contact, strong_pressure], ": true,
		"tags: [contact], ": false, "tags: [], harmless: Nothing can happen., ": false,
	} {
		program := withTherapy(t, tags)
		pack := program.Pack()
		added := pack.TherapyIndex("new_work")
		a := &audit{model: newModel(program), query: query{t.Context(), Options{}}}
		a.firmWorkTagged()
		found := a.findings[slices.IndexFunc(a.findings, func(f Finding) bool { return f.Subject == "new_work" })]
		if covered != (found.Status == Proved) {
			t.Errorf("%q: %v %s", tags, found.Status, found.Message)
		}
		if !covered {
			if d := decide(program, found.Witness); !d.shows(added) {
				t.Errorf("%q: the witness is not shown it", tags)
			}
			continue
		}
		strong := uint64(1) << slices.IndexFunc(pack.Tags, func(x rules.Tag) bool { return x.ID == "strong_pressure" })
		for i := range pack.Invariants {
			inv := &pack.Invariants[i]
			if !slices.ContainsFunc(inv.Assertions, func(x rules.Assertion) bool { return x.Tags&strong != 0 && x.Therapies>>added&1 != 0 }) {
				continue
			}
			if f := a.proveInvariant(a.query, inv); f.Status != Proved {
				t.Errorf("%q: %s is %v", tags, inv.ID, f.Status)
			}
		}
	}
}

// withTherapy returns backcare with one more therapy and a rule that suggests it.
func withTherapy(t *testing.T, tags string) *engine.Program {
	t.Helper()
	files := fstest.MapFS{"zz-new.yaml": {Data: fmt.Appendf(nil, `
therapies:
  - {id: new_work, name: New work, about: Hands., areas: [neck, shoulders, upper_back, mid_back, lower_back, buttock_leg], pressure: {usual: firm, least: light, most: deep}, minutes: [15, 60], %sprovider: home, evidence: None., harms: Soreness., sources: [clinical_consensus], certainty: consensus}
rules:
  - {id: new_for_stiffness, title: Stiffness, when: {pain_quality: stiffness}, then: {suggest: {new_work: 3}}, text: You feel stiff., sources: [clinical_consensus], certainty: consensus}
`, tags)}}
	old, _ := packs.Open(packs.Default)
	err := fs.WalkDir(old, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(old, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	pack, problems := packfile.Parse(files)
	if errs := problems.Errors(); errs != nil {
		t.Fatal(errs)
	}
	warned := slices.ContainsFunc(problems, func(p rules.Problem) bool { return p.Field == "new_work" })
	if tagged := tags == "tags: [contact, strong_pressure], "; warned == tagged {
		t.Errorf("%q: warned of: %v", tags, warned)
	}
	program, err := engine.Compile(pack)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// TestFirmWorkAgainstBruteForce gives random tiny packs tags, and compares what is found about
// therapies without them with what comes out when every intake is tried.
func TestFirmWorkAgainstBruteForce(t *testing.T) {
	t.Parallel()
	tried, counts := 0, map[Status]int{}
	for seed := uint64(1); tried < *tinyPacks/4; seed++ {
		p := wishful(seed)
		if tinySize(p) > 1000 {
			continue
		}
		tried++
		dice := tiny{rand.New(rand.NewPCG(seed, 14)), p}
		p.Tags = []rules.Tag{{ID: "strong", RequiredBy: rules.Marks{Pressure: rules.Pressure(2 + dice.IntN(3))}}, {ID: "other"}}
		for i := range p.Therapies {
			p.Therapies[i].Tags = dice.Uint64N(4) &^ 1
			if dice.chance(20) {
				p.Therapies[i].Tags |= 1
			}
		}
		for i := range p.Invariants {
			for k := range p.Invariants[i].Assertions {
				if x := &p.Invariants[i].Assertions[k]; dice.chance(50) {
					*x = rules.Assertion{Kind: rules.NeverSuggest, Tags: 1 + dice.Uint64N(3)}
				}
			}
		}
		program, err := engine.Compile(p)
		if err != nil {
			t.Fatal(err)
		}
		a := &audit{model: newModel(program), query: query{t.Context(), Options{}}}
		a.firmWorkTagged()
		least := p.Tags[0].RequiredBy.Pressure
		for _, f := range a.findings {
			therapy := p.TherapyIndex(f.Subject)
			want := Proved
			everybody(p, func(in *rules.Intake) bool {
				d := program.Decide(in)
				shown := slices.ContainsFunc(d.Therapies, func(x engine.TherapyDecision) bool { return x.Therapy == therapy })
				for i := range p.Invariants {
					inv := &p.Invariants[i]
					forbids := slices.ContainsFunc(inv.Assertions, func(x rules.Assertion) bool { return x.Tags&1 != 0 })
					truth := program.Truth(in, inv.When)
					if shown && forbids && p.Therapies[therapy].Tags&1 == 0 && !cappedBelow(program, in, least) &&
						(truth == engine.True || truth == engine.Unknown && inv.Possible) {
						want = Refuted
					}
				}
				return want == Proved
			})
			counts[want]++
			if f.Status != want {
				t.Fatalf("seed %d, %s: %v (%s), brute force says %v", seed, f.Subject, f.Status, f.How, want)
			}
		}
	}
	t.Log(tried, "packs:", counts)
	if *tinyPacks >= 2000 && (counts[Proved] < 50 || counts[Refuted] < 50) {
		t.Error("the random packs are too easy")
	}
}

// cappedBelow reports whether a rule that may hold allows less than a pressure.
func cappedBelow(p *engine.Program, in *rules.Intake, least rules.Pressure) bool {
	return slices.ContainsFunc(p.Pack().Rules, func(r rules.Rule) bool {
		c := r.Then.Cap.Pressure
		return c != 0 && c < least && p.Truth(in, r.When) != engine.False
	})
}
