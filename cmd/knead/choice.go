package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// option is a word that a flag takes, with what it stands for.
type option[T any] struct {
	word   string
	value  T
	remark string // what help says behind the word
	hidden bool   // taken, but not offered
}

// optionsFor returns an option for each of some values, with the word for it.
func optionsFor[T any](values []T, word func(T) string) (all []option[T]) {
	for _, v := range values {
		all = append(all, option[T]{word: word(v), value: v})
	}
	return all
}

// choice is the value of a flag that takes one of a few words. The words stand once, where
// the flag is declared: its help, its complaint and its completion are made of them.
type choice[T any] struct {
	word    string
	value   *T
	options []option[T]
	bare    bool // "" is taken and stands for nothing
}

// addChoice declares a flag of a command. In its usage, %s stands for the words. The usual
// word is the default, or "" for none of them.
func addChoice[T any](c *cobra.Command, flags *pflag.FlagSet, value *T, name, usual, usage string, options ...option[T]) {
	flag := &choice[T]{usual, value, options, usual == ""}
	var words, remarked []string
	for _, o := range options {
		if o.word == usual {
			*value = o.value
		}
		if !o.hidden {
			words, remarked = append(words, o.word), append(remarked, o.word+o.remark)
		}
	}
	flags.Var(flag, name, fmt.Sprintf(usage, either(remarked)))
	complete(c, name, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}

func (c *choice[T]) Set(word string) error {
	if word == "" && c.bare {
		var none T
		c.word, *c.value = word, none
		return nil
	}
	var words []string
	for _, o := range c.options {
		if o.word == word {
			c.word, *c.value = word, o.value
			return nil
		}
		words = append(words, o.word)
	}
	return badChoice(either(words))
}

func (c *choice[T]) String() string { return c.word }

// Type makes help write the default in quotes.
func (c *choice[T]) Type() string { return "string" }

// badChoice is the complaint about a word that a flag does not take: what it does take.
type badChoice string

func (words badChoice) Error() string { return "expected " + string(words) }

// either lists things as a sentence does: "a, b or c". A thing with a remark stands apart.
func either(things []string) string {
	last := len(things) - 1
	if last < 1 {
		return strings.Join(things, "")
	}
	or := " or "
	if strings.Contains(things[last], " ") {
		or = ", or "
	}
	return strings.Join(things[:last], ", ") + or + things[last]
}
