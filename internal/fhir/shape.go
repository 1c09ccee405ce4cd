package fhir

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"knead/rules"
)

// Shape is the type of Bundle that holds a result.
type Shape uint8

const (
	Collection  Shape = iota // the resources alone
	Transaction              // the resources with the requests that create them on a server
	Document                 // a Composition first, and all that it refers to
)

// String returns the word of the type in FHIR.
func (s Shape) String() string { return [...]string{"collection", "transaction", "document"}[s] }

// check reports what the intake does not say and the shape needs.
func (s Shape) check(c *rules.Context) error {
	if s == Collection {
		return nil
	}
	for i := range rules.ContextFields {
		f := &rules.ContextFields[i]
		if ref := *f.Of(c); f.Types != nil && strings.HasPrefix(ref, "urn:") {
			return fmt.Errorf("%s: a %s needs a reference that says to what, such as %s/123", f.Key, s, f.Types[0])
		}
	}
	if s == Document && c.Authored == "" {
		return errors.New("a document needs the moment at which it was written: \"authored\" in the intake's context, such as 2026-03-09T10:00:00Z")
	}
	return nil
}

// searched refers to what the intake's context names by an identifier as a transaction does: by a
// search that the server carries out. It finds what has just that identifier.
func (b *bundleBuilder) searched() {
	r, c := b.response, &b.in.Context
	for _, of := range []struct {
		ref string
		to  []*element
	}{{c.Subject, []*element{&r.Subject, &b.subject}}, {c.Encounter, []*element{&r.Encounter, &b.encounter}}, {c.Author, []*element{&r.Author, &b.author}}, {c.Source, []*element{&r.Source}}} {
		for _, to := range of.to {
			if kind, id, found := strings.Cut(of.ref, byIdentifier); found {
				*to = element{{"reference", kind + byIdentifier + searchFor(splitToken(id))}}
			}
		}
	}
}

// include adds the resources that the intake's context refers to, and refers to them there from
// then on.
func (b *bundleBuilder) include() {
	r, c := b.response, &b.in.Context
	if c.Subject != "" {
		b.subject = b.person("Patient", c.Subject, nil)
	} else {
		b.subject = append(b.person("Patient", "", b.names.intakeID(b.in)), member{"display", unnamed})
	}
	if c.Encounter != "" {
		b.encounter = b.person("Encounter", c.Encounter, nil)
	}
	if b.custodian = b.person("Organization", "", nil); c.Author != "" {
		b.author = b.person(typeOf(c.Author), c.Author, nil)
		r.Author = b.author
	} else {
		b.author = b.person("Device", "", nil)
	}
	r.Subject, r.Encounter = b.subject, b.encounter
	if c.Source != "" {
		r.Source = b.person(typeOf(c.Source), c.Source, nil)
	}
}

// person adds the resource that a reference is to, if it is not there already, and returns a
// reference to it within the Bundle. Of a resource that was not given it says what its
// reference says, and that the rest is not known.
func (b *bundleBuilder) person(kind, ref string, id element) element {
	there := b.reference(kind, ref)
	if b.included[kind+ref] {
		return there
	}
	b.included[kind+ref] = true
	own := idOf(ref)
	if given := b.Given[kind+"/"+own]; given != nil {
		b.used[kind+"/"+own] = true
		b.entry(kind, ref, given)
		return there
	}
	if own == "" {
		own = b.id(kind, ref)
	}
	switch {
	case strings.Contains(ref, byIdentifier):
		_, token, _ := strings.Cut(ref, byIdentifier)
		system, value := splitToken(token)
		id = element{{"system", system}, {"value", value}}
	case strings.Contains(ref, "://"):
		id = element{{"system", "urn:ietf:rfc:3986"}, {"value", ref}}
	}
	members := element{{"resourceType", kind}, {"id", own}}
	if id != nil {
		members = append(members, member{"identifier", []element{id}})
	}
	switch name := shown(b.pack.Author); kind {
	case "Encounter":
		unknown := element{{"extension", []element{extension(extAbsent, "valueCode", "unknown")}}}
		members = append(members, member{"status", "unknown"}, member{"class", unknown}, member{"subject", b.subject})
	case "Organization":
		members = append(members, member{"text", narrative("p", name)}, member{"name", name})
	case "Device":
		members = append(members, member{"text", narrative("p", "knead")}, member{"deviceName", []element{{{"name", "knead"}, {"type", "other"}}}})
	}
	b.entry(kind, ref, members)
	return there
}

// composition writes the first resource of a document.
func (b *bundleBuilder) composition(entries []element) element {
	var of []element
	for _, e := range entries {
		of = append(of, element{{"reference", e[0].Value}})
	}
	kind := element{{"coding", b.Kind}, {"text", b.pack.Title.For(b.Audience)}}
	return element{
		{"resourceType", "Composition"}, {"id", b.id("Composition", "")}, {"language", b.pack.Language}, {"text", narrative("p", b.title())},
		{"status", "preliminary"}, {"type", kind}, {"subject", b.subject}, {"encounter", b.encounter}, {"date", b.in.Context.Authored},
		{"author", []element{b.author}}, {"title", b.pack.Title.For(b.Audience)}, {"custodian", b.custodian},
		{"section", []element{
			{{"title", shown(b.title())}, {"text", b.report}, {"entry", of[1:]}},
			{{"title", shown(b.pack.Title.For(b.Audience))}, {"text", b.response.Text}, {"entry", of[:1]}},
		}},
	}
}

// wrap makes the Bundle.
func (b *bundleBuilder) wrap(entries []element) json.Marshaler {
	head := element{{"resourceType", "Bundle"}}
	switch b.Shape {
	case Transaction:
		for i, e := range entries {
			entries[i] = append(e, member{"request", element{{"method", "POST"}, {"url", b.kinds[i]}}})
		}
	case Document:
		id := element{{"system", "urn:ietf:rfc:3986"}, {"value", "urn:uuid:" + b.id("Bundle", "")}}
		head = append(head, member{"identifier", id})
	}
	head = append(head, member{"type", b.Shape.String()})
	if b.Shape == Document {
		head = append(head, member{"timestamp", b.in.Context.Authored})
	}
	return append(head, member{"entry", entries})
}

// ParseResources reads a resource, or a Bundle of several, for documents: see [Export]. What
// it does not know it leaves as it is.
func ParseResources(data []byte) (map[string]json.RawMessage, error) {
	root, faults := readTree(data, "")
	if len(faults) > 0 {
		return nil, faults[0]
	}
	var bundle struct {
		ResourceType string `json:"resourceType"`
		Entry        []struct {
			Resource json.RawMessage `json:"resource"`
		} `json:"entry"`
	}
	if root.string("resourceType") == "" {
		return nil, errors.New("expected a FHIR resource, or a Bundle of several")
	}
	if err := json.Unmarshal(data, &bundle); err != nil {
		return nil, fmt.Errorf("expected a FHIR resource, or a Bundle of several: %w", err)
	}
	all := []json.RawMessage{data}
	if bundle.ResourceType == "Bundle" {
		all = nil
		for _, e := range bundle.Entry {
			all = append(all, e.Resource)
		}
	}
	given := map[string]json.RawMessage{}
	for i, r := range all {
		resource, _ := readTree(r, "")
		if resource.string("resourceType") == "" || resource.string("id") == "" {
			return nil, fmt.Errorf("resource %d: expected a resourceType and an id", i+1)
		}
		given[resource.string("resourceType")+"/"+resource.string("id")] = r
	}
	return given, nil
}
