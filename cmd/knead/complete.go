package main

import (
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"knead/internal/packdoc"
	"knead/internal/words"
	"knead/rules"
	"knead/rules/packs"
)

// completer is what a shell asks for words that may come next. It never complains: a pack
// that cannot be read has no words.
type completer = func(c *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective)

// addCompletions gives flags and arguments of the command and all below it the words that
// shells complete. Everything else is completed as a file, which most of it is.
func addCompletions(c *cobra.Command, g *globals) {
	for _, flags := range []*pflag.FlagSet{c.LocalFlags(), c.PersistentFlags()} {
		flags.VisitAll(func(f *pflag.Flag) {
			if complete := flagCompleter(f, g); complete != nil {
				// It fails only for a flag that has one already.
				_ = c.RegisterFlagCompletionFunc(f.Name, complete)
			}
		})
	}
	switch c.CommandPath() {
	case "knead rules check", "knead rules test", "knead rules prove", "knead rules diff":
		c.ValidArgsFunction = packNames
	case "knead rules show":
		c.ValidArgsFunction = g.partNames
	}
	for _, sub := range c.Commands() {
		addCompletions(sub, g)
	}
}

// listed matches the choices in the usage of a flag: "output `FORMAT`: text, json or github".
var listed = regexp.MustCompile(`: ([a-z]+(?:, [a-z]+)*),? or ([a-z]+)`)

// flagCompleter returns the words of a flag, or nil for a file or free text.
func flagCompleter(f *pflag.Flag, g *globals) completer {
	switch f.Name {
	case "pack":
		return packNames
	case "lang":
		return fixed(words.Languages())
	case "region":
		return g.regionNames
	case "set":
		return g.answers
	case "therapy":
		return g.therapyNames
	case "only":
		return fixed([]string{"response"})
	case "jobs", "budget", "allow-rejects", "shard", "url":
		return fixed(nil)
	}
	if list := listed.FindStringSubmatch(f.Usage); list != nil && f.Value.Type() == "string" {
		return fixed(append(strings.Split(list[1], ", "), list[2]))
	}
	return nil
}

// fixed offers the same words always, and no files.
func fixed(choices []string) completer {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return choices, cobra.ShellCompDirectiveNoFileComp
	}
}

// packNames offers the embedded packs, and folders where none fits.
func packNames(_ *cobra.Command, _ []string, begun string) (names []string, _ cobra.ShellCompDirective) {
	for _, name := range packs.Names() {
		if strings.HasPrefix(name, begun) {
			names = append(names, name)
		}
	}
	return names, cobra.ShellCompDirectiveDefault
}

// askedPack returns the pack of --pack, or nil.
func (g *globals) askedPack() *rules.Pack {
	program, err := g.program()
	if err != nil {
		return nil
	}
	return program.Pack()
}

func (g *globals) regionNames(*cobra.Command, []string, string) (names []string, _ cobra.ShellCompDirective) {
	if p := g.askedPack(); p != nil {
		for _, r := range p.Regions {
			names = append(names, cobra.CompletionWithDesc(r.ID, r.Name))
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

func (g *globals) therapyNames(*cobra.Command, []string, string) (names []string, _ cobra.ShellCompDirective) {
	if p := g.askedPack(); p != nil {
		for i := range p.Therapies {
			names = append(names, cobra.CompletionWithDesc(p.Therapies[i].ID, p.Therapies[i].Name.Practitioner))
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// partNames offers what rules show can show.
func (g *globals) partNames(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	p := g.askedPack()
	if p == nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return packdoc.Describe(p, nil).Names(), cobra.ShellCompDirectiveNoFileComp
}

// answers offers questions for ID=ANSWER, and after the = what answers the question. After
// a ; it offers what else a question of many options may be answered with.
func (g *globals) answers(_ *cobra.Command, _ []string, begun string) (found []string, _ cobra.ShellCompDirective) {
	p := g.askedPack()
	if p == nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	id, _, chosen := strings.Cut(begun, "=")
	if !chosen {
		for i := range p.Questions {
			found = append(found, cobra.CompletionWithDesc(p.Questions[i].ID+"=", p.Questions[i].Ask.Practitioner))
		}
		return found, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
	if i := p.QuestionIndex(id); i >= 0 {
		begun = begun[:strings.LastIndexAny(begun, "=;")+1]
		found = optionWords(&p.Questions[i], begun)
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}

// optionWords returns the options of a question, each after what stands before it.
func optionWords(q *rules.Question, before string) (found []string) {
	for i := range q.Options {
		found = append(found, cobra.CompletionWithDesc(before+q.Options[i].ID, q.Options[i].Label.Practitioner))
	}
	if q.Kind == rules.Multi && !q.AtLeastOne && strings.HasSuffix(before, "=") {
		found = append(found, cobra.CompletionWithDesc(before+"none", "none of these"))
	}
	if q.Unsure {
		found = append(found, cobra.CompletionWithDesc(before+"unsure", "not sure, or would rather not say"))
	}
	return found
}
