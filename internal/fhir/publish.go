package fhir

import (
	"encoding/json"
	"slices"
	"strings"

	"knead/rules"
)

// NewCodeSystems writes the code systems that the pack's resources refer to, in a Bundle. The
// languages are the pack in each that it speaks, its own first; the words of all of them, and for
// both kinds of readers, are designations of a concept.
func NewCodeSystems(languages []*rules.Pack, n Names) json.Marshaler {
	return published(languages, n, "CodeSystem", func(v *vocabulary) element {
		return element{
			{"caseSensitive", true}, {"valueSet", n.at("ValueSet/" + v.path)}, {"content", "complete"}, {"count", len(v.concepts)}, {"concept", v.concepts},
		}
	})
}

// NewValueSets writes a value set of each of the code systems, with all its codes.
func NewValueSets(languages []*rules.Pack, n Names) json.Marshaler {
	return published(languages, n, "ValueSet", func(v *vocabulary) element {
		all := element{{"system", n.at("CodeSystem/" + v.path)}, {"version", languages[0].Version}}
		return element{{"compose", element{{"include", []element{all}}}}}
	})
}

// published writes a resource for each vocabulary of the pack.
func published(languages []*rules.Pack, n Names, kind string, rest func(*vocabulary) element) json.Marshaler {
	p := languages[0]
	var entries []element
	for _, v := range vocabularies(languages, n) {
		id := strings.NewReplacer("_", "-", "/", "-").Replace(v.path)
		head := element{
			{"resourceType", kind}, {"id", id}, {"language", p.Language}, {"text", narrative("p", v.title)}, {"url", n.at(kind + "/" + v.path)},
			{"version", p.Version}, {"name", computerName(strings.ReplaceAll(id, "-", "_"))}, {"title", shown(v.title)},
			{"status", "draft"}, {"experimental", false}, {"publisher", shown(p.Author)}, {"description", shown(v.title)},
		}
		entries = append(entries, element{{"fullUrl", n.at(kind + "/" + id)}, {"resource", append(head, rest(&v)...)}})
	}
	return element{{"resourceType", "Bundle"}, {"type", "collection"}, {"entry", entries}}
}

// vocabulary is the concepts of one code system.
type vocabulary struct {
	path, title string // the path is below "CodeSystem/"
	concepts    []element
}

// vocabularies returns the code systems of a pack: one for each question with options or an answer
// "not sure", and those of therapies, rules and the like.
func vocabularies(languages []*rules.Pack, n Names) (all []vocabulary) {
	p := languages[0]
	var writers []writer
	for _, l := range languages {
		for _, reader := range []rules.Audience{rules.Practitioner, rules.Patient} {
			writers = append(writers, newWriter(l, Wording{Audience: reader, Names: n}))
		}
	}
	add := func(name, title string, codes []string, word func(w *writer, i int) string) {
		v := vocabulary{path: p.Name + "/" + name, title: title}
		for i, code := range codes {
			v.concepts = append(v.concepts, concept(code, writers, func(w *writer) string { return shown(word(w, i)) }))
		}
		all = append(all, v)
	}
	for q := range p.Questions {
		codes := p.Questions[q].AnswerWords()
		if p.Questions[q].Kind.IsYesNo() {
			codes = slices.DeleteFunc(codes, func(code string) bool { return code != rules.UnsureWord })
		}
		if len(codes) > 0 {
			add(p.Questions[q].ID, p.Questions[q].Ask.Practitioner, codes, func(w *writer, i int) string {
				return w.coding(&w.pack.Questions[q], codes[i]).Display
			})
		}
	}
	title := p.Title.Practitioner
	add("-therapies", title+": therapies", ids(p.Therapies, func(t *rules.Therapy) string { return t.ID }), func(w *writer, i int) string {
		return w.pack.Therapies[i].Name.For(w.audience)
	})
	add("-rules", title+": rules", ids(p.Rules, func(r *rules.Rule) string { return r.ID }), func(w *writer, i int) string {
		return ruleTitle(w.pack, p.Rules[i].ID)
	})
	var pressures, providers []string
	for pressure := rules.Stroking; pressure <= rules.Deep; pressure++ {
		pressures = append(pressures, pressure.String())
	}
	for provider := rules.Home; provider <= rules.Physician; provider++ {
		providers = append(providers, provider.String())
	}
	add("-pressures", title+": pressures", pressures, func(w *writer, i int) string { return w.texts.Say("pressure_" + pressures[i]) })
	add("-providers", title+": providers", providers, func(w *writer, i int) string { return w.texts.Say("provider_" + providers[i]) })
	add("-categories", title+": categories", []string{"therapies"}, func(w *writer, _ int) string { return w.pack.Title.For(w.audience) })
	return all
}

// concept is a code with what each writer calls it; the first gives its display. A word that is in
// another language what it is in the first has no translation, and is no designation there.
func concept(code string, writers []writer, word func(*writer) string) element {
	display := word(&writers[0])
	var designations []element
	said := map[string]bool{}
	for i := range writers {
		w := &writers[i]
		value := word(w)
		of := w.pack.Language + " " + value
		translated := w.pack.Language == writers[0].pack.Language || !said[writers[0].pack.Language+" "+value]
		if value != "" && translated && !said[of] {
			said[of] = true
			designations = append(designations, element{{"language", w.pack.Language}, {"value", value}})
		}
	}
	return element{{"code", code}, {"display", display}, {"designation", designations}}
}

func ids[T any](all []T, id func(*T) string) (of []string) {
	for i := range all {
		of = append(of, id(&all[i]))
	}
	return of
}
