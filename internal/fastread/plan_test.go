package fastread

import (
	"fmt"
	"strings"
	"testing"

	"knead/engine"
)

// TestTables reads one row of each table and compares the answers in it, or what is wrong.
func TestTables(t *testing.T) {
	program := backcare(t)
	tables := NewTables(program, nil)
	pack := program.Pack()
	label := func(question, option string) string {
		q := &pack.Questions[pack.QuestionIndex(question)]
		return q.Options[q.OptionIndex(option)].Label.Patient
	}
	ask := func(question string) string { return pack.Questions[pack.QuestionIndex(question)].Ask.Patient }
	long := label("medicines", "strong_painkiller")
	boxes := func(question string) string {
		var headings []string
		for _, o := range pack.Questions[pack.QuestionIndex(question)].Options {
			headings = append(headings, question+"/"+o.ID)
		}
		return strings.Join(headings, ",")
	}
	zeros := strings.Repeat(",0", len(pack.Questions[pack.QuestionIndex("medicines")].Options))
	if !strings.Contains(long, ", ") {
		t.Fatalf("%q holds no comma", long)
	}
	for _, c := range []struct{ name, heading, row, want string }{
		{"ids", "age,pain_area", `41,neck;upper_back`, "age=41 pain_area=neck;upper_back"},
		{"semicolons", "age;pain_area", `41;neck|upper_back`, "age=41 pain_area=neck;upper_back"},
		{"tabs", "age\tpain_area", "41\tneck, upper_back", "age=41 pain_area=neck;upper_back"},
		{"words of questions", quoted(ask("age")+" ", "2. "+ask("desk_job"), "SLEEP"), `41,TRUE,good`, "age=41 desk_job=true sleep=good"},
		{"words of options", "sleep,medicines", quoted(label("sleep", "good"), long), "sleep=good medicines=strong_painkiller"},
		{"words with commas in a list", "medicines,sleep", quoted(long+", "+label("medicines", "insulin"), "fair"), "medicines=insulin;strong_painkiller sleep=fair"},
		{"lines in a cell", "medicines,sleep", quoted(long+"\n"+label("medicines", "insulin")+"\n", "fair"), "medicines=insulin;strong_painkiller sleep=fair"},
		{"ids with spaces", "medicines,sleep", "insulin antiplatelet,good", "medicines=antiplatelet;insulin sleep=good"},
		{"none and not sure", "medicines,skin", `"None of these","Not sure, or would rather not say"`, "medicines=none skin=unsure"},
		{"numbers", "age,pain_intensity,sitting_hours,sessions_done", `"41.0","5,0", 8 ,7.00`, "age=41 pain_intensity=5 sitting_hours=8 sessions_done=7"},
		{"numbers are not rounded", "age,sleep", `41.5,good`, "age: wrong-number"},
		{"yes and no", "desk_job,movement_fear,pregnancy_risk,clinician_agreed", `Y,no,0,1`, "desk_job=true movement_fear=false pregnancy_risk=false clinician_agreed=true"},
		{"yes and no of a German spreadsheet", "desk_job,movement_fear,medicines/insulin,medicines/none", `WAHR,FALSCH,WAHR,FALSCH`, "desk_job=true movement_fear=false medicines=insulin;unsure"},
		{"some boxes", "medicines___insulin,medicines___anticoagulant", "1,0", "medicines=insulin;unsure"},
		{"some boxes, none ticked", "age,medicines___insulin,medicines___anticoagulant", "41,0,0", "age=41"},
		{"a box for none", "age," + boxes("medicines") + ",medicines/none", "41" + zeros + ",1", "age=41 medicines=none"},
		{"a box for none beside only some", "age,medicines/insulin,medicines/none", "41,0,1", "age=41 medicines=unsure"},
		{"none beside a tick", "age,medicines/insulin,medicines/none", "41,1,1", "medicines: none-beside-option"},
		{"words as boxes", quoted("age", ask("medicines")+" ["+label("medicines", "insulin")+"]", ask("medicines")+" [None of these]"), "41,Checked,", "age=41 medicines=insulin;unsure"},
		{"choices of REDCap", quoted("age", ask("medicines")+" (choice="+long+")"), "41,Checked", "age=41 medicines=strong_painkiller;unsure"},
		{"code and words", quoted("age. "+ask("age"), "medicines[insulin]. "+ask("medicines")+" ["+label("medicines", "insulin")+"]"), "41,Y", "age=41 medicines=insulin;unsure"},
		{"code and words of another", quoted("age. " + ask("sleep")), "", `t:1: column 1: unknown question "age. ` + ask("sleep") + `"; say in a map what they are (--map-draft writes one), or pass them over with --ignore-unknown`},
		{"an option of the form alone", "medicines[insulin],medicines[other]", "", `t:1: column 2: "medicines[other]": "medicines" has no such option: expected one of ` + strings.Join(pack.Questions[pack.QuestionIndex("medicines")].AnswerWords(), ", ") + "; say in a map what they are (--map-draft writes one), or pass them over with --ignore-unknown"},
		{"a box with something else", "age,medicines___insulin", "41,2", "medicines: unknown-box"},
		{"list and boxes", "medicines,medicines/insulin,medicines/antiplatelet", "insulin,1,0", "medicines=insulin"},
		{"list and boxes differ", "medicines,medicines/insulin,medicines/antiplatelet", "insulin,0,1", "medicines: columns-differ"},
		{"a column without heading", "age,,sleep,", "41,,good,", "age=41 sleep=good"},
		{"a cell without heading", "age,sleep,", "41,good,x", "column: no-heading"},
		{"two separators", "medicines,sleep", `"insulin;antiplatelet, anticoagulant",good`, "medicines: unknown-option"},
		{"escaped", "why,at_least,id,notes", "age,urgent,'=1,'-2", "notes=-2"},
		{"a letter more", "age,sleep", "41,goood", "sleep: unknown-option"},
		{"unknown headings", "age,Timestamp,slep", "", `t:1: column 2: unknown question "Timestamp"; t:1: column 3: unknown question "slep" (did you mean "sleep"?); say in a map what they are (--map-draft writes one), or pass them over with --ignore-unknown`},
		{"carriage returns", "\"age\",\"sleep\"\r\"41\",\"good\"\r", "", "t:1: the lines of the table end with CR: save it with line ends of LF or CR LF"},
		{"other delimiters", "age|sleep", "", "t:1: column 1: the cells are not separated by commas, semicolons or tabs"},
		{"a heading twice", "age,Age", "", `t:1: column 2: "Age" is the same as column 1, "age"`},
		{"two delimiters", "age,sleep;stress,skin", "", `t:1: column 2: unknown question "sleep;stress"; say in a map what they are (--map-draft writes one), or pass them over with --ignore-unknown`},
		{"delimiters in doubt", "age,skin;sleep", "", "t:1: the headings can be read with \",\" or \";\" between them: say which with --delimiter"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := readTable(program, tables, c.heading, c.row); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// quoted writes cells as a row.
func quoted(cells ...string) string {
	for i := range cells {
		cells[i] = `"` + cells[i] + `"`
	}
	return strings.Join(cells, ",")
}

// readTable returns what a row says, or what is wrong.
func readTable(program *engine.Program, tables *Tables, heading, row string) string {
	plan, err := tables.Plan("t", []byte(heading), TableOptions{})
	if err != nil {
		return strings.ReplaceAll(err.Error(), "\n", "; ")
	}
	r := NewReader(tables, program.NewFacts())
	_, rejected := r.Row(plan, []byte(row))
	var said []string
	if rejected != nil {
		for _, f := range rejected.Faults {
			field := f.Field
			if field == "" {
				field = "column"
			}
			said = append(said, field+": "+f.Code)
		}
		return strings.Join(said, " ")
	}
	in, _ := r.readable(plan)
	seen := map[int]bool{}
	for _, c := range plan.columns {
		if q := int(c.question); c.holds <= holdsWhole && !seen[q] {
			seen[q] = true
			if cell := r.pack.Questions[q].Cell(in.Answers[q]); cell != "" {
				said = append(said, fmt.Sprintf("%s=%s", r.pack.Questions[q].ID, cell))
			}
		}
	}
	return strings.Join(said, " ")
}
