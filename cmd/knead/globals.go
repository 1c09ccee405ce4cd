package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"
	"golang.org/x/text/language"

	"knead/engine"
	"knead/internal/author"
	"knead/internal/files"
	"knead/internal/words"
	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/packs"
)

// globals are the flags every command has.
type globals struct {
	pack     string
	audience rules.Audience
	lang     string
	region   string
	noColor  bool
	seen     *files.Seen // what the command reads
	cache    packs.Cache // of packs in folders

	machine bool // the output is for programs: the locale does not choose its language
}

// audiences are the readers that --for may name.
var audiences = optionsFor([]rules.Audience{rules.Patient, rules.Practitioner}, rules.Audience.String)

func (g *globals) register(root *cobra.Command) {
	f := root.PersistentFlags()
	f.StringVar(&g.pack, "pack", packs.Default, "use the embedded pack `NAME`, or the pack in a folder")
	addChoice(root, f, &g.audience, "for", "practitioner", "word the output for a `READER`: %s", audiences...)
	f.StringVar(&g.lang, "lang", "", "language `TAG` of the output (default: KNEAD_LANG; for people also the locale)")
	f.StringVar(&g.region, "region", "", "telephone numbers of a `PLACE`: IN, GB, US or EU (default: general wording)")
	f.BoolVar(&g.noColor, "no-color", false, "never use colour (also when NO_COLOR is set)")
	complete(root, "pack", packNames)
	complete(root, "lang", cobra.FixedCompletions(words.Languages(), cobra.ShellCompDirectiveNoFileComp))
	complete(root, "region", g.offerOf(regions))
}

// packName returns the pack that the first argument names, or --pack when there is none.
func (g *globals) packName(args []string) string {
	if len(args) > 0 {
		return args[0]
	}
	return g.pack
}

// program loads and compiles the pack that --pack names, in the language of --lang.
func (g *globals) program() (*engine.Program, error) {
	if pack := packs.LoadLanguage(g.pack, g.language()); pack != nil {
		return engine.Compile(pack)
	}
	pack, files, err := g.load()
	if err != nil {
		return nil, err
	}
	if pack, err = g.translated(files, pack); err != nil {
		return nil, err
	}
	return engine.Compile(pack)
}

// load loads the pack that --pack names, in its own language, and its files.
func (g *globals) load() (*rules.Pack, fs.FS, error) {
	a, err := author.Open(g.pack, g.seen)
	if err != nil {
		return nil, nil, err
	}
	pack, embedded, err := packs.Load(g.pack)
	if err != nil || embedded {
		return pack, a.Files, err
	}
	digest := packfile.Digest(a.Files)
	if pack := g.cache.Load(digest); pack != nil {
		return pack, a.Files, nil
	}
	if a, err = author.Load(g.pack, g.seen); err != nil {
		return nil, nil, err
	}
	if pack = a.Program.Pack(); pack.Digest == digest {
		g.cache.Keep(pack, digest)
	}
	return pack, a.Files, nil
}

// open is [globals.program], with the wording that --for and --region choose.
func (g *globals) open() (*engine.Program, engine.Voice, error) {
	program, err := g.program()
	if err != nil {
		return nil, engine.Voice{}, err
	}
	voice, err := g.voice(program.Pack())
	return program, voice, err
}

// voice returns the wording that --for and --region choose.
func (g *globals) voice(p *rules.Pack) (engine.Voice, error) {
	v := engine.Voice{Audience: g.audience}
	if g.region == "" {
		return v, nil
	}
	v.Region = slices.IndexFunc(p.Regions, func(r rules.Region) bool { return strings.EqualFold(r.ID, g.region) })
	if v.Region < 0 {
		known := mapped(p.Regions, func(r *rules.Region) string { return r.ID })
		return v, fmt.Errorf("--region %q: expected one of %s", g.region, strings.Join(known, ", "))
	}
	return v, nil
}

// translated returns the pack in the language of --lang, KNEAD_LANG or, unless the output is
// for programs, the locale. The last two are only wishes: a pack that does not speak such a
// language stays as it is.
func (g *globals) translated(files fs.FS, p *rules.Pack) (*rules.Pack, error) {
	tag := g.language()
	if tag == "" && g.lang != "" {
		return nil, fmt.Errorf("--lang %q: expected one of %s", g.lang, strings.Join(words.Languages(), ", "))
	}
	if tag == "" || matchLanguage(p.Language) == tag {
		return p, nil
	}
	if known := packfile.Translations(files); !slices.Contains(known, tag) {
		if g.lang == "" {
			return p, nil
		}
		return nil, fmt.Errorf("--lang %q: the pack %q speaks only %s", g.lang, p.Name, strings.Join(append([]string{p.Language}, known...), ", "))
	}
	digest := packfile.TranslationDigest(files, tag)
	if translated := g.cache.Load(p.Digest, digest); translated != nil {
		return translated, nil
	}
	translated, problems := packfile.Translate(files, tag, p)
	if errs := problems.Errors(); errs != nil {
		return nil, fmt.Errorf("pack %q cannot be used in language %q:\n%w", p.Name, tag, errs)
	}
	if digest != "" {
		g.cache.Keep(translated, p.Digest, digest)
	}
	return translated, nil
}

// languages returns a pack, which is in some language, in all languages that it speaks. One with
// a translation that cannot be used is left out.
func (g *globals) languages(p *rules.Pack) []*rules.Pack {
	all := []*rules.Pack{p}
	pack, files, err := g.load()
	if err != nil {
		return all
	}
	all = append(all, pack)
	for _, tag := range packfile.Translations(files) {
		if stored := packs.LoadLanguage(g.pack, tag); stored != nil {
			all = append(all, stored)
			continue
		}
		if translated, problems := packfile.Translate(files, tag, pack); problems.Errors() == nil {
			all = append(all, translated)
		}
	}
	return all
}

// language returns the language that is wished for, as far as the program speaks it.
func (g *globals) language() string {
	if g.lang != "" {
		return matchLanguage(g.lang)
	}
	names := []string{"KNEAD_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}
	if g.machine {
		names = names[:1]
	}
	for _, name := range names {
		if value := os.Getenv(name); value != "" {
			return matchLanguage(value)
		}
	}
	return ""
}

// matchLanguage returns the language the program speaks that fits a tag best, or "" when none
// fits. The tag may be written as in a locale, such as "hi_IN.UTF-8".
func matchLanguage(wished string) string {
	wished, _, _ = strings.Cut(wished, ".")
	wished, _, _ = strings.Cut(wished, "@")
	tag, err := language.Parse(wished)
	spoken := mapped(words.Languages(), func(l *string) language.Tag { return language.MustParse(*l) })
	_, i, confidence := language.NewMatcher(spoken).Match(tag)
	if err != nil || confidence < language.High {
		return ""
	}
	return words.Languages()[i]
}

// screen returns how wide text for w may be and whether it may use colour.
func (g *globals) screen(w io.Writer) (width int, color bool) {
	const usual, widest = 80, 100
	if !isTerminal(w) {
		return usual, false
	}
	width, _, err := term.GetSize(int(w.(*os.File).Fd()))
	if err != nil || width <= 0 {
		width = usual
	}
	return min(width, widest), !g.noColor && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
