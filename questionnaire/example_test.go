package questionnaire_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"knead/questionnaire"
	"knead/rules"
)

func text(s string) rules.Text { return rules.Text{Patient: s, Practitioner: s} }

// A person answers two questions with numbered lines and finishes at the review.
func Example() {
	pack := &rules.Pack{
		Sections: []rules.Section{{ID: "you", Title: text("You")}},
		Questions: []rules.Question{
			{ID: "age", Kind: rules.Int, Required: true, Max: 120, Ask: text("How old are you?")},
			{ID: "desk", Kind: rules.Choice, Ask: text("Where do you work?"),
				Options: []rules.Option{{ID: "desk", Label: text("At a desk")}, {ID: "feet", Label: text("On my feet")}}},
		},
	}
	session := questionnaire.Start(pack, questionnaire.Logic{
		Applies: func(*rules.Intake) []bool { return []bool{true, true} },
		Stop:    func(*rules.Intake) (string, bool) { return "", false },
	})
	words := func(id string, _ ...any) string { return id } // a program says it in a language
	typed := bufio.NewScanner(strings.NewReader("41\n2\n1\n"))
	interview := questionnaire.Interview{
		Session: session, Words: words,
	}
	asker := &questionnaire.Plain{Out: os.Stdout, Width: 60, Words: words, ReadLine: func(context.Context) (string, error) {
		if !typed.Scan() {
			return "", io.EOF
		}
		fmt.Println(typed.Text())
		return typed.Text(), nil
	}}
	save := func(*rules.Draft, questionnaire.Unconfirmed) error { return nil } // in a file
	if err := interview.Run(context.Background(), asker, save); err != nil {
		fmt.Println(err)
	}
	for q, a := range session.Final().Answers {
		fmt.Println(pack.Questions[q].ID, "is", pack.Questions[q].Format(a))
	}
	// Output:
	// heading
	// intended_use
	// How old are you?
	// hint_int, hint_keys: 41
	//
	// Where do you work?
	//   1  At a desk
	//   2  On my feet
	// hint_choice, hint_skip, hint_keys: 2
	//
	// review_title
	//   1  review_finish
	// You
	//   2  How old are you? 41
	//   3  Where do you work? On my feet
	// review_prompt: 1
	// age is 41
	// desk is feet
}
