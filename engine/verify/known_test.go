package verify

import (
	"maps"
	"slices"
	"testing"

	"knead/engine"
	"knead/rules"
	"knead/rules/packs"
)

// verdicts returns all findings about a program, and how many rest on what was known.
func verdicts(t testing.TB, p *engine.Program, known *Known) (all []Finding, fromKnown int) {
	t.Helper()
	o := Options{Known: known}
	all = append(proved(t, p, o), audited(t, p, o)...)
	for i := range all {
		if all[i].FromKnown() {
			fromKnown++
		}
	}
	return all, fromKnown
}

// sameVerdicts wants the same verdicts of two proofs of a pack, of which the second may settle what the
// first left open: a person that is known shows it, whom the solver did not find.
func sameVerdicts(t *testing.T, seed uint64, fresh, other []Finding) {
	t.Helper()
	if len(fresh) != len(other) {
		t.Fatalf("pack %d: %d findings, then %d", seed, len(fresh), len(other))
	}
	for i := range fresh {
		if f, g := &fresh[i], &other[i]; f.Status != g.Status && f.Status != NotDecided || f.key() != g.key() || f.Accepted != g.Accepted {
			t.Errorf("pack %d: %s is %v (%s), and then %s is %v (%s)", seed, f.key(), f.Status, f.How, g.key(), g.Status, g.How)
		}
	}
}

// TestKnown proves random tiny packs again with what is known of them, with what is known of another,
// and with what is wrong: the verdicts are the same.
func TestKnown(t *testing.T) {
	t.Parallel()
	again, tried := 0, 0
	before := &Known{}
	for seed := uint64(1); tried < *tinyPacks; seed++ {
		program := tinyProgram(seed)
		if program == nil {
			continue
		}
		tried++
		fresh, none := verdicts(t, program, &Known{})
		if none != 0 {
			t.Fatalf("pack %d: %d findings from nothing", seed, none)
		}
		known := KnownFrom(fresh)
		second, n := verdicts(t, program, known)
		again += n
		sameVerdicts(t, seed, fresh, second)
		third, _ := verdicts(t, program, wrong(program.Pack(), fresh, before))
		sameVerdicts(t, seed, fresh, third)
		before = known
		if t.Failed() {
			break
		}
	}
	t.Logf("%d packs, %d findings from what is known", tried, again)
	if again < 5*tried {
		t.Error("hardly anything was known")
	}
}

// wrong returns for every finding a person who answered nothing and steps that deny those of another
// pack, or are none at all.
func wrong(p *rules.Pack, findings []Finding, other *Known) *Known {
	k := &Known{map[string]*rules.Intake{}, map[string][][]int64{}}
	for i := range findings {
		key := findings[i].key()
		k.People[key], k.Steps[key] = rules.NewIntake(p), [][]int64{}
	}
	for _, key := range slices.Sorted(maps.Keys(other.Steps)) {
		for _, step := range other.Steps[key] {
			k.Steps[key] = append(k.Steps[key], step, []int64{})
			for _, name := range step {
				k.Steps[key] = append(k.Steps[key], []int64{name}, []int64{-name})
			}
		}
	}
	return k
}

// TestKnownOfChangedRule changes the effect of one rule of an embedded pack: most of what was known of
// the pack still counts, and the verdicts are those of a fresh proof.
func TestKnownOfChangedRule(t *testing.T) {
	t.Parallel()
	program := load(t, packs.Default)
	all, _ := verdicts(t, program, &Known{})
	pack := *program.Pack()
	pack.Rules = slices.Clone(pack.Rules)
	r := slices.IndexFunc(pack.Rules, func(r rules.Rule) bool { return r.Then.Disposition == rules.Urgent })
	pack.Rules[r].Then.Disposition = rules.Emergency
	changed, err := engine.Compile(&pack)
	if err != nil {
		t.Fatal(err)
	}
	fresh, _ := verdicts(t, changed, &Known{})
	again, n := verdicts(t, changed, KnownFrom(all))
	sameVerdicts(t, 0, fresh, again)
	t.Logf("%d of %d from what is known", n, len(all))
	if n < 1000 {
		t.Errorf("only %d findings rest on what was known", n)
	}
}
