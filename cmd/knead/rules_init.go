package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"knead/internal/files"
	"knead/internal/schema"
	"knead/rules/packs"
)

func newRulesInitCommand(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "init DIR",
		Short: "Write a small pack to start from",
		Long: `Init writes a small pack into a new or empty folder: a few questions, rules, therapies and
test cases that check, test and prove as they are. Change them one at a time. Beside them
stands pack.schema.json, by which many editors complete keys and mark mistakes.` +
			exits("0 done", "2 the folder is not empty or cannot be written"),
		Example: `  knead rules init mypack
  knead rules test mypack`,
		Args: checked(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			written, err := writeStarter(args[0])
			for _, name := range written {
				fmt.Fprintln(s.out, name)
			}
			return err
		},
	}
}

// writeStarter copies the embedded starter pack into a new or empty folder, whole or not at
// all, and returns the files written.
func writeStarter(dir string) (written []string, err error) {
	entries, err := os.ReadDir(dir)
	switch {
	case err == nil && len(entries) > 0:
		return nil, fmt.Errorf("the folder %q is not empty", dir)
	case err != nil && !os.IsNotExist(err):
		return nil, files.OpenError(err)
	}
	made := os.IsNotExist(err)
	defer func() {
		if err == nil {
			return
		}
		left, _ := os.ReadDir(dir)
		for _, entry := range left {
			_ = os.RemoveAll(filepath.Join(dir, entry.Name()))
		}
		if made {
			_ = os.Remove(dir)
		}
		written, err = nil, fmt.Errorf("cannot write the pack: %w", err)
	}()
	starter, _ := packs.Open("starter")
	err = fs.WalkDir(starter, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(dir, filepath.FromSlash(name))
		if d.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		data, err := fs.ReadFile(starter, name)
		if err != nil {
			return err
		}
		written = append(written, to)
		return os.WriteFile(to, append([]byte(schemaLine(name)), data...), 0o644)
	})
	if err != nil {
		return written, err
	}
	data, err := schema.Of("pack", nil)
	if err != nil {
		return written, err
	}
	to := filepath.Join(dir, schemaFile)
	return append(written, to), os.WriteFile(to, data, 0o644)
}

// schemaFile is the schema of a pack's files, in the pack's folder.
const schemaFile = "pack.schema.json"

// schemaLine is the comment that leads editors from a file of a pack to its schema. Test
// cases have none.
func schemaLine(name string) string {
	if strings.HasPrefix(name, "tests/") {
		return ""
	}
	return schema.Line(strings.Repeat("../", strings.Count(name, "/")) + schemaFile)
}
