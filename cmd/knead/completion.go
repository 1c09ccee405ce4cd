package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"knead/rules"
)

// shells are the shells there is completion for.
func shells() []string { return []string{"bash", "zsh", "fish", "powershell"} }

func newCompletionCommand(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "completion " + strings.Join(shells(), "|"),
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
		ValidArgs: shells(),
		RunE: func(c *cobra.Command, args []string) error {
			switch root := c.Root(); args[0] {
			case "bash":
				if err := root.GenBashCompletionV2(s.out, true); err != nil {
					return err
				}
				_, err := io.WriteString(s.out, plainBash)
				return err
			case "zsh":
				return root.GenZshCompletion(s.out)
			case "fish":
				return root.GenFishCompletion(s.out, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(s.out)
			}
			return fmt.Errorf("no completion for %q%s: expected one of %s", args[0], rules.Hint(args[0], shells()), strings.Join(shells(), ", "))
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
