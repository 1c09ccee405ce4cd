package fhir

import (
	"net/url"
	"strings"

	"knead/rules"
)

// unnamed is how the person is called whom no system of records has named.
const unnamed = "the person who is asked about"

// intakeID returns the identifier that the intake's own id makes; nil when it has none.
func (n Names) intakeID(in *rules.Intake) element {
	if in.ID == nil {
		return nil
	}
	value, exact := n.encodeText(*in.ID)
	return element{{"system", n.at(intakeIDs)}, {"value", value}, {"_value", exact}}
}

// subject returns a reference to whom the intake is about.
func (n Names) subject(in *rules.Intake) element {
	if in.Context.Subject != "" {
		return reference(in.Context.Subject)
	}
	return element{{"type", "Patient"}, {"identifier", n.intakeID(in)}, {"display", unnamed}}
}

// byIdentifier stands in a reference between the type of a resource and its identifier.
const byIdentifier = "?identifier="

// reference returns a reference of a context as FHIR writes it; nil when there is none.
func reference(ref string) element {
	kind, token, found := strings.Cut(ref, byIdentifier)
	switch {
	case ref == "":
		return nil
	case !found:
		return element{{"reference", ref}}
	}
	system, value := splitToken(token)
	return element{{"type", kind}, {"identifier", element{{"system", system}, {"value", value}}}}
}

// typeOf returns the type of the resource that a reference is to, or "" where it does not say.
func typeOf(ref string) string {
	if kind, _, found := strings.Cut(ref, byIdentifier); found {
		return kind
	}
	ref, _, _ = strings.Cut(ref, "/_history/")
	parts := strings.Split(ref, "/")
	if len(parts) < 2 {
		return ""
	}
	return parts[len(parts)-2]
}

// idOf returns the id of the resource that a reference is to, or "" where it does not say.
func idOf(ref string) string {
	ref, _, _ = strings.Cut(ref, "/_history/")
	if i := strings.LastIndex(ref, "/"); i >= 0 && !strings.Contains(ref, byIdentifier) {
		return ref[i+1:]
	}
	return ""
}

// identifier returns SYSTEM|VALUE, or a value alone, as an Identifier.
func identifier(token string) element {
	system, value, both := strings.Cut(token, "|")
	if !both {
		system, value = "", token
	}
	return element{{"system", system}, {"value", value}}
}

func unescapeQuery(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}

// escapeQuery writes a text with characters that a reference of a context may have.
func escapeQuery(s string) string {
	return strings.NewReplacer("%3A", ":", "%2F", "/", "+", "%20").Replace(url.QueryEscape(s))
}

// context says whose response it is.
func (b *responseBuilder) context(r *QuestionnaireResponse) {
	c := b.in.Context
	r.Subject, r.Encounter, r.Author, r.Source = b.names.subject(b.in), reference(c.Encounter), reference(c.Author), reference(c.Source)
	if r.Authored = c.Authored; r.Authored == "" {
		r.Authored = b.in.Date
	}
	if r.Authored == "" {
		r.AuthoredExt = element{{"extension", []element{extension(extAbsent, "valueCode", "unknown")}}}
	}
}

// context takes over whose response it is, as far as its system says it. Names of people are
// left out, and so are parts of the response itself.
func (im *importer) context(r *value) {
	c := &im.intake.Context
	for i := range rules.ContextFields {
		f := &rules.ContextFields[i]
		at := r.get(f.Key)
		if f.Types == nil || at == nil || im.unnamed(at) {
			continue
		}
		ref := im.reference(at, f.Types[0])
		if !f.Valid(ref) {
			im.warn(at, "", "bad-context", "%s: expected %s: it is left out", f.Key, f.Expected)
			continue
		}
		*f.Of(c) = ref
	}
}

// unnamed reports whether a reference is one to the unnamed person, as this package writes it.
func (im *importer) unnamed(at *value) bool {
	path, own := below(im.names, at.get("identifier").string("system"))
	return at.string("display") == unnamed || own && path == intakeIDs
}

// token writes an identifier with characters that a reference of a context may have.
func token(system, value string) string {
	if system == "" {
		return escapeQuery(value)
	}
	return escapeQuery(system) + "|" + escapeQuery(value)
}

// splitToken is the opposite of token.
func splitToken(token string) (system, value string) {
	system, value, both := strings.Cut(token, "|")
	if !both {
		system, value = "", token
	}
	return unescapeQuery(system), unescapeQuery(value)
}

// A search takes a comma for "or", whichever way it is encoded, and gives two more characters a
// meaning: a backslash before each takes it away.
var (
	searchEscapes   = strings.NewReplacer(`\`, `\\`, ",", `\,`, "|", `\|`, "$", `\$`)
	searchUnescapes = strings.NewReplacer(`\\`, `\`, `\,`, ",", `\|`, "|", `\$`, "$")
)

// searchFor writes an identifier as the value of a search parameter.
func searchFor(system, value string) string {
	return token(searchEscapes.Replace(system), searchEscapes.Replace(value))
}

// searchedFor is the opposite of searchFor.
func searchedFor(value string) (system, id string) {
	system, id = splitToken(value)
	return searchUnescapes.Replace(system), searchUnescapes.Replace(id)
}

// resourceName returns a reference to a resource of a Bundle that is meant outside it: by its URL
// or, where the id is only that of the entry, by its identifier.
func resourceName(there *value, entry string) string {
	kind, id := there.string("resourceType"), there.string("id")
	if ids := there.list("identifier"); len(ids) == 1 {
		system, value := ids[0].string("system"), ids[0].string("value")
		switch {
		case value == "":
		case system == "urn:ietf:rfc:3986":
			return value
		case strings.HasSuffix(entry, id):
			return kind + byIdentifier + token(system, value)
		}
	}
	return kind + "/" + id
}

// reference returns a Reference as a context has it. A resource of the same Bundle that has an
// id is named by that.
func (im *importer) reference(at *value, usual string) string {
	ref := at.string("reference")
	if ref != "" {
		if there := im.entries[ref]; there.string("id") != "" && strings.HasPrefix(ref, "urn:") {
			return resourceName(there, ref)
		}
		if kind, id, found := strings.Cut(ref, byIdentifier); found {
			return kind + byIdentifier + token(searchedFor(id))
		}
		return ref
	}
	id, kind := at.get("identifier"), at.string("type")
	if id.string("value") == "" {
		return ""
	}
	if kind == "" {
		kind = usual
	}
	return kind + byIdentifier + token(id.string("system"), id.string("value"))
}
