// Package packs holds the packs that are part of the program.
package packs

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/stored"
)

//go:embed backcare starter
var embedded embed.FS

// The default pack in its stored form, in each language, so that a command need not parse
// thousands of lines of YAML to start. The package's test rewrites them with -update, and holds
// them to the YAML.
var (
	//go:embed backcare.en.pack
	backcareEnglish string
	//go:embed backcare.hi.pack
	backcareHindi string
)

// forms are the stored forms of the default pack by language.
var forms = map[string]string{"en": backcareEnglish, "hi": backcareHindi}

// ownLanguage is that of the default pack itself.
const ownLanguage = "en"

// Default is the name of the pack that is used unless another is asked for.
const Default = "backcare"

// Names returns the names of the embedded packs: the default, and a small one to start from.
func Names() []string { return []string{Default, "starter"} }

// Open returns the files of an embedded pack, its tests included, and whether there is a
// pack of that name.
func Open(name string) (fs.FS, bool) {
	if !slices.Contains(Names(), name) {
		return nil, false
	}
	files, err := fs.Sub(embedded, name)
	return files, err == nil
}

// Load returns an embedded pack ready to use, and whether there is a pack of that name.
// Its YAML is parsed only if there is no stored form that can be read.
func Load(name string) (p *rules.Pack, found bool, err error) {
	files, found := Open(name)
	if !found {
		return nil, false, nil
	}
	if name == Default {
		if p, err := stored.Read(forms[ownLanguage]); err == nil {
			return p, true, nil
		}
	}
	p, problems := packfile.Parse(files)
	if errs := problems.Errors(); errs != nil {
		return nil, true, fmt.Errorf("embedded pack %q cannot be used:\n%w", name, errs)
	}
	return p, true, nil
}

// LoadLanguage returns an embedded pack in a language, or nil if there is no stored form of it.
func LoadLanguage(name, tag string) *rules.Pack {
	if p, err := stored.Read(forms[tag]); err == nil && p.Name == name {
		return p
	}
	return nil
}

// LoadLanguages returns an embedded pack, or the pack in a folder, in each language that it
// speaks, its own first.
func LoadLanguages(name string) (all []*rules.Pack, err error) {
	p, embedded, err := Load(name)
	if err != nil {
		return nil, err
	}
	fsys, _ := Open(name)
	if !embedded {
		root, err := os.OpenRoot(name)
		if err != nil {
			return nil, fmt.Errorf("no pack %q: expected a folder, or one of %s", name, strings.Join(Names(), ", "))
		}
		defer root.Close()
		fsys = root.FS()
		var problems rules.Problems
		if p, problems = packfile.Parse(fsys); problems.Errors() != nil {
			return nil, fmt.Errorf("pack %q cannot be used:\n%w", name, problems.Errors())
		}
	}
	all = append(all, p)
	for _, tag := range packfile.Translations(fsys) {
		if p := LoadLanguage(name, tag); embedded && p != nil {
			all = append(all, p)
			continue
		}
		translated, problems := packfile.Translate(fsys, tag, p)
		if errs := problems.Errors(); errs != nil {
			return nil, fmt.Errorf("pack %q cannot be used in language %q:\n%w", name, tag, errs)
		}
		all = append(all, translated)
	}
	return all, nil
}
