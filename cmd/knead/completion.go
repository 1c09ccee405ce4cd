package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"knead/internal/packdoc"
	"knead/internal/text"
	"knead/rules"
	"knead/rules/packs"
)

type shell struct {
	name   string
	script func(root *cobra.Command, w io.Writer) error
}

var shells = []shell{
	{"bash", func(root *cobra.Command, w io.Writer) error {
		if err := root.GenBashCompletionV2(w, true); err != nil {
			return err
		}
		_, err := io.WriteString(w, plainBash)
		return err
	}},
	{"zsh", func(root *cobra.Command, w io.Writer) error { return root.GenZshCompletion(w) }},
	{"fish", func(root *cobra.Command, w io.Writer) error { return root.GenFishCompletion(w, true) }},
	{"powershell", func(root *cobra.Command, w io.Writer) error { return root.GenPowerShellCompletionWithDesc(w) }},
}

func newCompletionCommand(s streams) *cobra.Command {
	names := mapped(shells, func(sh *shell) string { return sh.name })
	return &cobra.Command{
		Use:   "completion " + strings.Join(names, "|"),
		Short: "Print the script by which a shell completes knead's words",
		Long: `Completion prints a script that teaches a shell to complete commands, flags, files, and the
ids of questions, options, therapies and packs. Load it in the running shell as below, or
once for all: in bash, with the package bash-completion, write it to
~/.local/share/bash-completion/completions/knead, in zsh to _knead in a folder of $fpath,
in fish to ~/.config/fish/completions/knead.fish, in PowerShell into the profile.` +
			exits("0 done", "2 there is no completion for that shell"),
		Example: `  source <(knead completion bash)
  knead completion zsh > ~/.zfunc/_knead
  knead completion fish > ~/.config/fish/completions/knead.fish`,
		Args:      checked(cobra.ExactArgs(1)),
		ValidArgs: names,
		RunE: func(c *cobra.Command, args []string) error {
			i := slices.Index(names, args[0])
			if i < 0 {
				return fmt.Errorf("no completion for %q%s: expected one of %s", args[0], text.Hint(args[0], names), strings.Join(names, ", "))
			}
			return shells[i].script(c.Root(), s.out)
		},
	}
}

// plainBash lets the script work without the package bash-completion, which joins the words
// that bash splits at = and :.
const plainBash = `
if ! declare -F _get_comp_words_by_ref >/dev/null 2>&1; then
    __knead_init_completion()
    {
        COMPREPLY=()
        words=("${COMP_WORDS[0]}")
        local i last
        for ((i = 1; i <= COMP_CWORD; i++)); do
            last=$((${#words[@]} - 1))
            if ((last > 0)) && [[ ${COMP_WORDS[i]} == [=:]* || ${words[last]} == *[=:] ]]; then
                words[last]+=${COMP_WORDS[i]}
            else
                words+=("${COMP_WORDS[i]}")
            fi
        done
        cword=$((${#words[@]} - 1))
        cur=${words[cword]}
        prev=${words[cword - 1]}
    }
fi
`

// completer offers a shell the words that may come next. It never complains: a pack that
// cannot be read has no words. Where there is none, files are offered.
type completer = cobra.CompletionFunc

// complete gives a flag of the command its completer.
func complete(c *cobra.Command, flag string, with completer) {
	if err := c.RegisterFlagCompletionFunc(flag, with); err != nil {
		panic(err) // no such flag, or it has a completer already
	}
}

// mapped returns what of makes of each item.
func mapped[T, U any](items []T, of func(*T) U) (all []U) {
	for i := range items {
		all = append(all, of(&items[i]))
	}
	return all
}

// offerOf offers words of the pack that --pack names.
func (g *globals) offerOf(words func(*rules.Pack) []string) completer {
	return func(*cobra.Command, []string, string) (found []string, _ cobra.ShellCompDirective) {
		if program, err := g.program(); err == nil {
			found = words(program.Pack())
		}
		return found, cobra.ShellCompDirectiveNoFileComp
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

func regions(p *rules.Pack) []string {
	return mapped(p.Regions, func(r *rules.Region) string { return cobra.CompletionWithDesc(r.ID, r.Name.Practitioner) })
}

func therapies(p *rules.Pack) []string {
	return mapped(p.Therapies, func(t *rules.Therapy) string { return cobra.CompletionWithDesc(t.ID, t.Name.Practitioner) })
}

func parts(p *rules.Pack) []string { return packdoc.Describe(p, nil).Names() }

// answers offers questions for ID=ANSWER, and after the = what answers the question. After
// a ; it offers what else a question of many options may be answered with.
func (g *globals) answers(c *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	id, _, chosen := strings.Cut(begun, "=")
	if chosen {
		before := begun[:strings.LastIndexAny(begun, "=;")+1]
		return g.offerOf(func(p *rules.Pack) []string { return options(p, p.QuestionIndex(id), before) })(c, args, begun)
	}
	ids, directive := g.offerOf(questions)(c, args, begun)
	return ids, directive | cobra.ShellCompDirectiveNoSpace
}

func questions(p *rules.Pack) []string {
	return mapped(p.Questions, func(q *rules.Question) string { return cobra.CompletionWithDesc(q.ID+"=", q.Ask.Practitioner) })
}

// options returns the options of a question, each after what stands before it.
func options(p *rules.Pack, question int, before string) (words []string) {
	if question < 0 {
		return nil
	}
	q := &p.Questions[question]
	words = mapped(q.Options, func(o *rules.Option) string { return cobra.CompletionWithDesc(before+o.ID, o.Label.Practitioner) })
	if q.AllowsNone() && strings.HasSuffix(before, "=") {
		words = append(words, cobra.CompletionWithDesc(before+"none", "none of these"))
	}
	if q.Unsure {
		words = append(words, cobra.CompletionWithDesc(before+"unsure", "not sure, or would rather not say"))
	}
	return words
}
