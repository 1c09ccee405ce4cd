package packfile_test

import (
	"fmt"
	"os"
	"testing/fstest"

	"knead/rules"
	"knead/rules/packfile"
)

// starter returns a small pack.
func starter() *rules.Pack {
	pack, problems := packfile.Parse(os.DirFS("../packs/starter"))
	if problems.Errors() != nil {
		panic(problems)
	}
	return pack
}

// A folder of YAML becomes a pack; what is wrong with it is listed with its place.
func ExampleParse() {
	pack, problems := packfile.Parse(os.DirFS("../packs/starter"))
	fmt.Println(pack.Name, pack.Version, len(problems))
	_, problems = packfile.Parse(fstest.MapFS{"tags.yaml": {Data: []byte("tags:\n  - {id: Heat, title: Heat}\n")}})
	fmt.Println(problems[len(problems)-1])
	// Output:
	// starter 0.1.0 0
	// tags.yaml:2:10: malformed id "Heat": expected lower-case words joined by _, at most 64 characters
}

// Intakes come as YAML or JSON. Each complaint says where the trouble is and what was expected.
func ExampleParseIntakes() {
	data := []byte(`{"id": "c-1", "answers": {"age": 41, "medicines": ["insulin"]}}`)
	_, problems := packfile.ParseIntakes(data, "c-1.json", packfile.JSON, starter())
	for _, p := range problems {
		fmt.Println(p)
	}
	// Output: c-1.json:1:52: "medicines" has no such option: expected one of anticoagulant, painkiller, none, unsure
}

// A cell of a table holds the answer to one question.
func ExampleParseCell() {
	pack := starter()
	age := &pack.Questions[pack.QuestionIndex("age")]
	answer, _ := packfile.ParseCell(age, " 41 ")
	fmt.Println(answer.Int)
	_, problem := packfile.ParseCell(age, "forty")
	fmt.Println(problem.Code, problem.Message)
	// Output:
	// 41
	// wrong-type "age": expected a whole number from 18 to 120, found text
}

// An intake is written as it would be read.
func ExampleWriteIntake() {
	pack := starter()
	in := rules.NewIntake(pack)
	in.Date = "2026-03-09"
	in.Answers[pack.QuestionIndex("age")] = rules.Answer{State: rules.Answered, Int: 41}
	if err := packfile.WriteIntake(os.Stdout, in, pack); err != nil {
		fmt.Println(err)
	}
	// Output:
	// date: 2026-03-09
	// answers:
	//   age: 41
}
