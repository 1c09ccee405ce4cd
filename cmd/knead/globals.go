package main

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"knead/engine"
	"knead/rules"
	"knead/rules/packs"
)

// globals are the flags every command has.
type globals struct {
	pack     string
	audience string
	lang     string
	region   string
	noColor  bool
}

func (g *globals) register(root *cobra.Command) {
	f := root.PersistentFlags()
	f.StringVar(&g.pack, "pack", packs.Default, "use the embedded pack `NAME`, or the pack in a folder")
	f.StringVar(&g.audience, "for", "practitioner", "word the output for a `READER`: patient or practitioner")
	f.StringVar(&g.lang, "lang", "", "language `TAG` of the output (default: KNEAD_LANG or the locale)")
	f.StringVar(&g.region, "region", "", "telephone numbers of a `PLACE`: IN, GB, US or EU (default: general wording)")
	f.BoolVar(&g.noColor, "no-color", false, "never use colour (also when NO_COLOR is set)")
}

// packFiles returns the files of an embedded pack or of a pack in a folder.
func packFiles(pack string) (fs.FS, error) {
	if files, ok := packs.Open(pack); ok {
		return files, nil
	}
	info, err := os.Stat(pack)
	switch {
	case err != nil:
		return nil, fmt.Errorf("no pack %q: neither an embedded pack (%s) nor a folder", pack, strings.Join(packs.Names(), ", "))
	case !info.IsDir():
		return nil, fmt.Errorf("pack %q is a file; a pack is a folder of YAML files", pack)
	}
	return os.DirFS(pack), nil
}

// program loads and compiles the pack that --pack names.
func (g *globals) program() (*engine.Program, error) {
	pack, found, err := packs.Load(g.pack)
	if err != nil {
		return nil, err
	}
	if !found {
		a, err := openAuthored(g.pack)
		if err != nil {
			return nil, err
		}
		pack = a.program.Pack()
	}
	files, err := packFiles(g.pack)
	if err != nil {
		return nil, err
	}
	if pack, err = g.inLanguage(files, pack); err != nil {
		return nil, err
	}
	return engine.Compile(pack)
}

// voice returns the wording that --for and --region choose.
func (g *globals) voice(p *rules.Pack) (engine.Voice, error) {
	v := engine.Voice{}
	switch g.audience {
	case "patient":
		v.Audience = rules.Patient
	case "practitioner":
	default:
		return v, fmt.Errorf("--for %q: expected patient or practitioner", g.audience)
	}
	if g.region == "" {
		return v, nil
	}
	v.Region = slices.IndexFunc(p.Regions, func(r rules.Region) bool { return strings.EqualFold(r.ID, g.region) })
	if v.Region < 0 {
		var known []string
		for _, r := range p.Regions {
			known = append(known, r.ID)
		}
		return v, fmt.Errorf("--region %q: expected one of %s", g.region, strings.Join(known, ", "))
	}
	return v, nil
}
