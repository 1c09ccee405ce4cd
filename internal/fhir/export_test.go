package fhir

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"knead/engine"
	"knead/rules"
	"knead/rules/packfile"
	"knead/rules/packs"
)

// somebody is a context in which everything is said.
var somebody = rules.Context{
	Subject: "Patient/123", Encounter: "Encounter/45", Author: "Practitioner/7", Source: "Patient/123", Identifier: "https://clinic.example.org/forms|77",
}

// TestEveryResourceSaysWhom holds the resources of all examples to the person, the visit and the
// author that the intake names, and to the elements that US Core wants, in testdata/us-core.json.
func TestEveryResourceSaysWhom(t *testing.T) {
	var wanted map[string][]string
	readJSON(t, "testdata/us-core.json", &wanted)
	said := map[string][]string{
		"QuestionnaireResponse": {"subject", "encounter", "author", "source"}, "GuidanceResponse": {"subject", "encounter"},
		"RequestGroup": {"subject", "encounter", "author"}, "ServiceRequest": {"subject", "encounter", "requester"}, "DetectedIssue": {"patient", "author"},
	}
	whom := map[string]string{
		"subject": "Patient/123", "patient": "Patient/123", "encounter": "Encounter/45", "author": "Practitioner/7", "requester": "Practitioner/7", "source": "Patient/123",
	}
	met := map[string]bool{}
	eachExample(t, func(t *testing.T, program *engine.Program, in *rules.Intake) {
		in.Context, in.Date = somebody, "2026-03-09"
		in.Context.Authored = "2026-03-09T10:00:00+05:30"
		for _, r := range exported(t, program, in, Export{}) {
			kind := r["resourceType"].(string)
			for _, key := range said[kind] {
				reference, _ := r[key].(map[string]any)
				if reference["reference"] != whom[key] {
					t.Errorf("%s: %s is %v", kind, key, r[key])
				}
			}
			for _, path := range wanted[kind] {
				if !has(r, strings.Split(path, ".")) && (kind == "ServiceRequest" || len(in.Answers) > 0 && !strings.HasPrefix(path, "item")) {
					t.Errorf("%s lacks %s", kind, path)
				}
				met[kind+"."+path] = met[kind+"."+path] || has(r, strings.Split(path, "."))
			}
		}
	})
	for kind, paths := range wanted {
		for _, path := range paths {
			if !met[kind+"."+path] {
				t.Errorf("no example has %s.%s", kind, path)
			}
		}
	}
}

// TestCodesArePublished looks up every coding of all examples, in both languages, in the code
// systems: each is there by the name that it is shown with.
func TestCodesArePublished(t *testing.T) {
	languages := []*rules.Pack{backcare(t).Pack()}
	files, _ := packs.Open(packs.Default)
	for _, tag := range packfile.Translations(files) {
		translated, problems := packfile.Translate(files, tag, languages[0])
		if errs := problems.Errors(); errs != nil {
			t.Fatal(errs)
		}
		languages = append(languages, translated)
	}
	names := Names{Base: "https://forms.example.org/fhir"}
	words := map[string]bool{}
	for _, system := range bundled(t, NewCodeSystems(languages, names)) {
		for _, c := range system["concept"].([]any) {
			concept := c.(map[string]any)
			code := system["url"].(string) + "|" + concept["code"].(string)
			words[code+"|"+concept["display"].(string)] = true
			for _, d := range concept["designation"].([]any) {
				words[code+"|"+d.(map[string]any)["value"].(string)] = true
			}
		}
	}
	sets := map[string]bool{}
	for _, set := range bundled(t, NewValueSets(languages, names)) {
		include := set["compose"].(map[string]any)["include"].([]any)[0].(map[string]any)
		sets[include["system"].(string)] = true
	}
	eachExample(t, func(t *testing.T, _ *engine.Program, in *rules.Intake) {
		for _, p := range languages {
			for _, reader := range []rules.Audience{rules.Patient, rules.Practitioner} {
				for _, r := range exported(t, compile(t, p), in, Export{Wording: Wording{Audience: reader, Names: names}}) {
					eachCoding(r, func(c map[string]any) {
						key := c["system"].(string) + "|" + c["code"].(string) + "|" + c["display"].(string)
						if !words[key] || !sets[c["system"].(string)] {
							t.Errorf("%s is not published", key)
						}
					})
				}
			}
		}
	})
}

// TestPublishedIDsAreUnique holds for questions that are called as other code systems of a pack are.
func TestPublishedIDsAreUnique(t *testing.T) {
	p := *small(t).Pack()
	p.Questions = slices.Clone(p.Questions)
	for i, id := range []string{"rules", "therapies", "providers"} {
		p.Questions[len(p.Questions)-2-i].ID = id
	}
	seen := map[string]bool{}
	for _, system := range bundled(t, NewCodeSystems([]*rules.Pack{&p}, Names{})) {
		if id := system["id"].(string); seen[id] {
			t.Errorf("two code systems have the id %s", id)
		} else {
			seen[id] = true
		}
	}
}

// documentElements are those that the documents of India's ABDM have in their Composition.
var documentElements = []string{
	"language", "text", "status", "type.coding.system", "type.coding.code", "type.text", "subject", "encounter", "date", "author", "title", "custodian",
	"section.title", "section.text", "section.entry",
}

// TestDocument wants a Composition first, and every reference in the Bundle to be to one of its
// entries, of the right type; a resource that is given stands there as it is.
func TestDocument(t *testing.T) {
	given, err := ParseResources([]byte(`{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"123","name":[{"text":"Asha"}]}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	eachExample(t, func(t *testing.T, program *engine.Program, in *rules.Intake) {
		in.Date = "2026-03-09"
		for _, c := range []rules.Context{{}, somebody, {Subject: "https://ehr.example.org/fhir/Patient/9", Author: "Organization?identifier=https://ids.example.org|5"}} {
			in.Context = c
			if _, err := NewBundle(program, in, program.Eval(in, engine.Voice{}), Export{Shape: Document}); err == nil {
				t.Fatal("a document without a moment")
			}
			in.Context.Authored = "2026-03-09T10:00:00+05:30"
			named := given
			if c.Subject != "Patient/123" {
				if _, err := NewBundle(program, in, program.Eval(in, engine.Voice{}), Export{Shape: Document, Given: given}); err == nil || !strings.Contains(err.Error(), "Patient/123") {
					t.Errorf("a resource that is not used: %v", err)
				}
				named = nil
			}
			resources := exported(t, program, in, Export{Shape: Document, Given: named, Kind: []Coding{{System: "http://snomed.info/sct", Code: "371530004"}}})
			for _, path := range documentElements {
				if !has(resources[0], strings.Split(path, ".")) && (path != "encounter" || c.Encounter != "") {
					t.Errorf("the Composition lacks %s", path)
				}
			}
			var kinds []string
			for _, r := range resources {
				kinds = append(kinds, r["resourceType"].(string))
			}
			first := strings.Join(kinds, " ")
			if !strings.HasPrefix(first, "Composition Patient ") || strings.Count(first, "Composition") != 1 || !strings.Contains(first, " Organization ") {
				t.Errorf("the resources are %s", first)
			}
			if named := has(resources[1], []string{"name", "text"}); named != (c.Subject == "Patient/123") {
				t.Errorf("the patient is %v", resources[1])
			}
		}
	})
}

// TestTransaction wants a request for each entry, and references to what a server knows.
func TestTransaction(t *testing.T) {
	program := backcare(t)
	in := rules.NewIntake(program.Pack())
	in.Context.Subject = "urn:uuid:6ba7b811-9dad-11d1-80b4-00c04fd430c8"
	if _, err := NewBundle(program, in, program.Eval(in, engine.Voice{}), Export{Shape: Transaction}); err == nil || !strings.Contains(err.Error(), "subject") {
		t.Error(err)
	}
	in.Context = somebody
	bundle, err := NewBundle(program, in, program.Eval(in, engine.Voice{}), Export{Shape: Transaction})
	if err != nil {
		t.Fatal(err)
	}
	entries := decoded(t, bundle)["entry"].([]any)
	for _, e := range entries {
		entry := e.(map[string]any)
		request := entry["request"].(map[string]any)
		if request["method"] != "POST" || request["url"] != entry["resource"].(map[string]any)["resourceType"] {
			t.Errorf("the request is %v", request)
		}
	}
}

// TestTransactionFindsOnePatient wants a search for an identifier to mean that one, and no other that a comma or
// another parameter would add.
func TestTransactionFindsOnePatient(t *testing.T) {
	program := backcare(t)
	for subject, want := range map[string]string{
		"Patient?identifier=https://ids.example.org|5":                "Patient?identifier=https://ids.example.org|5",
		"Patient?identifier=https://ids.example.org|5,6":              `Patient?identifier=https://ids.example.org|5%5C%2C6`,
		"Patient?identifier=https://ids.example.org|5%2C6":            `Patient?identifier=https://ids.example.org|5%5C%2C6`,
		"Patient?identifier=https://ids.example.org|5%7C$%5C":         `Patient?identifier=https://ids.example.org|5%5C%7C%5C%24%5C%5C`,
		"Patient?identifier=https://ids.example.org|5&identifier=x|6": `Patient?identifier=https://ids.example.org|5%26identifier%3Dx%5C%7C6`,
	} {
		in := rules.NewIntake(program.Pack())
		if in.Context.Subject = subject; !rules.ContextFieldOf("subject").Valid(subject) {
			t.Fatal(subject)
		}
		bundle, err := NewBundle(program, in, program.Eval(in, engine.Voice{}), Export{Shape: Transaction})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range decoded(t, bundle)["entry"].([]any) {
			r := e.(map[string]any)["resource"].(map[string]any)
			about := r["subject"]
			if about == nil {
				about = r["patient"]
			}
			if got := about.(map[string]any)["reference"]; got != want {
				t.Errorf("%s: a %s is about %v, want %s", subject, r["resourceType"], got, want)
			}
		}
	}
}

// eachExample calls visit with the intake of each example.
func eachExample(t *testing.T, visit func(*testing.T, *engine.Program, *rules.Intake)) {
	program := backcare(t)
	names, err := filepath.Glob("../../examples/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal("no examples", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			intakes, problems := packfile.ParseIntakes(data, name, packfile.YAML, program.Pack())
			if errs := problems.Errors(); errs != nil {
				t.Fatal(errs)
			}
			for _, in := range intakes {
				visit(t, program, in)
			}
		})
	}
}

// exported returns the resources of an intake's Bundle, when every reference by urn in it is to
// an entry of it.
func exported(t *testing.T, program *engine.Program, in *rules.Intake, o Export) []map[string]any {
	t.Helper()
	bundle, err := NewBundle(program, in, program.Eval(in, engine.Voice{Audience: o.Audience}), o)
	if err != nil {
		t.Fatal(err)
	}
	tree := decoded(t, bundle)
	there := map[string]bool{}
	for _, e := range tree["entry"].([]any) {
		there[e.(map[string]any)["fullUrl"].(string)] = true
	}
	walk(tree, func(object map[string]any) {
		if to, ok := object["reference"].(string); ok && !there[to] && !strings.HasPrefix(to, "#") && (o.Shape == Document || strings.HasPrefix(to, "urn:")) {
			t.Errorf("the reference %q is to nothing", to)
		}
	})
	return bundled(t, bundle)
}

func bundled(t *testing.T, bundle json.Marshaler) (resources []map[string]any) {
	t.Helper()
	for _, e := range decoded(t, bundle)["entry"].([]any) {
		resources = append(resources, e.(map[string]any)["resource"].(map[string]any))
	}
	return resources
}

func decoded(t *testing.T, resource any) (tree map[string]any) {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, resource); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b.Bytes(), &tree); err != nil {
		t.Fatal(err)
	}
	return tree
}

func readJSON(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// walk calls visit with every object of a tree.
func walk(v any, visit func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(v)
		for _, part := range v {
			walk(part, visit)
		}
	case []any:
		for _, part := range v {
			walk(part, visit)
		}
	}
}

// eachCoding calls visit with every coding of this package's systems.
func eachCoding(v any, visit func(map[string]any)) {
	walk(v, func(object map[string]any) {
		if system, ok := object["system"].(string); ok && strings.Contains(system, "/CodeSystem/") {
			visit(object)
		}
	})
}

// has reports whether a resource has an element, in the first of a list where there are several.
func has(v any, path []string) bool {
	if list, ok := v.([]any); ok && len(list) > 0 {
		v = list[0]
	}
	if len(path) == 0 {
		return v != nil
	}
	object, _ := v.(map[string]any)
	return object != nil && has(object[path[0]], path[1:])
}
