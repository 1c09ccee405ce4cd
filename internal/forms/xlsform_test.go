package forms

import (
	"bytes"
	"encoding/csv"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"knead/engine"
	"knead/internal/fastread"
	"knead/internal/gen"
	"knead/internal/xlsx"
	"knead/rules"
	"knead/rules/packs"
)

// workbook returns the rows of a sheet as maps from headings to cells.
func workbook(t *testing.T, p *engine.Program, sheet string) (rows []map[string]string) {
	t.Helper()
	languages, err := packs.LoadLanguages(packs.Default)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := XLSForm(&b, p, p.Wording(engine.Voice{}), languages); err != nil {
		t.Fatal(err)
	}
	r, err := xlsx.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()), sheet)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	c := csv.NewReader(bytes.NewReader(data))
	c.FieldsPerRecord = -1
	table, err := c.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, cells := range table[1:] {
		row := map[string]string{}
		for i, cell := range cells {
			row[table[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

// TestXLSForm fills the columns that ODK and Kobo export, a list once whole and once with a column
// for each choice, and wants the answers back.
func TestXLSForm(t *testing.T) {
	p := backcare(t)
	pack := p.Pack()
	choices := map[string][]string{}
	for _, row := range workbook(t, p, "choices") {
		choices[row["list_name"]] = append(choices[row["list_name"]], row["name"])
		for _, heading := range []string{"label::English (en)", "label::Hindi (hi)"} {
			if row[heading] == "" {
				t.Errorf("choice %s of %s has no %s", row["name"], row["list_name"], heading)
			}
		}
	}
	survey := workbook(t, p, "survey")
	for _, row := range survey[1:] {
		for _, heading := range []string{"label::English (en)", "label::Hindi (hi)"} {
			if row[heading] == "" {
				t.Errorf("%s has no %s", row["name"], heading)
			}
		}
	}
	intakes, tables := gen.Plausible(pack, 7), fastread.NewTables(p, nil)
	for range 20 {
		in := intakes.Next()
		header, cells := []string{}, []string{}
		for _, row := range survey {
			name := row["name"]
			i := pack.QuestionIndex(name)
			if i < 0 {
				header, cells = append(header, name), append(cells, "")
				continue
			}
			q, a := &pack.Questions[i], in.Answers[i]
			if !q.Kind.Many() {
				header, cells = append(header, name), append(cells, cellOf(q, a))
				continue
			}
			ticked := q.Ticked(a)
			switch {
			case a.State == rules.Unsure:
				ticked = append(ticked, rules.UnsureWord)
			case a.State == rules.Answered && a.Ticks == 0:
				ticked = []string{rules.NoneWord}
			}
			header, cells = append(header, name), append(cells, strings.Join(ticked, " "))
			for _, choice := range choices[name] {
				box := ""
				if len(ticked) > 0 {
					box = "0"
				}
				if slices.Contains(ticked, choice) {
					box = "1"
				}
				header, cells = append(header, name+"/"+choice), append(cells, box)
			}
		}
		got := read(t, p, tables, header, cells)
		for q := range pack.Questions {
			want := in.Answers[q]
			if pack.Questions[q].Kind.IsNumber() && want.State == rules.Unsure {
				want = rules.Answer{} // a number that is not sure stays empty
			}
			if d := cmp.Diff(want, got.Answers[q]); d != "" {
				t.Fatalf("%s: %s", pack.Questions[q].ID, d)
			}
		}
	}
}

// TestXPath states the expressions of conditions of each kind: they hold where the condition is
// true or unknown.
func TestXPath(t *testing.T) {
	p := &rules.Pack{
		Questions: []rules.Question{
			{ID: "age", Kind: rules.Int, Max: 99},
			{ID: "job", Kind: rules.Choice, Unsure: true, Options: []rules.Option{{ID: "desk"}, {ID: "field"}}},
			{ID: "ills", Kind: rules.Multi, Unsure: true, Options: []rules.Option{{ID: "flu"}, {ID: "gout"}}},
			{ID: "hours", Kind: rules.Int, Max: 24},
		},
		Derived: []rules.Derived{{ID: "d", Terms: []rules.WeightedAnswer{{Weight: 7, Question: 0}, {Weight: -10, Question: 3}}}},
	}
	adult := &rules.Condition{Op: rules.Compare, Question: 0, Derived: -1, Min: 18, Max: 99}
	desk := &rules.Condition{Op: rules.OneOf, Question: 1, Derived: -1, Options: 1}
	gout := &rules.Condition{Op: rules.OneOf, Question: 2, Derived: -1, Options: 2}
	p.Questions[3].AskIf = desk
	long := &rules.Condition{Op: rules.Compare, Question: 3, Derived: -1, Min: 8, Max: 24}
	const (
		isAdult = "(${age} = '' or ((${age} >= 18 and ${age} <= 99)))"
		isDesk  = "(${job} = '' or selected(${job}, 'unsure') or (selected(${job}, 'desk')))"
		isGout  = "(${ills} = '' or selected(${ills}, 'unsure') or (selected(${ills}, 'gout')))"
		noGout  = "(${ills} = '' or (not(selected(${ills}, 'gout'))))"
		noAdult = "(${age} = '' or not((${age} >= 18 and ${age} <= 99)))"
		noDesk  = "(${job} = '' or selected(${job}, 'unsure') or not(selected(${job}, 'desk')))"
	)
	of := []*rules.Condition{adult, desk, gout}
	for _, c := range []struct {
		when *rules.Condition
		want string
	}{
		{&rules.Condition{Op: rules.Always}, "true()"},
		{&rules.Condition{Op: rules.Not, Of: []*rules.Condition{{Op: rules.Always}}}, "false()"},
		{adult, isAdult},
		{desk, isDesk},
		{gout, isGout},
		{&rules.Condition{Op: rules.Not, Of: of[2:]}, noGout},
		{&rules.Condition{Op: rules.Not, Of: of[1:2]}, noDesk},
		{&rules.Condition{Op: rules.All, Of: of}, "(" + isAdult + " and " + isDesk + " and " + isGout + ")"},
		{&rules.Condition{Op: rules.Any, Of: of[:2]}, "(" + isAdult + " or " + isDesk + ")"},
		{&rules.Condition{Op: rules.AtLeast, N: 2, Of: of}, "(if(" + isAdult + ", 1, 0) + if(" + isDesk + ", 1, 0) + if(" + isGout + ", 1, 0) >= 2)"},
		{&rules.Condition{Op: rules.Not, Of: []*rules.Condition{{Op: rules.Any, Of: of}}}, "(" + noAdult + " and " + noDesk + " and " + noGout + ")"},
		{long, "(" + isDesk + " and (${hours} = '' or ((${hours} >= 8 and ${hours} <= 24))))"},
		{&rules.Condition{Op: rules.Not, Of: []*rules.Condition{long}}, "(not(" + isDesk + ") or (${hours} = '' or not((${hours} >= 8 and ${hours} <= 24))))"},
		{&rules.Condition{Op: rules.Compare, Derived: 0, Min: 0, Max: 50},
			"(" + isDesk + " and (${age} = '' or ${hours} = '' or ((((7) * ${age} + (-10) * ${hours}) >= 0 and ((7) * ${age} + (-10) * ${hours}) <= 50))))"},
	} {
		if got := xpath(p, c.when, false); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

var (
	redcapName   = regexp.MustCompile(`^[a-z][a-z0-9_]{0,25}$`)
	redcapChoice = regexp.MustCompile(`^[A-Za-z0-9_]+, [^|]+$`)
	redcapLogic  = regexp.MustCompile(`^\[([a-z0-9_]+)\] = '[a-z0-9_]*'( or \[([a-z0-9_]+)\] = '[a-z0-9_]*')*$`)
)

// TestREDCapRules holds the dictionary to the rules by which REDCap takes one.
func TestREDCapRules(t *testing.T) {
	languages, err := packs.LoadLanguages(packs.Default)
	if err != nil {
		t.Fatal(err)
	}
	for _, pack := range languages {
		p, err := engine.Compile(pack)
		if err != nil {
			t.Fatal(err)
		}
		rows := written(t, func(b *bytes.Buffer) error { return REDCap(b, p, p.Wording(engine.Voice{}), nil) })
		if len(rows[0]) != 18 {
			t.Errorf("%d columns", len(rows[0]))
		}
		seen := map[string]bool{}
		for _, row := range rows[1:] {
			name, kind, choices, logic := row[0], row[3], row[5], row[11]
			if !redcapName.MatchString(name) || strings.Contains(name, "__") || seen[name] {
				t.Errorf("%s: %q is no name, or stands twice", pack.Language, name)
			}
			seen[name] = true
			if !slices.Contains([]string{"text", "notes", "radio", "checkbox"}, kind) {
				t.Errorf("%s: %s: type %q", pack.Language, name, kind)
			}
			if row[4] == "" || row[1] != pack.Name {
				t.Errorf("%s: %s: label %q, form %q", pack.Language, name, row[4], row[1])
			}
			if hasChoices := kind == "radio" || kind == "checkbox"; hasChoices != (choices != "") {
				t.Errorf("%s: %s: type %q, choices %q", pack.Language, name, kind, choices)
			} else if hasChoices {
				codes := map[string]bool{}
				for _, choice := range strings.Split(choices, " | ") {
					code, _, _ := strings.Cut(choice, ",")
					if !redcapChoice.MatchString(choice) || codes[code] {
						t.Errorf("%s: %s: choice %q", pack.Language, name, choice)
					}
					codes[code] = true
					if pack.Language != "en" && (strings.HasSuffix(choice, ", None of these") || strings.HasPrefix(choice, "unsure, Not sure")) {
						t.Errorf("%s: %s: choice %q is English", pack.Language, name, choice)
					}
				}
			}
			if logic != "" {
				m := redcapLogic.FindStringSubmatch(logic)
				if m == nil || !seen[m[1]] {
					t.Errorf("%s: %s: logic %q", pack.Language, name, logic)
				}
			}
			if v := row[7]; !slices.Contains([]string{"", "integer", "date_ymd"}, v) || v != "" && kind != "text" || !slices.Contains([]string{"", "y"}, row[12]) {
				t.Errorf("%s: %s: validation %q, required %q", pack.Language, name, v, row[12])
			}
		}
	}
}
