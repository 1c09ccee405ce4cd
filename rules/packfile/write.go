package packfile

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"knead/rules"

	"gopkg.in/yaml.v3"
)

// WriteIntake writes the intake as YAML that [ParseIntakes] reads back unchanged: id, date,
// pack, confirmed and context when there are any, then the answers in the pack's order without the unanswered
// questions.
func WriteIntake(w io.Writer, in *rules.Intake, p *rules.Pack) error {
	return WriteDraft(w, &rules.Draft{Intake: in, Passed: make([]bool, len(p.Questions))}, p)
}

// WriteDraft is [WriteIntake] with the questions that were passed over as null.
func WriteDraft(w io.Writer, d *rules.Draft, p *rules.Pack) error {
	in := d.Intake
	if len(in.Answers) != len(p.Questions) {
		return fmt.Errorf("the intake has %d answers, expected one for each of the pack's %d questions", len(in.Answers), len(p.Questions))
	}
	var b bytes.Buffer
	if in.ID != nil {
		fmt.Fprintf(&b, "id: %s\n", scalar(*in.ID))
	}
	if in.Date != "" {
		fmt.Fprintf(&b, "date: %s\n", in.Date)
	}
	if in.Pack != "" {
		fmt.Fprintf(&b, "pack: %s\n", scalar(in.Pack))
	}
	if len(in.Confirmed) > 0 {
		ids := make([]string, len(in.Confirmed))
		for i, q := range in.Confirmed {
			ids[i] = scalar(p.Questions[q].ID)
		}
		fmt.Fprintf(&b, "confirmed: [%s]\n", strings.Join(ids, ", "))
	}
	if len(in.Skipped) > 0 {
		ids := make([]string, len(in.Skipped))
		for i, q := range in.Skipped {
			ids[i] = scalar(p.Questions[q].ID)
		}
		fmt.Fprintf(&b, "skipped: [%s]\n", strings.Join(ids, ", "))
	}
	if in.Screened {
		fmt.Fprintf(&b, "screened: %s\n", rules.ScreenedWord)
	}
	if in.Context != (rules.Context{}) {
		b.WriteString("context:\n")
		for i := range rules.ContextFields {
			f := &rules.ContextFields[i]
			if value := *f.Of(&in.Context); value != "" {
				fmt.Fprintf(&b, "  %s: %s\n", f.Key, scalar(value))
			}
		}
	}
	answers := 0
	for i := range p.Questions {
		if in.Answers[i].State == rules.Unanswered && !d.Passed[i] {
			continue
		}
		if answers++; answers == 1 {
			b.WriteString("answers:\n")
		}
		fmt.Fprintf(&b, "  %s: %s\n", scalar(p.Questions[i].ID), p.Questions[i].Format(in.Answers[i]))
	}
	if answers == 0 {
		b.WriteString("answers: {}\n")
	}
	_, err := w.Write(b.Bytes())
	return err
}

var plainScalar = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9 ._-]*[A-Za-z0-9._-])?$`)

// scalar writes a string for YAML: plain where no reader takes it for anything else, in
// quotes otherwise.
func scalar(s string) string {
	asked := yaml.Node{Kind: yaml.ScalarNode, Value: s}
	switch {
	case !plainScalar.MatchString(s), asked.ShortTag() != "!!str",
		slices.Contains([]string{"y", "n", "yes", "no", "on", "off"}, strings.ToLower(s)):
		return strconv.Quote(s)
	}
	return s
}
