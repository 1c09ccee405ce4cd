package author

import (
	"testing"
	"time"

	"knead/rules/packs"
)

func TestEmbeddedPacksAreInOrder(t *testing.T) {
	for _, name := range []string{packs.Default, "starter"} {
		a, _ := Open(name, nil)
		if _, problems := a.Check(time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)); problems.Errors() != nil {
			t.Errorf("%s:\n%v", name, problems)
		}
	}
}

func TestOldReviewIsFound(t *testing.T) {
	a, _ := Open("starter", nil)
	_, problems := a.Check(time.Date(2096, 12, 1, 0, 0, 0, 0, time.UTC))
	if len(problems) != 1 || problems[0].Code != "stale-review" {
		t.Errorf("got %v, want one warning of an old review", problems)
	}
}
