package questionnaire

import (
	"context"
	"slices"

	"knead/rules"
)

// Page is what stands before a person at one time, in words: items to answer or a menu.
type Page struct {
	Section     string
	Part, Parts int    // which of the sections that ask something this is
	Intro       string // said before the section's first question; else empty
	Items       []Item // what is to be answered, in order
	Focus       int    // the item that is due
	// Full says that lists are shown instead of their statements; MayChoose that this page is a
	// good one to choose between the two.
	Full, MayChoose bool
	Menu            *Menu  // instead of items: the review, or a stop
	Notice          string // something else to know, such as that the draft cannot be saved
	Skipped         string // says that the question before was skipped; else empty
}

// Keeps reports whether the page shows answers of the last visit that Give may keep together.
func (p *Page) Keeps() bool {
	open := func(i Item) bool { return i.GivenText == "" || i.Statement }
	return len(p.Items) > 1 && !slices.ContainsFunc(p.Items, open) && slices.ContainsFunc(p.Items, func(i Item) bool { return i.Suggested })
}

// Item is one question of a page, in words, or one statement, which is a Bool.
type Item struct {
	Place     string // of the item by itself, as that of a page
	Kind      rules.Kind
	Statement bool // Open shows the list that it stands for
	// Stops says that "yes" ends the interview, so that it is better taken at once, with Some.
	Stops   bool
	Ask     string
	Help    string
	Why     string
	Options []Option
	// Min and Max bound an Int; Max is the greatest number of characters of a FreeText.
	Min, Max int

	Required bool
	Unsure   bool // "not sure" may be answered
	None     bool // "none of these" may be answered
	// UnsureWords and NoneWords are the ways to say so in words.
	UnsureWords, NoneWords []string

	Doubted   bool         // asked once more, because the notes speak against Given
	Given     rules.Answer // the answer so far, or what is suggested; shown, never taken silently
	GivenText string       // Given in words; empty without one
	Suggested bool         // Given is only suggested
	LastTime  bool         // Given is what was said at the last visit
	Dropping  rules.Answer // leaves out something of the last visit: the same once more is taken
	Pending   Pending      // what was typed or ticked before and not confirmed
}

// Keeps reports whether Enter alone confirms or keeps an answer. "None of these" is said each time.
func (s *Item) Keeps() bool {
	none := s.Kind.Many() && s.Given.State == rules.Answered && s.Given.Ticks == 0
	return s.GivenText != "" && !none
}

// tickedLabels returns the labels of the options that are ticked.
func tickedLabels(opts []Option, ticks uint64) (labels []string) {
	for _, opt := range opts {
		if ticks&(1<<opt.Tick) != 0 {
			labels = append(labels, opt.Label)
		}
	}
	return labels
}

// GivenLine says what the answer so far is, or what is suggested; empty without either.
func (s *Item) GivenLine(words Words) string {
	switch {
	case s.GivenText == "":
		return ""
	case s.LastTime:
		return words("suggested_last", "answer", s.GivenText)
	case s.Suggested:
		return words("suggested", "answer", s.GivenText)
	}
	return words("given", "answer", s.GivenText)
}

// Option is one line that can be chosen. Tick is its position among the question's options.
type Option struct {
	Tick        int
	Label, Help string
}

// Act is what a person does at a screen.
type Act uint8

const (
	Enter  Act = iota // go on without a new answer: confirm, keep or pass over
	Give              // give answers: all of the page, or that of one item; at a menu, choose an entry
	Some              // give the answers so far; what is not answered stays open
	Keep              // go on and leave a question that was dealt with as it is
	Back              // go to the question before
	Review            // see all answers
	Open              // see the list that a statement stands for
	Lists             // show lists instead of statements, or statements again
)

// Reply is what a person did at a page. Enter, Keep, Back and Open are done at one item.
type Reply struct {
	Act  Act
	Item int // position of the item
	// Answers are one for each item or, with Give, the one of Item. With several, that an item is
	// unanswered passes over or takes back an optional answer.
	Answers []rules.Answer
	// Pending is what was typed or ticked, in case it is no answer: one for each item or that of Item.
	// It counts also beside an error.
	Pending []Pending
	Entry   int // Give at a menu: the position of the entry
}

// Menu is entries of which one is chosen: the review, or a stop.
type Menu struct {
	Title   string
	Text    string // paragraphs above the entries
	Prompt  string
	Entries []Entry
	Focus   int  // the entry that is offered first
	Urgent  bool // must be read: what was typed ahead does not count
	Sudden  bool // came up by itself: keys typed ahead were meant for questions
}

// Entry is one line of a menu. A Group that differs from the entry's before starts a new
// part with that heading.
type Entry struct {
	Group string
	Label string
	Value string
	Mark  string // what is to be done about it; else empty
}

// Asker puts pages before a person and waits for what they do.
type Asker interface {
	// Ask shows a page and returns what the person did. Wrong is why the last reply to it
	// could not be taken, else nil. An error ends the interview: the input's end, an
	// interruption, a terminal that went away, a context that is done.
	Ask(ctx context.Context, page Page, wrong error) (Reply, error)
}

// Words returns a text of the program in the language of the interview. Arguments are
// pairs of a placeholder's name and its value.
type Words func(id string, pairs ...any) string
