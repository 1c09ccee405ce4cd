package author

import (
	"strings"
	"testing"

	"knead/engine"
	"knead/internal/packtest"
	"knead/rules"
	"knead/rules/packfile"
)

// TestProposalsNoticeTheirFault holds for a pack without cases that each case proposed
// against a fault passes with the pack and fails with the faulty one.
func TestProposalsNoticeTheirFault(t *testing.T) {
	a, err := Load("starter", nil)
	if err != nil {
		t.Fatal(err)
	}
	checkProposals(t, a)
}

func checkProposals(t *testing.T, a *Pack) {
	t.Helper()
	pack := a.Program.Pack()
	faults := map[string]*engine.Program{}
	for _, m := range packtest.Mutants(pack) {
		if faulty, err := engine.Compile(m.Pack()); err == nil {
			faults[m.What] = faulty
		}
	}
	found, err := a.survivors(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	bases, proposals := basesOf(t, a), 0
	for _, d := range found {
		if d.Proposal == "" {
			if d.Witness != "" {
				t.Logf("%s: nothing is proposed", d.Message)
			}
			continue
		}
		proposals++
		cases, problems := packfile.ParseCaseFile([]byte(bases+"cases:\n"+d.Proposal), "", pack)
		switch {
		case len(problems) > 0 || len(cases) != 1:
			t.Errorf("%s: the proposal cannot be read: %v\n%s", d.Message, problems, d.Proposal)
		case packtest.Failed(packtest.Run(a.Program, cases)) > 0:
			t.Errorf("%s: the proposal fails with the pack:\n%s", d.Message, d.Proposal)
		case packtest.Failed(packtest.Run(faults[d.Message], cases)) == 0:
			t.Errorf("%s: the proposal does not notice the fault:\n%s", d.Message, d.Proposal)
		}
	}
	if proposals < 20 {
		t.Errorf("only %d proposals", proposals)
	}
}

// basesOf writes the people that cases start from.
func basesOf(t *testing.T, a *Pack) string {
	var b strings.Builder
	pack := a.Program.Pack()
	for _, base := range packfile.ParseBases(a.Files, pack) {
		var answers []string
		for q := range base.Intake.Answers {
			if base.Intake.Answers[q].State != rules.Unanswered {
				answers = append(answers, pack.Questions[q].ID+": "+pack.Questions[q].Format(base.Intake.Answers[q]))
			}
		}
		b.WriteString("  - id: " + base.ID + "\n    answers: {" + strings.Join(answers, ", ") + "}\n")
	}
	if b.Len() == 0 {
		return ""
	}
	return "bases:\n" + b.String()
}
